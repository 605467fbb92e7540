"""Enforcement actions beside bans, cancellations and closures (articles 9, 10 and 12)."""

from fastapi import APIRouter
from starlette.responses import Response

from api import answers
from api.commanding import KnownCommand, built, fresh_id
from api.parameters import Account, Case
from api.requests import MeasureBody, ReasonBody, ShortenMeasureBody
from api.routing import Guarded
from models import commands as c

router = APIRouter(prefix="/v1/accounts/{account}/actions", route_class=Guarded, tags=["actions"])


@router.post(
    "",
    status_code=201,
    response_model=answers.CommandAnswer,
    summary="Impose a measure: warn, limit, freeze, withhold, clear followers (articles 9, 10 and 12)",
)
async def impose_measure(account: Account, body: MeasureBody, command: KnownCommand) -> Response:
    """The violation behind it is recorded with it, as with a ban."""
    measure = built(
        c.ImposeMeasure,
        id=body.id or fresh_id("measure"),
        measure=body.measure,
        category=body.category,
        duration=body.duration,
        reason=body.reason,
        basis=body.basis(),
    )
    return await command.carry_out(account, measure, body.effective_at, status=201)


@router.post(
    "/{id}/shorten",
    response_model=answers.CommandAnswer,
    summary="Shorten a measure (articles 9 and 10)",
)
async def shorten_measure(account: Account, id: Case, body: ShortenMeasureBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """It lasts so long in total."""
    shorten = built(c.ShortenMeasure, id=id, measure=body.measure, duration=body.duration, reason=body.reason)
    return await command.carry_out(account, shorten, body.effective_at)


@router.post(
    "/{id}/overturn",
    response_model=answers.CommandAnswer,
    summary="Overturn a finding with everything that followed from it, a closure too",
)
async def overturn_action(account: Account, id: Case, body: ReasonBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """From now on it counts as if never recorded; what was true meanwhile stays readable."""
    return await command.carry_out(account, built(c.Overturn, id=id, reason=body.reason), body.effective_at)
