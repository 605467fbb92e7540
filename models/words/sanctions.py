"""Consequences of a violation beyond the ban, and the basis of a decision (articles 9, 10 and 12)."""

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
"""Length of a measure: a duration, or without an end."""

CLEAN_WINDOW: Final = "clean_window"
Withholding = Duration | Literal["for_ever", "clean_window"]
"""Length of the withholding of profit-making: at least the clean window of article 8 (reading 14)."""

ByCase = Literal["closure", "cancellation"]
"""Consequences that a platform may have decided by two people."""


class MeasureKind(StrEnum):
    """Kind of a measure that is no ban, no cancellation and no closure; those have facts of their own."""

    WARNING = "warning"
    LIMIT_RECOMMENDATION = "limit_recommendation"
    FREEZE_GROWTH = "freeze_growth"
    WITHHOLD_PROFIT = "withhold_profit"
    """No profit-making is granted (不得赋予); existing grants can only be cancelled or suspended."""
    REMOVE_FOLLOWERS = "remove_followers"
    """Removal of the followers gained through the violation."""
    CLEAR_FOLLOWERS = "clear_followers"
    """Removal of all followers."""
    REPORT = "report"
    """Report to the competent department."""


class Consequences(Frozen):
    """Consequences of a violation, decided together; those left out do not follow."""

    warning: bool = False
    ban: Duration | None = None
    factor: Annotated[Decimal, Described(max_digits=6, decimal_places=3)] | None = None
    """Length of the suspension of profit divided by that of the ban; None: the category's own (article 9)."""
    limit_recommendation: Term | None = None
    freeze_growth: Term | None = None
    withhold_profit: Withholding | None = None
    cancel_profit: bool = False
    """Whether grants are cancelled, and new ones withheld for at least the clean window (article 9)."""
    remove_followers: bool = False
    clear_followers: bool = False
    close: bool = False
    report: bool = False


MOST_LINKS: Final = 20
"""Links in one finding; a case takes more."""


class Basis(Frozen):
    """Basis of a decision, for the statement of reasons."""

    evidence: Annotated[tuple[Link, ...], Described(max_length=MOST_LINKS)] = ()
    automated: bool | None = None
    """Whether a machine found the violation; None if unknown."""
    rules: Line = ""
    """Version of the catalogue of the consequences; empty if a person chose them."""
    nth: Annotated[int, Described(ge=1)] | None = None
    """Ordinal of this violation within its category on the record, if the catalogue depends on it."""
    consequences: Consequences | None = None
    """Consequences decided for the finding, carried out at once or by a case."""
    by_case: tuple[ByCase, ...] = ()
    """Consequences that wait for the decision of two people in a case."""
    gained: Scope | None = None
    """Contents of the violation, or windows in which it was committed on them; None if unknown.

    They determine the followers gained through it (article 10), and identify another finding of the same offence.
    """
    occurred_at: Instant | None = None
    """Instant of the offence; None if unknown. Only findings recorded before it make the offence a repetition."""
    another_offence: bool = False
    """Whether the person who recorded it declared it another offence than a finding with the same basis."""


class Finding(Frozen):
    """Violation on an account's record, and whether it still counts."""

    id: str
    category: Category
    decided_at: Instant
    overturned: bool = False
    closed: bool = False
    """Whether it closed the account."""
    contents: tuple[str, ...] = ()
    """Contents concerned; for a running imitation, the name of the imitated person or body."""
    evidence: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    """Measures with its identifier: `ban`, or a name of `MeasureKind`."""
