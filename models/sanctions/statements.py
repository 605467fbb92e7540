"""Statements of reasons: why an account was restricted, by which rule, found by whom, and how to appeal."""

from typing import Annotated

from pydantic import Field as Described

from models.accounts.verdicts import Never
from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, CaseId, Line, Link, Text
from models.words.sanctions import Basis
from models.words.violations import Category


class MeasureStated(Frozen):
    """One measure of an action."""

    measure: Annotated[str, Described(description="`ban`, `suspension`, `cancellation`, `closure`, or a measure.")]
    article: int
    until: Annotated[Instant | Never | None, Described(description="`never`: without an end; null: done at once.")]
    en: str
    zh: str


class AppealStated(Frozen):
    """Whether the account may still appeal, or what became of its appeal."""

    until: Annotated[Instant, Described(description="The end of the window: from then on it is too late.")]
    open: bool
    case: CaseId | None = None
    status: str | None = None
    outcome: str | None = None
    decided_at: Instant | None = None
    reason: Text = ""
    """Why it was decided so."""


class Statement(Frozen):
    """What was decided about an account, and why; it stays readable after it was overturned."""

    account: AccountId
    id: CaseId
    decided_at: Instant
    """When it was recorded."""
    category: Category | None
    article: int
    reason: Text
    """The facts, in the words of whoever decided."""
    evidence: tuple[Link, ...]
    automated: bool | None
    two_persons: Annotated[
        bool, Described(description="Whether two people decided it alike, in a case of its own.")
    ] = False
    rules: Line
    nth: int | None
    occurred_at: Annotated[
        Instant | None, Described(description="When the offence was committed; null where nobody has said.")
    ] = None
    measures: tuple[MeasureStated, ...]
    overturned_at: Instant | None
    reduced: bool
    appeal: AppealStated | None
    """None for what is no sanction, and so cannot be appealed against."""
    en: Annotated[str, Described(description="The whole statement, as a text for the account.")]
    zh: Annotated[str, Described(description="The same in Chinese.")]


class Action(Frozen):
    """An action as its facts have it, before it is put into words."""

    id: CaseId
    decided_at: Instant
    category: Category | None
    reason: Text
    basis: Basis
    measures: tuple[MeasureStated, ...]
    decided_by: tuple[str, ...]
    """Whoever recorded a part of it: they may not decide an appeal against it."""
    imitated: str | None = None
    """Whom the account passed itself off as, where that was found."""
    overturned_at: Instant | None = None
    reduced: bool = False
