"""Facts: what happened to an account. They are appended, never changed; a correction is a new fact.

A fact carries the numbers it was decided with (factor, months), so that folding it gives the same standing under
every later version of the rules: a change of the rule never reaches back.
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
from models.words.sanctions import Basis, MeasureKind
from models.words.violations import Category


class Materials(Frozen):
    """What the homepage shows beside a field's label (article 2)."""

    service_qualification: Text = ""
    professional_qualification: Text = ""
    professional_background: Text = ""


class AccountRegistered(Frozen):
    """The account began to exist (articles 1, 7)."""

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
    """A person has looked, and the account may have its service (articles 1, 7)."""

    type: Literal["hold_lifted"] = "hold_lifted"
    id: CaseId
    reason: Text = ""


class RegistrationRejected(Frozen):
    """A person has looked, and the account never gets service; its holder's seat is free again (articles 1, 7)."""

    type: Literal["registration_rejected"] = "registration_rejected"
    id: CaseId
    reason: Text = ""


class NameChanged(Frozen):
    """The account shows another name from now on (articles 1, 4)."""

    type: Literal["name_changed"] = "name_changed"
    name: Name


class ProfileChanged(Frozen):
    """The account shows other information from now on; with `id` after a person decided that case (article 1)."""

    type: Literal["profile_changed"] = "profile_changed"
    id: CaseId | None = None
    name: Name | None = None
    bio: Text | None = None
    avatar: Line | None = None
    finding: Fingerprint = ""
    """What is found in the profile as it is now, and a person has seen."""


class ProfileChangeHeld(Frozen):
    """Asked for, and not in force until a person has decided the case `id`; the old profile stays (article 1)."""

    type: Literal["profile_change_held"] = "profile_change_held"
    id: CaseId
    name: Name | None = None
    bio: Text | None = None
    avatar: Line | None = None
    grounds: Grounds


class ProfileChangeRejected(Frozen):
    """A person has looked, and the old profile stays for good (article 1)."""

    type: Literal["profile_change_rejected"] = "profile_change_rejected"
    id: CaseId
    reason: Text = ""


class ImpersonationFound(Frozen):
    """The account passes itself off as somebody else: no service, and a violation (article 1)."""

    type: Literal["impersonation_found"] = "impersonation_found"
    id: CaseId
    imitated: Line
    clean_months: int
    finding: Fingerprint = ""
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Who held the account at the time of the offence, where that is somebody else than now."""


class ImpersonationLifted(Frozen):
    """The imitation has ended: service returns, and the violation stays on record (article 1)."""

    type: Literal["impersonation_lifted"] = "impersonation_lifted"
    id: CaseId
    reason: Text = ""


class FindingDismissed(Frozen):
    """A person has looked at what was found in the profile, and it may stay (article 1)."""

    type: Literal["finding_dismissed"] = "finding_dismissed"
    id: CaseId
    finding: Fingerprint
    reason: Text = ""


class HolderChanged(Frozen):
    """Another person or enterprise stands behind the account: profit freezes, certifications fall (articles 2, 8)."""

    type: Literal["holder_changed"] = "holder_changed"
    id: CaseId
    holder: HolderRef
    kind: AccountKind
    freeze_months: int
    fallen: tuple[CaseId, ...] = ()
    """Certifications that were to begin only after the change: nothing is left of them but that they fell with it."""


class CertificationGranted(Frozen):
    """A verified certification in one field, valid through the last day written on it (article 2)."""

    type: Literal["certification_granted"] = "certification_granted"
    id: CaseId
    field: Field
    valid_from: date
    valid_until: date
    materials: Materials = Materials()


class CertificationRevoked(Frozen):
    """A certification no longer counts (article 2)."""

    type: Literal["certification_revoked"] = "certification_revoked"
    id: CaseId
    reason: Text = ""
    fallen: tuple[CaseId, ...] = ()
    """The certification itself, where it was to begin only after it was revoked."""


class MonetizationGranted(Frozen):
    """An application for profit-making privileges was granted (article 8)."""

    type: Literal["monetization_granted"] = "monetization_granted"
    methods: tuple[Method, ...]


class MonetizationWithheld(Frozen):
    """An application was refused: the privileges were never granted (articles 8, 9)."""

    type: Literal["monetization_withheld"] = "monetization_withheld"
    methods: tuple[Method, ...]
    articles: tuple[int, ...]
    eligible_at: Instant | None


class MonetizationCancelled(Frozen):
    """The grants ended for good; with a category it is also a violation (article 9)."""

    type: Literal["monetization_cancelled"] = "monetization_cancelled"
    id: CaseId
    category: Category | None = None
    methods: tuple[Method, ...] | None = None
    """What was granted until then; none, where another cancellation had ended it before and may be overturned. Null
    in facts that were recorded before this was kept.
    """
    clean_months: int = 0
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Who held the account at the time of the offence, where that is somebody else than now."""


