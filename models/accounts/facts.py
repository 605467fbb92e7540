"""Facts of an account: appended and never changed; a correction is a new fact.

A fact carries the numbers it was decided with (factor, months), so that folding it gives the same standing under every
later version of the rules: a change of a rule is never retroactive.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import Field as Described

from models.accounts.profiles import Contacts, Fingerprint, Grounds
from models.base import Frozen
from models.instants import Duration, Instant
from models.names import AccountId, AccountKind, CaseId, HolderRef, Line, Name, Text
from models.networks import NetworkMeasure
from models.records import RecordId
from models.words.privileges import Field, Method
from models.words.restrictions import Carried, Origin
from models.words.sanctions import Basis, ByCase, MeasureKind
from models.words.violations import Category


class Materials(Frozen):
    """Materials shown on the homepage beside the field's label (article 2)."""

    service_qualification: Text = ""
    professional_qualification: Text = ""
    professional_background: Text = ""


class AccountRegistered(Frozen):
    """The account was registered (articles 1, 7)."""

    type: Literal["account_registered"] = "account_registered"
    kind: AccountKind
    holder: HolderRef
    name: Name
    fields: tuple[Field, ...] = ()
    bio: Text = ""
    mcn: Name | None = None
    avatar: Line = ""
    contacts: Contacts = ()


class RegistrationHeld(Frozen):
    """The account has no service until a person has decided the case `id` (articles 1, 7)."""

    type: Literal["registration_held"] = "registration_held"
    id: CaseId
    grounds: Grounds


class HoldLifted(Frozen):
    """A person has approved the registration, and the account gets its service (articles 1, 7)."""

    type: Literal["hold_lifted"] = "hold_lifted"
    id: CaseId
    reason: Text = ""


class RegistrationRejected(Frozen):
    """A person has rejected the registration: no service, and the holder's seat is free again (articles 1, 7)."""

    type: Literal["registration_rejected"] = "registration_rejected"
    id: CaseId
    article: int | None = None
    """Article of the hold, where the rejection corrects an approval that had lifted it; None: the hold says it."""
    reason: Text = ""


class RejectionLifted(Frozen):
    """The rejection of the registration was corrected: the account gets its service after all (articles 1, 7)."""

    type: Literal["rejection_lifted"] = "rejection_lifted"
    id: CaseId
    reason: Text = ""


class NameChanged(Frozen):
    """The account has changed its name (articles 1, 4)."""

    type: Literal["name_changed"] = "name_changed"
    name: Name


class ProfileChanged(Frozen):
    """The account has changed its profile; with `id` after a person decided that case (article 1)."""

    type: Literal["profile_changed"] = "profile_changed"
    id: CaseId | None = None
    name: Name | None = None
    bio: Text | None = None
    avatar: Line | None = None
    finding: Fingerprint = ""
    """Fingerprint of the findings in the present profile that a person has reviewed."""


class ProfileChangeHeld(Frozen):
    """A change of the profile waits until a person has decided the case `id`; the old one stays (article 1)."""

    type: Literal["profile_change_held"] = "profile_change_held"
    id: CaseId
    name: Name | None = None
    bio: Text | None = None
    avatar: Line | None = None
    grounds: Grounds


class ProfileChangeRejected(Frozen):
    """A person has rejected the change, and the old profile stays (article 1)."""

    type: Literal["profile_change_rejected"] = "profile_change_rejected"
    id: CaseId
    reason: Text = ""


class ProfileRestored(Frozen):
    """The approval of the change `id` was corrected: what it changed, and still stood, is as before (article 1)."""

    type: Literal["profile_restored"] = "profile_restored"
    id: CaseId
    name: Name | None = None
    bio: Text | None = None
    avatar: Line | None = None
    finding: Fingerprint = ""
    """Fingerprint of the findings in the profile that is shown now."""
    reason: Text = ""


