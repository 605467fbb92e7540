"""Multi-channel networks (MCN): which accounts they have signed, and what was decided about them (article 11).

A network is a record; its roster is kept in a table of its own, because a state is written whole.
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
"""In one change of the roster."""
MOST_SHOWN: Final = 50
"""Violations that an escalation names; it counts all of them."""


class NetworkMeasure(StrEnum):
    """What a network can be sanctioned with; `regulation/articles/a11_networks.py` has a row for each."""

    LIMIT = "limit"
    SUSPEND_PROFIT = "suspend_profit"
    EXPEL = "expel"


class Status(StrEnum):
    """Where a network stands."""

    ACTIVE = "active"
    SANCTIONED = "sanctioned"
    EXPELLED = "expelled"


class NetworkSanction(Frozen):
    """A sanction on a network, as far as it reaches its roster."""

    id: CaseId
    """Also the cause of the restrictions on each account of the roster."""
    measure: NetworkMeasure
    since: Instant
    until: Annotated[Instant | None, Described(description="None: without an end.")] = None
    reason: Text = ""
    lifted_at: Instant | None = None
    ended: Annotated[bool, Described(description="Whether its end was recorded.")] = False


class Terms(Frozen):
    """What is imposed on a network, and why."""

    measure: NetworkMeasure
    duration: Annotated[Duration | None, Described(description="Left out: without an end.")] = None
    reason: Text = ""
    evidence: Annotated[tuple[Link, ...], Described(max_length=20)] = ()


class NetworkRegistered(Frozen):
    """The platform knows the network from now on."""

    type: Literal["registered"] = "registered"
    name: Name


class RosterChanged(Frozen):
    """Accounts were signed, or left; which ones stands in the roster and on each account."""

    type: Literal["roster_changed"] = "roster_changed"
    signed: int
    released: int


class NetworkSanctioned(Frozen):
    """It was sanctioned; the restrictions reach every account of the roster."""

    type: Literal["sanctioned"] = "sanctioned"
    id: CaseId
    article: int = 11
    terms: Terms


class SanctionLifted(Frozen):
    """A sanction was wrong, or is no longer needed: what it closed on the roster opens."""

    type: Literal["sanction_lifted"] = "sanction_lifted"
    id: CaseId
    reason: Text = ""


class SanctionEnded(Frozen):
    """A sanction has come to its end by itself."""

    type: Literal["sanction_ended"] = "sanction_ended"
    id: CaseId


class RosterViolation(Frozen):
    """A finding on an account of the roster."""

    account: AccountId
    id: CaseId
    category: str


class NetworkEscalated(Frozen):
    """The roster has broken rules again and again: a person decides about the network."""

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
    """A network as it stands."""

    id: RecordId
    name: Name
    status: Status
    registered_at: Instant
    registered_by: str
    accounts: int = 0
    sanctions: tuple[NetworkSanction, ...] = ()
    escalations: int = 0
    counted_since: Instant
    """Violations on the roster count from here on: those before led to an escalation already."""
    proposed: Terms | None = None
    """What the last escalation would have done."""


class Member(Frozen):
    """An account of a roster, and whether everything has reached it."""

    account: AccountId
    signed_at: Instant
    released_at: Instant | None = None
    pending: Annotated[bool, Described(description="Whether something decided about the network is still to reach it.")]
    code: Annotated[str | None, Described(description="Why it did not, the last time; stable.")] = None
    message: str = ""
