"""Commands on an account, to which the rules answer with facts or with a refusal.

Their texts have the recorded types, because some commands follow from facts recorded long ago. Input from outside has
been validated before with the types of `models.texts.incoming`.
"""

from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import Field as Described
from pydantic import model_validator

from models.accounts.facts import AccountClosed, Fact, FactBody, Materials
from models.accounts.profiles import Contacts, Fingerprint
from models.accounts.standing import Restriction
from models.base import Frozen
from models.evidence import Evidence
from models.instants import CivilDate, Duration, Instant
from models.names import AccountId, AccountKind, CaseId, HolderRef, Line, Name, Text
from models.networks import NetworkSanction
from models.records import RecordId
from models.texts import incoming
from models.words.privileges import Field, Method
from models.words.restrictions import Origin
from models.words.sanctions import Basis, ByCase, Consequences, Finding, MeasureKind
from models.words.violations import Category

Methods = Annotated[tuple[Method, ...], Described(min_length=1, max_length=len(Method))]


class GivenMaterials(Materials):
    """Materials as received: each text shown on the homepage must be readable and not misleading (article 2)."""

    service_qualification: incoming.Text = ""
    professional_qualification: incoming.Text = ""
    professional_background: incoming.Text = ""

    def recorded(self) -> Materials:
        """Return the materials with the recorded types."""
        return Materials(**self.model_dump())


class Register(Frozen):
    """Open an account (articles 1, 7)."""

    kind: AccountKind
    holder: HolderRef
    name: Name
    fields: tuple[Field, ...] = ()
    bio: Text = ""
    mcn: Name | None = None
    avatar: Line = ""
    contacts: Contacts = ()
    evidence: tuple[Evidence, ...] = ()
    """Applicant's proof, for the case if a person must review the profile."""


class ChangeName(Frozen):
    """Change the displayed name (articles 1, 4)."""

    name: Name
    evidence: tuple[Evidence, ...] = ()
    """Applicant's proof, as in `Register`."""


class ChangeProfile(Frozen):
    """Change the name, bio or avatar in one decision (article 1); None leaves a part unchanged."""

    name: Name | None = None
    bio: Text | None = None
    avatar: Line | None = None
    evidence: tuple[Evidence, ...] = ()
    """Applicant's proof, as in `Register`."""

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.name is None and self.bio is None and self.avatar is None:
            raise ValueError("nothing would change: give a name, a bio or an avatar")
        return self


class SettleRegistration(Frozen):
    """Decide a held registration: the account gets service, or is rejected (articles 1, 7)."""

    id: CaseId
    approved: bool
    reason: Text = ""


class SettleChange(Frozen):
    """Decide a held change of the profile (article 1)."""

    id: CaseId
    approved: bool
    reason: Text = ""


class CorrectRegistration(Frozen):
    """Replace the decision on a registration that was held: the account loses its service, or gets it after all
    (articles 1, 7).
    """

    id: CaseId
    approved: bool
    article: int
    """Article of the hold."""
    reason: Text = ""


class CorrectChange(Frozen):
    """Replace the decision on a change of the profile that was held; the parts are those to show now (article 1)."""

    id: CaseId
    approved: bool
    name: Name | None = None
    bio: Text | None = None
    avatar: Line | None = None
    finding: Fingerprint = ""
    reason: Text = ""


class FindImpersonation(Frozen):
    """Record that the account impersonates somebody else (article 1)."""

    id: CaseId
    imitated: Line
    finding: Fingerprint = ""
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Holder at the time of the offence, if a case names one; None: the present holder. With it the fact is recorded
    even if the account was closed by its holder or has changed hands since (article 7).
    """


class LiftImpersonation(Frozen):
    """Record that the imitation has ended, for instance by a change of name (article 1)."""

    id: CaseId
    reason: Text = ""


class DismissFinding(Frozen):
    """Record that a finding in the profile may stay (article 1)."""

    id: CaseId
    finding: Fingerprint
    reason: Text = ""


class Certify(Frozen):
    """Record a verified certification (article 2)."""

    id: CaseId
    field: Field
    valid_from: CivilDate
    valid_until: CivilDate
    materials: Materials | None = None
    """Materials shown on the homepage. Input from outside always gives them (an empty value is refused); None: a
    certification for which none were requested.
    """

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_until < self.valid_from:
            raise ValueError(f"valid_until {self.valid_until} lies before valid_from {self.valid_from}")
        return self


class RevokeCertification(Frozen):
    """Revoke a certification (article 2)."""

    id: CaseId
    reason: Text = ""


class ChangeHolder(Frozen):
    """Transfer the account to another holder; `kind` is given only if it changes too (articles 2, 7, 8)."""

    holder: HolderRef
    kind: AccountKind | None = None


class ApplyMonetization(Frozen):
    """Apply for profit-making privileges (article 8)."""

    methods: Methods


class CancelMonetization(Frozen):
    """Cancel the grants permanently; with a category it is also a violation (article 9)."""

    id: CaseId
    follows: bool = False
    """Whether `id` is that of a recorded finding from which this follows."""
    category: Category | None = None
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Holder at the time of the offence, if a case names one; None: the present holder. With it the fact is recorded
    even if the account was closed by its holder or has changed hands since (article 7).
    """


