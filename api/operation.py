"""For those who run it: is it alive, is it ready, what does it count. No key is needed."""

from fastapi import APIRouter
from starlette.responses import Response

from api.handling import answers
from api.state.edge import AtEdge, Edge
from ledger.accounts import boundaries
from ledger.store import presence
from ledger.store.deadlines import within
from ledger.streams import outbox

router = APIRouter(tags=["operation"])


@router.get("/healthz", response_model=answers.Health, summary="The process runs")
async def read_health() -> Response:
    """Asks nobody else; restart the process when this does not answer."""
    return answers.json(answers.Health())


@router.get(
    "/readyz",
    response_model=answers.Readiness,
    summary="The database answers, has our holder key and our clock",
)
async def read_readiness(edge: AtEdge) -> Response:
    """Send no requests here while this is 503. `without_worker`: verdicts and commands go on, and whatever takes time
    waits; so it does when the outbox grows or a boundary is old.
    """
    with within(edge.probe_s):
        return answers.json(await _readiness(edge))


async def _readiness(edge: Edge) -> answers.Readiness:
    await edge.holder_key.proven()
    host = edge.host_clock
    host.require_fit()
    difference = host.difference_s()
    depth = await outbox.depth(edge.database)
    waiting = answers.Waiting(facts=depth.facts, entries=depth.entries)
    workers = await presence.polling(edge.database, edge.worker_silence)
    return answers.Readiness(
        status="ready" if workers else "without_worker",
        workers=workers,
        clock=answers.ClockReadiness(
            difference_s=None if difference is None else round(difference, 3), agreement=host.agreement()
        ),
        outbox_depth=waiting.facts + waiting.entries,
        outbox=waiting,
        oldest_overdue_boundary=await boundaries.oldest_overdue(edge.database, edge.clock()),
    )


@router.get("/metrics", summary="Measures in the format of Prometheus", include_in_schema=False)
async def read_metrics(edge: AtEdge) -> Response:
    """What this process counts."""
    return Response(edge.measures.exposition(), headers={"Content-Type": edge.measures.content_type})
