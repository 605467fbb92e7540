"""The status of an account at an instant, in the few words that lists and search need."""

from datetime import datetime
from enum import StrEnum

from models.privileges import Field, publish_in
from models.standing import RestrictionKind, Standing
from regulation.measures import withholds
from regulation.verdicts import permits


class Status(StrEnum):
    """The weightiest thing that is true of an account."""

    ACTIVE = "active"
    WITHHELD = "withheld"
    """No profit-making is granted, as a sanction (article 9)."""
    LIMITED = "limited"
    FROZEN = "frozen"
    SUSPENDED = "suspended"
    BANNED = "banned"
    HELD = "held"
    DENIED = "denied"
    CLOSED = "closed"


_BY_KIND = (
    (RestrictionKind.CLOSURE, Status.CLOSED),
    (RestrictionKind.DENIAL, Status.DENIED),
    (RestrictionKind.HOLD, Status.HELD),
    (RestrictionKind.BAN, Status.BANNED),
    (RestrictionKind.SUSPENSION, Status.SUSPENDED),
    (RestrictionKind.FREEZE, Status.FROZEN),
    (RestrictionKind.LIMIT, Status.LIMITED),
    (RestrictionKind.NETWORK, Status.LIMITED),
)


def status_of(standing: Standing, at: datetime) -> Status:
    """Closed before denied before held before banned before suspended before frozen before limited before withheld;
    else active, as an account is in whose clean window a violation lies.
    """
    kinds = set(kinds_in_force(standing, at))
    if status := next((status for kind, status in _BY_KIND if kind in kinds), None):
        return status
    withheld = any(r.interval.covers(at) and withholds(r) for r in standing.restrictions)
    return Status.WITHHELD if withheld else Status.ACTIVE


def kinds_in_force(standing: Standing, at: datetime) -> tuple[RestrictionKind, ...]:
    """The kinds of restriction that hold at the instant, each once."""
    return tuple(dict.fromkeys(r.kind for r in standing.restrictions if r.interval.covers(at)))


def open_fields(standing: Standing, at: datetime) -> tuple[Field, ...]:
    """The protected fields in which the account may publish at the instant (article 2)."""
    return tuple(field for field in Field if permits(standing, publish_in(field), at))
