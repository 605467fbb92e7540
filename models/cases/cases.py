"""Cases that a person must decide: an application, a finding, an appeal, an overdue order.

A case is a record. It is opened with its evidence, claimed for a limited time by the person who works on it, and
decided once; the consequences of the decision are recorded together with it.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described
from pydantic import StringConstraints

from models.base import Frozen
from models.cases.corrections import Corrected, CorrectionDropped, CorrectionProposed
from models.cases.rulings import Outcome as Outcome  # noqa: PLC0414 - found here too
from models.cases.rulings import Ruling as Ruling  # noqa: PLC0414 - found here too
from models.cases.subjects import Reference, Subject
from models.evidence import Evidence
from models.instants import Instant
from models.names import AccountId, Line, Text
from models.records import Entry, RecordId

KIND: Final = "case"


class CaseKind(StrEnum):
    """Kind of a case; `regulation/words/case_kinds.py` has a row for each."""

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


class CaseStatus(StrEnum):
    """Status of a case."""

    OPEN = "open"
    CLAIMED = "claimed"
    PROPOSED = "proposed"
    """A first person has decided; a second decision is needed."""
    DEFERRED = "deferred"
    """One person has decided; it takes effect when the window to take it back has passed."""
    DECIDED = "decided"
    CORRECTING = "correcting"
    """It was decided; a first person has proposed to correct the decision, which stands until a second one agrees."""
    WITHDRAWN = "withdrawn"
    """No decision is needed any more."""


class Priority(StrEnum):
    """Priority of a case in the queue."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


ACTOR_PATTERN: Final = r"^[^\s\x00-\x1f\x7f][^\x00-\x1f\x7f]{0,99}$"
Actor = Annotated[str, StringConstraints(pattern=ACTOR_PATTERN), "identifier of a person, or of a service's API key"]

MOST_EVIDENCE: Final = 50
"""Pieces of evidence in one case. The state is written as a whole with each entry, so its size is bounded; unbounded
lists have tables.
"""


class Opening(Frozen):
    """Subject of a case, and its deadline."""

    kind: CaseKind
    article: int
    title: Line
    """Subject in one line, for lists."""
    account: AccountId | None = None
    subject: Annotated[Subject | None, Described(description="Subject of the decision.")] = None
    origin: Reference | None = None
    """Record from which the case was opened; a transaction that touches both locks it before the case."""
    priority: Priority
    due_at: Instant
    two_persons: tuple[Outcome, ...] = ()
    """Outcomes that need a second person here, beyond those of the kind."""
    not_by: tuple[Actor, ...] = ()
    """Persons who may not decide the case: those who made the decision under appeal."""


class Opened(Frozen):
    """The case was opened."""

    type: Literal["opened"] = "opened"
    opening: Opening
    evidence: tuple[Evidence, ...] = ()


class EvidenceAdded(Frozen):
    """Evidence was added."""

    type: Literal["evidence_added"] = "evidence_added"
    evidence: Evidence


class Claimed(Frozen):
    """A person has claimed the case: nobody else may work on it until the lease ends."""

    type: Literal["claimed"] = "claimed"
    until: Instant


LetGo = Literal["key_revoked", "role_lost", "person_inactive", "kind_lost", "unknown_holder"]
"""Why a person or service may not decide a case any more."""


class Released(Frozen):
    """The claim has ended."""

    type: Literal["released"] = "released"
    because: Literal["released", "lease_ended", "reassigned", "handed_over"] | LetGo = "released"
    of: Actor
    """Person who held the claim."""


class Assigned(Frozen):
    """The case was assigned to a person; null: to nobody."""

    type: Literal["assigned"] = "assigned"
    to: Actor | None
    reason: Text = ""


class Noted(Frozen):
    """A reviewer has left a note for the others. The feed leaves out its text."""

    type: Literal["noted"] = "noted"
    text: Text


class Proposed(Frozen):
    """A first person has decided; a second person must decide the same before it counts."""

    type: Literal["proposed"] = "proposed"
    ruling: Ruling


