"""Violations: findings with the consequences of the catalogue, or alone (articles 1 to 12)."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from api.handling import answers
from api.handling.commanding import Commanding, KnownCommand, answered, built, fresh_id
from api.handling.foreseeing import ForeseenAnswer, foreseen_answer
from api.handling.requests import Gaining, OptionalId, ReasonBody, examples
from api.handling.routing import Guarded
from api.http.parameters import Account, Case
from models.accounts import commands as c
from models.words.sanctions import Basis, Consequences
from models.words.violations import Category

router = APIRouter(prefix="/v1/accounts/{account}/violations", route_class=Guarded, tags=["violations"])


class ViolationBody(Gaining):
    """A decided finding, with the consequences of the catalogue, or alone."""

    model_config = examples(
        {"id": "v-31", "category": "missing_source"},
        {
            "id": "v-32",
            "category": "hot_event_exploitation",
            "consequences": "catalogue",
            "evidence": ["https://files.example.cn/v-32"],
            "reason": "借突发事件引流",
            "contents": ["post-881"],
        },
    )

    id: OptionalId = None
    category: Category
    consequences: Annotated[
        Literal["none", "catalogue"],
        Field(description="`catalogue`: all consequences, in the same transaction. `none`: the finding alone."),
    ] = "catalogue"


class SanctionForeseen(answers.SanctionAnswer):
    """Consequences that a finding would have, and all that would follow."""

    foreseen: ForeseenAnswer


@router.post(
    "",
    status_code=201,
    response_model=answers.CommandAnswer | answers.SanctionAnswer,
    responses={200: {"model": SanctionForeseen, "description": "With `dry_run`: the consequences."}},
    summary="Record a violation, with its consequences (articles 1 to 12)",
)
async def record_violation(account: Account, body: ViolationBody, command: KnownCommand) -> Response:
    """The violation closes the clean window of article 8 for three months from now, and all consequences of the
    catalogue for this account's record are recorded in the same transaction; `dry_run` returns them without recording.
    With `consequences: none` the finding alone is recorded.
    """
    if body.consequences == "catalogue":
        return await _sanction(account, body, command)
    violation = built(
        c.RecordViolation,
        id=body.id or fresh_id("violation"),
        category=body.category,
        reason=body.reason,
        basis=body.basis(),
    )
    if command.dry_run:
        return await _foreseen(account, violation, body, command)
    return await command.carry_out(account, violation, body.effective_at, status=201)


async def _sanction(account: str, body: ViolationBody, command: Commanding) -> Response:
    two = command.app_state.two_persons
    sanction = built(
        c.Sanction,
        id=body.id or fresh_id("violation"),
        category=body.category,
        consequences=None if body.consequences == "catalogue" else Consequences(),
        closing="by_case" if "closure" in two else "at_once",
        cancelling="by_case" if "cancellation" in two else "at_once",
        reason=body.reason,
        basis=body.basis() or Basis(),
    )
    if command.dry_run:
        return await _foreseen(account, sanction, body, command)
    receipt, standing = await command.execute(account, sanction, body.effective_at)
    return answered(answers.sanction(receipt, standing), receipt, 201)


async def _foreseen(
    account: str, finding: c.RecordViolation | c.Sanction, body: ViolationBody, command: Commanding
) -> Response:
    foreseen = await command.foresee(account, finding, body.effective_at)
    executed, whole = foreseen.executed, foreseen_answer(foreseen)
    if executed.standing is None:
        raise AssertionError("a finding that is not refused leaves a standing")
    said = answers.sanction(executed.receipt, executed.standing, dry_run=True)
    return answers.json(SanctionForeseen(**dict(said), foreseen=whole))


@router.post(
    "/{id}/overturn",
    response_model=answers.CommandAnswer | ForeseenAnswer,
    summary="Overturn a violation with its consequences",
)
async def overturn_violation(account: Account, id: Case, body: ReasonBody, command: KnownCommand) -> Response:  # noqa: A002 - the path's own word
    """From now on the violation counts as if it had never been recorded. Past states stay readable."""
    return await command.carry_out(account, built(c.Overturn, id=id, reason=body.reason), body.effective_at)
