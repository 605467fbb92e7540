"""Accounts and seats that a command has locked until its transaction ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ledger.store.chain import GENESIS
from models.accounts.commands import Seats
from models.accounts.standing import Standing


@dataclass(frozen=True)
class Locked:
    """An account as it is in the ledger, locked until the transaction ends; the defaults where it does not exist."""

    standing: Standing | None = None
    head: bytes = GENESIS
    settled_until: datetime | None = None
    next_boundary: datetime | None = None


@dataclass(frozen=True)
class Held:
    """Everything that a command has locked."""

    accounts: Mapping[str, Locked]
    """The command's own account, if it exists, and the others that it concerns."""
    seats: Mapping[str, Seats] = field(default_factory=dict)
    """Seats and bars of each holder that the command concerns."""
    holder: str | None = None
    """Holder of the other accounts; None where they are those that have inherited an action."""
