"""Accounts: the page of one account with its past, present and future."""

from asyncio import gather
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from api.http.parameters import LAST_EVENT
from console.http.calling import Answer, segment
from console.http.visit import Visit, WithVisit
from console.pages.account_drawing import drawing, horizon
from console.pages.account_feed import fact_words, told
from console.pages.account_search import holder_kinds
from console.pages.account_words import ACTS, KINDS, ON_CLOSED, ON_OPEN, STATUSES, WHAT_IF, acts_on, categories
from console.texts.words import words
from models.cases.cases import CaseStatus
from models.words.privileges import Field
from regulation.words.fields import FIELDS
from regulation.words.privileges import PRIVILEGES

router = APIRouter(prefix="/console/accounts")

MANY_FOLLOWERS: Final = 100_000
"""Followers from which the page warns before an action."""
PAST: Final = {"30": timedelta(days=30), "90": timedelta(days=90), "365": timedelta(days=365), "all": None}
"""Lengths of the past that is drawn."""
LATEST: Final = 12
"""Facts of the history shown."""
TOLD: Final = 12
"""Events of the feed shown at once."""

Word = Annotated[str | None, Query(max_length=200)]


@router.get("/{account}")
async def show_account(
    visit: WithVisit,
    account: str,
    past: Word = None,
    before: Annotated[int | None, Query(ge=1, le=LAST_EVENT)] = None,
    facts: Annotated[int | None, Query(ge=1, le=LAST_EVENT)] = None,
) -> Response:
    """Show one account; with `before`, the events of its feed before that number, with `facts` its facts up to it."""
    visit.require("read_account")
    values = await account_values(visit, account, past or "90", before, facts)
    return visit.render("accounts/account.html", part="state", **values)


async def account_values(
    visit: Visit, account: str, past: str, before: int | None = None, last_fact: int | None = None
) -> dict[str, Any]:
    """Return everything that the page of an account shows; what the visitor may not read is left out."""
    path = f"/v1/accounts/{segment(account)}"
    profile = await visit.api.read(path)
    (projection, drawn), statements, cases, networks, cleanups = await gather(
        _drawn(visit, path, profile, past),
        _page(visit, "list_actions", f"{path}/actions", "actions"),
        _page(visit, "list_cases", "/v1/cases", "cases", account=account, status=[one.value for one in CaseStatus]),
        _page(visit, "list_networks", "/v1/networks", "networks", account=account),
        _page(visit, "list_cleanups", "/v1/follower-cleanups", "cleanups", account=account),
    )
    facts, followers, homepage, feed = await gather(
        _facts(visit, path, min(last_fact or profile["version"], profile["version"])),
        _followers(visit, path),
        visit.api.read(f"{path}/homepage"),
        _feed(visit, path, before),
    )
    names = await visit.names(fact["actor"] for fact in facts)
    return {
        "account": profile,
        "state": STATUSES[profile["status"]],
        "kind": dict(holder_kinds(visit))[profile["kind"]],
        "declared": [words(FIELDS[Field(field)].words, visit.language) for field in profile["fields"]],
        "projection": projection,
        "moments": turns(projection),
        "drawing": drawn,
        "past": past if past in PAST else "90",
        "pasts": tuple(PAST),
        "restriction_kinds": KINDS,
        "statuses": STATUSES,
        "statements": list(reversed(statements)),
        "acts": ACTS,
        "acts_on": {one["id"]: _allowed(visit, acts_on(one)) for one in statements},
        "new_acts": _allowed(visit, ON_OPEN if profile["closed_at"] is None else ON_CLOSED),
        "cases": cases,
        "homepage": homepage,
        "followers": followers,
        "many": MANY_FOLLOWERS,
        "networks": networks,
        "cleanups": cleanups,
        "facts": facts,
        "facts_to": last_fact,
        "fact_words": fact_words(visit.language),
        "told": list(told(feed["events"], visit.language, visit.console.pages)),
        "told_before": feed["next"],
        "told_from": before,
        "privilege_words": {name: words(row, visit.language) for name, row in PRIVILEGES.items()},
        "field_words": {field.value: words(row.words, visit.language) for field, row in FIELDS.items()},
        "names": names,
        "workflow": visit.console.settings.workflow_address(f"account:{profile['account']}"),
        "categories": categories(visit.language),
        "what_if": bool(_allowed(visit, WHAT_IF)),
    }


def turns(projection: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the moments at which something opens or closes, or the status changes."""
    found: list[dict[str, Any]] = []
    status = projection["status"]
    for moment in projection["moments"]:
        if moment["opens"] or moment["closes"] or moment["status"] != status:
            found.append(moment)
        status = moment["status"]
    return found


def _allowed(visit: Visit, names: Iterable[str]) -> list[str]:
    return [name for name in names if visit.may(ACTS[name].operation)]


async def _drawn(visit: Visit, path: str, profile: dict[str, Any], past: str) -> tuple[dict[str, Any], Any]:
    projection = await visit.api.read(f"{path}/projection")
    now = datetime.fromisoformat(projection["now"])
    start = now
    if visit.may("read_projection.past"):
        registered, length = datetime.fromisoformat(profile["registered_at"]), PAST.get(past, PAST["90"])
        start = registered if length is None else max(registered, now - length)
    end = horizon(projection["moments"], now)
    params = {"from": start.isoformat(), "to": end.isoformat()} if start < now else {"to": end.isoformat()}
    shown = await visit.api.read(f"{path}/projection", params)
    return projection, drawing(shown, start, end)


async def _page(visit: Visit, operation: str, path: str, items: str, **params: str | list[str]) -> list[dict[str, Any]]:
    """Return the first page of a list; nothing where the visitor may not read it."""
    if not visit.may(operation):
        return []
    found: list[dict[str, Any]] = (await visit.api.read(path, params))[items]
    return found


async def _facts(visit: Visit, path: str, last: int) -> list[dict[str, Any]]:
    if not visit.may("list_facts"):
        return []
    found = await visit.api.read(f"{path}/facts", {"after": max(0, last - LATEST), "limit": min(last, LATEST)})
    return list(reversed(found["facts"]))


async def _feed(visit: Visit, path: str, before: int | None) -> dict[str, Any]:
    if not visit.may("list_account_events"):
        return {"events": [], "next": None}
    found: dict[str, Any] = await visit.api.read(f"{path}/events", {"before": before, "limit": TOLD})
    return found


async def _followers(visit: Visit, path: str) -> dict[str, Any]:
    answer: Answer = await visit.api.get(f"{path}/followers")
    none = {"followers": None, "counted_at": None}
    return answer.json if answer.ok else none
