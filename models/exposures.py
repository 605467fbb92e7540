"""Exposures: decided cases published as warnings, without personal data (article 13).

An exposure is a record, created in the transaction of the decision that it reports. The public reads its `Notice`,
which never changes; the account concerned is not published.
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


class ExposureStatus(StrEnum):
    """Status of an exposure."""

    WITHHELD = "withheld"
    """Created, and never published so far."""
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    """Withdrawn by a person, who may publish it again."""
    OVERTURNED = "overturned"
    """The decision was overturned; final."""


class Notice(Frozen):
    """Public text of an exposure. It is written when the case is decided, and does not change."""

    kind: CaseKind
    article: int
    category: Category | None = None
    outcome: Outcome
    decided_on: Annotated[CivilDate, Described(description="Date of the decision.")]
    account_kind: Annotated[AccountKind | None, Described(description="Null for several accounts.")] = None
    name: Annotated[str | None, Described(description="Name of an enterprise's account, if it is to be named.")] = None
    summary: Annotated[Text, Described(description="Additional information from the reviewer.")] = ""
    zh: str
    en: str


class DrawnUp(Frozen):
    """The exposure was created, together with the decision of the case."""

    type: Literal["drawn_up"] = "drawn_up"
    notice: Notice
    case: RecordId
    account: AccountId | None = None
    cause: CaseId
    """Fact that the decision recorded on the account; overturning it overturns the exposure too."""


class Published(Frozen):
    """The exposure was published."""

    type: Literal["published"] = "published"


class Withheld(Frozen):
    """A person decided not to publish the exposure."""

    type: Literal["withheld"] = "withheld"
    reason: Text


class Withdrawn(Frozen):
    """The exposure was withdrawn from the public."""

    type: Literal["withdrawn"] = "withdrawn"
    reason: Text


class Overturned(Frozen):
    """The decision was overturned: the exposure is not public, and is not published again."""

    type: Literal["overturned"] = "overturned"
    reason: Text


ExposureBody = Annotated[DrawnUp | Published | Withheld | Withdrawn | Overturned, Described(discriminator="type")]
ExposureEntry = Entry[ExposureBody]


class Exposure(Frozen):
    """State of an exposure.

    Its identifier is its public number. It is random, because the identifier of the case may reveal the account.
    """

    id: RecordId
    status: ExposureStatus
    notice: Notice
    case: RecordId
    account: AccountId | None
    cause: CaseId
    drawn_up_at: Instant
    published_at: Instant | None = None
    ended_at: Instant | None = None
    """Instant at which it was withdrawn or overturned."""
    reason: Text = ""
    """Reason for not publishing it."""