class RecordViolation(Frozen):
    """Record a finding alone; its consequences have their own commands."""

    id: CaseId
    category: Category
    decided_at: Instant | None = None
    """Instant of the decision in another system, for accounts imported with their past."""
    reason: Text = ""
    basis: Basis | None = None


class ImposeBan(Frozen):
    """Impose a ban (禁言) for a duration; without a factor the category's own applies (article 9)."""

    id: CaseId
    follows: bool = False
    """Whether `id` is that of a recorded finding from which this follows."""
    category: Category
    duration: Duration
    factor: Decimal | None = None
    decided_at: Instant | None = None
    """Instant of the decision in another system, for accounts imported with their past."""
    reason: Text = ""
    basis: Basis | None = None


class Sanction(Frozen):
    """Record a finding with all its consequences; those of the catalogue unless others are given."""

    id: CaseId
    category: Category
    consequences: Consequences | None = None
    """Consequences to record; None: those of the catalogue for the category and the account's record."""
    closing: Literal["at_once", "by_case"] = "at_once"
    """Whether the account is closed now, or by a case that two people decide; then the closure is left out."""
    cancelling: Literal["at_once", "by_case"] = "at_once"
    """Whether profit-making is cancelled now, or by a case that two people decide."""
    reason: Text = ""
    basis: Basis = Basis()


class ImposeMeasure(Frozen):
    """Impose one measure that is no ban, and record the violation behind it (articles 9, 10, 12)."""

    id: CaseId
    follows: bool = False
    """Whether `id` is that of a recorded finding from which this follows."""
    measure: MeasureKind
    category: Category
    duration: Duration | None = None
    """Duration of the measure; None: without an end."""
    reason: Text = ""
    basis: Basis | None = None


class ShortenMeasure(Frozen):
    """Shorten a measure to `duration` in total."""

    id: CaseId
    measure: MeasureKind
    duration: Duration
    reason: Text = ""


class LiftWithholding(Frozen):
    """Permit grants of profit-making before the withholding ends, or although it has no end (article 9)."""

    id: CaseId
    reason: Annotated[Text, Described(min_length=1)]


class ShortenBan(Frozen):
    """Shorten a ban to `duration` in total."""

    id: CaseId
    duration: Duration
    reason: Text = ""


class Overturn(Frozen):
    """Overturn a ban, a violation, a measure or a closure: it counts as if never recorded."""

    id: CaseId
    reason: Text = ""


class WithdrawConsequence(Frozen):
    """Withdraw the closure or the cancellation that a case has added to a finding, which stands (articles 9, 12)."""

    id: CaseId
    consequence: ByCase
    withholding: bool = False
    """For a cancellation: whether the case had withheld what was not granted, too; that ends with it."""
    reason: Text = ""


class Close(Frozen):
    """Close the account: as a sanction with a category, otherwise at the holder's wish."""

    id: CaseId
    follows: bool = False
    """Whether `id` is that of a recorded finding from which this follows."""
    category: Category | None = None
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Holder at the time of the offence, if a case names one; None: the present holder. With it the fact is recorded
    even if the account was closed by its holder or has changed hands since (article 7).
    """


class Reopen(Frozen):
    """Overturn the closure, whatever its identifier: the account continues as if it had not been closed."""

    reason: Text = ""


class FollowNetwork(Frozen):
    """Apply the present state of the account's network: its name, and the sanctions on it (article 11)."""

    network: RecordId
    name: Name
    member: bool
    """Whether the account is on the roster now."""
    sanctions: tuple[NetworkSanction, ...] = ()


