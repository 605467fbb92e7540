"""Actions, violations and bans across accounts: lists, counts and files."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.http.cursors import PageQuery
from api.lists import exporting, items
from api.lists.exporting import AS_FILE, FormQuery
from api.lists.filters import ActionFilters, BanFilters, ViolationFilters
from api.lists.tagging import NOT_MODIFIED, Tagged
from api.state.app_state import AppState, WithAppState
from ledger.lists import actions
from ledger.lists.actions import By, Kind, Sort, Wanted
from ledger.store.pages import Page, Position

router = APIRouter(prefix="/v1", route_class=Tagged)

_Sort = Annotated[
    Sort | None,
    Field(description="The newest first when omitted; `until`: those that end, the earliest end first."),
]
_Dated = Annotated[
    Literal["-decided", "decided", "account"] | None, Field(description="The newest first when omitted.")
]
_By = Annotated[Literal["state", "category", "article"], Field(description="What they are counted by.")]


class ActionListQuery(ActionFilters, PageQuery):
    """A page of the actions that pass the filters."""

    sort: _Sort = None


class ActionCountsQuery(ActionFilters):
    """What is counted."""

    by: Annotated[By, Field(description="What they are counted by.")] = By.STATE


class ActionExportQuery(ActionFilters, FormQuery):
    """The actions as a file."""

    sort: _Sort = None


class ViolationListQuery(ViolationFilters, PageQuery):
    """A page of the violations that pass the filters."""

    sort: _Dated = None


class ViolationCountsQuery(ViolationFilters):
    """What is counted."""

    by: _By = "state"


class ViolationExportQuery(ViolationFilters, FormQuery):
    """The violations as a file."""

    sort: _Dated = None


class BanListQuery(BanFilters, PageQuery):
    """A page of the bans that pass the filters."""

    sort: _Sort = None


class BanCountsQuery(BanFilters):
    """What is counted."""

    by: _By = "state"


class BanExportQuery(BanFilters, FormQuery):
    """The bans as a file."""

    sort: _Sort = None


@router.get(
    "/actions",
    response_model=items.ActionListPage,
    responses=NOT_MODIFIED,
    tags=["actions"],
    summary="List actions across accounts",
)
async def list_all_actions(query: Annotated[ActionListQuery, Query()], app_state: WithAppState) -> Response:
    """Every enforcement action that passes the filters: violations, bans, measures, closures as a sanction."""
    wanted = query.wanted(Kind.ACTIONS, query.sort)
    found, complete = await _page(app_state, wanted, app_state.clock(), query.after, query.limit)
    return answers.json(items.ActionListPage.of(found, complete=complete))


@router.get(
    "/actions/counts",
    response_model=items.ListCounts,
    responses=NOT_MODIFIED,
    tags=["actions"],
    summary="Count actions across accounts",
)
async def count_actions(query: Annotated[ActionCountsQuery, Query()], app_state: WithAppState) -> Response:
    """Numbers of the actions that pass the filters."""
    return await _counts(app_state, query.wanted(Kind.ACTIONS), query.by)


@router.get(
    "/actions/export",
    response_class=Response,
    responses=AS_FILE,
    tags=["actions"],
    summary="Download actions across accounts",
)
async def export_actions(
    query: Annotated[ActionExportQuery, Query()], app_state: WithAppState, request: Request
) -> Response:
    """The list as a file. The download is recorded in the audit."""
    read = _read(app_state, query.wanted(Kind.ACTIONS, query.sort))
    return await exporting.export(request, "export_actions", query, items.ListedAction, read)


@router.get(
    "/violations",
    response_model=items.ViolationListPage,
    responses=NOT_MODIFIED,
    tags=["violations"],
    summary="List violations across accounts",
)
async def list_violations(query: Annotated[ViolationListQuery, Query()], app_state: WithAppState) -> Response:
    """Every violation that passes the filters, whatever its consequences were."""
    wanted = query.wanted(Kind.VIOLATIONS, query.sort)
    found, complete = await _page(app_state, wanted, app_state.clock(), query.after, query.limit)
    return answers.json(items.ViolationListPage.of(found, complete=complete))


@router.get(
    "/violations/counts",
    response_model=items.ListCounts,
    responses=NOT_MODIFIED,
    tags=["violations"],
    summary="Count violations across accounts",
)
async def count_violations(query: Annotated[ViolationCountsQuery, Query()], app_state: WithAppState) -> Response:
    """Numbers of the violations that pass the filters."""
    return await _counts(app_state, query.wanted(Kind.VIOLATIONS), By(query.by))


@router.get(
    "/violations/export",
    response_class=Response,
    responses=AS_FILE,
    tags=["violations"],
    summary="Download violations across accounts",
)
async def export_violations(
    query: Annotated[ViolationExportQuery, Query()], app_state: WithAppState, request: Request
) -> Response:
    """The list as a file. The download is recorded in the audit."""
    read = _read(app_state, query.wanted(Kind.VIOLATIONS, query.sort))
    return await exporting.export(request, "export_violations", query, items.ListedViolation, read)


@router.get(
    "/bans",
    response_model=items.BanListPage,
    responses=NOT_MODIFIED,
    tags=["bans"],
    summary="List bans across accounts",
)
async def list_bans(query: Annotated[BanListQuery, Query()], app_state: WithAppState) -> Response:
    """Every ban that passes the filters. A ban that ended a second ago has ended, recorded or not."""
    wanted = query.wanted(Kind.BANS, query.sort)
    found, complete = await _page(app_state, wanted, app_state.clock(), query.after, query.limit)
    return answers.json(items.BanListPage.of(found, complete=complete))


@router.get(
    "/bans/counts",
    response_model=items.ListCounts,
    responses=NOT_MODIFIED,
    tags=["bans"],
    summary="Count bans across accounts",
)
async def count_bans(query: Annotated[BanCountsQuery, Query()], app_state: WithAppState) -> Response:
    """Numbers of the bans that pass the filters."""
    return await _counts(app_state, query.wanted(Kind.BANS), By(query.by))


@router.get(
    "/bans/export",
    response_class=Response,
    responses=AS_FILE,
    tags=["bans"],
    summary="Download bans across accounts",
)
async def export_bans(query: Annotated[BanExportQuery, Query()], app_state: WithAppState, request: Request) -> Response:
    """The list as a file. The download is recorded in the audit."""
    read = _read(app_state, query.wanted(Kind.BANS, query.sort))
    return await exporting.export(request, "export_bans", query, items.ListedBan, read)


async def _page(
    app_state: AppState, wanted: Wanted, at: datetime, after: Position | None, most: int
) -> tuple[Page[items.ListedFinding], bool]:
    rows = await actions.listed(app_state.database, wanted, at, after=after, most=most)
    return rows.page.of(lambda row: items.finding(wanted.kind, rows, row, at)), rows.complete


async def _counts(app_state: AppState, wanted: Wanted, by: By) -> Response:
    found = await actions.count(app_state.database, wanted, app_state.clock(), by)
    return answers.json(items.counted(found, by.value))


def _read(app_state: AppState, wanted: Wanted) -> exporting.Read:
    at = app_state.clock()

    async def read(after: Position | None, most: int) -> Page[items.ListedFinding]:
        return (await _page(app_state, wanted, at, after, most))[0]

    return read