class ImpersonationFound(Frozen):
    """The account impersonates somebody else: it has no service, and a violation (article 1)."""

    type: Literal["impersonation_found"] = "impersonation_found"
    id: CaseId
    imitated: Line
    clean_months: int
    finding: Fingerprint = ""
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Holder at the time of the offence, if another than the present one."""


class ImpersonationLifted(Frozen):
    """The imitation has ended: service returns, and the violation stays on record (article 1)."""

    type: Literal["impersonation_lifted"] = "impersonation_lifted"
    id: CaseId
    reason: Text = ""


class FindingDismissed(Frozen):
    """A person has reviewed a finding in the profile, and it may stay (article 1)."""

    type: Literal["finding_dismissed"] = "finding_dismissed"
    id: CaseId
    finding: Fingerprint
    reason: Text = ""


class HolderChanged(Frozen):
    """The account has another holder: profit freezes, and certifications end (articles 2, 8)."""

    type: Literal["holder_changed"] = "holder_changed"
    id: CaseId
    holder: HolderRef
    kind: AccountKind
    freeze_months: int
    fallen: tuple[CaseId, ...] = ()
    """Certifications that were to begin after the change, and were ended by it."""


class CertificationGranted(Frozen):
    """A verified certification in one field, valid through its last day (article 2)."""

    type: Literal["certification_granted"] = "certification_granted"
    id: CaseId
    field: Field
    valid_from: date
    valid_until: date
    materials: Materials = Materials()


class CertificationRevoked(Frozen):
    """A certification was revoked (article 2)."""

    type: Literal["certification_revoked"] = "certification_revoked"
    id: CaseId
    reason: Text = ""
    fallen: tuple[CaseId, ...] = ()
    """The certification itself, if it was to begin after its revocation."""


class MonetizationGranted(Frozen):
    """An application for profit-making privileges was granted (article 8)."""

    type: Literal["monetization_granted"] = "monetization_granted"
    methods: tuple[Method, ...]


class MonetizationWithheld(Frozen):
    """An application was refused: the privileges were not granted (articles 8, 9)."""

    type: Literal["monetization_withheld"] = "monetization_withheld"
    methods: tuple[Method, ...]
    articles: tuple[int, ...]
    eligible_at: Instant | None


class MonetizationCancelled(Frozen):
    """The grants were cancelled permanently; with a category it is also a violation (article 9)."""

    type: Literal["monetization_cancelled"] = "monetization_cancelled"
    id: CaseId
    category: Category | None = None
    methods: tuple[Method, ...] | None = None
    """Methods granted until then. None of them, if an earlier cancellation, which may be overturned, had ended them.
    Null in facts recorded before this field existed.
    """
    clean_months: int = 0
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Holder at the time of the offence, if another than the present one."""


class ViolationRecorded(Frozen):
    """A finding was decided: it interrupts the clean window of article 8 for `clean_months`."""

    type: Literal["violation_recorded"] = "violation_recorded"
    id: CaseId
    category: Category
    clean_months: int
    decided_at: Instant | None = None
    """Instant of the decision in another system, for accounts imported with their past; otherwise the recording
    instant.
    """
    reason: Text = ""
    basis: Basis | None = None


class BanImposed(Frozen):
    """A ban (禁言): no publishing for `duration`, no profit for `factor` times as long; a violation too (article 9)."""

    type: Literal["ban_imposed"] = "ban_imposed"
    id: CaseId
    category: Category
    duration: Duration
    factor: Decimal
    clean_months: int
    decided_at: Instant | None = None
    reason: Text = ""
    basis: Basis | None = None


class BanShortened(Frozen):
    """The ban lasts `duration` in total, and its suspension shrinks by the same factor (article 9)."""

    type: Literal["ban_shortened"] = "ban_shortened"
    id: CaseId
    duration: Duration
    reason: Text = ""


