"""Directives: orders to the platform (remove these followers, label this content), with a deadline and a proof.

A directive is a record: it is issued, sent again until the platform has answered, and escalated when it is overdue.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described
from pydantic import StringConstraints

from models.base import Frozen
from models.cases.subjects import Reference
from models.instants import Instant
from models.names import AccountId, LabelText, Line, Text
from models.records import Entry, RecordId

KIND: Final = "directive"


class Order(StrEnum):
    """Action that the platform can be ordered to carry out."""

    REMOVE_FOLLOWERS = "remove_followers"
    RESTORE_FOLLOWERS = "restore_followers"
    LABEL_CONTENT = "label_content"
    UNLABEL_CONTENT = "unlabel_content"
    PIN_INFORMATION = "pin_information"
    UNPIN_INFORMATION = "unpin_information"
    RECOMMEND_DEBUNKING = "recommend_debunking"
    REPORT_REACH = "report_reach"


class DirectiveStatus(StrEnum):
    """Status of a directive."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


TARGET_PATTERN: Final = r"^[^\s\x00-\x1f\x7f]{1,200}$"
Target = Annotated[
    str,
    StringConstraints(pattern=TARGET_PATTERN),
    "the platform's identifier of a content, an account, or a search term without spaces",
]
MOST_TARGETS: Final = 1_000


class Counts(Frozen):
    """Extent to which the order was carried out."""

    done: Annotated[int, Described(ge=0, description="Number of followers removed, contents labelled, …")]
    left: Annotated[int, Described(ge=0, description="Number that could not be processed.")] = 0


class Terms(Frozen):
    """Content of an order: its action, targets and deadline."""

    order: Order
    article: int
    due_at: Instant
    account: AccountId | None = None
    targets: tuple[Target, ...] = ()
    """Contents, accounts or search terms; none when the order is about the account as a whole."""
    expected: Annotated[int | None, Described(ge=0)] = None
    """Number of items to process, if known, such as followers to remove."""
    label_zh: LabelText = ""
    label_en: LabelText = ""
    """Text of the label or of the pinned information."""
    link: Line = ""
    instructions: Text = ""
    cause: RecordId | None = None
    """Violation, rumour or case of which it is a consequence."""
    origin: Reference | None = None
    """Record that issued the order automatically: the answer is entered there in the same transaction."""


class Issued(Frozen):
    """The directive was issued: the platform must carry it out and acknowledge it before the deadline."""

    type: Literal["issued"] = "issued"
    terms: Terms


class SentAgain(Frozen):
    """The directive was sent again, because no answer was received."""

    type: Literal["sent_again"] = "sent_again"
    terms: Terms
    attempt: Annotated[int, Described(ge=2)]


class Acknowledged(Frozen):
    """The platform has answered: done, or failed with a reason."""

    type: Literal["acknowledged"] = "acknowledged"
    outcome: Literal["done", "failed"]
    reason: Text = ""
    counts: Counts | None = None


class Escalated(Frozen):
    """The directive is overdue or has failed: a person must deal with it."""

    type: Literal["escalated"] = "escalated"
    because: Literal["overdue", "failed"]


class Withdrawn(Frozen):
    """The directive was withdrawn."""

    type: Literal["withdrawn"] = "withdrawn"
    reason: Text = ""


DirectiveBody = Annotated[
    Issued | SentAgain | Acknowledged | Escalated | Withdrawn,
    Described(discriminator="type"),
]
DirectiveEntry = Entry[DirectiveBody]


class Directive(Frozen):
    """State of a directive."""

    id: RecordId
    status: DirectiveStatus
    terms: Terms
    issued_at: Instant
    issued_by: str
    attempts: int = 1
    last_sent_at: Instant
    escalated_at: Instant | None = None
    acknowledged_at: Instant | None = None
    acknowledged_by: str | None = None
    reason: Text = ""
    counts: Counts | None = None
