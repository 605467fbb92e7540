"""Bans (禁言): no publishing for a duration, no profit-making for two to three times as long (articles 9 and 10)."""

from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import KnownCommand, built, fresh_id
from api.handling.fast_path import FastCommandRoute
from api.handling.foreseeing import FORESEEN, ForeseenAnswer
from api.handling.requests import Body, Effective, Following, ReasonBody, examples
from api.handling.routing import Guarded
from api.http.parameters import Account, Case
from models.accounts import commands as c
from models.instants import Duration
from models.texts.incoming import Text
from models.words.violations import Category

router = APIRouter(prefix="/v1/accounts/{account}/bans", route_class=Guarded, tags=["bans"])
fast_router = APIRouter(prefix="/v1/accounts/{account}/bans", route_class=FastCommandRoute, tags=["bans"])


class BanBody(Following):
    """A ban (禁言) for a duration; without `factor`, the factor of the category applies."""

    model_config = examples(
        {"id": "ban-4711", "category": "rumour_making", "duration": "P7D"},
        {"category": "coordinated_malicious_marketing", "duration": "P30D", "factor": "3", "reason": "case 88"},
    )

    category: Category
    duration: Duration
    factor: Annotated[Decimal, Field(max_digits=6, decimal_places=3)] | None = None


class ShortenBody(Body):
    """The new total length of a ban."""

    model_config = examples({"duration": "P3D"})

    duration: Duration
    reason: Text = ""
    effective_at: Effective = None


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
