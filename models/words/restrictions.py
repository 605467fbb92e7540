"""Kinds of restrictions, and restrictions inherited from another account."""

from enum import StrEnum

from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, CaseId


class RestrictionKind(StrEnum):
    """Kind of a restriction.

    Withheld was never granted, suspended returns by itself, cancelled does not; denied is service refused to an
    imitation, or to an application that a person rejected. `regulation/words/restrictions.py` has a row for each.
    """

    CLOSURE = "closure"
    DENIAL = "denial"
    HOLD = "hold"
    CANCELLATION = "cancellation"
    BAN = "ban"
    SUSPENSION = "suspension"
    LIMIT = "limit"
    """Limit of reach or growth, as a sanction."""
    FREEZE = "freeze"
    EXPIRY = "expiry"
    WITHHELD = "withheld"
    NETWORK = "network"
    """Sanction on the network that has signed the account."""


class ProfitRestriction(StrEnum):
    """Kinds of restrictions of profit-making in the report to the regulator, in the spelling of its format.

    Suspended and frozen return, cancelled does not, withheld was never granted.
    """

    SUSPENSION = "suspension"
    FREEZE = "freeze"
    WITHHELD = "withheld"
    CANCELLED = "cancelled"
    NETWORK = "network"
    """Suspension by a sanction on the account's network (article 11)."""


class Origin(Frozen):
    """Action behind an inherited restriction, and the account on which it was taken (article 7)."""

    account: AccountId
    action: CaseId


class Carried(Frozen):
    """Running restriction inherited by another account of the holder, with the same words and the same end."""

    privilege: str
    kind: RestrictionKind
    article: int
    until: Instant | None = None
    """End; None: none."""
