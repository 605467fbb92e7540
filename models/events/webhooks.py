"""Webhook subscriptions: an address of the platform to which events are delivered as they happen."""

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
"""From it and the process's key the signing secret is derived; by itself it opens nothing, so it may be recorded."""
Types = Annotated[tuple[str, ...], Described(min_length=1, max_length=100)]
Place = Annotated[int, Described(ge=0)]


class SubscriptionStatus(StrEnum):
    """Whether events are delivered."""

    ACTIVE = "active"
    PAUSED = "paused"
    DELETED = "deleted"


class SubscriptionCreated(Frozen):
    """Events are delivered to an address from now on."""

    type: Literal["created"] = "created"
    url: Address
    types: Types
    after: Place
    salt: Salt
    note: Line = ""


class SubscriptionChanged(Frozen):
    """Another address, or other types, from here on."""

    type: Literal["changed"] = "changed"
    url: Address | None = None
    types: Types | None = None
    note: Line | None = None


class SecretRotated(Frozen):
    """Deliveries are signed with a new secret; with the old one too, until it ends."""

    type: Literal["secret_rotated"] = "secret_rotated"
    salt: Salt
    old_until: Instant


class SubscriptionPaused(Frozen):
    """Nothing is delivered any more: the address has failed for too long, or somebody wanted it so."""

    type: Literal["paused"] = "paused"
    because: Literal["failing", "gone", "command"]
    reason: Text = ""


class SubscriptionResumed(Frozen):
    """Delivery goes on where it stopped."""

    type: Literal["resumed"] = "resumed"


class ReplayAsked(Frozen):
    """Everything behind a place in the stream is delivered again."""

    type: Literal["replay_asked"] = "replay_asked"
    after: Place


class SubscriptionDeleted(Frozen):
    """The end."""

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
    """A subscription as it stands."""

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
    """Where delivery begins, in this generation."""
    generation: int = 1
    """Counts replays: a place reached before one means nothing after it."""
    paused_at: Instant | None = None
    paused_because: str | None = None
    reason: Text = ""
