"""Cases about an offence on an account (closure, cancellation, imitation), as every engine opens and decides them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from models.accounts.commands import (
    CancelMonetization,
    Close,
    Command,
    FindImpersonation,
    Overturn,
    WithdrawConsequence,
)
from models.accounts.facts import Fact
from models.cases.cases import CaseKind, Outcome, Ruling
from models.cases.rulings import DecidedByTwo
from models.cases.subjects import CancellationAsked, ClosureAsked, ImitationSuspected
from models.instants import Instant
from models.names import HolderRef
from models.words.violations import Category
from regulation.cases.correcting import own_id
from regulation.sanctions.withholding import withheld_since
from scenarios.appealing import REVIEWER, SECOND
from scenarios.correcting import REASON, SAME, over_is_done
from scenarios.engine import Done
from scenarios.steps import CorrectCase, DecideCase, Propose

IMITATED = "人民日报"


def subject_of(step: Propose) -> tuple[CaseKind, ClosureAsked | CancellationAsked | ImitationSuspected]:
    """Kind and subject of the case that the step opens."""
    if step.case == "closure":
        category = step.category or Category.MATRIX_MANIPULATION
        return CaseKind.CLOSURE, ClosureAsked(category=category, violation=step.violation)
    if step.case == "cancellation":
        return CaseKind.CANCELLATION, CancellationAsked(category=step.category, violation=step.violation)
    return CaseKind.IMPERSONATION, ImitationSuspected(imitated=IMITATED)


def ruling_of(step: DecideCase, kind: CaseKind) -> Ruling:
    """Ruling of the step, in the outcomes that the case's kind allows."""
    found = kind is CaseKind.IMPERSONATION
    if step.decision == "approve":
        return Ruling(outcome=Outcome.CONFIRMED if found else Outcome.APPROVED, reason=REASON)
    return Ruling(outcome=Outcome.DISMISSED if found else Outcome.REJECTED, reason=REASON)


class _Proposed(NamedTuple):
    """A case of a scenario, with the account's holder at the time of opening."""

    step: Propose
    holder: HolderRef
    approved: bool | None = None
    """The decision in force; None: none yet."""
    decided_at: Instant | None = None
    corrections: int = 0


class Proposals:
    """Cases of a scenario without a ledger."""

    def __init__(self) -> None:
        self._cases: dict[str, _Proposed] = {}

    def open(self, step: Propose, holder: HolderRef | None) -> Done:
        """Open a case about the account, or refuse if there is no such account."""
        if holder is None:
            return Done(outcome="refused", because=f"there is no account {step.account}")
        self._cases[step.id] = _Proposed(step, holder)
        return Done(outcome="done")

    def by_two(self, account: str) -> tuple[DecidedByTwo, ...]:
        """What two persons have decided about the account, as it is in force."""
        return tuple(
            DecidedByTwo(
                case=one.step.id,
                consequence=one.step.case,
                action=one.step.violation or own_id(one.step.id, one.corrections),
                at=one.decided_at,
                persons=(REVIEWER, SECOND),
            )
            for one in self._cases.values()
            if one.step.account == account and one.approved and one.decided_at and one.step.case != "imitation"
        )

    def decide(self, step: DecideCase, carry_out: Callable[[Command], Done]) -> Done:
        """Decide the case and carry out its command. If the command is refused, the case stays open."""
        proposed = self._cases.get(step.id)
        if proposed is None or proposed.approved is not None:
            return Done(outcome="refused", because=f"there is no open case {step.id}")
        approved = step.decision == "approve"
        done = carry_out(_command(proposed)) if approved else Done(outcome="done")
        if done.outcome != "refused":
            self._cases[step.id] = proposed._replace(approved=approved, decided_at=step.at)
        return done

    def correct(self, step: CorrectCase, facts: Sequence[Fact], carry_out: Callable[[Command], Done]) -> Done:
        """Correct the decision: withdraw what followed from it, or carry out what did not."""
        proposed, approved = self._cases.get(step.id), step.decision == "approve"
        if proposed is None or proposed.approved is None:
            return Done(outcome="refused", because=f"there is no decided case {step.id}")
        if approved is proposed.approved:
            return SAME
        again = proposed._replace(approved=approved, decided_at=step.at, corrections=proposed.corrections + 1)
        done = over_is_done(carry_out(_command(again) if approved else _withdrawal(proposed, facts)), approved=approved)
        if done.outcome != "refused":
            self._cases[step.id] = again
        return done


def _command(proposed: _Proposed) -> Command:
    step, holder, _, _, corrections = proposed
    identifier, (_, subject) = step.violation or own_id(step.id, corrections), subject_of(step)
    follows = step.violation is not None
    if isinstance(subject, ClosureAsked):
        return Close(id=identifier, follows=follows, category=subject.category, reason=REASON, holder=holder)
    if isinstance(subject, CancellationAsked):
        category = None if follows else subject.category
        return CancelMonetization(id=identifier, follows=follows, category=category, reason=REASON, holder=holder)
    return FindImpersonation(id=identifier, imitated=subject.imitated, reason=REASON, holder=holder)


def _withdrawal(proposed: _Proposed, facts: Sequence[Fact]) -> Command:
    step, decided_at = proposed.step, proposed.decided_at
    if step.violation is None or step.case == "imitation" or decided_at is None:
        return Overturn(id=own_id(step.id, proposed.corrections), reason=REASON)
    withholding = step.case == "cancellation" and withheld_since(facts, step.violation, decided_at)
    return WithdrawConsequence(id=step.violation, consequence=step.case, withholding=withholding, reason=REASON)
