"""Routes of the queue: lists of cases, counts, presence and skipping. They precede the routes that read a case by its
identifier.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.cases.queue_bodies import (
    CaseCounts,
    CasesPage,
    CasesQuery,
    PresenceAnswer,
    PresenceBody,
    SkipAnswer,
    SkipBody,
    actors_of,
    counted,
    looking_shown,
    queued,
)
from api.handling import answers
from api.handling.routing import Guarded
from api.http.problems import Fault, ProblemError, invalid
from api.state.app_state import AppState, WithAppState
from ledger.cases import presence, views
from ledger.cases import queue as ledger_queue
from ledger.people.callers import Caller
from ledger.people.names import names_of
from ledger.sanctions import queue_readers
from models.cases.queue import PRESENCE_LEASE, USUAL_SKIP
from models.records import RecordId
from regulation.cases.queue import Reader, decided_by

router = APIRouter(prefix="/v1/cases", route_class=Guarded, tags=["cases"])

_Id = Annotated[RecordId, Path(description="Identifier of the case, as in the event `case.opened`.")]


async def informed_reader(app_state: AppState, caller: Caller) -> Reader:
    """Return the reader of the queue behind a caller, with the cases from which the reader is kept."""
    return await queue_readers.informed(app_state.database, reader_of(caller))


def reader_of(caller: Caller) -> Reader:
    """Return the reader of the queue behind a caller, for what does not depend on who may decide."""
    decides = decided_by(caller.roles, caller.kinds)
    return Reader(caller.actor, caller.aliases, decides, counts_as_second=caller.person is not None)


@router.get("", response_model=CasesPage, summary="List cases as a queue")
async def list_cases(query: Annotated[CasesQuery, Query()], app_state: WithAppState, request: Request) -> Response:
    """The most urgent first, then by due time. Filters combine. Each case has a summary, its age and its deadline in
    words, and who is looking at it.
    """
    now, reader = app_state.clock(), await informed_reader(app_state, request.state.caller)
    view = None
    if query.view is not None and (view := await views.view_of(app_state.database, query.view, reader)) is None:
        raise invalid(Fault(path="query.view", message="is no view that you see: `GET /v1/views` lists them"))
    found = await ledger_queue.listed(
        app_state.database,
        query.filters(view),
        now=now,
        reader=reader,
        sort=query.sort or (None if view is None else view.sort),
        after=query.after,
        most=query.limit,
    )
    names = await names_of(app_state.database, {actor for one in found for actor in actors_of(one)})
    return answers.json(CasesPage.of(found.of(lambda one: queued(one, reader, names, now))))


@router.get("/counts", response_model=CaseCounts, summary="Count the cases of the queue")
async def count_cases(app_state: WithAppState, request: Request) -> Response:
    """Undecided cases by status, kind, priority and what concerns you, and the number of cases of each view that you
    see.
    """
    reader = await informed_reader(app_state, request.state.caller)
    seen = await views.seen_by(app_state.database, reader)
    found = await ledger_queue.counts(app_state.database, seen.views, now=app_state.clock(), reader=reader)
    return answers.json(counted(found))


@router.post("/{case}/presence", response_model=PresenceAnswer, summary="Tell that you look at a case")
async def update_case_presence(case: _Id, body: PresenceBody, app_state: WithAppState, request: Request) -> Response:
    """Others see you at the case for 30 seconds: send it again every ten seconds while the case is open. It keeps
    nobody from the case; a claim does. Repeating it is harmless, so it takes no Idempotency-Key.
    """
    reader = reader_of(request.state.caller)
    now = app_state.clock()
    found = await presence.here(app_state.database, case, reader.actor, now, leaving=body.leaving)
    if found is None:
        raise _unknown(case)
    names = await names_of(app_state.database, {one.person for one in found})
    lease_s = int(PRESENCE_LEASE.total_seconds())
    return answers.json(PresenceAnswer(looking=looking_shown(found, reader, names), lease_s=lease_s))


@router.post("/{case}/skip", response_model=SkipAnswer, summary="Skip a case for a time")
async def skip_case(case: _Id, body: SkipBody, app_state: WithAppState, request: Request) -> Response:
    """The filter `skipped=false` leaves it out for you meanwhile; nothing changes for others. Repeating it is harmless,
    so it takes no Idempotency-Key.
    """
    now = app_state.clock()
    until = now + (body.length or USUAL_SKIP)
    actor = reader_of(request.state.caller).actor
    if not await presence.skip(app_state.database, case, actor, until=until, now=now):
        raise _unknown(case)
    return answers.json(SkipAnswer(case=case, skipped_until=until))


def _unknown(case: str) -> ProblemError:
    return ProblemError("unknown-case", f"there is no case {case}: `GET /v1/cases` lists them")
