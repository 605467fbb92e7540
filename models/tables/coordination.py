"""Coordination: ties and posts of accounts, clusters, and sweeps."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


class LinkRow(SQLModel, table=True):
    """Uses of a device, a phone, a payout account … by an account (article 7); the token is a keyed hash."""

    __tablename__ = "links"
    __table_args__ = (Index("links_by_account", "account"),)

    kind: str = Field(primary_key=True, sa_type=Text)
    token: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    account: str = Field(primary_key=True, sa_type=Text)
    first_seen: datetime = instant()
    last_seen: datetime = instant()


class PostRow(SQLModel, table=True):
    """MinHash signatures of posts, without their texts. The sweep removes old ones."""

    __tablename__ = "posts"
    __table_args__ = (Index("posts_by_time", "published_at"),)

    account: str = Field(primary_key=True, sa_type=Text)
    post: str = Field(primary_key=True, sa_type=Text)
    published_at: datetime = instant()
    edition: int
    signature: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ClusterRow(SQLModel, table=True):
    """Clusters of accounts that may act in concert, as found by the newest sweep, with the case about each."""

    __tablename__ = "clusters"

    id: str = Field(primary_key=True, sa_type=Text)
    case: str = Field(sa_type=Text)
    round: int
    found_at: datetime = instant()
    changed_at: datetime = instant()
    merged_into: str | None = Field(default=None, sa_type=Text)
    finding: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    graph: str = Field(sa_type=Text)


class ClusterMemberRow(SQLModel, table=True):
    """Accounts of a cluster, with the case to which each belongs. An account is in at most one cluster."""

    __tablename__ = "cluster_members"
    __table_args__ = (Index("cluster_members_by_cluster", "cluster", "round"),)

    account: str = Field(primary_key=True, sa_type=Text)
    cluster: str = Field(sa_type=Text)
    round: int
    joined_at: datetime = instant()


class SweepFindingRow(SQLModel, table=True):
    """Findings of a sweep that are not processed yet, so that a retry need not search again."""

    __tablename__ = "sweep_findings"

    sweep: str = Field(primary_key=True, sa_type=Text)
    place: int = Field(primary_key=True)
    finding: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


class SweepRow(SQLModel, table=True):
    """Sweeps for accounts in concert, with their results."""

    __tablename__ = "sweeps"

    id: str = Field(primary_key=True, sa_type=Text)
    at: datetime = instant()
    links: int
    texts: int
    hubs: int
    found: int
    opened: int
    grown: int
    finished_at: datetime | None = instant(nullable=True)


LINKS: Final = table_of(LinkRow)
POSTS: Final = table_of(PostRow)
CLUSTERS: Final = table_of(ClusterRow)
CLUSTER_MEMBERS: Final = table_of(ClusterMemberRow)
SWEEP_FINDINGS: Final = table_of(SweepFindingRow)
SWEEPS: Final = table_of(SweepRow)
