"""Accounts that act in concert (article 7): the ties between them, and the findings.

Tokens of devices, phones, payout accounts and the like are keyed hashes; of posts only signatures are stored, no texts.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field as Described

from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, CaseId


class TieKind(StrEnum):
    """Kind of feature that accounts share; `regulation/coordination.py` has the weight of each."""

    HOLDER = "holder"
    PAYOUT = "payout"
    PHONE = "phone"
    DEVICE = "device"
    NETWORK = "network"
    MCN = "mcn"
    TEXT = "text"
    """Near-duplicate posts within a short time; detected here, while the other ties are reported."""


class LinkRow(Frozen):
    """Use of a device, a phone … by an account; a repetition updates the time."""

    account: AccountId
    kind: TieKind
    token: bytes
    seen_at: Instant


class PostRow(Frozen):
    """Signature of a post, by which near-duplicates are found."""

    account: AccountId
    post: CaseId
    published_at: Instant
    signature: bytes


class Tie(Frozen):
    """Feature that several accounts share."""

    kind: TieKind
    token: Annotated[str, Described(description="First characters of the keyed hash, to distinguish devices.")]
    accounts: tuple[AccountId, ...]


class Edge(Frozen):
    """Weight of the ties between two accounts, and the ties."""

    accounts: tuple[AccountId, AccountId]
    weight: int
    kinds: tuple[TieKind, ...]


class Finding(Frozen):
    """Cluster found by one sweep."""

    members: tuple[AccountId, ...]
    weight: Annotated[int, Described(description="Sum of the weights of all counted pairs.")]
    pairs: Annotated[int, Described(description="Pairs of accounts above the minimum weight.")]
    ties: Annotated[tuple[Tie, ...], Described(description="Ties with the highest weights.")]
    all_ties: Annotated[int, Described(description="Number of ties; `ties` may name fewer.")]
    edges: Annotated[tuple[Edge, ...], Described(description="Pairs with the highest weights.")]


class Cluster(Frozen):
    """Accounts that may act in concert, from all sweeps."""

    id: CaseId
    case: CaseId
    round: Annotated[
        int, Described(ge=1, description="Number of its cases: a cluster that grew after a decision has several.")
    ]
    found_at: Instant
    changed_at: Instant
    merged_into: CaseId | None
    finding: Finding


class SweepResult(Frozen):
    """Result of a sweep."""

    sweep: CaseId
    at: Instant
    links: Annotated[int, Described(description="Ties shared by two or more accounts, without hubs.")]
    texts: Annotated[int, Described(description="Texts published by several accounts within a short time.")]
    hubs: Annotated[int, Described(description="Tokens shared by too many accounts to be evidence.")]
    found: Annotated[int, Described(description="Clusters.")]
    opened: int = 0
    """Number of new cases."""
    grown: int = 0
    """Number of cases to which accounts were added."""
