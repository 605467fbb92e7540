"""Search: pages, accounts, networks and cases by a few letters; in each page's palette, and as a page of its own."""

import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from console.http.visit import Visit, WithVisit
from console.navigation import visible
from models.names import ID_PATTERN, NAME_LENGTH

router = APIRouter(prefix="/console/search")

_IDENTIFIER: Final = re.compile(ID_PATTERN)
MOST: Final = 8
"""Results of one kind."""


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
        problem=problem,
    )


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
