"""Take-back window: a decision by one person takes effect only when a few minutes have passed, where the law allows
waiting (`MAY_WAIT`), and this person may take it back before.
"""

from datetime import datetime, timedelta

from models.accounts.commands import Refusal
from models.cases.cases import Case, CaseBody, CaseKind, Decided, Deferred, TakenBack
from models.instants import shown
from regulation import records
from regulation.cases.cases import DecideCase, on_a_case
from regulation.records import Step
from regulation.words.case_kinds import MAY_WAIT


def may_wait(kind: CaseKind, at: datetime) -> bool:
    """Whether decisions on cases of this kind may wait."""
    return kind in MAY_WAIT.at(at)


def deferred(decide: DecideCase, window: timedelta) -> DecideCase:
    """Decide as `decide` does; what one person alone decides takes effect only after the window, where it may wait."""

    def decided(case: Case | None, now: datetime) -> records.Decided[CaseBody]:
        found = decide(case, now)
        if isinstance(found, Refusal) or case is None or not window or not may_wait(case.opening.kind, now):
            return found
        last = found.bodies[-1] if found.bodies else None
        if not isinstance(last, Decided) or last.proposed_by is not None or case.proposal is not None:
            return found
        return Step((*found.bodies[:-1], Deferred(ruling=last.ruling, takes_effect_at=now + window)))

    return decided


def take_back(actor: str, reason: str = "") -> DecideCase:
    """Take one's own decision back before it takes effect: the case is open again."""

    def decide(case: Case, now: datetime) -> records.Decided[CaseBody]:
        deferral = case.deferral
        if deferral is None:
            raise AssertionError("the status allows it only with a deferral")
        if deferral.by != actor:
            return Refusal(
                code="another_persons_decision",
                message=f"case {case.id} was decided by {deferral.by}: only the same person takes it back; after "
                f"{shown(deferral.takes_effect_at)} it can be corrected",
            )
        if now >= deferral.takes_effect_at:
            return Refusal(
                code="too_late_to_take_back",
                message=f"the decision on case {case.id} took effect at {shown(deferral.takes_effect_at)}: correct it",
            )
        return Step((TakenBack(of=actor, reason=reason),))

    return on_a_case("take_back", decide)


def give_up(reason: str) -> DecideCase:
    """Open the case again, because its deferred decision can take effect no more."""

    def decide(case: Case, _: datetime) -> records.Decided[CaseBody]:
        if case.deferral is None:
            raise AssertionError("the status allows it only with a deferral")
        return Step((TakenBack(of=case.deferral.by, because="refused", reason=reason),))

    return on_a_case("take_back", decide)
