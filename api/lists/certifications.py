"""Certifications across accounts: list, counts and file."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.http.cursors import PageQuery
from api.lists import exporting, items
from api.lists.exporting import AS_FILE, FormQuery
from api.lists.filters import CertificationFilters
from api.lists.tagging import NOT_MODIFIED, Tagged
from api.state.app_state import AppState, WithAppState
from ledger.lists import certifications
from ledger.lists.certifications import By, Sort, Wanted
from ledger.store.pages import Page, Position

router = APIRouter(prefix="/v1/certifications", route_class=Tagged, tags=["certifications"])

_Sort = Annotated[
    Sort | None,
    Field(description="The newest first when omitted; `until`: those in force or to come, the earliest end first."),
]


class CertificationListQuery(CertificationFilters, PageQuery):
    """A page of the certifications that pass the filters."""

    sort: _Sort = None


class CertificationCountsQuery(CertificationFilters):
    """What is counted."""

    by: Annotated[By, Field(description="What they are counted by.")] = By.STATE


class CertificationExportQuery(CertificationFilters, FormQuery):
    """The certifications as a file."""

    sort: _Sort = None


@router.get(
    "",
    response_model=items.CertificationListPage,
    responses=NOT_MODIFIED,
    summary="List certifications across accounts",
)
async def list_certifications(query: Annotated[CertificationListQuery, Query()], app_state: WithAppState) -> Response:
    """Every certification that passes the filters, in force or not."""
    at = app_state.clock()
    found, complete = await _page(app_state, query.wanted(query.sort), at, query.after, query.limit)
    return answers.json(items.CertificationListPage.of(found, complete=complete))


@router.get(
    "/counts", response_model=items.ListCounts, responses=NOT_MODIFIED, summary="Count certifications across accounts"
)
async def count_certifications(
    query: Annotated[CertificationCountsQuery, Query()], app_state: WithAppState
) -> Response:
    """Numbers of the certifications that pass the filters."""
    found = await certifications.count(app_state.database, query.wanted(), app_state.clock(), query.by)
    return answers.json(items.counted(found, query.by.value))


@router.get("/export", response_class=Response, responses=AS_FILE, summary="Download certifications across accounts")
async def export_certifications(
    query: Annotated[CertificationExportQuery, Query()], app_state: WithAppState, request: Request
) -> Response:
    """The list as a file. The download is recorded in the audit."""
    at, wanted = app_state.clock(), query.wanted(query.sort)

    async def read(after: Position | None, most: int) -> Page[items.ListedCertification]:
        return (await _page(app_state, wanted, at, after, most))[0]

    return await exporting.export(request, "export_certifications", query, items.ListedCertification, read)


async def _page(
    app_state: AppState, wanted: Wanted, at: datetime, after: Position | None, most: int
) -> tuple[Page[items.ListedCertification], bool]:
    rows = await certifications.listed(app_state.database, wanted, at, after=after, most=most)
    return rows.page.of(lambda row: items.certification(rows, row, at)), rows.complete
