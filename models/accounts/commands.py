"""Commands: what a caller asks to be done to an account. The rules answer with facts, or with a refusal.

Their texts have the recorded types: some commands follow from what was recorded long ago. What comes from outside was
read with the types of `models.texts.incoming` before, on whichever way it came.
"""

from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import Field as Described
from pydantic import model_validator

from models.accounts.facts import Fact, FactBody, Materials
from models.accounts.profiles import Contacts, Fingerprint
from models.accounts.standing import Restriction
from models.base import Frozen
from models.instants import CivilDate, Duration, Instant
from models.names import AccountId, AccountKind, CaseId, HolderRef, Line, Name, Text
from models.networks import NetworkSanction
from models.records import RecordId
from models.texts import incoming
from models.words.privileges import Field, Method
from models.words.restrictions import Origin
from models.words.sanctions import Basis, Consequences, Finding, MeasureKind
from models.words.violations import Category

Methods = Annotated[tuple[Method, ...], Described(min_length=1, max_length=len(Method))]


class GivenMaterials(Materials):
    """Materials as they come in: what is shown on a homepage misleads nobody (article 2)."""

    service_qualification: incoming.Text = ""
    professional_qualification: incoming.Text = ""
    professional_background: incoming.Text = ""

    def recorded(self) -> Materials:
        """As they are kept."""
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


class ChangeName(Frozen):
    """Show another name (articles 1, 4)."""

    name: Name


class ChangeProfile(Frozen):
    """Show another name, bio or avatar, in one decision (article 1); None leaves it as it is."""

    name: Name | None = None
    bio: Text | None = None
    avatar: Line | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.name is None and self.bio is None and self.avatar is None:
            raise ValueError("nothing would change: give a name, a bio or an avatar")
        return self


class SettleRegistration(Frozen):
    """A person has decided about a held account: it gets its service, or never (articles 1, 7)."""

    id: CaseId
    approved: bool
    reason: Text = ""


class SettleChange(Frozen):
    """A person has decided about a held change of the profile (article 1)."""

    id: CaseId
    approved: bool
    reason: Text = ""


class FindImpersonation(Frozen):
    """The account passes itself off as somebody else (article 1)."""

    id: CaseId
    imitated: Line
    finding: Fingerprint = ""
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Of a case: who held the account at the time of the offence. Then neither an own closure nor another holder since
    keeps it from being recorded (article 7); None: who holds it now.
    """


class LiftImpersonation(Frozen):
    """The imitation has ended, for instance because the name was changed (article 1)."""

    id: CaseId
    reason: Text = ""


class DismissFinding(Frozen):
    """What was found in the profile may stay (article 1)."""

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
    """What the homepage shows. Whatever comes from outside says it, if only that there is nothing, which is refused;
    None is a certification of which nobody was asked.
    """

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_until < self.valid_from:
            raise ValueError(f"valid_until {self.valid_until} lies before valid_from {self.valid_from}")
        return self


class RevokeCertification(Frozen):
    """A certification no longer counts (article 2)."""

    id: CaseId
    reason: Text = ""


class ChangeHolder(Frozen):
    """Another holder takes the account over; `kind` only where it changes too (articles 2, 7, 8)."""

    holder: HolderRef
    kind: AccountKind | None = None


class ApplyMonetization(Frozen):
    """Apply for profit-making privileges (article 8)."""

    methods: Methods


class CancelMonetization(Frozen):
    """End the grants for good; with a category it is also a violation (article 9)."""

    id: CaseId
    follows: bool = False
    """Whether `id` is that of a finding that is recorded already, from which this follows."""
    category: Category | None = None
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Of a case: who held the account at the time of the offence. Then neither an own closure nor another holder since
    keeps it from being recorded (article 7); None: who holds it now.
    """


class RecordViolation(Frozen):
    """Record a finding alone; what follows from it comes by its own commands."""

    id: CaseId
    category: Category
    decided_at: Instant | None = None
    """When another system decided it, for accounts that bring their past along."""
    reason: Text = ""
    basis: Basis | None = None


class ImposeBan(Frozen):
    """禁言 for a duration; without a factor the category's own is taken (article 9)."""

    id: CaseId
    follows: bool = False
    """Whether `id` is that of a finding that is recorded already, from which this follows."""
    category: Category
    duration: Duration
    factor: Decimal | None = None
    decided_at: Instant | None = None
    """When another system decided it, for accounts that bring their past along."""
    reason: Text = ""
    basis: Basis | None = None


class Sanction(Frozen):
    """Record a finding, and all that follows from it, at once; what follows is in the catalogue, unless it is said."""

    id: CaseId
    category: Category
    consequences: Consequences | None = None
    """None: what the catalogue says for this category and this account's record."""
    closing: Literal["at_once", "by_case"] = "at_once"
    """By case: two people have to decide before the account is closed, so the closure is left out."""
    cancelling: Literal["at_once", "by_case"] = "at_once"
    """The same for the cancellation of profit."""
    reason: Text = ""
    basis: Basis = Basis()


