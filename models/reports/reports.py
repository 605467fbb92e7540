"""Reports to the regulator as records: asked for, built, counted twice, released, delivered, acknowledged or rejected.

What a report says is in `models/reports/content.py`.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described

from models.base import Frozen
from models.instants import Instant
from models.names import Digest, Line, Text
from models.records import Entry, RecordId
from models.reports.content import Head, Moves

KIND: Final = "report"


class Status(StrEnum):
    """Where a report stands."""

    REQUESTED = "requested"
    BUILT = "built"
    MISMATCHED = "mismatched"
    """The second count came to something else: nothing is filed until a person has seen to it."""
    UNRELEASED = "unreleased"
    """It waits for two people to release it."""
    READY = "ready"
    """It is being delivered."""
    DELIVERED = "delivered"
    """The regulator has it, and has not answered yet."""
    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"


class Channel(StrEnum):
    """How the regulator gets it."""

    HTTP = "http"
    FOLDER = "folder"
    API = "api"
    """It is fetched here, by a key with the role regulator."""


class Terms(Frozen):
    """What report it is, and how it is filed; fixed when it is asked for."""

    head: Head
    bilingual: bool
    release: Annotated[bool, Described(description="Whether two people must release it.")]
    channel: Channel
    reason: Text = ""
    """Why a report is amended."""


class File(Frozen):
    """A file of a report; its hash is part of the record's chain."""

    name: Line
    media_type: Line
    size: Annotated[int, Described(ge=0)]
    sha256: Digest


class Requested(Frozen):
    """The report is wanted."""

    type: Literal["requested"] = "requested"
    terms: Terms


class Built(Frozen):
    """Its files are written and kept."""

    type: Literal["built"] = "built"
    files: tuple[File, ...]
    rows: int
    restrictions: Moves
    made_with: Line
    """The versions of what wrote the files: another one may write the same report in other bytes."""


class Reconciled(Frozen):
    """A second count over the ledger agrees."""

    type: Literal["reconciled"] = "reconciled"


class Mismatched(Frozen):
    """A second count over the ledger differs; a case is opened, and nothing is filed."""

    type: Literal["mismatched"] = "mismatched"
    differences: tuple[Line, ...]


class Retried(Frozen):
    """It is built anew, after what was wrong has been put right."""

    type: Literal["retried"] = "retried"
    reason: Text = ""


class Released(Frozen):
    """One of two people has looked at it and lets it go."""

    type: Literal["released"] = "released"


class Delivered(Frozen):
    """The regulator's side has taken it."""

    type: Literal["delivered"] = "delivered"
    attempt: Annotated[int, Described(ge=1)]
    receipt: Line = ""
    to: Line = ""
    """The host or the folder's name; not the whole address, which may hold secrets."""


class DeliveryFailed(Frozen):
    """It could not be delivered; it is tried again."""

    type: Literal["delivery_failed"] = "delivery_failed"
    attempt: Annotated[int, Described(ge=1)]
    reason: Text


class Escalated(Frozen):
    """A person must see to it."""

    type: Literal["escalated"] = "escalated"
    because: Literal["mismatch", "undelivered", "unacknowledged", "rejected"]


class Acknowledged(Frozen):
    """The regulator has received it."""

    type: Literal["acknowledged"] = "acknowledged"
    receipt: Line = ""


class Rejected(Frozen):
    """The regulator does not accept it; an amendment replaces it."""

    type: Literal["rejected"] = "rejected"
    reason: Text


class Amended(Frozen):
    """Another report replaces it."""

    type: Literal["amended"] = "amended"
    by: RecordId


ReportBody = Annotated[
    Requested
    | Built
    | Reconciled
    | Mismatched
    | Retried
    | Released
    | Delivered
    | DeliveryFailed
    | Escalated
    | Acknowledged
    | Rejected
    | Amended,
    Described(discriminator="type"),
]
ReportEntry = Entry[ReportBody]


class Report(Frozen):
    """A report as it stands."""

    id: RecordId
    status: Status
    terms: Terms
    requested_at: Instant
    requested_by: str
    files: tuple[File, ...] = ()
    rows: int | None = None
    restrictions: Moves | None = None
    made_with: Line = ""
    differences: tuple[Line, ...] = ()
    released_by: tuple[str, ...] = ()
    ready_at: Instant | None = None
    attempts: int = 0
    last_attempt_at: Instant | None = None
    last_failure: Text = ""
    delivered_at: Instant | None = None
    escalated_at: Instant | None = None
    answered_at: Instant | None = None
    answered_by: str | None = None
    receipt: Line = ""
    reason: Text = ""
    """Why it was rejected."""
    replaced_by: RecordId | None = None
