"""Bans (禁言): no publishing for a duration, no profit-making for two to three times as long (articles 9 and 10)."""

from fastapi import APIRouter
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import KnownCommand, built, fresh_id
from api.handling.fast_path import FastCommandRoute
from api.handling.foreseeing import FORESEEN, ForeseenAnswer
from api.handling.requests import BanBody, ReasonBody, ShortenBody
from api.handling.routing import Guarded
from api.http.parameters import Account, Case
from models.accounts import commands as c

router = APIRouter(prefix="/v1/accounts/{account}/bans", route_class=Guarded, tags=["bans"])
fast_router = APIRouter(prefix="/v1/accounts/{account}/bans", route_class=FastCommandRoute, tags=["bans"])


@fast_router.post(
    "",
    status_code=201,
    response_model=answers.CommandAnswer,
    responses=FORESEEN,
    summary="Impose a ban (articles 9 and 10)",
)
async def ban_account(account: Account, body: BanBody, command: KnownCommand) -> Response:
    """The ban takes effect at once. Publishing, followers and recommendation resume at its end, profit-making later."""
    ban = built(
        c.ImposeBan,
        **body.named(lambda: fresh_id("ban")),
        category=body.category,
        duration=body.duration,
        factor=body.factor,
        reason=body.reason,
        basis=body.basis(),
    )
    return await command.carry_out(account, ban, body.effective_at, status=201)


@router.post(
    "/{id}/shorten",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    summary="Shorten a ban, and with it the suspension (article 9)",
)
async def shorten_ban(account: Account, id: Case, body: ShortenBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """`duration` is the new total length; the suspension is shortened by the same factor."""
    shorten = built(c.ShortenBan, id=id, duration=body.duration, reason=body.reason)
    return await command.carry_out(account, shorten, body.effective_at)


@router.post(
    "/{id}/overturn",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    summary="Overturn a ban, with its suspension and violation (article 9)",
)
async def overturn_ban(account: Account, id: Case, body: ReasonBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """From now on the ban counts as if it had never been recorded. Past states stay readable."""
    return await command.carry_out(account, built(c.Overturn, id=id, reason=body.reason), body.effective_at)
