"""Reports to the regulator as records: requested, built, counted twice, released, delivered, acknowledged or rejected.

Their content is in `models/reports/content.py`.
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


class ReportStatus(StrEnum):
    """Status of a report."""

    REQUESTED = "requested"
    BUILT = "built"
    MISMATCHED = "mismatched"
    """The second count differs: nothing is filed until a person has dealt with it."""
    UNRELEASED = "unreleased"
    """Two people must release it."""
    READY = "ready"
    """Delivery is in progress."""
    DELIVERED = "delivered"
    """The regulator has received it, and has not answered yet."""
    ACKNOWLEDGED = "acknowledged"
    REJECTED = "rejected"


class Channel(StrEnum):
    """Channel of delivery to the regulator."""

    HTTP = "http"
    FOLDER = "folder"
    API = "api"
    """Download from this API, by a key with the role regulator."""


class Terms(Frozen):
    """Identification of a report and the way of filing it; fixed at the request."""

    head: Head
    bilingual: bool
    release: Annotated[bool, Described(description="Whether two people must release the report.")]
    channel: Channel
    reason: Text = ""
    """Reason for an amendment."""


class File(Frozen):
    """File of a report; its hash is part of the record's chain."""

    name: Line
    media_type: Line
    size: Annotated[int, Described(ge=0)]
    sha256: Digest


class Requested(Frozen):
    """The report was requested."""

    type: Literal["requested"] = "requested"
    terms: Terms


class Built(Frozen):
    """The files of the report were written and stored."""

    type: Literal["built"] = "built"
    files: tuple[File, ...]
    rows: int
    restrictions: Moves
    made_with: Line
    """Versions of the programs that wrote the files: others may write the same report as other bytes."""


class Reconciled(Frozen):
    """A second count over the ledger gave the same totals."""

    type: Literal["reconciled"] = "reconciled"


class Mismatched(Frozen):
    """A second count over the ledger differs; a case is opened, and nothing is filed."""

    type: Literal["mismatched"] = "mismatched"
    differences: tuple[Line, ...]


class Retried(Frozen):
    """The report is built again, after a fault was corrected."""

    type: Literal["retried"] = "retried"
    reason: Text = ""


class Released(Frozen):
    """A first or second person has released the report."""

    type: Literal["released"] = "released"
    without: Annotated[
        tuple[str, ...],
        Described(description="Actors whose earlier release does not count any more: they may release no reports now."),
    ] = ()


class Delivered(Frozen):
    """The report was delivered."""

    type: Literal["delivered"] = "delivered"
    attempt: Annotated[int, Described(ge=1)]
    receipt: Line = ""
    to: Line = ""
    """Host, or name of the folder; not the whole address, which may contain secrets."""


class DeliveryFailed(Frozen):
    """A delivery has failed; it is tried again."""

    type: Literal["delivery_failed"] = "delivery_failed"
    attempt: Annotated[int, Described(ge=1)]
    reason: Text


class Escalated(Frozen):
    """The report is overdue: a person must deal with it."""

    type: Literal["escalated"] = "escalated"
    because: Literal["mismatch", "undelivered", "unacknowledged", "rejected"]


class Acknowledged(Frozen):
    """The regulator has confirmed the receipt."""

    type: Literal["acknowledged"] = "acknowledged"
    receipt: Line = ""


class Rejected(Frozen):
    """The regulator has rejected the report; an amendment replaces it."""

    type: Literal["rejected"] = "rejected"
    reason: Text


class Amended(Frozen):
    """Another report replaces this one."""

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
    """State of a report."""

    id: RecordId
    status: ReportStatus
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
    """Reason for the rejection."""
    replaced_by: RecordId | None = None
