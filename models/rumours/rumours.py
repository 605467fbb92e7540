"""Rumours: false claims, and the steps taken against them (article 6).

A rumour is a record. It is opened with its claim and known contents; its contents are labelled, verified information is
pinned and recommended, and the reach is measured. Each of these steps is an order to the platform. A rumour may be
closed at any time, corrected if the claim turns out to be true, and reopened.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, StringConstraints
from pydantic import Field as Described

from models import directives
from models.base import Frozen
from models.directives import Counts, Target
from models.instants import Instant
from models.names import AccountId, Digest, Line, Link, Text
from models.records import Entry, RecordId
from models.words.sanctions import Consequences

KIND: Final = "rumour"


class RumourField(StrEnum):
    """Subject area of a rumour."""

    PUBLIC_POLICY = "public_policy"
    LIVELIHOOD = "livelihood"
    EMERGENCY = "emergency"
    OTHER = "other"


class RumourStatus(StrEnum):
    """Status of a rumour."""

    OPEN = "open"
    CLOSED = "closed"
    """No longer spreading: its labels stay."""
    CORRECTED = "corrected"
    """The claim turned out to be true: every label is removed."""


class Step(StrEnum):
    """Step against a rumour; `STEPS` in `regulation/articles/a06_rumours.py` has a row for each."""

    LABEL = "label"
    PIN = "pin"
    RECOMMEND = "recommend"
    MEASURE = "measure"
    UNLABEL = "unlabel"
    UNPIN = "unpin"
    CORRECT = "correct"


def _says_something(value: str) -> str:
    if not any(character.isalnum() for character in value):
        raise ValueError("must say what is claimed, such as 自来水已被污染")
    return value


Claim = Annotated[
    str,
    AfterValidator(_says_something),
    Described(max_length=2000, description="Claim, in the words in which it spreads."),
]

TERM_PATTERN: Final = r"^[^\s\x00-\x1f\x7f]{2,100}$"
SearchTerm = Annotated[
    str,
    StringConstraints(pattern=TERM_PATTERN),
    "a search term of 2 to 100 characters without spaces",
]
MOST_TERMS: Final = 100
MOST_EVIDENCE: Final = 50
"""Pieces of evidence. The state is written as a whole with each entry, so it is bounded; contents and exposures have
tables.
"""
MOST_CONTENTS: Final = directives.MOST_TARGETS
"""Contents in one report; the number of reports is not limited."""
ContentIds = Annotated[tuple[Target, ...], Described(max_length=MOST_CONTENTS)]
MOST_ACCUSED: Final = 200
"""Accounts in one action: each is locked until all are recorded."""


SHORT_LINK_PATTERN: Final = r"^https?://[^\s\x00-\x1f\x7f]{1,190}$"
ShortLink = Annotated[
    str, StringConstraints(pattern=SHORT_LINK_PATTERN), "an address that fits beside a label, of 200 characters at most"
]


class Proof(Frozen):
    """Evidence against the claim."""

    link: Link
    text: Text = ""


def _shown(value: str) -> str:
    if not value:
        raise ValueError("must state the verified information: readers of the search page see it")
    return value


class Information(Frozen):
    """Verified information, shown beside the rumour, pinned and recommended."""

    text_zh: Annotated[Line, AfterValidator(_shown)]
    text_en: Line = ""
    link: ShortLink
    """Address of the full text."""


class Opening(Frozen):
    """Facts known when the rumour is identified."""

    claim: Claim
    claim_en: Annotated[Line, Described(description="Claim in English, for the English label.")] = ""
    field: RumourField
    terms: Annotated[tuple[SearchTerm, ...], Described(max_length=MOST_TERMS)] = ()
    evidence: Annotated[tuple[Proof, ...], Described(max_length=MOST_EVIDENCE)] = ()
    information: Information | None = None


class Found(StrEnum):
    """Way in which a content was found."""

    REPORTED = "reported"
    MATCHED = "matched"


class Opened(Frozen):
    """A rumour was identified."""

    type: Literal["opened"] = "opened"
    opening: Opening


class ContentsFound(Frozen):
    """More contents spread the rumour. A table names them; the digest binds this entry to it."""

    type: Literal["contents_found"] = "contents_found"
    count: Annotated[int, Described(ge=1)]
    digest: Annotated[Digest, Described(description="SHA-256 of the sorted identifiers, one on each line.")]
    by: Found = Found.REPORTED


class TermsAdded(Frozen):
    """Search terms were added."""

    type: Literal["terms_added"] = "terms_added"
    terms: tuple[SearchTerm, ...]


class InformationVerified(Frozen):
    """Information was verified; it replaces earlier information."""

    type: Literal["information_verified"] = "information_verified"
    information: Information


class Ordered(Frozen):
    """The platform was ordered to carry out a step."""

    type: Literal["ordered"] = "ordered"
    step: Step
    directive: RecordId
    due_at: Instant
    targets: Annotated[
        int, Described(ge=0, description="Number of contents or search terms; the directive names them.")
    ] = 0
    terms: Annotated[tuple[SearchTerm, ...], Described(description="Search terms, for an order about them.")] = ()


class Answered(Frozen):
    """The platform has answered an order."""

    type: Literal["answered"] = "answered"
    step: Step
    directive: RecordId
    outcome: Literal["done", "failed"]
    reason: Text = ""
    counts: Counts | None = None


class CalledOff(Frozen):
    """An order was withdrawn."""

    type: Literal["called_off"] = "called_off"
    step: Step
    directive: RecordId
    reason: Text = ""


class Escalated(Frozen):
    """A step is overdue or has failed: a person must deal with it."""

    type: Literal["escalated"] = "escalated"
    step: Step
    because: Literal["overdue", "failed", "no_information"]
    directive: RecordId | None = None


class Closed(Frozen):
    """The rumour was closed: it no longer spreads."""

    type: Literal["closed"] = "closed"
    reason: Text = ""


class Corrected(Frozen):
    """The claim turned out to be true: every label is removed, and a correction is published."""

    type: Literal["corrected"] = "corrected"
    reason: Text
    statement_zh: Line
    """Text of the correction, in place of a label or of pinned information."""
    statement_en: Line = ""
    link: ShortLink | None = None


class Reopened(Frozen):
    """The rumour was reopened: it spreads again, or was closed or corrected in error."""

    type: Literal["reopened"] = "reopened"
    reason: Text = ""


class Accused(Frozen):
    """Result of recording a violation for one account."""

    account: AccountId
    did: Literal["making", "spreading"]
    outcome: Literal["recorded", "refused"]
    violation: RecordId | None = None
    code: str | None = None
    """Code of the refusal, if it was refused."""
    message: str = ""
    message_zh: Annotated[str, Described(description="The same in Chinese.")] = ""
    consequences: Annotated[
        Consequences | None, Described(description="Consequences from the catalogue for this account's record.")
    ] = None


class ViolationsRecorded(Frozen):
    """Violations were recorded for the accounts that made or spread the rumour."""

    type: Literal["violations_recorded"] = "violations_recorded"
    accounts: tuple[Accused, ...]
    reason: Text = ""


class Cleared(Frozen):
    """Result of overturning a violation after the claim turned out to be true."""

    account: AccountId
    violation: RecordId
    outcome: Literal["overturned", "refused"]
    code: str | None = None
    message: str = ""
    message_zh: Annotated[str, Described(description="The same in Chinese.")] = ""


class ViolationsOverturned(Frozen):
    """Violations for making or spreading the rumour were overturned, because the claim is true."""

    type: Literal["violations_overturned"] = "violations_overturned"
    accounts: tuple[Cleared, ...]


RumourBody = Annotated[
    Opened
    | ContentsFound
    | TermsAdded
    | InformationVerified
    | Ordered
    | Answered
    | CalledOff
    | Escalated
    | Closed
    | Corrected
    | Reopened
    | ViolationsRecorded
    | ViolationsOverturned,
    Described(discriminator="type"),
]
RumourEntry = Entry[RumourBody]


class OpenOrder(Frozen):
    """Order without an answer."""

    directive: RecordId
    due_at: Instant


class Progress(Frozen):
    """Progress of one step."""

    orders: int = 0
    """Number of orders issued."""
    open: tuple[OpenOrder, ...] = ()
    failed: Annotated[int, Described(description="Number of orders that the platform could not carry out.")] = 0
    done: int = 0
    """Number of contents labelled, terms pinned, …, as reported by the platform."""
    done_at: Instant | None = None
    """Instant at which the last order was carried out and none was left."""
    late_since: Instant | None = None
    """Instant since which a person should deal with the step."""


class Rumour(Frozen):
    """State of a rumour."""

    id: RecordId
    status: RumourStatus
    opening: Opening
    """Opening, with the present terms and information."""
    opened_at: Instant
    opened_by: str
    since: Instant
    """Instant of the opening or reopening, from which the deadlines of the steps count."""
    turn: int = 1
    """Number of times it was opened."""
    contents: int = 0
    orders: int = 0
    steps: Annotated[dict[Step, Progress], Described(description="Progress of each step that was begun.")]
    pinned: tuple[SearchTerm, ...] = ()
    """Search terms for which the present information was ordered to be pinned."""
    up: tuple[SearchTerm, ...] = ()
    """Search terms on whose search page information may be pinned."""
    recommended: bool = False
    """Whether the present information was ordered to be recommended."""
    told: bool = False
    """Whether any information was recommended that a correction would have to replace."""
    measured: bool = False
    correction: Corrected | None = None
    violations: int = 0
    ended_at: Instant | None = None
    reason: Text = ""
