"""Multi-channel networks (MCN): their signed accounts, and decisions about them (article 11).

A network is a record; its roster has a table of its own, because a state is written as a whole.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described

from models.base import Frozen
from models.instants import Duration, Instant
from models.names import AccountId, CaseId, Link, Name, Text
from models.records import Entry, RecordId

KIND: Final = "network"

MOST_ACCOUNTS: Final = 10_000
"""Accounts in one change of the roster."""
MOST_SHOWN: Final = 50
"""Violations named by an escalation; it counts all of them."""


class NetworkMeasure(StrEnum):
    """Sanction that a network can get; `regulation/articles/a11_networks.py` has a row for each."""

    LIMIT = "limit"
    SUSPEND_PROFIT = "suspend_profit"
    EXPEL = "expel"


class NetworkStatus(StrEnum):
    """Status of a network."""

    ACTIVE = "active"
    SANCTIONED = "sanctioned"
    EXPELLED = "expelled"


class NetworkSanction(Frozen):
    """Sanction on a network, with its effect on the roster."""

    id: CaseId
    """Identifier, also the cause of the restrictions on each account of the roster."""
    measure: NetworkMeasure
    since: Instant
    until: Annotated[Instant | None, Described(description="Null: no end.")] = None
    reason: Text = ""
    lifted_at: Instant | None = None
    ended: Annotated[bool, Described(description="Whether the end was recorded.")] = False


class Terms(Frozen):
    """Measure to impose on a network, with its reason."""

    measure: NetworkMeasure
    duration: Annotated[Duration | None, Described(description="Without it: no end.")] = None
    reason: Text = ""
    evidence: Annotated[tuple[Link, ...], Described(max_length=20)] = ()


class NetworkRegistered(Frozen):
    """The network was registered."""

    type: Literal["registered"] = "registered"
    name: Name


class RosterChanged(Frozen):
    """Accounts were signed or have left; the roster and each account name them."""

    type: Literal["roster_changed"] = "roster_changed"
    signed: int
    released: int


class NetworkSanctioned(Frozen):
    """The network was sanctioned; the restrictions apply to every account of the roster."""

    type: Literal["sanctioned"] = "sanctioned"
    id: CaseId
    article: int = 11
    terms: Terms


class SanctionLifted(Frozen):
    """A sanction was lifted, with its restrictions on the roster."""

    type: Literal["sanction_lifted"] = "sanction_lifted"
    id: CaseId
    reason: Text = ""


class SanctionEnded(Frozen):
    """A sanction has ended by itself."""

    type: Literal["sanction_ended"] = "sanction_ended"
    id: CaseId


class RosterViolation(Frozen):
    """Finding on an account of the roster."""

    account: AccountId
    id: CaseId
    category: str


class NetworkEscalated(Frozen):
    """The roster has repeatedly broken rules: a person decides about the network."""

    type: Literal["escalated"] = "escalated"
    count: int
    violations: tuple[RosterViolation, ...]
    proposed: Terms


NetworkBody = Annotated[
    NetworkRegistered | RosterChanged | NetworkSanctioned | SanctionLifted | SanctionEnded | NetworkEscalated,
    Described(discriminator="type"),
]
NetworkEntry = Entry[NetworkBody]


class Network(Frozen):
    """State of a network."""

    id: RecordId
    name: Name
    status: NetworkStatus
    registered_at: Instant
    registered_by: str
    accounts: int = 0
    sanctions: tuple[NetworkSanction, ...] = ()
    escalations: int = 0
    counted_since: Instant
    """Instant from which violations on the roster count: earlier ones have led to an escalation already."""
    proposed: Terms | None = None
    """Measure proposed by the last escalation."""


class Member(Frozen):
    """Account of a roster, and whether all decisions have been applied to it."""

    account: AccountId
    signed_at: Instant
    released_at: Instant | None = None
    pending: Annotated[bool, Described(description="Whether a decision about the network is still to be applied.")]
    code: Annotated[str | None, Described(description="Code of the last refusal; stable.")] = None
    message: str = ""
    message_zh: str = ""
