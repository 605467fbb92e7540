"""Violations: findings alone; what follows from them comes by its own commands (articles 1 to 10)."""

from fastapi import APIRouter
from starlette.responses import Response

from api import answers
from api.commanding import KnownCommand, built, fresh_id
from api.hot import HotCommand
from api.parameters import Account, Case
from api.requests import ReasonBody, ViolationBody
from api.routing import Guarded
from models import commands as c

router = APIRouter(prefix="/v1/accounts/{account}/violations", route_class=Guarded, tags=["violations"])
hot_router = APIRouter(prefix="/v1/accounts/{account}/violations", route_class=HotCommand, tags=["violations"])


@hot_router.post(
    "",
    status_code=201,
    response_model=answers.CommandAnswer,
    summary="Record a violation (articles 1 to 10)",
)
async def record_violation(account: Account, body: ViolationBody, command: KnownCommand) -> Response:
    """It closes the clean window of article 8 for three months from now."""
    violation = built(
        c.RecordViolation, id=body.id or fresh_id("violation"), category=body.category, reason=body.reason
    )
    return await command.carry_out(account, violation, body.effective_at, status=201)


@router.post(
    "/{id}/overturn",
    response_model=answers.CommandAnswer,
    summary="Overturn a violation, with all that followed from it",
)
async def overturn_violation(account: Account, id: Case, body: ReasonBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """From now on it counts as if never recorded; what was true meanwhile stays readable."""
    return await command.carry_out(account, built(c.Overturn, id=id, reason=body.reason), body.effective_at)
