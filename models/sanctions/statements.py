"""Statements of reasons: the restriction, its rule and reason, the way it was found, and the way to appeal."""

from typing import Annotated

from pydantic import Field as Described

from models.accounts.verdicts import Never
from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, CaseId, Line, Link, Text
from models.words.sanctions import Basis
from models.words.violations import Category


class MeasureStated(Frozen):
    """Measure of an action."""

    measure: Annotated[
        str, Described(description="`ban`, `suspension`, `cancellation`, `closure`, or a kind of measure.")
    ]
    article: int
    until: Annotated[Instant | Never | None, Described(description="`never`: no end; null: done at once.")]
    en: str
    zh: str


class WithdrawnStated(Frozen):
    """Measure that was withdrawn, because the decision of its case was corrected."""

    measure: str
    at: Instant
    en: str
    zh: str


class AppealStated(Frozen):
    """Possibility of an appeal, or the state of an existing one."""

    until: Annotated[Instant, Described(description="End of the window for an appeal, not included.")]
    open: bool
    case: CaseId | None = None
    status: Annotated[str | None, Described(description="`open` until a decision has taken effect.")] = None
    outcome: str | None = None
    decided_at: Instant | None = None
    reason: Text = ""
    """Reason for the decision on the appeal."""


class Statement(Frozen):
    """Statement of a decision about an account and its reasons; it remains readable after an overturn."""

    account: AccountId
    id: CaseId
    decided_at: Instant
    """Instant of the recording."""
    category: Category | None
    article: int
    reason: Text
    """Facts, in the words of the person who decided."""
    evidence: tuple[Link, ...]
    automated: bool | None
    two_persons: Annotated[bool, Described(description="Whether two people decided it, in a case.")] = False
    rules: Line
    nth: int | None
    occurred_at: Annotated[
        Instant | None, Described(description="When the offence was committed; null if unknown.")
    ] = None
    measures: tuple[MeasureStated, ...]
    withdrawn: Annotated[
        tuple[WithdrawnStated, ...], Described(description="Measures withdrawn when the decision was corrected.")
    ] = ()
    overturned_at: Instant | None
    reduced: bool
    appeal: AppealStated | None
    """Possibility of an appeal; None for an action that is no sanction, against which no appeal is possible."""
    en: Annotated[str, Described(description="Complete statement, as a text for the account.")]
    zh: Annotated[str, Described(description="Complete statement in Chinese.")]


class Action(Frozen):
    """Action as recorded in its facts, before its statement is written."""

    id: CaseId
    decided_at: Instant
    category: Category | None
    reason: Text
    basis: Basis
    measures: tuple[MeasureStated, ...]
    decided_by: tuple[str, ...]
    """Persons who recorded a part of it: they may not decide an appeal against it."""
    imitated: str | None = None
    """Name of the impersonated person or body, if there is one."""
    withdrawn: tuple[WithdrawnStated, ...] = ()
    overturned_at: Instant | None = None
    reduced: bool = False
