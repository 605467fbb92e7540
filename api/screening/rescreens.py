"""Rescreens: screening of all live accounts again (article 1)."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import fresh_id
from api.handling.entering import WithCommandHandling, entered, found_or_404
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.state.app_state import WithAppState
from ledger.screening import rescreens
from ledger.streams import records
from models.base import Frozen
from models.records import RecordId
from models.screening.rescreens import Rescreen, RescreenEntry, RescreenStatus
from models.texts.incoming import Text
from regulation.screening import rescreens as rules

router = APIRouter(prefix="/v1/rescreens", route_class=Guarded, tags=["rescreens"])

_Id = Annotated[RecordId, Path(description="Identifier given or generated when the rescreen was started.")]


class AgainBody(Body):
    """A rescreen of all accounts."""

    model_config = examples({"reason": "before the national holiday"}, {"id": "rescreen-2026-09"})

    id: Annotated[
        RecordId | None, Field(description="Your identifier, unique among rescreens. Omitted: one is generated.")
    ] = None
    reason: Text = ""


class StopBody(Body):
    """The reason for ending a rescreen early."""

    model_config = examples({"reason": "started by mistake"})

    reason: Text = ""


class RescreensQuery(PageQuery):
    """Filters of the list of rescreens."""

    status: RescreenStatus | None = None


class RescreensPage(PageOf[Rescreen, Word]):
    """Rescreens in the order in which they were started."""

    model_config = items_named("rescreens")


class RescreenHistory(Frozen):
    """A rescreen with all entries of its record."""

    rescreen: Rescreen
    entries: tuple[RescreenEntry, ...]


@router.post("", status_code=201, response_model=Rescreen, summary="Screen all accounts again (article 1)")
async def start_rescreen(body: AgainBody, handling: WithCommandHandling) -> Response:
    """A worker screens every live account with the lists in force; a finding that no reviewer has seen opens a case. A
    running rescreen ends, and the new one covers its remaining accounts.
    """
    rescreen = body.id or fresh_id("rescreen")
    started = await rescreens.started(handling.app_state.database, "operator", body.reason)
    found = await handling.execute(rules.RESCREEN, rescreen, rules.start(started))
    return entered(found, status=201, location=f"/v1/rescreens/{found.record}")


@router.get("", response_model=RescreensPage, summary="List rescreens with their progress")
async def list_rescreens(query: Annotated[RescreensQuery, Query()], app_state: WithAppState) -> Response:
    """Rescreens, oldest first."""
    found = await records.listing(
        app_state.database,
        rules.RESCREEN,
        statuses=None if query.status is None else [query.status.value],
        after=query.after,
        most=query.limit,
    )
    return answers.json(RescreensPage.of(found.of(lambda filed: filed.state)))


@router.get("/{rescreen}", response_model=RescreenHistory, summary="Read a rescreen with its history")
async def read_rescreen(rescreen: _Id, app_state: WithAppState) -> Response:
    """The progress of the rescreen, and all its entries."""
    found = await found_or_404(app_state, rules.RESCREEN, rescreen)
    return answers.json(RescreenHistory(rescreen=found.state, entries=found.entries))


@router.post("/{rescreen}/stop", response_model=Rescreen, summary="End a rescreen early")
async def stop_rescreen(rescreen: _Id, body: StopBody, handling: WithCommandHandling) -> Response:
    """The rescreen ends after the slice in progress; cases already opened stay open."""
    return entered(await handling.execute(rules.RESCREEN, rescreen, rules.stop(body.reason)))
