"""Rescreens: every live account is looked at again (article 1)."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import fresh_id
from api.handling.entering import EnteringNow, entered, found_or_404
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.state.app_state import WithAppState
from ledger.screening import rescreens
from ledger.streams import records
from models.base import Frozen
from models.records import RecordId
from models.screening.rescreens import Rescreen, RescreenEntry, Status
from models.texts.incoming import Text
from regulation.screening import rescreens as rules

router = APIRouter(prefix="/v1/rescreens", route_class=Guarded, tags=["rescreens"])

_Id = Annotated[RecordId, Path(description="As it was given, or named, when it was started.")]


class AgainBody(Body):
    """Look at all accounts again."""

    model_config = examples({"reason": "before the national holiday"}, {"id": "rescreen-2026-09"})

    id: Annotated[RecordId | None, Field(description="Yours; unique among rescreens. Left out, one is made.")] = None
    reason: Text = ""


class StopBody(Body):
    """Why it ends early."""

    model_config = examples({"reason": "started by mistake"})

    reason: Text = ""


class RescreensQuery(PageQuery):
    """Which rescreens."""

    status: Status | None = None


class RescreensPage(PageOf[Rescreen, Word]):
    """Rescreens in the order in which they were started."""

    model_config = items_named("rescreens")


class RescreenHistory(Frozen):
    """A rescreen with everything that was entered."""

    rescreen: Rescreen
    entries: tuple[RescreenEntry, ...]


@router.post("", status_code=201, response_model=Rescreen, summary="Look at all accounts again (article 1)")
async def start_rescreen(body: AgainBody, entering: EnteringNow) -> Response:
    """A worker looks at every live account with the lists in force; a finding that nobody has seen becomes a case.

    One that is under way ends: this one looks at everything that it had left.
    """
    rescreen = body.id or fresh_id("rescreen")
    started = await rescreens.started(entering.app_state.database, "operator", body.reason)
    found = await entering.execute(rules.RESCREEN, rescreen, rules.start(started))
    return entered(found, status=201, location=f"/v1/rescreens/{found.record}")


@router.get("", response_model=RescreensPage, summary="Rescreens, and how far they have come")
async def list_rescreens(query: Annotated[RescreensQuery, Query()], app_state: WithAppState) -> Response:
    """Oldest first."""
    found = await records.listing(
        app_state.database,
        rules.RESCREEN,
        statuses=None if query.status is None else [query.status.value],
        after=query.after,
        most=query.limit,
    )
    return answers.json(RescreensPage.of(found.of(lambda filed: filed.state)))


@router.get("/{rescreen}", response_model=RescreenHistory, summary="One rescreen, with its history")
async def read_rescreen(rescreen: _Id, app_state: WithAppState) -> Response:
    """How far it has come, and everything that was entered."""
    found = await found_or_404(app_state, rules.RESCREEN, rescreen)
    return answers.json(RescreenHistory(rescreen=found.state, entries=found.entries))


@router.post("/{rescreen}/stop", response_model=Rescreen, summary="End a rescreen early")
async def stop_rescreen(rescreen: _Id, body: StopBody, entering: EnteringNow) -> Response:
    """It ends after the slice that is under way; the cases that were opened stay."""
    return entered(await entering.execute(rules.RESCREEN, rescreen, rules.stop(body.reason)))
