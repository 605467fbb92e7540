"""Cases about an offence on an account (closure, cancellation, imitation), as every engine opens and decides them."""

from collections.abc import Callable

from models.accounts.commands import CancelMonetization, Close, Command, FindImpersonation
from models.cases.cases import CaseKind, Outcome, Ruling
from models.cases.subjects import CancellationAsked, ClosureAsked, ImitationSuspected
from models.names import HolderRef
from models.words.violations import Category
from scenarios.engine import Done
from scenarios.steps import DecideCase, Propose

IMITATED = "人民日报"
REASON = "as the scenario says"


def subject_of(step: Propose) -> tuple[CaseKind, ClosureAsked | CancellationAsked | ImitationSuspected]:
    """Kind and subject of the case that the step opens."""
    if step.case == "closure":
        return CaseKind.CLOSURE, ClosureAsked(category=step.category or Category.MATRIX_MANIPULATION)
    if step.case == "cancellation":
        return CaseKind.CANCELLATION, CancellationAsked(category=step.category)
    return CaseKind.IMPERSONATION, ImitationSuspected(imitated=IMITATED)


def ruling_of(step: DecideCase, kind: CaseKind) -> Ruling:
    """Ruling of the step, in the outcomes that the case's kind allows."""
    found = kind is CaseKind.IMPERSONATION
    if step.decision == "approve":
        return Ruling(outcome=Outcome.CONFIRMED if found else Outcome.APPROVED, reason=REASON)
    return Ruling(outcome=Outcome.DISMISSED if found else Outcome.REJECTED, reason=REASON)


class Proposals:
    """Open cases of a scenario without a ledger, each with the account's holder at the time of opening."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Propose, HolderRef]] = {}

    def open(self, step: Propose, holder: HolderRef | None) -> Done:
        """Open a case about the account, or refuse if there is no such account."""
        if holder is None:
            return Done(outcome="refused", because=f"there is no account {step.account}")
        self._open[step.id] = (step, holder)
        return Done(outcome="done")

    def decide(self, step: DecideCase, carry_out: Callable[[Command], Done]) -> Done:
        """Decide the case and carry out its command. If the command is refused, the case stays open."""
        if step.id not in self._open:
            return Done(outcome="refused", because=f"there is no open case {step.id}")
        proposed, holder = self._open[step.id]
        done = Done(outcome="done") if step.decision == "reject" else carry_out(_command(proposed, holder))
        if done.outcome != "refused":
            del self._open[step.id]
        return done


def _command(step: Propose, holder: HolderRef) -> Command:
    _, subject = subject_of(step)
    if isinstance(subject, ClosureAsked):
        return Close(id=step.id, category=subject.category, reason=REASON, holder=holder)
    if isinstance(subject, CancellationAsked):
        return CancelMonetization(id=step.id, category=subject.category, reason=REASON, holder=holder)
    return FindImpersonation(id=step.id, imitated=subject.imitated, reason=REASON, holder=holder)