class MeasureImposed(Frozen):
    """A measure that is no ban, cancellation or closure; also a violation, unless another fact with its `id` is."""

    type: Literal["measure_imposed"] = "measure_imposed"
    id: CaseId
    measure: MeasureKind
    category: Category
    duration: Duration | None = None
    """Duration of the measure; None: without an end, or done at once."""
    least_months: int | None = None
    """For withheld profit: months from the recording in which no application is granted. None in facts recorded before
    this field existed: those close profit-making as a whole, for `duration`.
    """
    for_ever: bool = False
    """For withheld profit: whether it has no end. Otherwise it ends after `duration`, and not before `least_months`."""
    clean_months: int = 0
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Holder at the time of the offence, if another than the present one."""


class WithholdingLifted(Frozen):
    """A person has decided that profit-making may be granted again; the violation stays on record (article 9)."""

    type: Literal["withholding_lifted"] = "withholding_lifted"
    id: CaseId
    reason: Text


class MeasureShortened(Frozen):
    """The measure lasts `duration` in total (articles 9, 10)."""

    type: Literal["measure_shortened"] = "measure_shortened"
    id: CaseId
    measure: MeasureKind
    duration: Duration
    reason: Text = ""


class Overturned(Frozen):
    """A violation was overturned with all its consequences: from now on it counts as if never recorded."""

    type: Literal["overturned"] = "overturned"
    id: CaseId
    reason: Text = ""


class ConsequenceWithdrawn(Frozen):
    """A closure or cancellation that a case added to the finding `id` was corrected; the finding stands (9, 12)."""

    type: Literal["consequence_withdrawn"] = "consequence_withdrawn"
    id: CaseId
    consequence: ByCase
    withholding: bool = False
    """For a cancellation: whether the case had withheld what was not granted, too; that ends with it."""
    reason: Text = ""


class AccountClosed(Frozen):
    """The account was closed: as a sanction (with a category; the holder may not return) or at the holder's wish."""

    type: Literal["account_closed"] = "account_closed"
    id: CaseId
    category: Category | None = None
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Holder barred by a sanction: the one at the time of the offence, if another than the present one."""


class AccountReopened(Frozen):
    """The closure `id` was overturned: the account continues as if it had not been closed (articles 7, 12)."""

    type: Literal["account_reopened"] = "account_reopened"
    id: CaseId
    reason: Text = ""


class NetworkSigned(Frozen):
    """A registered network has signed the account; its name is shown on the homepage (article 11)."""

    type: Literal["network_signed"] = "network_signed"
    network: RecordId
    name: Name


class NetworkLeft(Frozen):
    """The account has left its network (article 11)."""

    type: Literal["network_left"] = "network_left"
    network: RecordId


class NetworkRestricted(Frozen):
    """A sanction on the account's network applies to it; it is no violation of the account (article 11)."""

    type: Literal["network_restricted"] = "network_restricted"
    id: CaseId
    network: RecordId
    measure: NetworkMeasure
    until: Instant | None = None


class NetworkLifted(Frozen):
    """The sanction `id` on the account's network was lifted, with its restrictions (article 11)."""

    type: Literal["network_lifted"] = "network_lifted"
    id: CaseId
    network: RecordId


class HolderRestricted(Frozen):
    """An action on another account of the holder binds this one; recorded again when less of it is left (article 7)."""

    type: Literal["holder_restricted"] = "holder_restricted"
    id: CaseId
    origin: Origin
    category: Category | None = None
    restrictions: tuple[Carried, ...]


class HolderLifted(Frozen):
    """The action `id` was overturned, or nothing of it is left: its restrictions here end (article 7)."""

    type: Literal["holder_lifted"] = "holder_lifted"
    id: CaseId
    origin: Origin


FactBody = Annotated[
    AccountRegistered
    | RegistrationHeld
    | HoldLifted
    | RegistrationRejected
    | RejectionLifted
    | NameChanged
    | ProfileChanged
    | ProfileChangeHeld
    | ProfileChangeRejected
    | ProfileRestored
    | ImpersonationFound
    | ImpersonationLifted
    | FindingDismissed
    | HolderChanged
    | CertificationGranted
    | CertificationRevoked
    | MonetizationGranted
    | MonetizationWithheld
    | MonetizationCancelled
    | ViolationRecorded
    | BanImposed
    | BanShortened
    | MeasureImposed
    | MeasureShortened
    | WithholdingLifted
    | Overturned
    | ConsequenceWithdrawn
    | AccountClosed
    | AccountReopened
    | NetworkSigned
    | NetworkLeft
    | NetworkRestricted
    | NetworkLifted
    | HolderRestricted
    | HolderLifted,
    Described(discriminator="type"),
]


class Fact(Frozen):
    """Entry of an account's ledger.

    `effective_at` is when it takes effect, `recorded_at` when the ledger recorded it; `seq` counts from 1 without gaps
    and is the version of the resulting standing.
    """

    account: AccountId
    seq: Annotated[int, Described(ge=1)]
    effective_at: Instant
    recorded_at: Instant
    actor: str
    body: FactBody


AFTER_CLOSURE: Final = (
    AccountReopened,
    RejectionLifted,
    Overturned,
    ConsequenceWithdrawn,
    BanShortened,
    MeasureShortened,
    WithholdingLifted,
    ImpersonationLifted,
    ImpersonationFound,
    MonetizationCancelled,
    HolderRestricted,
    HolderLifted,
)
"""Facts that may be recorded on a closed account."""


def reference_of(body: FactBody) -> str | None:
    """Return the identifier by which later facts refer to this one; None if it has none."""
    return getattr(body, "id", None)


def type_of(body: type[Frozen]) -> str:
    """Return the type of facts with this body: `account_closed` for `AccountClosed`.

    Raises:
        KeyError: it is not the body of a fact.
    """
    return str(body.model_fields["type"].default)


def types_of(*bodies: type[Frozen]) -> tuple[str, ...]:
    """Return the types of several bodies, in the same order."""
    return tuple(map(type_of, bodies))
