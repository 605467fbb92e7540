"""Profit-making privileges: application, eligibility and cancellation (articles 8 and 9)."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.handling import answers
from api.handling.asking import standing_for
from api.handling.commanding import KnownCommand, answered, built, fresh_id
from api.handling.foreseeing import FORESEEN, ForeseenAnswer
from api.handling.requests import Body, Following, ReasonBody, examples
from api.handling.routing import Guarded
from api.handling.two_persons import require_one_person_enough
from api.http.parameters import Account, Case
from api.state.app_state import WithAppState
from models.accounts import commands as c
from models.accounts.commands import Methods, Receipt
from models.accounts.facts import MonetizationWithheld
from models.accounts.standing import Standing
from models.accounts.verdicts import Eligibility, Reason
from models.base import Frozen
from models.words.privileges import Method
from models.words.violations import Category
from regulation.standing.verdicts import NEVER, eligible_at

router = APIRouter(prefix="/v1/accounts/{account}", route_class=Guarded, tags=["monetization"])


class MonetizationBody(Body):
    """The profit-making methods applied for: all are granted, or none."""

    model_config = examples({"methods": ["advertising", "live_gifts"]})

    methods: Methods


class CancellationBody(Following):
    """A cancellation of profit-making; with a category it is also recorded as a violation."""

    model_config = examples({"id": "cancel-9", "category": "vulgar_persona", "reason": "third warning"}, {})

    category: Category | None = None


class EligibilityQuery(Frozen):
    """The profit-making method in question."""

    method: Method


@router.post(
    "/monetization-applications",
    response_model=answers.ApplicationAnswer,
    summary="Apply for profit-making privileges (article 8)",
)
async def apply_for_monetization(account: Account, body: MonetizationBody, command: KnownCommand) -> Response:
    """A grant and a refusal are both regular answers. A refusal states its reasons, and when an application would be
    granted.
    """
    receipt, standing = await command.execute(account, built(c.ApplyMonetization, methods=body.methods))
    return answered(_application(receipt, standing, body.methods), receipt, 200)


@router.get(
    "/eligibility",
    response_model=Eligibility,
    summary="Read when an application would be granted (article 8)",
)
async def read_eligibility(
    account: Account, query: Annotated[EligibilityQuery, Query()], app_state: WithAppState
) -> Response:
    """The first instant at which an application would be granted if nothing else happens, and the reasons against it
    until then.
    """
    standing, at = await standing_for(app_state, account)
    return answers.json(eligible_at(standing, query.method, at), headers=answers.versioned(standing.version))


@router.post(
    "/monetization-cancellations",
    status_code=201,
    response_model=answers.CommandAnswer,
    responses=FORESEEN,
    summary="Cancel or withhold profit-making privileges (article 9)",
)
async def cancel_monetization(account: Account, body: CancellationBody, command: KnownCommand) -> Response:
    """The grants end permanently; with a category the cancellation is also recorded as a violation."""
    require_one_person_enough(command.app_state, "cancellation")
    cancellation = built(
        c.CancelMonetization,
        **body.named(lambda: fresh_id("cancel")),
        category=body.category,
        reason=body.reason,
        basis=body.basis(),
    )
    return await command.carry_out(account, cancellation, body.effective_at, status=201)


@router.post(
    "/monetization-cancellations/{id}/overturn",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    summary="Overturn a cancellation (article 9)",
)
async def overturn_cancellation(account: Account, id: Case, body: ReasonBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """The cancelled grants are restored, and the violation behind the cancellation counts as if it had never been
    recorded.
    """
    return await command.carry_out(account, built(c.Overturn, id=id, reason=body.reason), body.effective_at)


def _application(receipt: Receipt, standing: Standing, methods: tuple[Method, ...]) -> answers.ApplicationAnswer:
    """Return the answer to an application. It depends only on the facts up to the receipt's version, so every
    repetition returns the same.
    """
    common = answers.command(receipt, standing)
    withheld, at = receipt.facts[-1].body, receipt.facts[-1].recorded_at
    if receipt.refusal is None or not isinstance(withheld, MonetizationWithheld):
        return answers.ApplicationAnswer(**dict(common), methods=methods, message="granted", message_zh="已获准")
    in_the_way: dict[tuple[str, str, int], Reason] = {
        (reason.cause, reason.privilege, reason.article): reason
        for method in methods
        for reason in eligible_at(standing, method, at).reasons
    }
    return answers.ApplicationAnswer(
        **dict(common),
        methods=methods,
        message=receipt.refusal.message,
        message_zh=receipt.refusal.message_zh or "未获准",
        reasons=tuple(in_the_way.values()),
        eligible_at=withheld.eligible_at or NEVER,
    )
