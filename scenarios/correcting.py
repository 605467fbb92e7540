"""Corrections of reviews for the engine without a ledger: registrations and changes of the profile."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from models.accounts.commands import Command, CorrectChange, CorrectRegistration, SettleChange, SettleRegistration
from models.accounts.facts import Fact, ProfileChangeHeld, RegistrationHeld
from regulation.accounts.changes import PROFILE, correction_of, had_another_holder
from regulation.cases.correcting import OVER
from scenarios.engine import Done
from scenarios.steps import CorrectReview

REASON: Final = "as the scenario says"
SAME: Final = Done(outcome="refused", because="same_decision: it was decided so already")


class _Reviewed(NamedTuple):
    case: str
    approved: bool


class Reviews:
    """Decided reviews of a scenario, the latest of each account."""

    def __init__(self) -> None:
        self._latest: dict[str, _Reviewed] = {}

    def settled(self, account: str, command: SettleRegistration | SettleChange) -> None:
        """Keep a review that was decided."""
        self._latest[account] = _Reviewed(command.id, command.approved)

    def correct(self, step: CorrectReview, facts: Sequence[Fact], carry_out: Callable[[Command], Done]) -> Done:
        """Correct the account's latest review."""
        reviewed = self._latest.get(step.account)
        if reviewed is None:
            return Done(outcome="refused", because=f"account {step.account} has no decided review")
        approved = step.decision == "approve"
        if approved is reviewed.approved:
            return SAME
        held = next(
            fact
            for fact in facts
            if isinstance(fact.body, RegistrationHeld | ProfileChangeHeld) and fact.body.id == reviewed.case
        )
        if isinstance(held.body, ProfileChangeHeld) and approved and had_another_holder(facts, held.recorded_at):
            return Done(outcome="refused", because="holder_changed: the application was the earlier holder's")
        done = over_is_done(carry_out(_command(held, facts, approved=approved)), approved=approved)
        if done.outcome != "refused":
            self._latest[step.account] = _Reviewed(reviewed.case, approved)
        return done


def over_is_done(done: Done, *, approved: bool) -> Done:
    """Outcome of a withdrawal: what is over already needs none."""
    over = done.outcome == "refused" and done.because.partition(":")[0] in OVER
    return Done(outcome="done") if over and not approved else done


def _command(held: Fact, facts: Sequence[Fact], *, approved: bool) -> CorrectRegistration | CorrectChange:
    body = held.body
    if isinstance(body, RegistrationHeld):
        return CorrectRegistration(id=body.id, approved=approved, article=body.grounds.article, reason=REASON)
    if not isinstance(body, ProfileChangeHeld):
        raise AssertionError("a review is of a registration or of a change")  # noqa: TRY004 - an internal error
    known = [fact for fact in facts if fact.body.type in PROFILE]
    return correction_of(known, body.id, approved=approved, reason=REASON)
