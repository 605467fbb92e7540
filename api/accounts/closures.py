"""Closure of an account, as a sanction or at the holder's request, and its reversal (article 7)."""

from fastapi import APIRouter
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import KnownCommand, built, fresh_id
from api.handling.foreseeing import FORESEEN, ForeseenAnswer
from api.handling.requests import Following, ReasonBody, examples
from api.handling.routing import Guarded
from api.handling.two_persons import require_one_person_enough
from api.http.parameters import Account
from models.accounts import commands as c
from models.words.violations import Category

router = APIRouter(prefix="/v1/accounts/{account}", route_class=Guarded, tags=["closure"])


class ClosureBody(Following):
    """Closure of an account: with a category as a sanction, otherwise at the holder's request."""

    model_config = examples({}, {"category": "matrix_manipulation", "reason": "case 112"})

    category: Category | None = None


@router.post(
    "/closure",
    status_code=201,
    response_model=answers.CommandAnswer,
    responses=FORESEEN,
    summary="Close an account permanently (article 7)",
)
async def close_account(account: Account, body: ClosureBody, command: KnownCommand) -> Response:
    """With a category the closure is a sanction: the holder may not register again, and the caller needs the reviewer
    role.
    """
    command.require_part("close_account.by_wish" if body.category is None else "close_account.as_sanction")
    if body.category is not None:
        require_one_person_enough(command.app_state, "closure")
    closure = built(
        c.Close,
        **body.named(lambda: fresh_id("closure")),
        category=body.category,
        reason=body.reason,
        basis=body.basis(),
    )
    return await command.carry_out(account, closure, body.effective_at, status=201)


@router.post(
    "/reopening",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    summary="Reopen an account whose closure was wrong (articles 7 and 12)",
)
async def reopen_account(account: Account, body: ReasonBody, command: KnownCommand) -> Response:
    """The closure is overturned: grants and bans apply as without it, and the holder may register again. What two
    people decided in a case is taken back by correcting their decision there.
    """
    return await command.carry_out(account, built(c.Reopen, reason=body.reason), body.effective_at)
