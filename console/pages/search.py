"""Search: pages, accounts and cases by a few letters; in the palette of every page, and as a page of its own."""

import re
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from console.http.visit import Visit, WithVisit
from console.navigation import visible
from models.names import ID_PATTERN

router = APIRouter(prefix="/console/search")

_IDENTIFIER: Final = re.compile(ID_PATTERN)
MOST: Final = 8
"""Results of one kind."""


@router.get("")
async def search(visit: WithVisit, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Show what a visitor may open, by name or identifier."""
    sought = q.strip()
    accounts, problem = await _accounts(visit, sought)
    return visit.render(
        "search/search.html",
        part="found",
        sought=sought,
        pages=_pages(visit, sought),
        accounts=accounts,
        cases=await _cases(visit, sought),
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


async def _cases(visit: Visit, sought: str) -> list[Any]:
    if not _IDENTIFIER.fullmatch(sought) or not visit.may("read_case"):
        return []
    answer = await visit.api.get(f"/v1/cases/{sought}")
    return [answer.json["case"]] if answer.ok else []
