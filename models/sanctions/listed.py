"""Rows of the lists across accounts: an action, a certification, an appeal, each with its state at an instant."""

from datetime import date, datetime
from enum import StrEnum

from models.base import Frozen
from models.names import AccountId, CaseId
from models.words.privileges import Field
from models.words.violations import Category


class ActionState(StrEnum):
    """State of an action, a violation or a ban at an instant."""

    STANDING = "standing"
    """It holds: something of it lasts, or it stays on record."""
    ENDED = "ended"
    """Everything that it closed is open again; it was not overturned."""
    OVERTURNED = "overturned"


class CertificationState(StrEnum):
    """State of a certification at an instant."""

    TO_COME = "to_come"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REVOKED = "revoked"
    """A reviewer ended it before its last day."""
    FALLEN = "fallen"
    """It ended with a change of the account's holder."""


class ListedAction(Frozen):
    """An action as lists show it; the statement of reasons has the rest."""

    account: AccountId
    id: CaseId
    category: Category | None
    article: int
    decided_at: datetime
    """Instant of the recording."""
    effective_at: datetime
    actor: str
    """Who decided it, or its first part."""
    measures: tuple[str, ...]
    until: datetime | None
    """End of the last of its measures; None where one has no end, or none lasts."""
    ban_until: datetime | None
    """End of the ban, if there is one."""
    unpaid_until: datetime | None
    """End of the suspension of profit that goes with the ban."""
    overturned_at: datetime | None
    reduced: bool


class ListedCertification(Frozen):
    """A certification as lists show it."""

    account: AccountId
    id: CaseId
    field: Field
    valid_from: date
    valid_until: date
    starts_at: datetime
    ends_at: datetime
    """End of its validity, or the instant that ended it before."""
    ended_by: CertificationState | None
    """`revoked` or `fallen`; None where it ends with its last day."""
    granted_at: datetime
    """Instant of the recording."""
    actor: str
