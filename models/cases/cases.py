"""Cases: what a person must decide (an application, a finding, an appeal, an order that is late), and how it went.

A case is a record. It is opened with its evidence, claimed for a while by who works on it, and decided once; what
follows from the decision is recorded together with it.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described
from pydantic import StringConstraints

from models.base import Frozen
from models.cases.subjects import Exposing, Reference, Subject, Terms
from models.evidence import Evidence
from models.instants import Instant
from models.names import AccountId, Line, Text
from models.records import Entry, RecordId

KIND: Final = "case"


class CaseKind(StrEnum):
    """What there is to decide; `regulation/words/case_kinds.py` has a row for each."""

    REGISTRATION = "registration"
    PROFILE_CHANGE = "profile_change"
    CERTIFICATION = "certification"
    EMBLEM = "emblem"
    IMPERSONATION = "impersonation"
    APPEAL = "appeal"
    COORDINATION = "coordination"
    CLOSURE = "closure"
    CANCELLATION = "cancellation"
    DIRECTIVE = "directive"
    RUMOUR = "rumour"
    REPORT = "report"
    FOLLOWERS = "followers"
    NETWORK = "network"
    CREDIT_CODE = "credit_code"


class Status(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    PROPOSED = "proposed"
    """One person has decided; it takes a second."""
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    """The case was withdrawn: no decision is needed."""


class Priority(StrEnum):
    """What comes first in the queue."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Outcome(StrEnum):
    """What a decision comes to; each kind of case has some of these."""

    APPROVED = "approved"
    REJECTED = "rejected"
    CONFIRMED = "confirmed"
    """What was found is so."""
    DISMISSED = "dismissed"
    """What was found is not so, or does not matter."""
    UPHELD = "upheld"
    REDUCED = "reduced"
    OVERTURNED = "overturned"
    DONE = "done"
    """It was seen to."""


ACTOR_PATTERN: Final = r"^[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]{0,99}$"
Actor = Annotated[str, StringConstraints(pattern=ACTOR_PATTERN), "an API key's identifier, or who sits at the terminal"]

MOST_EVIDENCE: Final = 50
"""Pieces in one case: the state is written whole with each entry. What grows without bound belongs in a table."""


class Opening(Frozen):
    """What is to be decided, and until when."""

    kind: CaseKind
    article: int
    title: Line
    """What there is to decide, in a line, for lists."""
    account: AccountId | None = None
    subject: Annotated[Subject | None, Described(description="What exactly is to be decided.")] = None
    origin: Reference | None = None
    """The record from which it was opened; it is locked before the case, whoever touches both."""
    priority: Priority
    due_at: Instant
    two_persons: tuple[Outcome, ...] = ()
    """Outcomes that take a second person here, beyond those of the kind."""
    not_by: tuple[Actor, ...] = ()
    """Who may not decide it: whoever made the decision that is appealed against."""


class Ruling(Frozen):
    """An outcome, why, and what it says besides."""

    outcome: Outcome
    reason: Text = ""
    terms: Terms | None = None
    exposure: Exposing | None = None


class Opened(Frozen):
    """There is something to decide."""

    type: Literal["opened"] = "opened"
    opening: Opening
    evidence: tuple[Evidence, ...] = ()


class EvidenceAdded(Frozen):
    """Something more is known."""

    type: Literal["evidence_added"] = "evidence_added"
    evidence: Evidence


class Claimed(Frozen):
    """Somebody works on it, and nobody else, until the lease ends."""

    type: Literal["claimed"] = "claimed"
    until: Instant


class Released(Frozen):
    """Nobody works on it any more."""

    type: Literal["released"] = "released"
    because: Literal["released", "lease_ended", "reassigned", "key_revoked", "role_lost"] = "released"
    of: Actor
    """Whose claim it was."""


class Assigned(Frozen):
    """It is for this person; null: for anybody again."""

    type: Literal["assigned"] = "assigned"
    to: Actor | None
    reason: Text = ""


class Noted(Frozen):
    """What a reviewer wants the others to know. The feed does not say what it says."""

    type: Literal["noted"] = "noted"
    text: Text


class Proposed(Frozen):
    """One person has decided; another must decide the same before it counts."""

    type: Literal["proposed"] = "proposed"
    ruling: Ruling


class Decided(Frozen):
    """The decision, once and for all."""

    type: Literal["decided"] = "decided"
    ruling: Ruling
    proposed_by: Actor | None = None
    """Who decided the same before, where it took two."""


class Reminded(Frozen):
    """Most of the time there was is over."""

    type: Literal["reminded"] = "reminded"


class Escalated(Frozen):
    """It is late: more people must see it."""

    type: Literal["escalated"] = "escalated"
    level: Annotated[int, Described(ge=1, description="How often it was escalated.")]


class Withdrawn(Frozen):
    """The case was withdrawn: no decision is needed."""

    type: Literal["withdrawn"] = "withdrawn"
    reason: Text = ""


CaseBody = Annotated[
    Opened
    | EvidenceAdded
    | Claimed
    | Released
    | Assigned
    | Noted
    | Proposed
    | Decided
    | Reminded
    | Escalated
    | Withdrawn,
    Described(discriminator="type"),
]
CaseEntry = Entry[CaseBody]


class Claim(Frozen):
    """Who works on it, and until when nobody else may."""

    by: Actor
    since: Instant
    until: Instant


class Decision(Frozen):
    """A ruling with whose it is."""

    ruling: Ruling
    by: Actor
    at: Instant
    proposed_by: Actor | None = None


class Case(Frozen):
    """A case as it stands."""

    id: RecordId
    status: Status
    opening: Opening
    opened_at: Instant
    opened_by: str
    priority: Priority
    """As opened; urgent once it is late."""
    evidence: tuple[Evidence, ...] = ()
    notes: int = 0
    assigned_to: Actor | None = None
    claim: Claim | None = None
    proposal: Decision | None = None
    decision: Decision | None = None
    reminded_at: Instant | None = None
    escalations: int = 0
    escalated_at: Instant | None = None
    withdrawn_at: Instant | None = None
    reason: Text = ""
    """Why it was withdrawn."""
