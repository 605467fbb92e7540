"""Directives: orders to the platform (remove these followers, label this content), with a deadline and a proof.

A directive is a record: it is issued, sent again until the platform has answered, and escalated when it is late.
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
    """What the platform can be ordered to do."""

    REMOVE_FOLLOWERS = "remove_followers"
    RESTORE_FOLLOWERS = "restore_followers"
    LABEL_CONTENT = "label_content"
    UNLABEL_CONTENT = "unlabel_content"
    PIN_INFORMATION = "pin_information"
    UNPIN_INFORMATION = "unpin_information"
    RECOMMEND_DEBUNKING = "recommend_debunking"
    REPORT_REACH = "report_reach"


class Status(StrEnum):
    """Where a directive stands."""

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
    """How much of the order was carried out."""

    done: Annotated[int, Described(ge=0, description="Followers removed, contents labelled, …")]
    left: Annotated[int, Described(ge=0, description="What could not be done.")] = 0


class Terms(Frozen):
    """What is ordered, of whom, and until when."""

    order: Order
    article: int
    due_at: Instant
    account: AccountId | None = None
    targets: tuple[Target, ...] = ()
    """Contents, accounts or search terms; none when the order is about the account as a whole."""
    expected: Annotated[int | None, Described(ge=0)] = None
    """How much there is to do, where that is known: followers to remove."""
    label_zh: LabelText = ""
    label_en: LabelText = ""
    """What the label or the pinned information says."""
    link: Line = ""
    instructions: Text = ""
    cause: RecordId | None = None
    """Of what it is a consequence: a violation, a rumour, a case."""
    origin: Reference | None = None
    """The record that gave the order by itself: it is told of the answer in the answer's own transaction."""


class Issued(Frozen):
    """The order was given: carry it out and acknowledge it before it is due."""

    type: Literal["issued"] = "issued"
    terms: Terms


class SentAgain(Frozen):
    """Nothing has been heard: the same order once more."""

    type: Literal["sent_again"] = "sent_again"
    terms: Terms
    attempt: Annotated[int, Described(ge=2)]


class Acknowledged(Frozen):
    """The platform has answered: done, or failed and why."""

    type: Literal["acknowledged"] = "acknowledged"
    outcome: Literal["done", "failed"]
    reason: Text = ""
    counts: Counts | None = None


class Escalated(Frozen):
    """It is late, or it failed: a person must see to it."""

    type: Literal["escalated"] = "escalated"
    because: Literal["overdue", "failed"]


class Withdrawn(Frozen):
    """It need not be carried out any more."""

    type: Literal["withdrawn"] = "withdrawn"
    reason: Text = ""


DirectiveBody = Annotated[
    Issued | SentAgain | Acknowledged | Escalated | Withdrawn,
    Described(discriminator="type"),
]
DirectiveEntry = Entry[DirectiveBody]


class Directive(Frozen):
    """A directive as it stands."""

    id: RecordId
    status: Status
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