class HolderAction(Frozen):
    """Action on another account of the holder, with its running restrictions that bind all of the holder's accounts."""

    origin: Origin
    category: Category | None = None
    restrictions: tuple[Restriction, ...] = ()
    """Running restrictions; empty when nothing of the action is left."""


class FollowHolder(Frozen):
    """Apply the present state of the holder's actions to an account that has inherited them (article 7)."""

    actions: tuple[HolderAction, ...]


Command = (
    Register
    | ChangeName
    | ChangeProfile
    | SettleRegistration
    | SettleChange
    | CorrectRegistration
    | CorrectChange
    | FindImpersonation
    | LiftImpersonation
    | DismissFinding
    | Certify
    | RevokeCertification
    | ChangeHolder
    | ApplyMonetization
    | CancelMonetization
    | RecordViolation
    | Sanction
    | ImposeBan
    | ShortenBan
    | ImposeMeasure
    | ShortenMeasure
    | LiftWithholding
    | Overturn
    | WithdrawConsequence
    | Close
    | Reopen
    | FollowNetwork
    | FollowHolder
)


Finds = Sanction | RecordViolation | ImposeBan | ImposeMeasure | CancelMonetization | Close | FindImpersonation
"""Commands that may record a finding."""

LESSENING: Final = (
    Overturn,
    WithdrawConsequence,
    Reopen,
    ShortenBan,
    ShortenMeasure,
    LiftImpersonation,
    LiftWithholding,
)
"""Commands that reduce or end an action.

They also free accounts that inherited it, so they are accepted on a closed account, whose actions still bind its holder
elsewhere.
"""

OF_A_CASE: Final = (Close, CancelMonetization, FindImpersonation)
"""Commands from cases of closure, cancellation and imitation; their `holder` names the person whom the case is about.
"""

GROUPED: Final = (
    ChangeName,
    Certify,
    RevokeCertification,
    ApplyMonetization,
    CancelMonetization,
    RecordViolation,
    ImposeBan,
    FollowNetwork,
)
"""Commands that lock nothing but their account: group commit may combine those of many accounts."""


class ExtraSeats(Frozen):
    """Accounts beyond the quota, granted to one holder by an operator, with a reason and an end (article 7)."""

    id: CaseId
    seats: Annotated[int, Described(ge=1, le=100)]
    since: Instant
    until: Instant


class Seats(Frozen):
    """Entry of one holder in the registry of holders (article 7)."""

    holder: HolderRef
    open_accounts: tuple[AccountId, ...] = ()
    barred_by: AccountId | None = None
    """Account whose closure as a sanction bars this holder from registering again."""
    extra: tuple[ExtraSeats, ...] = ()
    """Grants beyond the quota; each counts only from its `since` to its `until`."""


class Timing(Frozen):
    """Instant at which a fact takes effect, and instant at which it is recorded."""

    effective_at: Instant
    recorded_at: Instant

    @classmethod
    def at(cls, instant: Instant) -> Self:
        """Return a timing with the same instant for both, the usual case."""
        return cls(effective_at=instant, recorded_at=instant)


Outcome = Literal["active", "held", "changed", "granted", "done", "refused"]


class Refusal(Frozen):
    """Refusal of a command: a stable code, the article behind it if there is one, and a message that says what would be
    right.
    """

    code: str
    message: str
    message_zh: str = ""
    """Empty where it follows from the message (`regulation.words.sentences`)."""
    article: int | None = None
    others: tuple[str, ...] = ()
    """Identifiers of existing items that are the reason."""
    finding: Finding | None = None
    """Finding that is the reason, if one is."""
    until: Instant | None = None
    """First instant at which the refusal ends by itself, if one is known."""


class Decision(Frozen):
    """Decision of the rules on a command: the facts to append, and the outcome in one word."""

    outcome: Outcome
    facts: tuple[FactBody, ...] = ()
    refusal: Refusal | None = None


class Receipt(Frozen):
    """Result of a command for its caller."""

    account: AccountId
    outcome: Outcome
    version: int
    """Version of the standing afterwards; 0 when the account does not exist."""
    facts: tuple[Fact, ...] = ()
    refusal: Refusal | None = None
    replayed: bool = False
    """Whether this is the stored answer to an earlier request with the same idempotency key."""

    @property
    def closes(self) -> bool:
        """Whether the command closed the account."""
        return any(isinstance(fact.body, AccountClosed) for fact in self.facts)
