"""Impersonation: an account that poses as another person or organisation gets no service (article 1)."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import KnownCommand, built, fresh_id
from api.handling.foreseeing import FORESEEN, ForeseenAnswer
from api.handling.requests import AnotherOffence, Body, Effective, OccurredAt, OptionalId, ReasonBody, examples
from api.handling.routing import Guarded
from api.http.parameters import Account, Case
from models.accounts import commands as c
from models.texts.incoming import Line, Text
from models.words.sanctions import Basis

router = APIRouter(prefix="/v1/accounts/{account}/impersonations", route_class=Guarded, tags=["impersonations"])


class ImpersonationBody(Body):
    """A finding that the account impersonates a person or organisation."""

    model_config = examples({"id": "imp-31", "imitated": "东海日报", "reason": "name and emblem of the paper"})

    id: OptionalId = None
    imitated: Annotated[Line, Field(min_length=1, description="Name of the impersonated person or organisation.")]
    reason: Text = ""
    occurred_at: OccurredAt = None
    another_offence: AnotherOffence = False
    effective_at: Effective = None

    def basis(self) -> Basis | None:
        """Return the basis of the finding; None when no part of it is given."""
        basis = Basis(occurred_at=self.occurred_at, another_offence=self.another_offence)
        return None if basis == Basis() else basis


@router.post(
    "",
    status_code=201,
    response_model=answers.CommandAnswer,
    responses=FORESEEN,
    summary="Record a finding of impersonation (article 1)",
)
async def record_impersonation(account: Account, body: ImpersonationBody, command: KnownCommand) -> Response:
    """The account has no service from now on, and the finding counts as a violation (articles 1 and 8)."""
    found = built(
        c.FindImpersonation,
        id=body.id or fresh_id("impersonation"),
        imitated=body.imitated,
        reason=body.reason,
        basis=body.basis(),
    )
    return await command.carry_out(account, found, body.effective_at, status=201)


@router.post(
    "/{id}/end",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    summary="End an impersonation (article 1)",
)
async def lift_impersonation(account: Account, id: Case, body: ReasonBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """Service resumes, for instance after a change of name; the violation stays on record."""
    lifted = built(c.LiftImpersonation, id=id, reason=body.reason)
    return await command.carry_out(account, lifted, body.effective_at)


@router.post(
    "/{id}/overturn",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    summary="Overturn a finding of impersonation (articles 1 and 8)",
)
async def overturn_impersonation(account: Account, id: Case, body: ReasonBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """Service resumes, and the violation counts as if it had never been recorded."""
    return await command.carry_out(account, built(c.Overturn, id=id, reason=body.reason), body.effective_at)
