"""The steps of a scenario: what happens, and the questions with the answer each must get."""

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
"""The answer to a question."""


class Action(Frozen):
    """A command that is given to an account."""

    place: Place
    name: str
    at: Instant
    account: AccountId
    command: Command
    effective_at: Instant | None = None
    """When it happened, where it is recorded later than that."""
    outcome: Outcome | None = None


class Review(Frozen):
    """A decision about the account's oldest open case."""

    place: Place
    name: str = "review"
    at: Instant
    account: AccountId
    decision: Literal["approve", "reject"]
    outcome: Outcome | None = None


class Appeal(Frozen):
    """The account appeals against an action."""

    place: Place
    name: str = "appeal"
    at: Instant
    account: AccountId
    id: CaseId
    outcome: Outcome | None = None


class DecideAppeal(Frozen):
    """Somebody else than who decided about the action decides about the appeal."""

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
        """The same as a reviewer would send it."""
        terms = None if self.duration is None else DurationTerms(duration=self.duration, of=self.measure)
        return Ruling(outcome=Ruled(self.decision), reason="scenario", terms=terms)


class Propose(Frozen):
    """A case is opened about an offence on the account, and waits for a decision (articles 1, 9 and 12)."""

    place: Place
    name: str = "propose"
    at: Instant
    account: AccountId
    id: CaseId
    case: Literal["closure", "cancellation", "imitation"]
    category: Category | None = None
    outcome: Outcome | None = None


class DecideCase(Frozen):
    """The case is decided, by as many people as it takes."""

    place: Place
    name: str = "decide_case"
    at: Instant
    account: AccountId
    id: CaseId
    decision: Literal["approve", "reject"]
    outcome: Outcome | None = None


class ExpectedAnswer(Frozen):
    """What must be answered about a privilege; what is None is not compared."""

    answer: Literal["allowed", "refused"] | None = None
    article: int | None = None
    articles: frozenset[int] | None = None
    kind: RestrictionKind | None = None
    cause: CaseId | None = None
    until: Instant | Never | None = None


class AskPrivilege(Frozen):
    """May the account do it?"""

    place: Place
    at: Instant
    account: AccountId
    privilege: Privilege
    about: Instant | None = None
    """The instant that is asked about, where it is another than the one of asking."""
    as_of: Instant | None = None
    expected: ExpectedAnswer


class AskEligible(Frozen):
    """When would an application for the method be granted?"""

    place: Place
    at: Instant
    account: AccountId
    method: Method
    as_of: Instant | None = None
    eligible_at: Instant | Never


class ExpectedGate(Frozen):
    """What the publishing gate must answer; what is None is not compared."""

    answer: GateWord | None = None
    articles: frozenset[int] | None = None
    labels: frozenset[LabelKind] | None = None
    limited: bool | None = None


class AskDraft(Frozen):
    """May the account publish this draft?"""

    place: Place
    at: Instant
    account: AccountId
    draft: Draft
    as_of: Instant | None = None
    expected: ExpectedGate


AskAccount = AskPrivilege | AskEligible | AskDraft
Question = AskAccount | AskRumour
Happening = Action | Review | Appeal | DecideAppeal | Propose | DecideCase | RumourStep
"""What happens; the rest are questions."""

Step = Happening | Question


@dataclass(frozen=True)
class Scenario:
    """One case: what happens, in time order, and what must be answered, under which rulebook."""

    file: str
    title: str
    articles: tuple[int, ...]
    rulebook: Rulebook
    steps: tuple[Step, ...]


def described(step: Step) -> str:
    """The step in a few words: `ban a1 b1`, `ask monetize.advertising a1`."""
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
