"""Restrictions in the vocabulary of facts: their kinds, and those that come to an account from another one."""

from enum import StrEnum

from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, CaseId


class RestrictionKind(StrEnum):
    """Why a privilege is closed. Withheld was never granted, suspended comes back by itself, cancelled does not;
    denied is service that is refused to an imitation, or to an application that a person rejected. Each has a row in
    `regulation/words/restrictions.py`.
    """

    CLOSURE = "closure"
    DENIAL = "denial"
    HOLD = "hold"
    CANCELLATION = "cancellation"
    BAN = "ban"
    SUSPENSION = "suspension"
    LIMIT = "limit"
    """Of reach or growth, as a sanction."""
    FREEZE = "freeze"
    EXPIRY = "expiry"
    WITHHELD = "withheld"
    NETWORK = "network"
    """A sanction on the network that has signed the account."""


class ProfitRestriction(StrEnum):
    """The restrictions of profit-making that the report to the regulator tells apart, as its format spells them:
    suspended and frozen come back, cancelled does not, withheld never was there.
    """

    SUSPENSION = "suspension"
    FREEZE = "freeze"
    WITHHELD = "withheld"
    CANCELLED = "cancelled"
    NETWORK = "network"
    """Suspended by a sanction on the account's network (article 11)."""


class Origin(Frozen):
    """The action that an inherited restriction comes from, and the account on which it was taken (article 7)."""

    account: AccountId
    action: CaseId


class Carried(Frozen):
    """A running restriction as it passes on to another account of the holder: the same words, the same end."""

    privilege: str
    kind: RestrictionKind
    article: int
    until: Instant | None = None
    """None: without an end."""
