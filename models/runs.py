"""Runs: many commands of one kind, sent as rows of a file, carried out one after the other.

A run is a record; its rows have a table of their own, because a state is written as a whole.
"""

from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import Field as Described
from pydantic import StringConstraints

from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, CaseId, Text
from models.records import Entry, RecordId

KIND: Final = "run"

MOST_ROWS: Final = 1_000_000
"""Rows of one run: a day's work of a large platform; more go into a second run."""

RowRef = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}$"),
    "the platform's own identifier of a row, unique in the run",
]


class RunKind(StrEnum):
    """Kind of the commands of a run; each row is one."""

    REGISTER = "register"
    CERTIFY = "certify"
    APPLY_FOR_CERTIFICATION = "apply_for_certification"
    MONETIZE = "monetize"
    CHANGE_PROFILE = "change_profile"
    IMPORT = "import"


class RunStatus(StrEnum):
    """Status of a run."""

    RECEIVING = "receiving"
    """Rows may be sent; nothing is carried out."""
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class RowOutcome(StrEnum):
    """Outcome of one row."""

    WAITING = "waiting"
    DONE = "done"
    HELD = "held"
    """Recorded; a reviewer decides the case first."""
    REFUSED = "refused"
    CANCELLED = "cancelled"
    """The run was cancelled before its turn."""


class RunTotals(Frozen):
    """Number of rows by outcome."""

    done: int = 0
    held: int = 0
    refused: int = 0


class Created(Frozen):
    """The run was created; rows may be sent."""

    type: Literal["created"] = "created"
    commands: RunKind
    note: Text = ""


class Started(Frozen):
    """All rows were sent; they are being carried out."""

    type: Literal["started"] = "started"
    rows: int


class Finished(Frozen):
    """Every row has an outcome."""

    type: Literal["finished"] = "finished"
    totals: RunTotals


class Cancelled(Frozen):
    """The run was cancelled: rows that were waiting are not carried out."""

    type: Literal["cancelled"] = "cancelled"
    reason: Text = ""


RunBody = Annotated[Created | Started | Finished | Cancelled, Described(discriminator="type")]
RunEntry = Entry[RunBody]


class Run(Frozen):
    """State of a run."""

    id: RecordId
    status: RunStatus
    commands: Annotated[RunKind, Described(description="Kind of the commands: each row is one.")]
    note: Text = ""
    created_at: Instant
    created_by: str
    rows: Annotated[int | None, Described(description="Number of rows; null until the run is started.")] = None
    started_at: Instant | None = None
    started_by: str | None = None
    totals: RunTotals | None = None
    finished_at: Instant | None = None
    cancelled_at: Instant | None = None
    cancelled_by: str | None = None
    cancelled_because: Text = ""


class RunProgress(Frozen):
    """Number of rows by outcome."""

    total: int
    waiting: int
    done: int
    held: int
    refused: int
    cancelled: int


class RunRow(Frozen):
    """Row of a run, and its outcome."""

    ref: Annotated[
        str, Described(description="Your identifier of the row; `#` and the number of a line that has none.")
    ]
    line: Annotated[int, Described(description="Line of the upload, counted from its first line's number.")]
    account: AccountId | None = None
    outcome: RowOutcome
    code: Annotated[str | None, Described(description="Code of the refusal; stable.")] = None
    message: str = ""
    message_zh: Annotated[str, Described(description="The same in Chinese.")] = ""
    version: Annotated[int | None, Described(description="Version of the account's standing afterwards.")] = None
    case: Annotated[CaseId | None, Described(description="Case that decides what is held or applied for.")] = None
    problem: Annotated[
        dict[str, Any] | None,
        Described(description="The problem with which the same command alone would have been answered."),
    ] = None
