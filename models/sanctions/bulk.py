"""Bulk actions: one measure on up to ten thousand accounts, with one reason, and one way back.

A bulk action is a record; what came of each account is kept in a table of its own, because a state is written whole.
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

MOST_ACCOUNTS: Final = 10_000
"""In one action: a minute or two of work, and a list that a person can still go through."""


class Ban(Frozen):
    """禁言 for a duration (article 9)."""

    type: Literal["ban"] = "ban"
    category: Category
    duration: Duration
    factor: Annotated[
        Annotated[Decimal, Described(max_digits=6, decimal_places=3)] | None,
        Described(description="Left out, the category's own."),
    ] = None


class Violation(Frozen):
    """A finding alone."""

    type: Literal["violation"] = "violation"
    category: Category


class CancelProfit(Frozen):
    """Profit-making ends for good (article 9)."""

    type: Literal["cancel_profit"] = "cancel_profit"
    category: Category | None = None


class Closing(Frozen):
    """The accounts end, as a sanction (article 12)."""

    type: Literal["close"] = "close"
    category: Category


class Overturning(Frozen):
    """What an identifier stands for counts as if never recorded (reading 3)."""

    type: Literal["overturn"] = "overturn"
    of: Annotated[CaseId, Described(description="A ban, violation or cancellation that bears it on each account.")]


Measure = Annotated[Ban | Violation | CancelProfit | Closing | Overturning, Described(discriminator="type")]


class Status(StrEnum):
    """Where a bulk action stands."""

    RUNNING = "running"
    FINISHED = "finished"
    REVERTING = "reverting"
    REVERTED = "reverted"


class Outcome(StrEnum):
    """What came of one account."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class Totals(Frozen):
    """How many accounts came to what."""

    done: int
    refused: int


class Started(Frozen):
    """It was ordered."""

    type: Literal["started"] = "started"
    measure: Measure
    reason: Text
    accounts: Annotated[int, Described(description="How many.")]


class Finished(Frozen):
    """Every account has been dealt with."""

    type: Literal["finished"] = "finished"
    totals: Totals


class ReversalStarted(Frozen):
    """What was done shall be undone, on every account on which it was done."""

    type: Literal["reversal_started"] = "reversal_started"
    reason: Text


class Reverted(Frozen):
    """Every account has been dealt with again."""

    type: Literal["reverted"] = "reverted"
    totals: Totals


BulkBody = Annotated[Started | Finished | ReversalStarted | Reverted, Described(discriminator="type")]
BulkEntry = Entry[BulkBody]


class Bulk(Frozen):
    """A bulk action as it stands."""

    id: RecordId
    status: Status
    measure: Measure
    reason: Text
    accounts: int
    started_at: Instant
    started_by: str
    totals: Totals | None = None
    finished_at: Instant | None = None
    reversal_reason: Text = ""
    reversal_by: str | None = None
    reversal_totals: Totals | None = None
    reverted_at: Instant | None = None


class Member(Frozen):
    """One account of a bulk action, and what came of it."""

    account: AccountId
    outcome: Outcome
    code: Annotated[str | None, Described(description="Why it was refused; stable.")] = None
    message: str = ""
    version: Annotated[int | None, Described(description="Of the account's standing afterwards.")] = None
    reversal: Annotated[Outcome | None, Described(description="What came of the way back; null if nobody asked.")] = (
        None
    )
    reversal_code: str | None = None
    reversal_message: str = ""


class Progress(Frozen):
    """How far the part that is under way has come."""

    total: int
    done: int
    refused: int
    waiting: int
