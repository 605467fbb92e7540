"""Operational endpoints: liveness, readiness and metrics. They need no API key."""

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
    """Depends on no other process. Restart this process when it does not answer."""
    return answers.json(answers.Health())


@router.get(
    "/readyz",
    response_model=answers.Readiness,
    summary="Check that the process can serve requests",
)
async def read_readiness(app_state: WithAppState) -> Response:
    """Send no requests to this process while the status is 503. With `without_worker`, verdicts and commands are
    served, and whatever a workflow does waits; a growing outbox or an old overdue boundary shows the same delay.
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


@router.get("/metrics", summary="Metrics in the Prometheus format", include_in_schema=False)
async def read_metrics(app_state: WithAppState) -> Response:
    """The metrics of this process."""
    return Response(app_state.measures.exposition(), headers={"Content-Type": app_state.measures.content_type})
