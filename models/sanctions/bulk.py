"""Bulk actions: one measure on up to a hundred thousand accounts, with one reason, and its reversal.

A bulk action is a record; the result for each account has a table of its own, because a state is written as a whole.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described

from models.base import Frozen
from models.instants import Duration, Instant
from models.names import AccountId, CaseId, Text
from models.records import Entry, RecordId
from models.words.violations import Category

KIND: Final = "bulk"

MOST_ACCOUNTS: Final = 100_000
"""Accounts in one request: a minute or two of work, and a body of some megabytes."""
MOST_LISTED: Final = 2_000_000
"""Accounts of one action whose list is sent as a file: the largest campaign known had 1,260,000."""


class Ban(Frozen):
    """Ban (禁言) for a duration (article 9)."""

    type: Literal["ban"] = "ban"
    category: Category
    duration: Duration
    factor: Annotated[
        Annotated[Decimal, Described(max_digits=6, decimal_places=3)] | None,
        Described(description="Without it: the category's own."),
    ] = None


class Violation(Frozen):
    """Finding alone."""

    type: Literal["violation"] = "violation"
    category: Category


class CancelProfit(Frozen):
    """Permanent cancellation of profit-making (article 9)."""

    type: Literal["cancel_profit"] = "cancel_profit"
    category: Category | None = None


class Closing(Frozen):
    """Closure of the accounts as a sanction (article 12)."""

    type: Literal["close"] = "close"
    category: Category


class Overturning(Frozen):
    """Overturn of the action with an identifier, as if never recorded (reading 3)."""

    type: Literal["overturn"] = "overturn"
    of: Annotated[CaseId, Described(description="Identifier of a ban, violation or cancellation on each account.")]


Measure = Annotated[Ban | Violation | CancelProfit | Closing | Overturning, Described(discriminator="type")]


class BulkStatus(StrEnum):
    """Status of a bulk action."""

    DRAFT = "draft"
    """Accounts may be sent; nothing is carried out."""
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLING = "cancelling"
    """Cancelled; the accounts that wait are being marked. Nothing more is carried out."""
    CANCELLED = "cancelled"
    REVERTING = "reverting"
    REVERTED = "reverted"
    REVERSAL_CANCELLING = "reversal_cancelling"
    """The reversal was cancelled; the accounts that wait for it are being marked. Nothing more is overturned."""
    REVERSAL_CANCELLED = "reversal_cancelled"
    """What was overturned stays so; on the other accounts the action is in force. The reversal can be continued."""


class Outcome(StrEnum):
    """Result for one account."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    """The action, or its reversal, was cancelled before the turn of this account."""


class Totals(Frozen):
    """Number of accounts by result."""

    done: int
    refused: int
    cancelled: int = 0


class Drafted(Frozen):
    """The bulk action was drafted: its accounts are sent as a file, and nothing is carried out before its start."""

    type: Literal["drafted"] = "drafted"
    measure: Measure
    reason: Text


class Started(Frozen):
    """The bulk action was ordered."""

    type: Literal["started"] = "started"
    measure: Measure
    reason: Text
    accounts: Annotated[int, Described(description="Number of accounts.")]


class Finished(Frozen):
    """Every account was processed."""

    type: Literal["finished"] = "finished"
    totals: Totals


class CancellationStarted(Frozen):
    """The action was cancelled: nothing more is carried out, and what was carried out stays."""

    type: Literal["cancellation_started"] = "cancellation_started"
    reason: Text = ""


class Cancelled(Frozen):
    """Every account that waited is marked as cancelled."""

    type: Literal["cancelled"] = "cancelled"
    totals: Totals


class ReversalStarted(Frozen):
    """The reversal was ordered for every account on which the action was carried out."""

    type: Literal["reversal_started"] = "reversal_started"
    reason: Text


class Reverted(Frozen):
    """Every account was processed for the reversal."""

    type: Literal["reverted"] = "reverted"
    totals: Totals


class ReversalCancellationStarted(Frozen):
    """The reversal was cancelled: nothing more is overturned, and what was overturned stays so."""

    type: Literal["reversal_cancellation_started"] = "reversal_cancellation_started"
    reason: Text = ""


class ReversalCancelled(Frozen):
    """Every account that waited for the reversal is marked as cancelled."""

    type: Literal["reversal_cancelled"] = "reversal_cancelled"
    totals: Totals


BulkBody = Annotated[
    Drafted
    | Started
    | Finished
    | CancellationStarted
    | Cancelled
    | ReversalStarted
    | Reverted
    | ReversalCancellationStarted
    | ReversalCancelled,
    Described(discriminator="type"),
]
BulkEntry = Entry[BulkBody]


class Bulk(Frozen):
    """State of a bulk action."""

    id: RecordId
    status: BulkStatus
    measure: Measure
    reason: Text
    accounts: Annotated[int, Described(description="Number of accounts; 0 as long as it is a draft.")]
    started_at: Annotated[Instant, Described(description="When it was ordered; of a draft, when it was drafted.")]
    started_by: str
    totals: Totals | None = None
    finished_at: Instant | None = None
    cancellation_reason: Text = ""
    cancelled_by: str | None = None
    cancelled_at: Instant | None = None
    reversal_reason: Text = ""
    reversal_by: str | None = None
    reversal_totals: Totals | None = None
    reverted_at: Annotated[
        Instant | None, Described(description="When every account was processed for the reversal, or cancelled.")
    ] = None
    reversal_cancellation_reason: Text = ""
    reversal_cancelled_by: str | None = None
    reversal_cancelled_at: Instant | None = None


class Member(Frozen):
    """Account of a bulk action, and its result."""

    account: AccountId
    outcome: Outcome
    code: Annotated[str | None, Described(description="Code of the refusal; stable.")] = None
    message: str = ""
    message_zh: str = ""
    version: Annotated[int | None, Described(description="Version of the account's standing afterwards.")] = None
    reversal: Annotated[
        Outcome | None, Described(description="Result of the reversal; null if none was requested.")
    ] = None
    reversal_code: str | None = None
    reversal_message: str = ""
    reversal_message_zh: str = ""


class Progress(Frozen):
    """Progress of the action, or of its reversal."""

    total: int
    done: int
    refused: int
    waiting: int
    cancelled: int = 0
