"""Content of a report to the regulator (article 9): restrictions of profit-making, totals, and corrections.

This is the documented schema of its JSON form; `standing report schema` prints it. A new version gets a new `format`.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described

from models.base import Frozen
from models.instants import Duration, Instant
from models.names import AccountId, AccountKind, CaseId, Line, Name
from models.records import RecordId
from models.words.privileges import Field, Method
from models.words.restrictions import ProfitRestriction
from models.words.violations import Category

FORMAT: Final = "standing.profit-restrictions/2"
"""Name and version of the format. Version 2 has `occurred_at`; files of version 1 are read too."""

NONE: Final = "none"
"""Key in totals of restrictions without a category, accounts without a field, and restrictions without a granted
method.
"""


class Cadence(StrEnum):
    """Frequency of reports."""

    MONTHLY = "monthly"
    WEEKLY = "weekly"
    QUARTERLY = "quarterly"
    CRON = "cron"


class Period(Frozen):
    """Period of a report: `[start, end)`, in civil time of Asia/Shanghai."""

    id: Annotated[RecordId, Described(examples=["2026-10", "2026-W41", "2026-Q4"])]
    cadence: Cadence
    start: Instant
    end: Instant


class EndedBy(StrEnum):
    """Cause of the end, or of an earlier end, of a restriction."""

    TIME = "time"
    SHORTENED = "shortened"
    OVERTURNED = "overturned"
    GRANTED = "granted"
    """A new application was granted."""
    LIFTED = "lifted"
    """The sanction on the network, or the withholding, was lifted."""
    CLOSURE = "closure"
    """The account was closed, which ends its profit-making."""


class AppealStatus(StrEnum):
    """Status of the holder's appeal, as known at the cut-off."""

    NONE = "none"
    PENDING = "pending"
    UPHELD = "upheld"
    REDUCED = "reduced"
    OVERTURNED = "overturned"
    WITHDRAWN = "withdrawn"


class Restriction(Frozen):
    """Restriction of profit that was in force, began or ended in the period."""

    account: AccountId
    name: Name
    account_kind: AccountKind
    fields: tuple[Field, ...]
    kind: ProfitRestriction
    article: int
    category: Category | None
    """Category of the violation behind it; none for a change of holder."""
    cause: CaseId
    """Ban, cancellation, change of holder or application that caused it."""
    occurred_at: Instant | None = None
    """Instant of the offence; null if unknown."""
    methods: tuple[Method, ...]
    """Methods granted when it began, or applied for; none if all grants are withheld."""
    start: Instant
    end: Instant | None
    """End; null: it has none until a new application is granted."""
    ban_length: Duration | None
    factor: Decimal | None
    """Length of the suspension divided by that of the ban."""
    recorded_at: Instant
    begun: bool
    """Whether it is new in this report: it was not in force at the period's beginning, as then known."""
    ended: bool
    """Whether it ended before the period did."""
    late: bool
    """Whether it began before the period and was recorded in it."""
    ended_by: EndedBy | None
    appeal: AppealStatus


class Moves(Frozen):
    """Changes of a count: `in_force` at the end of the period = `in_force` at the end of the previous one + `begun` -
    `ended`.
    """

    begun: int = 0
    ended: int = 0
    in_force: int = 0


class Others(Frozen):
    """Counts of other actions in the period."""

    closures: int = 0
    closures_as_sanction: int = 0
    rumours_handled: int = 0
    rumour_contents_labelled: int = 0
    rumour_viewers: int = 0
    """Viewers of rumours whose exposure was reported in the period."""
    debunking_viewers: int = 0
    rumour_viewers_reached: int = 0
    """Individually known viewers among them who had seen the debunking too."""
    followers_removed: int = 0
    """Followers removed, as reported by the platform for its orders (article 10)."""
    followers_restored: int = 0
    """Followers restored after the violation was overturned."""


class Totals(Frozen):
    """Counts of restrictions. One of an account with two fields, or of two methods, counts in both lines."""

    restrictions: Moves
    accounts: int
    """Number of accounts with a restriction in this report."""
    by_kind: Mapping[ProfitRestriction, Moves]
    by_category: Mapping[Category | Literal["none"], Moves]
    by_field: Mapping[Field | Literal["none"], Moves]
    by_method: Mapping[Method | Literal["none"], Moves]
    by_account_kind: Mapping[AccountKind, Moves]
    others: Others

    def moves(self, block: str) -> dict[str, Moves]:
        """Rows of the block with this name, by their key; the block `restrictions` has one row, with the key ""."""
        found = getattr(self, block)
        return {"": found} if isinstance(found, Moves) else {str(key): moves for key, moves in found.items()}


class Correction(Frozen):
    """Change of an earlier report: a decision was overturned, or a ban shortened."""

    account: AccountId
    name: Name
    kind: ProfitRestriction
    cause: CaseId
    category: Category | None
    because: Literal["overturned", "shortened", "lifted"]
    start: Instant
    end_reported: Instant | None
    end_now: Instant | None
    effective_at: Instant
    recorded_at: Instant
    reported_in: RecordId | None
    """First filed report that contains it; None if none does."""


class Head(Frozen):
    """Identification of the report."""

    report: RecordId
    platform: Line
    period: Period
    cut_off: Instant
    """Upper bound of the recording instants of the facts counted, so that the same period always gives the same
    report.
    """
    replaces: RecordId | None = None
    previous: Period | None = None
    """Period with which the totals are compared."""


class FiledReport(Frozen):
    """Report that was delivered to the regulator and not rejected."""

    report: RecordId
    period: Period
    cut_off: Instant


class Summary(Frozen):
    """Content without the individual restrictions."""

    format: Literal["standing.profit-restrictions/1", "standing.profit-restrictions/2"] = FORMAT
    head: Head
    totals: Totals
    previous: Totals | None
    corrections: tuple[Correction, ...]


class ReportDocument(Summary):
    """Report in its JSON form."""

    restrictions: tuple[Restriction, ...]
    """Restrictions, sorted by account and then by beginning."""
