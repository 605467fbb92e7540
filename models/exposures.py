"""Exposures: decided cases published as warnings, without anybody's personal data (article 13).

An exposure is a record, drawn up in the transaction of the decision that it tells of. What the public reads is its
`Notice`, which is written once; whom the case is about stays within.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described

from models.base import Frozen
from models.cases.cases import CaseKind, Outcome
from models.instants import CivilDate, Instant
from models.names import AccountId, AccountKind, CaseId, Text
from models.records import Entry, RecordId
from models.words.violations import Category

KIND: Final = "exposure"


class Status(StrEnum):
    """Where an exposure stands."""

    WITHHELD = "withheld"
    """Drawn up, and never shown so far."""
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    """Taken back by a person, who may publish it again."""
    OVERTURNED = "overturned"
    """What it tells of does not hold any more; the end."""


class Notice(Frozen):
    """What the public reads. It was written when the case was decided, and does not change."""

    kind: CaseKind
    article: int
    category: Category | None = None
    outcome: Outcome
    decided_on: Annotated[CivilDate, Described(description="The day, and no more than that.")]
    account_kind: Annotated[AccountKind | None, Described(description="Null where it is about several.")] = None
    name: Annotated[str | None, Described(description="Of an enterprise's account, where that was decided.")] = None
    summary: Annotated[Text, Described(description="What the reviewer added.")] = ""
    zh: str
    en: str


class DrawnUp(Frozen):
    """It was written, together with the decision of the case."""

    type: Literal["drawn_up"] = "drawn_up"
    notice: Notice
    case: RecordId
    account: AccountId | None = None
    cause: CaseId
    """What the decision recorded on the account; where that is overturned, so is this."""


class Published(Frozen):
    """Everybody may read it."""

    type: Literal["published"] = "published"


class Withheld(Frozen):
    """It was decided not to show it."""

    type: Literal["withheld"] = "withheld"
    reason: Text


class Withdrawn(Frozen):
    """Nobody may read it any more."""

    type: Literal["withdrawn"] = "withdrawn"
    reason: Text


class Overturned(Frozen):
    """What it tells of does not hold any more: nobody may read it, and it is not published again."""

    type: Literal["overturned"] = "overturned"
    reason: Text


ExposureBody = Annotated[DrawnUp | Published | Withheld | Withdrawn | Overturned, Described(discriminator="type")]
ExposureEntry = Entry[ExposureBody]


class Exposure(Frozen):
    """An exposure as it stands. Its identifier is the number under which the public knows it: drawn by lot, since that
    of the case may say whom it is about.
    """

    id: RecordId
    status: Status
    notice: Notice
    case: RecordId
    account: AccountId | None
    cause: CaseId
    drawn_up_at: Instant
    published_at: Instant | None = None
    ended_at: Instant | None = None
    """When it was withdrawn or overturned."""
    reason: Text = ""
    """Why it is not shown."""
