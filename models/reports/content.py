"""What a report to the regulator says (article 9): restrictions of profit-making, totals, and corrections.

This is the documented schema of its JSON form: `standing report schema` prints it. A new version gets a new `format`.
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
"""The second has `occurred_at`; files of the first are read too."""

NONE: Final = "none"
"""In totals: restrictions without a category, accounts without a field, restrictions that met no granted method."""


class Cadence(StrEnum):
    """How often a report is due."""

    MONTHLY = "monthly"
    WEEKLY = "weekly"
    QUARTERLY = "quarterly"
    CRON = "cron"


class Period(Frozen):
    """What a report is about: `[start, end)`, by civil time in Asia/Shanghai."""

    id: Annotated[RecordId, Described(examples=["2026-10", "2026-W41", "2026-Q4"])]
    cadence: Cadence
    start: Instant
    end: Instant


class EndedBy(StrEnum):
    """What ended a restriction, or set its end earlier."""

    TIME = "time"
    SHORTENED = "shortened"
    OVERTURNED = "overturned"
    GRANTED = "granted"
    """A new application was granted."""
    LIFTED = "lifted"
    """The sanction on the network was lifted, or a person has lifted what withheld profit."""
    CLOSURE = "closure"
    """The account was closed: it makes no profit any more."""


class AppealStatus(StrEnum):
    """Whether the holder has appealed, and what came of it, as known at the cut-off."""

    NONE = "none"
    PENDING = "pending"
    UPHELD = "upheld"
    REDUCED = "reduced"
    OVERTURNED = "overturned"
    WITHDRAWN = "withdrawn"


class Restriction(Frozen):
    """One restriction of profit that was in force, began or ended in the period."""

    account: AccountId
    name: Name
    account_kind: AccountKind
    fields: tuple[Field, ...]
    kind: ProfitRestriction
    article: int
    category: Category | None
    """The violation behind it; none for a change of holder."""
    cause: CaseId
    """The ban, the cancellation, the change of holder, the application."""
    occurred_at: Instant | None = None
    """When the offence behind it was committed; null where nobody has said."""
    methods: tuple[Method, ...]
    """Of those granted when it began, or asked for; none where anything is kept from being granted."""
    start: Instant
    end: Instant | None
    """Null: it has none, until a new application is granted."""
    ban_length: Duration | None
    factor: Decimal | None
    """How many times as long as the ban profit is suspended."""
    recorded_at: Instant
    begun: bool
    """It is new in this report: it was not in force when the period began, as then known."""
    ended: bool
    """It ended before the period did."""
    late: bool
    """It began before the period, and was recorded in it."""
    ended_by: EndedBy | None
    appeal: AppealStatus


class Moves(Frozen):
    """`in_force` at the end of the period = in force at the end of the one before + `begun` - `ended`."""

    begun: int = 0
    ended: int = 0
    in_force: int = 0


class Others(Frozen):
    """What else was done in the period."""

    closures: int = 0
    closures_as_sanction: int = 0
    rumours_handled: int = 0
    rumour_contents_labelled: int = 0
    rumour_viewers: int = 0
    """Of whose exposure we were told in the period."""
    debunking_viewers: int = 0
    rumour_viewers_reached: int = 0
    """Of those known one by one, who had seen the debunking too."""
    followers_removed: int = 0
    """As the platform said when it had carried the orders out (article 10)."""
    followers_restored: int = 0
    """Given back, after what had brought them was overturned."""


class Totals(Frozen):
    """Counts of restrictions. One of an account with two fields, or of two methods, counts in both lines."""

    restrictions: Moves
    accounts: int
    """How many accounts have a restriction in this report."""
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
    """Something reported earlier has changed: the decision was overturned, or the ban shortened."""

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
    """The report in which it first stood, of those that were filed; None when none of them had it."""


class Head(Frozen):
    """What the report is."""

    report: RecordId
    platform: Line
    period: Period
    cut_off: Instant
    """Facts recorded before this instant, and no others: so the same period gives the same report for ever."""
    replaces: RecordId | None = None
    previous: Period | None = None
    """The period that the totals are compared with."""


class FiledReport(Frozen):
    """A report that the regulator was given, and did not reject."""

    report: RecordId
    period: Period
    cut_off: Instant


class Summary(Frozen):
    """Everything but the restrictions one by one."""

    format: Literal["standing.profit-restrictions/1", "standing.profit-restrictions/2"] = FORMAT
    head: Head
    totals: Totals
    previous: Totals | None
    corrections: tuple[Correction, ...]


class ReportDocument(Summary):
    """The report in its JSON form."""

    restrictions: tuple[Restriction, ...]
    """In the order of accounts, and of beginnings within each."""
