"""Answers to commands with `?dry_run=true`: what the command would record and lead to, with nothing recorded."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from api.handling import answers
from ledger.command_previews import Foreseen
from models.base import Frozen
from regulation.accounts.projection import Projection, projection
from regulation.cases.previews import AccountEffect, EventForeseen, StatementForeseen


class ForeseenAnswer(answers.CommandAnswer):
    """What a command would do: its answer, the effects, the statements of reasons, and the future after it."""

    dry_run: Literal[True] = True
    accounts: Annotated[
        tuple[AccountEffect, ...],
        Field(description="Effect on this account, then on others that the command reaches through the holder."),
    ]
    events: Annotated[tuple[EventForeseen, ...], Field(description="Events that the platform would receive.")]
    statements: Annotated[
        tuple[StatementForeseen, ...], Field(description="Statements of reasons as the holder would read them.")
    ]
    projection: Annotated[Projection, Field(description="The future of the account after the command.")]


class DryRunQuery(Frozen):
    """Query of every command on an account, and of those on networks."""

    dry_run: Annotated[
        bool, Field(description="Answer with 200 and what would follow, statements included; nothing is recorded.")
    ] = False


NOT_DRY: Final = DryRunQuery()

FORESEEN: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": ForeseenAnswer, "description": "With `dry_run`: what would follow; nothing is recorded."}
}
"""Response of a command that otherwise answers with another status."""


def foreseen_answer(foreseen: Foreseen) -> ForeseenAnswer:
    """Return the answer to a command that would record facts."""
    receipt, standing = foreseen.executed.receipt, foreseen.executed.standing
    if standing is None:
        raise AssertionError("a command that would record facts leaves a standing")
    return ForeseenAnswer(
        **dict(answers.command(receipt, standing)),
        accounts=foreseen.accounts,
        events=foreseen.events,
        statements=foreseen.statements,
        projection=projection(standing, receipt.facts[-1].recorded_at),
    )