class ViolationRecorded(Frozen):
    """A finding, decided: it closes the clean window of article 8 for `clean_months`."""

    type: Literal["violation_recorded"] = "violation_recorded"
    id: CaseId
    category: Category
    clean_months: int
    decided_at: Instant | None = None
    """When another system decided it, for accounts that bring their past along; else it is the recording instant."""
    reason: Text = ""
    basis: Basis | None = None


class BanImposed(Frozen):
    """禁言: no publishing for `duration`, no profit for `factor` times as long; also a violation (article 9)."""

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
    """A measure beside bans, cancellations and closures; a violation too, unless another fact with its `id` is that."""

    type: Literal["measure_imposed"] = "measure_imposed"
    id: CaseId
    measure: MeasureKind
    category: Category
    duration: Duration | None = None
    """How long it holds; None: without an end, or done at once."""
    least_months: int | None = None
    """Of profit that is withheld: no application is granted for at least so many months from the recording. None in
    facts that were recorded before this was kept: those close profit-making as a whole, for `duration`.
    """
    for_ever: bool = False
    """Of profit that is withheld: without an end. Else it ends after `duration`, and not before `least_months`."""
    clean_months: int = 0
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Who held the account at the time of the offence, where that is somebody else than now."""


class WithholdingLifted(Frozen):
    """A person has decided that profit may be granted again; the violation stays on record (article 9)."""

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
    """A violation, and all that followed from it, counts as if never recorded from now on."""

    type: Literal["overturned"] = "overturned"
    id: CaseId
    reason: Text = ""


class AccountClosed(Frozen):
    """The account ended: as a sanction (with a category; the holder may not come back) or by the holder's wish."""

    type: Literal["account_closed"] = "account_closed"
    id: CaseId
    category: Category | None = None
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Whom a sanction bars: who held the account at the time of the offence, where that is somebody else than now."""


class AccountReopened(Frozen):
    """The closure `id` was overturned: the account goes on as it would have without it (articles 7, 12)."""

    type: Literal["account_reopened"] = "account_reopened"
    id: CaseId
    reason: Text = ""


class NetworkSigned(Frozen):
    """A registered network has signed the account: its name is shown on the homepage (article 11)."""

    type: Literal["network_signed"] = "network_signed"
    network: RecordId
    name: Name


class NetworkLeft(Frozen):
    """The account is with its network no longer (article 11)."""

    type: Literal["network_left"] = "network_left"
    network: RecordId


class NetworkRestricted(Frozen):
    """A sanction on the account's network has reached it; no violation of its own (article 11)."""

    type: Literal["network_restricted"] = "network_restricted"
    id: CaseId
    network: RecordId
    measure: NetworkMeasure
    until: Instant | None = None


class NetworkLifted(Frozen):
    """The sanction `id` on the account's network was lifted: what it closed opens (article 11)."""

    type: Literal["network_lifted"] = "network_lifted"
    id: CaseId
    network: RecordId


class HolderRestricted(Frozen):
    """An action on another account of the holder binds this one too; recorded again with what is left (article 7)."""

    type: Literal["holder_restricted"] = "holder_restricted"
    id: CaseId
    origin: Origin
    category: Category | None = None
    restrictions: tuple[Carried, ...]


class HolderLifted(Frozen):
    """The action behind `id` was overturned, or nothing of it is left: what it closed here opens (article 7)."""

    type: Literal["holder_lifted"] = "holder_lifted"
    id: CaseId
    origin: Origin


FactBody = Annotated[
    AccountRegistered
    | RegistrationHeld
    | HoldLifted
    | RegistrationRejected
    | NameChanged
    | ProfileChanged
    | ProfileChangeHeld
    | ProfileChangeRejected
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
    """One entry of an account's ledger.

    `effective_at` is when it holds in the world, `recorded_at` when the ledger learned it; `seq` counts from 1
    without gaps and is the version of the standing that the fact leads to.
    """

    account: AccountId
    seq: Annotated[int, Described(ge=1)]
    effective_at: Instant
    recorded_at: Instant
    actor: str
    body: FactBody


AFTER_CLOSURE: Final = (
    AccountReopened,
    Overturned,
    BanShortened,
    MeasureShortened,
    WithholdingLifted,
    ImpersonationLifted,
    ImpersonationFound,
    MonetizationCancelled,
    HolderRestricted,
    HolderLifted,
)
"""Facts that may be recorded of a closed account."""


def reference_of(body: FactBody) -> str | None:
    """The identifier by which later facts and people refer to this one, if it has any."""
    return getattr(body, "id", None)


def type_of(body: type[Frozen]) -> str:
    """The type by which the ledger keeps facts with this body: `account_closed` for `AccountClosed`.

    Raises:
        KeyError: when it is no body of a fact.
    """
    return str(body.model_fields["type"].default)


def types_of(*bodies: type[Frozen]) -> tuple[str, ...]:
    """The types of several bodies, in the same order."""
    return tuple(map(type_of, bodies))
