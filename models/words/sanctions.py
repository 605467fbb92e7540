"""Sanctions: what a violation can lead to, beyond the ban, and what a decision rests on (articles 9, 10 and 12)."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described

from models.base import Frozen
from models.instants import Duration, Instant
from models.names import Line, Link
from models.words.scopes import Scope
from models.words.violations import Category

FOR_EVER: Final = "for_ever"
Term = Duration | Literal["for_ever"]
"""How long a measure holds: a duration, or without an end."""

CLEAN_WINDOW: Final = "clean_window"
Withholding = Duration | Literal["for_ever", "clean_window"]
"""How long granting profit-making is withheld: never less than the clean window of article 8 (reading 14)."""

ByCase = Literal["closure", "cancellation"]
"""What a platform may have two people decide."""


class MeasureKind(StrEnum):
    """A measure that is no ban, no cancellation and no closure: those have facts of their own."""

    WARNING = "warning"
    LIMIT_RECOMMENDATION = "limit_recommendation"
    FREEZE_GROWTH = "freeze_growth"
    WITHHOLD_PROFIT = "withhold_profit"
    """Nothing is granted (不得赋予); what is granted already can only be cancelled or suspended."""
    REMOVE_FOLLOWERS = "remove_followers"
    """Those gained through the violation."""
    CLEAR_FOLLOWERS = "clear_followers"
    """All of them."""
    REPORT = "report"
    """To be reported to the competent department."""


class Consequences(Frozen):
    """What a violation leads to, decided together; what is left out does not follow."""

    warning: bool = False
    ban: Duration | None = None
    factor: Annotated[Decimal, Described(max_digits=6, decimal_places=3)] | None = None
    """How many times as long as the ban profit is suspended; None: the category's own (article 9)."""
    limit_recommendation: Term | None = None
    freeze_growth: Term | None = None
    withhold_profit: Withholding | None = None
    cancel_profit: bool = False
    """What is granted is cancelled, and what is not is withheld for at least the clean window (article 9)."""
    remove_followers: bool = False
    clear_followers: bool = False
    close: bool = False
    report: bool = False


MOST_LINKS: Final = 20
"""Links in one finding: more belong into a case."""


class Basis(Frozen):
    """What a decision rests on, for the statement of reasons."""

    evidence: Annotated[tuple[Link, ...], Described(max_length=MOST_LINKS)] = ()
    automated: bool | None = None
    """Whether a machine found it; None where nobody has said."""
    rules: Line = ""
    """The version of the catalogue that the consequences were taken from; empty where a person chose them."""
    nth: Annotated[int, Described(ge=1)] | None = None
    """The how manieth of its category within the record it was, where the catalogue asked."""
    consequences: Consequences | None = None
    """All that was decided to follow from the finding, done at once or by a case."""
    by_case: tuple[ByCase, ...] = ()
    """Of these consequences, those that wait for two people in a case of their own."""
    gained: Scope | None = None
    """Which contents it is about, or when it was committed on them: what brought followers through the violation
    (article 10), and by what another finding is known as the same offence. None where nobody has said.
    """
    occurred_at: Instant | None = None
    """When the offence was committed; None where nobody has said. Only findings from before make it a repetition."""
    another_offence: bool = False
    """Whoever recorded it has said that it is another offence than a finding that rests on the same."""


class Finding(Frozen):
    """A violation on an account's record, and whether it still counts."""

    id: str
    category: Category
    decided_at: Instant
    overturned: bool = False
    closed: bool = False
    """Whether it closed the account."""
    contents: tuple[str, ...] = ()
    """What it is about; of an imitation that has not ended, who is imitated."""
    evidence: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    """The measures that bear its identifier: `ban`, or as `MeasureKind` names them."""
