"""For those who run it: is it alive, is it ready, what does it count. No key is needed."""

from fastapi import APIRouter
from starlette.responses import Response

from api.handling import answers
from api.state.app_state import AppState, WithAppState
from ledger.accounts import boundaries
from ledger.store import presence
from ledger.store.deadlines import within
from ledger.streams import outbox

router = APIRouter(tags=["operation"])


@router.get("/healthz", response_model=answers.Health, summary="Check that the process runs")
async def read_health() -> Response:
    """Asks no other process. Restart the process when this does not answer."""
    return answers.json(answers.Health())


@router.get(
    "/readyz",
    response_model=answers.Readiness,
    summary="Check that the process can serve requests",
)
async def read_readiness(app_state: WithAppState) -> Response:
    """Send no requests here while this is 503. `without_worker`: verdicts and commands go on, and whatever takes time
    waits; so it does when the outbox grows or a boundary is old.
    """
    with within(app_state.probe_s):
        return answers.json(await _readiness(app_state))


async def _readiness(app_state: AppState) -> answers.Readiness:
    await app_state.holder_key.proven()
    host = app_state.host_clock
    host.require_fit()
    difference = host.difference_s()
    depth = await outbox.depth(app_state.database)
    waiting = answers.Waiting(facts=depth.facts, entries=depth.entries)
    workers = await presence.polling(app_state.database, app_state.worker_silence)
    return answers.Readiness(
        status="ready" if workers else "without_worker",
        workers=workers,
        clock=answers.ClockReadiness(
            difference_s=None if difference is None else round(difference, 3), agreement=host.agreement()
        ),
        outbox_depth=waiting.facts + waiting.entries,
        outbox=waiting,
        oldest_overdue_boundary=await boundaries.oldest_overdue(app_state.database, app_state.clock()),
    )


@router.get("/metrics", summary="Measures in the format of Prometheus", include_in_schema=False)
async def read_metrics(app_state: WithAppState) -> Response:
    """What this process counts."""
    return Response(app_state.measures.exposition(), headers={"Content-Type": app_state.measures.content_type})
