"""What a command has locked until its transaction ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ledger.store.chain import GENESIS
from models.accounts.commands import Seats
from models.accounts.standing import Standing


@dataclass(frozen=True)
class Locked:
    """An account as it is in the ledger, and stays until the transaction ends; nothing of one that does not exist."""

    standing: Standing | None = None
    head: bytes = GENESIS
    settled_until: datetime | None = None
    next_boundary: datetime | None = None


@dataclass(frozen=True)
class Held:
    """Everything that a command has locked."""

    accounts: Mapping[str, Locked]
    """The command's own, if it exists, and those that it concerns besides."""
    seats: Mapping[str, Seats] = field(default_factory=dict)
    """What the registry knows of each holder that the command concerns."""
    holder: str | None = None
    """Whose accounts the others are; None where they are those that have inherited an action."""
