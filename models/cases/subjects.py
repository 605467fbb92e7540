"""What a case is about, and what a decision says besides yes or no: one model a kind, told apart by `type`.

Whoever adds a kind of case that carries a payload adds its model to `Subject`; one whose decision takes more than an
outcome and a reason adds a model to `Terms`.
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
    """Something that is kept elsewhere: a directive, a rumour, a report, a finding."""

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
    """The account shall be closed as a sanction (article 12)."""

    type: Literal["closure"] = "closure"
    category: Category
    violation: CaseId | None = None
    """The finding that it follows from, where that is recorded."""


class CancellationAsked(Frozen):
    """The account's profit-making shall be cancelled for good (article 9)."""

    type: Literal["cancellation"] = "cancellation"
    category: Category | None = None
    violation: CaseId | None = None
    """The finding that it follows from, where that is recorded."""


class Appealed(Frozen):
    """The account holds that a finding, or what followed from it, is wrong."""

    type: Literal["appeal"] = "appeal"
    action: CaseId
    category: Category | None = None
    says: Text
    """The account's own words."""


class EmblemSeen(Frozen):
    """An avatar in which protected emblems seem to be (article 1)."""

    type: Literal["emblem"] = "emblem"
    avatar: str
    """SHA-256 of the picture; the platform has it, we do not keep it."""
    emblems: tuple[CaseId, ...]
    bank: int
    """Version of the bank of emblems that it was screened against."""


class CoordinationFound(Frozen):
    """Accounts that seem to act in concert (article 7); who they are stands with the cluster."""

    type: Literal["coordination"] = "coordination"
    cluster: CaseId
    round: int
    """Which of the cluster's cases: after a decision, those who join later are another one."""


class ImitationSuspected(Frozen):
    """The account may pass itself off as somebody else (article 1)."""

    type: Literal["imitation"] = "imitation"
    imitated: Line
    """Whom it seems to imitate."""
    finding: Fingerprint = ""
    """Of what screening found: decided once, it is not asked about again."""


class IrregularCode(Frozen):
    """An organisation's credit code that is not as the standard has it, and that its licence may bear (article 7)."""

    type: Literal["irregular_code"] = "irregular_code"
    holder: HolderRef
    """Under which its holder is known; the code itself is not kept."""
    reference: Line
    """By which the platform finds the organisation again."""
    fault: Line
    """What is not as the standard has it."""


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
    """The days that the reviewer has read on the certificate, where they are others than applied for."""

    type: Literal["validity"] = "validity"
    valid_from: CivilDate
    valid_until: CivilDate


class DurationTerms(Frozen):
    """How long the measure shall last in total."""

    type: Literal["duration"] = "duration"
    duration: Duration
    of: CaseId | None = None
    """Which measure, where it is not plain."""
    note: Text = ""


class SanctionTerms(Frozen):
    """What every member of a cluster gets, each with a statement of its own."""

    type: Literal["sanction"] = "sanction"
    category: Category
    consequences: Consequences | None = None
    """None: what the catalogue says for this category and each member's own record."""
    without: tuple[AccountId, ...] = ()
    """Members that are spared."""


class Exposing(Frozen):
    """How the public is told of the decision (article 13). Without it: in our words, and without a name."""

    summary: Annotated[Text, Described(description="What else should be known; no personal data.")] = ""
    named: Annotated[bool, Described(description="Whether an enterprise's account is named.")] = False
    withheld: Annotated[Text, Described(description="Why nothing is published; empty: it is.")] = ""


class NetworkTerms(Frozen):
    """What the network gets, where it is other than was proposed (article 11)."""

    type: Literal["network"] = "network"
    measure: NetworkMeasure
    duration: Annotated[Duration | None, Described(description="Left out: without an end.")] = None


Terms = Annotated[ValidityTerms | DurationTerms | SanctionTerms | NetworkTerms, Described(discriminator="type")]