class Decided(Frozen):
    """The case was decided, finally."""

    type: Literal["decided"] = "decided"
    ruling: Ruling
    proposed_by: Actor | None = None
    """Person who proposed the decision, if it needed two."""
    decided_by: Actor | None = None
    """Person who decided, if the decision took effect later; None: the author of this entry."""


class Deferred(Frozen):
    """One person has decided; the decision takes effect at the instant, unless this person takes it back before."""

    type: Literal["deferred"] = "deferred"
    ruling: Ruling
    takes_effect_at: Instant


class TakenBack(Frozen):
    """The decision was taken back before it took effect, or could not take effect; the case is open again."""

    type: Literal["taken_back"] = "taken_back"
    of: Actor
    """Person who had decided."""
    because: Literal["taken_back", "refused"] = "taken_back"
    reason: Text = ""


class Reminded(Frozen):
    """Most of the time until the deadline has passed."""

    type: Literal["reminded"] = "reminded"


class Escalated(Frozen):
    """The case is overdue: more people must see it."""

    type: Literal["escalated"] = "escalated"
    level: Annotated[int, Described(ge=1, description="Number of escalations.")]


class Withdrawn(Frozen):
    """No decision is needed any more."""

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
    | Deferred
    | TakenBack
    | CorrectionProposed
    | Corrected
    | CorrectionDropped
    | Reminded
    | Escalated
    | Withdrawn,
    Described(discriminator="type"),
]
CaseEntry = Entry[CaseBody]


class Claim(Frozen):
    """Person who works on a case, and the end of the lease."""

    by: Actor
    since: Instant
    until: Instant


class Decision(Frozen):
    """Ruling with its author."""

    ruling: Ruling
    by: Actor
    at: Instant
    proposed_by: Actor | None = None


class Deferral(Frozen):
    """Decision that has not taken effect yet."""

    ruling: Ruling
    by: Actor
    at: Instant
    takes_effect_at: Instant


class Correction(Frozen):
    """Proposed correction, until a second person has decided."""

    ruling: Ruling
    by: Actor
    at: Instant
    due_at: Instant


_UNDECIDED: Final = frozenset({CaseStatus.CLAIMED, CaseStatus.PROPOSED, CaseStatus.DEFERRED})


class Case(Frozen):
    """State of a case."""

    id: RecordId
    status: CaseStatus
    opening: Opening
    opened_at: Instant
    opened_by: str
    priority: Priority
    """Priority at the opening; urgent once the case is overdue."""
    evidence: tuple[Evidence, ...] = ()
    notes: int = 0
    assigned_to: Actor | None = None
    claim: Claim | None = None
    proposal: Decision | None = None
    decision: Annotated[Decision | None, Described(description="Decision in force; null: none yet.")] = None
    corrected: Annotated[
        tuple[Decision, ...], Described(description="Earlier decisions that were corrected, the first one first.")
    ] = ()
    correction: Annotated[
        Correction | None, Described(description="Proposed correction that a second person must decide.")
    ] = None
    deferral: Annotated[
        Deferral | None, Described(description="Decision that can still be taken back; null: there is none.")
    ] = None
    reminded_at: Instant | None = None
    escalations: int = 0
    escalated_at: Instant | None = None
    withdrawn_at: Instant | None = None
    reason: Text = ""
    """Reason for the withdrawal."""

    @property
    def public_status(self) -> CaseStatus:
        """Return the status as applicants and holders may know it: claimed, proposed and deferred cases are `open`, and
        a decision stands while a correction is proposed.
        """
        if self.status is CaseStatus.CORRECTING:
            return CaseStatus.DECIDED
        return CaseStatus.OPEN if self.status in _UNDECIDED else self.status

    @property
    def due_at(self) -> Instant:
        """Return the deadline: of the second person's answer while a correction is proposed, else of the decision."""
        return self.opening.due_at if self.correction is None else self.correction.due_at
