"""The steps of a scenario: what happens, and the questions with the answer each must get."""

from dataclasses import dataclass
from typing import Literal

from documents.document import Place
from models.base import Frozen
from models.commands import Command, Outcome
from models.drafts import Draft
from models.gate import LabelKind
from models.instants import Instant
from models.names import AccountId
from models.privileges import Method, Privilege
from models.verdicts import Never
from regulation.rulebook import Rulebook

GateWord = Literal["allowed", "allowed_with_labels", "refused"]
"""The answer to a question."""


class Action(Frozen):
    """A command that is given to an account."""

    place: Place
    name: str
    at: Instant
    account: AccountId
    command: Command
    outcome: Outcome | None = None


class Review(Frozen):
    """A decision about the account's oldest open case."""

    place: Place
    name: str = "review"
    at: Instant
    account: AccountId
    decision: Literal["approve", "reject"]
    outcome: Outcome | None = None


class ExpectedAnswer(Frozen):
    """What must be answered about a privilege; what is None is not compared."""

    answer: Literal["allowed", "refused"] | None = None
    article: int | None = None
    articles: frozenset[int] | None = None
    until: Instant | Never | None = None


class AskPrivilege(Frozen):
    """May the account do it?"""

    place: Place
    at: Instant
    account: AccountId
    privilege: Privilege
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


Question = AskPrivilege | AskEligible | AskDraft
Step = Action | Review | AskPrivilege | AskEligible | AskDraft


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
    if isinstance(step, AskEligible):
        return f"ask eligible {step.account} {step.method.value}"
    privilege = step.privilege if isinstance(step, AskPrivilege) else "publish with a draft"
    return f"ask {privilege} {step.account}"
