"""Search: whatever has a page and a name, by a few letters; in each page's palette, and as a page of its own."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Query, Response

from console.http.visit import Visit, WithVisit
from console.navigation import PAGES, visible
from console.pages.lists import LISTS
from console.texts.languages import N_
from ledger.streams import record_search
from models.names import ID_PATTERN, NAME_LENGTH

router = APIRouter(prefix="/console/search")

_IDENTIFIER: Final = re.compile(ID_PATTERN)
MOST: Final = 8
"""Results of one kind."""


class Found(NamedTuple):
    """Something that was found."""

    href: str
    name: str
    under: str = ""
    """What tells it from others of the name."""


class Group(NamedTuple):
    """What was found of one kind."""

    title: str
    """Msgid of the heading."""
    icon: str
    found: Sequence[Found]


class Records(NamedTuple):
    """A kind of record that has a page."""

    kind: str
    title: str
    icon: str
    operation: str
    """The API's operation that reads one: whoever may call it finds them."""


RECORDS: Final = (
    Records("bulk", N_("Campaigns"), "campaign", "read_bulk_action"),
    Records("run", N_("Runs"), "run", "read_run"),
    Records("rumour", N_("Rumours"), "rumour", "read_rumour"),
    Records("directive", N_("Directives"), "directive", "read_directive"),
    Records("exposure", N_("Exposures"), "exposure", "read_exposure"),
    Records("report", N_("Reports"), "report", "read_report"),
    Records("person", N_("People"), "people", "read_person"),
    Records("subscription", N_("Webhooks and keys"), "webhook", "read_webhook"),
)
"""Kinds of records in the order in which they are shown."""


@router.get("")
async def search(visit: WithVisit, q: Annotated[str, Query()] = "") -> Response:
    """Show what a visitor may open, by name or identifier."""
    sought = q.strip()
    short = sought if len(sought) <= NAME_LENGTH else ""
    accounts, problem = await _accounts(visit, short)
    return visit.render(
        "search/search.html",
        part="found",
        sought=sought,
        too_long=sought != short,
        most=NAME_LENGTH,
        pages=_pages(visit, short) if short or not sought else [],
        accounts=accounts,
        networks=await _networks(visit, short),
        cases=await _cases(visit, short),
        groups=[group for group in await _groups(visit, short) if group.found],
        problem=problem,
    )


async def _groups(visit: Visit, sought: str) -> list[Group]:
    """Return what else was found: views of the queue, lists across accounts, clusters, and the other records."""
    if not sought:
        return []
    readable = [one for one in RECORDS if visit.may(one.operation)]
    database = visit.console.app_state.database
    found: dict[str, list[Found]] = {}
    for one in await record_search.search(database, [one.kind for one in readable], sought, most=MOST):
        found.setdefault(one.kind, []).append(Found(f"{PAGES[one.kind]}{quote(one.id)}", one.name or one.id, one.id))
    return [
        Group(N_("Views"), "queue", await _views(visit, sought)),
        Group(N_("Lists across accounts"), "list", _lists(visit, sought)),
        Group(N_("Coordination"), "coordination", await _clusters(visit, sought)),
        *(Group(each.title, each.icon, found.get(each.kind, ())) for each in readable),
    ]


async def _views(visit: Visit, sought: str) -> list[Found]:
    if not visit.may("list_views"):
        return []
    answer = await visit.api.get("/v1/views")
    views: list[Mapping[str, Any]] = answer.json["views"] if answer.ok else []
    return [
        Found(f"/console/queue?view={quote(view['id'])}", view["name"][visit.language.code])
        for view in views
        if any(sought.lower() in name.lower() for name in view["name"].values())
    ][:MOST]


def _lists(visit: Visit, sought: str) -> list[Found]:
    said = ((name, one, {one.label, visit.language.text(one.label)}) for name, one in LISTS.items())
    return [
        Found(f"/console/lists/{name}", visit.language.text(one.label))
        for name, one, titles in said
        if visit.may(one.operation) and any(sought.lower() in title.lower() for title in titles)
    ]


async def _clusters(visit: Visit, sought: str) -> list[Found]:
    if not _IDENTIFIER.fullmatch(sought) or not visit.may("read_cluster"):
        return []
    answer = await visit.api.get(f"/v1/coordination/clusters/{sought}")
    return [Found(f"/console/coordination/{quote(sought)}", sought)] if answer.ok else []


def _pages(visit: Visit, sought: str) -> list[Any]:
    entries = [entry for group in visible(visit.caller.roles, visit.console.pages) for entry in group.entries]
    names = ((entry, {entry.label.lower(), visit.language.text(entry.label).lower()}) for entry in entries)
    return [entry for entry, said in names if any(sought.lower() in name for name in said)][:MOST]


async def _accounts(visit: Visit, sought: str) -> tuple[list[Any], dict[str, Any] | None]:
    if not sought or not visit.may("list_accounts") or "/console/accounts" not in visit.console.pages:
        return [], None
    answer = await visit.api.get("/v1/accounts", {"q": sought, "limit": MOST})
    return (answer.json["accounts"], None) if answer.ok else ([], answer.problem)


async def _networks(visit: Visit, sought: str) -> list[Any]:
    if not sought or not visit.may("list_networks"):
        return []
    answer = await visit.api.get("/v1/networks", {"q": sought, "limit": MOST})
    return list(answer.json["networks"]) if answer.ok else []


async def _cases(visit: Visit, sought: str) -> list[Any]:
    if not _IDENTIFIER.fullmatch(sought) or not visit.may("read_case"):
        return []
    answer = await visit.api.get(f"/v1/cases/{sought}")
    return [answer.json["case"]] if answer.ok else []
