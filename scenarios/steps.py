"""Steps of a scenario: events, and questions with their expected answers."""

from dataclasses import dataclass
from typing import Literal

from documents.document import Place
from models.accounts.commands import Command, Outcome
from models.accounts.standing import RestrictionKind
from models.accounts.verdicts import Never
from models.base import Frozen
from models.cases.cases import Outcome as Ruled
from models.cases.cases import Ruling
from models.cases.subjects import DurationTerms
from models.gate.drafts import Draft
from models.gate.publishing import LabelKind
from models.instants import Duration, Instant
from models.names import AccountId, CaseId
from models.words.privileges import Method, Privilege
from models.words.violations import Category
from regulation.catalogue.rulebook import Rulebook
from scenarios.rumour_steps import AskRumour, RumourStep

GateWord = Literal["allowed", "allowed_with_labels", "refused"]
"""Answer to a question about a privilege."""


class Action(Frozen):
    """Command given to an account."""

    place: Place
    name: str
    at: Instant
    account: AccountId
    command: Command
    effective_at: Instant | None = None
    """Time of the event if it is recorded later than it happened."""
    outcome: Outcome | None = None


class Review(Frozen):
    """Decision about the account's oldest open case of registration or change of profile."""

    place: Place
    name: str = "review"
    at: Instant
    account: AccountId
    decision: Literal["approve", "reject"]
    outcome: Outcome | None = None


class Appeal(Frozen):
    """Appeal of the account against an action (article 12)."""

    place: Place
    name: str = "appeal"
    at: Instant
    account: AccountId
    id: CaseId
    outcome: Outcome | None = None


class DecideAppeal(Frozen):
    """Decision about an appeal, by another person than the one who decided about the action."""

    place: Place
    name: str = "decide_appeal"
    at: Instant
    account: AccountId
    id: CaseId
    decision: Literal["upheld", "reduced", "overturned"]
    duration: Duration | None = None
    measure: CaseId | None = None
    outcome: Outcome | None = None

    @property
    def ruling(self) -> Ruling:
        """Ruling as a reviewer would send it."""
        terms = None if self.duration is None else DurationTerms(duration=self.duration, of=self.measure)
        return Ruling(outcome=Ruled(self.decision), reason="scenario", terms=terms)


class Propose(Frozen):
    """Opening of a case about an offence on the account, to be decided later (articles 1, 9 and 12)."""

    place: Place
    name: str = "propose"
    at: Instant
    account: AccountId
    id: CaseId
    case: Literal["closure", "cancellation", "imitation"]
    category: Category | None = None
    violation: CaseId | None = None
    """Finding that was recorded before, from which a closure or cancellation would follow."""
    outcome: Outcome | None = None


class DecideCase(Frozen):
    """Decision about the case, by as many people as it needs."""

    place: Place
    name: str = "decide_case"
    at: Instant
    account: AccountId
    id: CaseId
    decision: Literal["approve", "reject"]
    outcome: Outcome | None = None


class CorrectCase(DecideCase):
    """Correction of the decision about the case, by as many people as it needs."""

    name: str = "correct_case"


class CorrectReview(Review):
    """Correction of the account's latest decided case of registration or change of profile."""

    name: str = "correct_review"


class ExpectedAnswer(Frozen):
    """Expected answer about a privilege; a field that is None is not compared."""

    answer: Literal["allowed", "refused"] | None = None
    article: int | None = None
    articles: frozenset[int] | None = None
    kind: RestrictionKind | None = None
    cause: CaseId | None = None
    until: Instant | Never | None = None


class AskPrivilege(Frozen):
    """Question whether the account may use the privilege."""

    place: Place
    at: Instant
    account: AccountId
    privilege: Privilege
    about: Instant | None = None
    """Instant that the question is about, if it differs from the time of asking."""
    as_of: Instant | None = None
    expected: ExpectedAnswer


class AskEligible(Frozen):
    """Question when an application for the method would be granted."""

    place: Place
    at: Instant
    account: AccountId
    method: Method
    as_of: Instant | None = None
    eligible_at: Instant | Never


class ExpectedGate(Frozen):
    """Expected answer of the publishing gate; a field that is None is not compared."""

    answer: GateWord | None = None
    articles: frozenset[int] | None = None
    labels: frozenset[LabelKind] | None = None
    limited: bool | None = None


class AskDraft(Frozen):
    """Question whether the account may publish this draft."""

    place: Place
    at: Instant
    account: AccountId
    draft: Draft
    as_of: Instant | None = None
    expected: ExpectedGate


AskAccount = AskPrivilege | AskEligible | AskDraft
Question = AskAccount | AskRumour
Happening = Action | Review | CorrectReview | Appeal | DecideAppeal | Propose | DecideCase | CorrectCase | RumourStep
"""Steps that are events; the others are questions."""

Step = Happening | Question


@dataclass(frozen=True)
class Scenario:
    """One scenario: its steps in time order, and the rulebook that applies."""

    file: str
    title: str
    articles: tuple[int, ...]
    rulebook: Rulebook
    steps: tuple[Step, ...]


def described(step: Step) -> str:
    """Short form of the step: `ban a1 b1`, `ask monetize.advertising a1`."""
    if isinstance(step, Action):
        identifier = getattr(step.command, "id", "")
        return f"{step.name} {step.account} {identifier}".rstrip()
    if isinstance(step, Review):
        return f"{step.name} {step.account} {step.decision}"
    if isinstance(step, Appeal | DecideAppeal | Propose | DecideCase):
        return f"{step.name} {step.account} {step.id}"
    if isinstance(step, RumourStep):
        return f"{step.name} {step.id}"
    if isinstance(step, AskRumour):
        return f"ask rumour {step.id}"
    if isinstance(step, AskEligible):
        return f"ask eligible {step.account} {step.method.value}"
    privilege = step.privilege if isinstance(step, AskPrivilege) else "publish with a draft"
    return f"ask {privilege} {step.account}"
