"""Rumours: a claim that is not so, and what is done about it (article 6).

A rumour is a record. It is opened with its claim and what is known to spread it; its contents are labelled, verified
information is pinned and recommended, the reach is measured: each of that is an order to the platform. At any moment it
may be closed, corrected because the claim turned out to be true, and reopened.
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
    """What the rumour is about."""

    PUBLIC_POLICY = "public_policy"
    LIVELIHOOD = "livelihood"
    EMERGENCY = "emergency"
    OTHER = "other"


class Status(StrEnum):
    """Where a rumour stands."""

    OPEN = "open"
    CLOSED = "closed"
    """It has run out: what it was labelled with stays."""
    CORRECTED = "corrected"
    """The claim turned out to be true: every label is taken back."""


class Step(StrEnum):
    """What is done about it; `STEPS` in `regulation/articles/a06_rumours.py` has a row for each."""

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
    Described(max_length=2000, description="What is claimed, in the words in which it goes round."),
]

TERM_PATTERN: Final = r"^[^\s\x00-\x1f\x7f]{2,100}$"
SearchTerm = Annotated[
    str,
    StringConstraints(pattern=TERM_PATTERN),
    "a search term of 2 to 100 characters without spaces",
]
MOST_TERMS: Final = 100
MOST_EVIDENCE: Final = 50
"""The state is written whole with each entry, so what it holds is bounded; contents and exposures have tables."""
MOST_CONTENTS: Final = directives.MOST_TARGETS
"""Contents in one report; any number of reports."""
ContentIds = Annotated[tuple[Target, ...], Described(max_length=MOST_CONTENTS)]
MOST_ACCUSED: Final = 200
"""Accounts in one action: each is locked until all are recorded."""


SHORT_LINK_PATTERN: Final = r"^https?://[^\s\x00-\x1f\x7f]{1,190}$"
ShortLink = Annotated[
    str, StringConstraints(pattern=SHORT_LINK_PATTERN), "an address that fits beside a label, of 200 characters at most"
]


class Proof(Frozen):
    """What speaks against the claim."""

    link: Link
    text: Text = ""


def _shown(value: str) -> str:
    if not value:
        raise ValueError("must say what is so: it is what readers of the search page see")
    return value


class Information(Frozen):
    """What is verified: shown beside the rumour, pinned and recommended."""

    text_zh: Annotated[Line, AfterValidator(_shown)]
    text_en: Line = ""
    link: ShortLink
    """Where it can be read in full."""


class Opening(Frozen):
    """What is known when it is identified."""

    claim: Claim
    claim_en: Annotated[Line, Described(description="The same in English, for the English label.")] = ""
    field: RumourField
    terms: Annotated[tuple[SearchTerm, ...], Described(max_length=MOST_TERMS)] = ()
    evidence: Annotated[tuple[Proof, ...], Described(max_length=MOST_EVIDENCE)] = ()
    information: Information | None = None


class Found(StrEnum):
    """How a content came to be known."""

    REPORTED = "reported"
    MATCHED = "matched"


class Opened(Frozen):
    """A rumour was identified."""

    type: Literal["opened"] = "opened"
    opening: Opening


class ContentsFound(Frozen):
    """More content spreads it. Which, stands in a table of its own; the digest binds this entry to it."""

    type: Literal["contents_found"] = "contents_found"
    count: Annotated[int, Described(ge=1)]
    digest: Annotated[Digest, Described(description="SHA-256 of the identifiers, sorted, a line each.")]
    by: Found = Found.REPORTED


class TermsAdded(Frozen):
    """It is searched for by these too."""

    type: Literal["terms_added"] = "terms_added"
    terms: tuple[SearchTerm, ...]


class InformationVerified(Frozen):
    """This is what is so; it replaces what was said before."""

    type: Literal["information_verified"] = "information_verified"
    information: Information


class Ordered(Frozen):
    """The platform was ordered to carry a step out."""

    type: Literal["ordered"] = "ordered"
    step: Step
    directive: RecordId
    due_at: Instant
    targets: Annotated[int, Described(ge=0, description="Contents or search terms; the directive names them.")] = 0
    terms: Annotated[tuple[SearchTerm, ...], Described(description="The search terms, where it is about them.")] = ()


class Answered(Frozen):
    """The platform has answered an order."""

    type: Literal["answered"] = "answered"
    step: Step
    directive: RecordId
    outcome: Literal["done", "failed"]
    reason: Text = ""
    counts: Counts | None = None


class CalledOff(Frozen):
    """An order need not be carried out any more."""

    type: Literal["called_off"] = "called_off"
    step: Step
    directive: RecordId
    reason: Text = ""


class Escalated(Frozen):
    """A step is late, or failed: a person must see to it."""

    type: Literal["escalated"] = "escalated"
    step: Step
    because: Literal["overdue", "failed", "no_information"]
    directive: RecordId | None = None


class Closed(Frozen):
    """It has run out."""

    type: Literal["closed"] = "closed"
    reason: Text = ""


class Corrected(Frozen):
    """The claim turned out to be true: every label is taken back, and that is said."""

    type: Literal["corrected"] = "corrected"
    reason: Text
    statement_zh: Line
    """What is said where a label or a pinned information was."""
    statement_en: Line = ""
    link: ShortLink | None = None


class Reopened(Frozen):
    """It goes round again, or was closed or corrected in error."""

    type: Literal["reopened"] = "reopened"
    reason: Text = ""


class Accused(Frozen):
    """What came of recording a violation for one account."""

    account: AccountId
    did: Literal["making", "spreading"]
    outcome: Literal["recorded", "refused"]
    violation: RecordId | None = None
    code: str | None = None
    """Why not, where it was refused."""
    message: str = ""
    consequences: Annotated[
        Consequences | None, Described(description="What the catalogue says for this account's record.")
    ] = None


class ViolationsRecorded(Frozen):
    """Making or spreading it was recorded for the accounts involved."""

    type: Literal["violations_recorded"] = "violations_recorded"
    accounts: tuple[Accused, ...]
    reason: Text = ""


class Cleared(Frozen):
    """What came of overturning a violation, now that the claim is true."""

    account: AccountId
    violation: RecordId
    outcome: Literal["overturned", "refused"]
    code: str | None = None
    message: str = ""


class ViolationsOverturned(Frozen):
    """The claim is true: who was accused of making or spreading a rumour did not."""

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
    """An order that is not answered yet."""

    directive: RecordId
    due_at: Instant


class Progress(Frozen):
    """How far one step is."""

    orders: int = 0
    """How many were given, all in all."""
    open: tuple[OpenOrder, ...] = ()
    failed: Annotated[int, Described(description="Orders that the platform could not carry out.")] = 0
    done: int = 0
    """Contents labelled, terms pinned, …, as far as the platform has counted."""
    done_at: Instant | None = None
    """When the last order was carried out and none was left."""
    late_since: Instant | None = None
    """Since when a person should see to it."""


class Rumour(Frozen):
    """A rumour as it stands."""

    id: RecordId
    status: Status
    opening: Opening
    """With the terms and the information as they are now."""
    opened_at: Instant
    opened_by: str
    since: Instant
    """Opened, or reopened: from when the steps have their time."""
    turn: int = 1
    """How often it was opened."""
    contents: int = 0
    orders: int = 0
    steps: Annotated[dict[Step, Progress], Described(description="How far each step is that was begun.")]
    pinned: tuple[SearchTerm, ...] = ()
    """Terms on whose search page this very information was ordered to be pinned."""
    up: tuple[SearchTerm, ...] = ()
    """Terms on whose search page some information of ours may stand."""
    recommended: bool = False
    """Whether this very information was ordered to be recommended."""
    told: bool = False
    """Whether anything was recommended that would have to be corrected."""
    measured: bool = False
    correction: Corrected | None = None
    violations: int = 0
    ended_at: Instant | None = None
    reason: Text = ""
