"""Standing of an account: intervals derived from its facts."""

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
from models.words.restrictions import RestrictionKind as RestrictionKind  # noqa: PLC0414 - exported with the standing


class Restriction(Frozen):
    """Interval during which a privilege is closed, with the fact and the article behind it."""

    privilege: str
    interval: Interval
    kind: RestrictionKind
    article: int
    cause: CaseId
    origin: Origin | None = None
    """Account and action that a restriction was inherited from, if the holder was restricted there (article 7)."""


class GrantEnd(StrEnum):
    """Cause of the end of a grant."""

    EXPIRY = "expiry"
    REVOCATION = "revocation"
    HOLDER_CHANGE = "holder_change"
    CANCELLATION = "cancellation"


class Grant(Frozen):
    """Interval during which a privilege is open that is closed by default: a certification, a granted application."""

    privilege: str
    interval: Interval
    article: int
    source: CaseId
    ended_by: GrantEnd | None = None
    ended_by_id: CaseId | None = None
    also_ended_by: tuple[CaseId, ...] = ()
    """Later cancellations that would have ended it too: overturning the first alone restores nothing."""


class Certification(Frozen):
    """Certification in force or to come, with the materials shown on the homepage (article 2)."""

    id: CaseId
    field: Field
    interval: Interval
    materials: Materials


class Ban(Frozen):
    """Ban whose consequences are still relevant; its restrictions are derived from it."""

    id: CaseId
    start: Instant
    duration: Duration
    factor: Decimal

    @property
    def suspension(self) -> timedelta:
        """Return the length of the suspension of profit: exactly `factor` times the ban (article 9)."""
        microseconds = self.duration // timedelta(microseconds=1)
        return timedelta(microseconds=int(microseconds * self.factor))


class Standing(Frozen):
    """Fold of an account's facts up to `version`.

    It is exact for every instant from `as_of` (recording of the last fact) on; intervals that ended earlier are kept
    only by a fold with the past.
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
    """Fingerprint of the findings in the profile that a person has reviewed or is to review: no further review is
    needed.
    """
    pending: tuple[PendingChange, ...] = ()
    """Changes of the profile that wait for a person, oldest first."""
    closed_at: Instant | None = None
    past_kept: bool = False
    """Whether it was folded with the past, and so is exact for any instant."""
    restrictions: tuple[Restriction, ...] = ()
    grants: tuple[Grant, ...] = ()
    certifications: tuple[Certification, ...] = ()
    bans: tuple[Ban, ...] = ()
