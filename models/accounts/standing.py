"""The standing of an account: all that follows from its facts, as intervals."""

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from models.accounts.facts import Materials
from models.accounts.profiles import Fingerprint, PendingChange
from models.base import Frozen
from models.instants import Duration, Instant
from models.intervals import Interval
from models.names import AccountId, AccountKind, CaseId, HolderRef
from models.words.privileges import Field
from models.words.restrictions import Origin
from models.words.restrictions import RestrictionKind as RestrictionKind  # noqa: PLC0414 - a standing speaks of little else


class Restriction(Frozen):
    """A privilege is closed for an interval, because of a fact, under an article."""

    privilege: str
    interval: Interval
    kind: RestrictionKind
    article: int
    cause: CaseId
    origin: Origin | None = None
    """Where it comes from, when its holder brought it along from another account (article 7)."""


class GrantEnd(StrEnum):
    """How a grant came to its end."""

    EXPIRY = "expiry"
    REVOCATION = "revocation"
    HOLDER_CHANGE = "holder_change"
    CANCELLATION = "cancellation"


class Grant(Frozen):
    """A privilege that is not there by default is open for an interval: a certification, a granted application."""

    privilege: str
    interval: Interval
    article: int
    source: CaseId
    ended_by: GrantEnd | None = None
    ended_by_id: CaseId | None = None
    also_ended_by: tuple[CaseId, ...] = ()
    """Later cancellations that would have ended it too: overturning the first alone restores nothing."""


class Certification(Frozen):
    """A certification in force or to come, with what the homepage shows of it (article 2)."""

    id: CaseId
    field: Field
    interval: Interval
    materials: Materials


class Ban(Frozen):
    """A ban whose consequences still matter; its restrictions are derived from it."""

    id: CaseId
    start: Instant
    duration: Duration
    factor: Decimal

    @property
    def suspension(self) -> timedelta:
        """How long profit is suspended: exactly `factor` times the ban (article 9)."""
        microseconds = self.duration // timedelta(microseconds=1)
        return timedelta(microseconds=int(microseconds * self.factor))


class Standing(Frozen):
    """The fold of an account's facts up to `version`.

    It answers exactly for every instant from `as_of` (when the last fact was recorded) on; what ended before is kept
    only by a fold that was asked to keep the past.
    """

    account: AccountId
    version: int
    as_of: Instant
    registered_at: Instant
    kind: AccountKind
    holder: HolderRef
    name: str
    bio: str = ""
    avatar: str = ""
    mcn: str | None = None
    fields: tuple[Field, ...] = ()
    seen: Fingerprint = ""
    """What screening finds in the profile and a person has seen, or is about to: it is not asked about again."""
    pending: tuple[PendingChange, ...] = ()
    """Changes of the profile that wait for a person, oldest first."""
    closed_at: Instant | None = None
    past_kept: bool = False
    """Whether it was folded with the past, and so answers for any instant."""
    restrictions: tuple[Restriction, ...] = ()
    grants: tuple[Grant, ...] = ()
    certifications: tuple[Certification, ...] = ()
    bans: tuple[Ban, ...] = ()
