"""Appeals across accounts: list, counts and file."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.http.cursors import PageQuery
from api.lists import exporting, items
from api.lists.exporting import AS_FILE, FormQuery
from api.lists.filters import AppealFilters
from api.lists.tagging import NOT_MODIFIED, Tagged
from api.state.app_state import AppState, WithAppState
from ledger.lists import appeals
from ledger.lists.appeals import By, Sort, Wanted
from ledger.store.pages import Page, Position

router = APIRouter(prefix="/v1/appeals", route_class=Tagged, tags=["actions"])

_Sort = Annotated[
    Sort | None,
    Field(
        description="The newest first when omitted; `due`: open ones, the earliest deadline first; `-decided`: those "
        "that have ended, the latest first."
    ),
]


class AppealListQuery(AppealFilters, PageQuery):
    """A page of the appeals that pass the filters."""

    sort: _Sort = None


class AppealCountsQuery(AppealFilters):
    """What is counted."""

    by: Annotated[By, Field(description="What they are counted by.")] = By.STATE


class AppealExportQuery(AppealFilters, FormQuery):
    """The appeals as a file."""

    sort: _Sort = None


@router.get("", response_model=items.AppealListPage, responses=NOT_MODIFIED, summary="List appeals across accounts")
async def list_appeals(query: Annotated[AppealListQuery, Query()], app_state: WithAppState) -> Response:
    """Every appeal that passes the filters, with its state and outcome."""
    found, complete = await _page(app_state, query.wanted(query.sort), query.after, query.limit)
    return answers.json(items.AppealListPage.of(found, complete=complete))


@router.get("/counts", response_model=items.ListCounts, responses=NOT_MODIFIED, summary="Count appeals across accounts")
async def count_appeals(query: Annotated[AppealCountsQuery, Query()], app_state: WithAppState) -> Response:
    """Numbers of the appeals that pass the filters."""
    found = await appeals.count(app_state.database, query.wanted(), query.by)
    return answers.json(items.counted(found, query.by.value))


@router.get("/export", response_class=Response, responses=AS_FILE, summary="Download appeals across accounts")
async def export_appeals(
    query: Annotated[AppealExportQuery, Query()], app_state: WithAppState, request: Request
) -> Response:
    """The list as a file. The download is recorded in the audit."""
    wanted = query.wanted(query.sort)

    async def read(after: Position | None, most: int) -> Page[items.ListedAppeal]:
        return (await _page(app_state, wanted, after, most))[0]

    return await exporting.export(request, "export_appeals", query, items.ListedAppeal, read)


async def _page(
    app_state: AppState, wanted: Wanted, after: Position | None, most: int
) -> tuple[Page[items.ListedAppeal], bool]:
    rows = await appeals.listed(app_state.database, wanted, after=after, most=most)
    return rows.page.of(lambda row: items.appeal(rows, row)), rows.complete
