"""Subjects of cases and terms of decisions: one model for each kind, distinguished by `type`.

A new kind of case with a payload adds its model to `Subject`; one whose decision needs more than an outcome and a
reason adds a model to `Terms`.
"""

from typing import Annotated, Literal

from pydantic import Field as Described

from models.accounts.facts import Materials
from models.accounts.profiles import Fingerprint
from models.base import Frozen
from models.instants import CivilDate, Duration
from models.names import AccountId, CaseId, HolderRef, Line, Text
from models.networks import NetworkMeasure
from models.records import RecordId, RecordKind
from models.words.privileges import Field
from models.words.sanctions import Consequences
from models.words.violations import Category


class Reference(Frozen):
    """Reference to another record: a directive, a rumour, a report, a finding."""

    type: Literal["reference"] = "reference"
    kind: RecordKind
    id: RecordId


class CertificationApplied(Frozen):
    """An application for a field's certification (article 2)."""

    type: Literal["certification"] = "certification"
    field: Field
    valid_from: CivilDate
    valid_until: CivilDate
    materials: Materials


class ClosureAsked(Frozen):
    """Request to close the account as a sanction (article 12)."""

    type: Literal["closure"] = "closure"
    category: Category
    violation: CaseId | None = None
    """Finding that justifies it, if recorded."""


class CancellationAsked(Frozen):
    """Request to cancel the account's profit-making permanently (article 9)."""

    type: Literal["cancellation"] = "cancellation"
    category: Category | None = None
    violation: CaseId | None = None
    """Finding that justifies it, if recorded."""


class Appealed(Frozen):
    """Appeal of the account against a finding or its consequences."""

    type: Literal["appeal"] = "appeal"
    action: CaseId
    category: Category | None = None
    says: Text
    """Statement of the account."""


class EmblemSeen(Frozen):
    """Avatar that may contain protected emblems (article 1)."""

    type: Literal["emblem"] = "emblem"
    avatar: str
    """SHA-256 of the picture; the platform has the picture, and it is not stored here."""
    emblems: tuple[CaseId, ...]
    bank: int
    """Version of the bank of emblems used for screening."""


class CoordinationFound(Frozen):
    """Accounts that may act in concert (article 7); the cluster names them."""

    type: Literal["coordination"] = "coordination"
    cluster: CaseId
    round: int
    """Ordinal of the case among the cluster's cases: accounts that join after a decision belong to another case."""


class ImitationSuspected(Frozen):
    """Account that may impersonate somebody else (article 1)."""

    type: Literal["imitation"] = "imitation"
    imitated: Line
    """Name of the person or body that it seems to imitate."""
    finding: Fingerprint = ""
    """Fingerprint of the finding of screening; once decided, it is not reviewed again."""


class IrregularCode(Frozen):
    """Organisation's credit code that does not follow the standard but may be on its licence (article 7)."""

    type: Literal["irregular_code"] = "irregular_code"
    holder: HolderRef
    """Reference of the holder; the code itself is not stored."""
    reference: Line
    """Platform's reference of the organisation."""
    fault: Line
    """Deviation from the standard."""


Subject = Annotated[
    Reference
    | CertificationApplied
    | ClosureAsked
    | CancellationAsked
    | Appealed
    | EmblemSeen
    | CoordinationFound
    | ImitationSuspected
    | IrregularCode,
    Described(discriminator="type"),
]


class ValidityTerms(Frozen):
    """Dates that the reviewer has read on the certificate, if others than applied for."""

    type: Literal["validity"] = "validity"
    valid_from: CivilDate
    valid_until: CivilDate


class DurationTerms(Frozen):
    """Total duration of a measure."""

    type: Literal["duration"] = "duration"
    duration: Duration
    of: CaseId | None = None
    """Measure that is meant, if there are several."""
    note: Text = ""


class SanctionTerms(Frozen):
    """Sanction on every member of a cluster; each member gets a statement of its own."""

    type: Literal["sanction"] = "sanction"
    category: Category
    consequences: Consequences | None = None
    """Consequences to record; None: those of the catalogue for the category and each member's record."""
    without: tuple[AccountId, ...] = ()
    """Members that are not sanctioned."""


class Exposing(Frozen):
    """Form in which the decision is published (article 13). Without it: in standard words, and without a name."""

    summary: Annotated[Text, Described(description="Additional information; no personal data.")] = ""
    named: Annotated[bool, Described(description="Whether the account of an enterprise is named.")] = False
    withheld: Annotated[Text, Described(description="Reason for not publishing; empty: it is published.")] = ""


class NetworkTerms(Frozen):
    """Sanction on the network, if another than proposed (article 11)."""

    type: Literal["network"] = "network"
    measure: NetworkMeasure
    duration: Annotated[Duration | None, Described(description="Without it: no end.")] = None


Terms = Annotated[ValidityTerms | DurationTerms | SanctionTerms | NetworkTerms, Described(discriminator="type")]
