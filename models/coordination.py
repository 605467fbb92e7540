"""Accounts that act in concert (article 7): what ties them together, and what was found.

Tokens of devices, phones, payout accounts and the like are keyed hashes; of posts only signatures are kept, no texts.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field as Described

from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, CaseId


class TieKind(StrEnum):
    """What accounts may share; `regulation/coordination.py` says what each is worth."""

    HOLDER = "holder"
    PAYOUT = "payout"
    PHONE = "phone"
    DEVICE = "device"
    NETWORK = "network"
    MCN = "mcn"
    TEXT = "text"
    """Near-duplicate posts within a short time; found by ourselves, the others are reported."""


class LinkRow(Frozen):
    """An account was seen with a device, a phone …; the same again moves the time on."""

    account: AccountId
    kind: TieKind
    token: bytes
    seen_at: Instant


class PostRow(Frozen):
    """A post, as it is recognised again."""

    account: AccountId
    post: CaseId
    published_at: Instant
    signature: bytes


class Tie(Frozen):
    """Something that several accounts share."""

    kind: TieKind
    token: Annotated[str, Described(description="The beginning of the keyed hash: tells one device from another.")]
    accounts: tuple[AccountId, ...]


class Edge(Frozen):
    """How strongly two accounts are tied, and by what."""

    accounts: tuple[AccountId, AccountId]
    weight: int
    kinds: tuple[TieKind, ...]


class Finding(Frozen):
    """A cluster as one sweep has found it."""

    members: tuple[AccountId, ...]
    weight: Annotated[int, Described(description="Sum of the weights of all pairs that count.")]
    pairs: Annotated[int, Described(description="Pairs of accounts that are tied strongly enough.")]
    ties: Annotated[tuple[Tie, ...], Described(description="The most telling of what they share.")]
    all_ties: Annotated[int, Described(description="How many ties there are; `ties` may name fewer.")]
    edges: Annotated[tuple[Edge, ...], Described(description="The strongest pairs.")]


class Cluster(Frozen):
    """Accounts that seem to act in concert, as they are known from all sweeps."""

    id: CaseId
    case: CaseId
    round: Annotated[int, Described(ge=1, description="Counts its cases: one that grew after a decision has more.")]
    found_at: Instant
    changed_at: Instant
    merged_into: CaseId | None
    finding: Finding


class SweepResult(Frozen):
    """What a sweep came to."""

    sweep: CaseId
    at: Instant
    links: Annotated[int, Described(description="Ties that two accounts or more share, hubs apart.")]
    texts: Annotated[int, Described(description="Texts that several accounts published within a short time.")]
    hubs: Annotated[int, Described(description="Tokens that so many share that they say nothing.")]
    found: Annotated[int, Described(description="Clusters.")]
    opened: int = 0
    """New cases."""
    grown: int = 0
    """Cases to which newcomers were added."""
