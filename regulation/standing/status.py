"""The status of an account at an instant, in the few words that lists and search need."""

from datetime import datetime
from typing import Final

from models.accounts.standing import RestrictionKind, Standing
from models.words.privileges import Field, publish_in
from regulation.standing.verdicts import permits
from regulation.words.measures import withholds
from regulation.words.restrictions import RESTRICTIONS
from regulation.words.restrictions import Status as Status  # noqa: PLC0414 - who asks for the status needs its values

_WEIGHT: Final = {status: weight for weight, status in enumerate(Status)}


def status_of(standing: Standing, at: datetime) -> Status:
    """Closed before denied before held before banned before suspended before frozen before limited before withheld;
    else active, as an account is in whose clean window a violation lies.
    """
    found = [status for kind in kinds_in_force(standing, at) if (status := RESTRICTIONS[kind].status) is not None]
    if found:
        return max(found, key=lambda status: _WEIGHT[status])
    withheld = any(r.interval.covers(at) and withholds(r) for r in standing.restrictions)
    return Status.WITHHELD if withheld else Status.ACTIVE


def kinds_in_force(standing: Standing, at: datetime) -> tuple[RestrictionKind, ...]:
    """The kinds of restriction that hold at the instant, each once."""
    return tuple(dict.fromkeys(r.kind for r in standing.restrictions if r.interval.covers(at)))


def open_fields(standing: Standing, at: datetime) -> tuple[Field, ...]:
    """The protected fields in which the account may publish at the instant (article 2)."""
    return tuple(field for field in Field if permits(standing, publish_in(field), at))