class ImposeMeasure(Frozen):
    """Impose one measure that is no ban; the violation behind it is recorded with it (articles 9, 10, 12)."""

    id: CaseId
    follows: bool = False
    """Whether `id` is that of a finding that is recorded already, from which this follows."""
    measure: MeasureKind
    category: Category
    duration: Duration | None = None
    """None: without an end."""
    reason: Text = ""
    basis: Basis | None = None


class ShortenMeasure(Frozen):
    """The measure shall last `duration` in total."""

    id: CaseId
    measure: MeasureKind
    duration: Duration
    reason: Text = ""


class LiftWithholding(Frozen):
    """Profit-making may be granted again before the withholding ends, or though it has no end (article 9)."""

    id: CaseId
    reason: Annotated[Text, Described(min_length=1)]


class ShortenBan(Frozen):
    """The ban shall last `duration` in total."""

    id: CaseId
    duration: Duration
    reason: Text = ""


class Overturn(Frozen):
    """Take a ban, a violation, a measure or a closure away as if never recorded."""

    id: CaseId
    reason: Text = ""


class Close(Frozen):
    """End the account: as a sanction with a category, else by the holder's own wish."""

    id: CaseId
    follows: bool = False
    """Whether `id` is that of a finding that is recorded already, from which this follows."""
    category: Category | None = None
    reason: Text = ""
    basis: Basis | None = None
    holder: HolderRef | None = None
    """Of a case: who held the account at the time of the offence. Then neither an own closure nor another holder since
    keeps it from being recorded (article 7); None: who holds it now.
    """


class Reopen(Frozen):
    """Take the closure away, whatever its identifier: the account goes on as it would have without it."""

    reason: Text = ""


class FollowNetwork(Frozen):
    """Bring the account in line with its network as it stands: its name, and the sanctions on it (article 11)."""

    network: RecordId
    name: Name
    member: bool
    """Whether it is on the roster now."""
    sanctions: tuple[NetworkSanction, ...] = ()


class HolderAction(Frozen):
    """An action on an account of a holder, with what of it still runs and binds whatever else the holder comes to."""

    origin: Origin
    category: Category | None = None
    restrictions: tuple[Restriction, ...] = ()
    """Those that run; empty when nothing is left of it."""


class FollowHolder(Frozen):
    """Bring an account that has inherited them in line with its holder's actions as they stand (article 7)."""

    actions: tuple[HolderAction, ...]


Command = (
    Register
    | ChangeName
    | ChangeProfile
    | SettleRegistration
    | SettleChange
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
    | Close
    | Reopen
    | FollowNetwork
    | FollowHolder
)


Finds = Sanction | RecordViolation | ImposeBan | ImposeMeasure | CancelMonetization | Close | FindImpersonation
"""The commands that may record a finding."""

LESSENING: Final = (Overturn, Reopen, ShortenBan, ShortenMeasure, LiftImpersonation, LiftWithholding)
"""Commands after which less of an action is left; they also free accounts that inherited it, so a closed account, whose
actions go on binding its holder elsewhere, may be given them too.
"""

OF_A_CASE: Final = (Close, CancelMonetization, FindImpersonation)
"""What cases of closure, cancellation and imitation come to: with a `holder`, they name whom the case is about."""

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
"""Commands that lock nothing but their account: those of many accounts are committed together."""


class ExtraSeats(Frozen):
    """More accounts than the quota, granted to one holder by an operator, with a reason and an end (article 7)."""

    id: CaseId
    seats: Annotated[int, Described(ge=1, le=100)]
    since: Instant
    until: Instant


class Seats(Frozen):
    """What the registry of holders knows of one holder (article 7)."""

    holder: HolderRef
    open_accounts: tuple[AccountId, ...] = ()
    barred_by: AccountId | None = None
    """The account whose closure as a sanction bars this holder from coming back."""
    extra: tuple[ExtraSeats, ...] = ()
    """What was granted beyond the quota; each counts only from its `since` to its `until`."""


class Timing(Frozen):
    """When the thing holds in the world, and when we record it."""

    effective_at: Instant
    recorded_at: Instant

    @classmethod
    def at(cls, instant: Instant) -> Self:
        """Both at once: the usual case."""
        return cls(effective_at=instant, recorded_at=instant)


Outcome = Literal["active", "held", "changed", "granted", "done", "refused"]


class Refusal(Frozen):
    """Why a command was not carried out: a stable code, the article behind it if there is one, and what would be
    right, in words.
    """

    code: str
    message: str
    article: int | None = None
    others: tuple[str, ...] = ()
    """Identifiers of what is there already, where that is why."""
    finding: Finding | None = None
    """The finding that stands in the way, where it is one."""


class Decision(Frozen):
    """What the rules made of a command: the facts to append, and the outcome in one word."""

    outcome: Outcome
    facts: tuple[FactBody, ...] = ()
    refusal: Refusal | None = None


class Receipt(Frozen):
    """What a command came to."""

    account: AccountId
    outcome: Outcome
    version: int
    """The version of the standing afterwards; 0 when the account does not exist."""
    facts: tuple[Fact, ...] = ()
    refusal: Refusal | None = None
    replayed: bool = False
    """Whether this is the answer that was given under the same idempotency key before."""
