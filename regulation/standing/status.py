"""Status of an account at an instant, for lists and search."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from models.accounts.standing import Restriction, RestrictionKind, Standing
from models.words.privileges import Field, publish_in
from regulation.standing.verdicts import permits
from regulation.words.measures import withholds
from regulation.words.restrictions import RESTRICTIONS, AccountStatus

_WEIGHT: Final = {status: weight for weight, status in enumerate(AccountStatus)}


def status_of(standing: Standing, at: datetime) -> AccountStatus:
    """Weightiest status that holds: closed, denied, held, banned, suspended, frozen, limited, withheld; else active,
    which includes an account with a violation in its clean window.
    """
    return status_under([r for r in standing.restrictions if r.interval.covers(at)])


def status_under(holding: Collection[Restriction]) -> AccountStatus:
    """Weightiest status under the restrictions that hold at an instant, as `status_of`."""
    found = [status for restriction in holding if (status := RESTRICTIONS[restriction.kind].status) is not None]
    if found:
        return max(found, key=_WEIGHT.__getitem__)
    withheld = any(map(withholds, holding))
    return AccountStatus.WITHHELD if withheld else AccountStatus.ACTIVE


def kinds_in_force(standing: Standing, at: datetime) -> tuple[RestrictionKind, ...]:
    """Kinds of restriction that hold at the instant, each once."""
    return tuple(dict.fromkeys(r.kind for r in standing.restrictions if r.interval.covers(at)))


def open_fields(standing: Standing, at: datetime) -> tuple[Field, ...]:
    """Protected fields in which the account may publish at the instant (article 2)."""
    return tuple(field for field in Field if permits(standing, publish_in(field), at))
