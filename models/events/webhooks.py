"""Webhook subscriptions: addresses of the platform to which events are delivered as they happen."""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described
from pydantic import StringConstraints

from models.base import Frozen
from models.instants import Instant
from models.names import Line, Text
from models.records import Entry, RecordId

KIND: Final = "subscription"

Address = Annotated[str, StringConstraints(min_length=8, max_length=2_000, pattern=r"^https?://[^\s\x00-\x1f\x7f]+$")]
Salt = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""Salt from which, with the process's key, the signing secret is derived. It reveals nothing by itself, so it may be
recorded.
"""
Types = Annotated[tuple[str, ...], Described(min_length=1, max_length=100)]
Place = Annotated[int, Described(ge=0)]


class SubscriptionStatus(StrEnum):
    """Status of a subscription."""

    ACTIVE = "active"
    PAUSED = "paused"
    DELETED = "deleted"


class SubscriptionCreated(Frozen):
    """A subscription was created: events are delivered to its address from now on."""

    type: Literal["created"] = "created"
    url: Address
    types: Types
    after: Place
    salt: Salt
    note: Line = ""


class SubscriptionChanged(Frozen):
    """The address or the types of a subscription were changed."""

    type: Literal["changed"] = "changed"
    url: Address | None = None
    types: Types | None = None
    note: Line | None = None


class SecretRotated(Frozen):
    """Deliveries are signed with a new secret, and with the old one too until it expires."""

    type: Literal["secret_rotated"] = "secret_rotated"
    salt: Salt
    old_until: Instant


class SubscriptionPaused(Frozen):
    """Delivery was paused: the address has failed for too long, or a person paused it."""

    type: Literal["paused"] = "paused"
    because: Literal["failing", "gone", "command"]
    reason: Text = ""


class SubscriptionResumed(Frozen):
    """Delivery continues at the place where it stopped."""

    type: Literal["resumed"] = "resumed"


class ReplayAsked(Frozen):
    """A replay was requested: every event after a place in the stream is delivered again."""

    type: Literal["replay_asked"] = "replay_asked"
    after: Place


class SubscriptionDeleted(Frozen):
    """The subscription was deleted."""

    type: Literal["deleted"] = "deleted"


SubscriptionBody = Annotated[
    SubscriptionCreated
    | SubscriptionChanged
    | SecretRotated
    | SubscriptionPaused
    | SubscriptionResumed
    | ReplayAsked
    | SubscriptionDeleted,
    Described(discriminator="type"),
]
SubscriptionEntry = Entry[SubscriptionBody]


class Subscription(Frozen):
    """State of a subscription."""

    id: RecordId
    status: SubscriptionStatus
    url: Address
    types: Types
    note: Line = ""
    created_at: Instant
    created_by: str
    salt: Salt
    old_salt: Salt | None = None
    old_until: Instant | None = None
    after: Place
    """Place in the stream after which delivery begins, in this generation."""
    generation: int = 1
    """Number of replays plus 1: a place reached in an earlier generation is not valid in a later one."""
    paused_at: Instant | None = None
    paused_because: str | None = None
    reason: Text = ""
