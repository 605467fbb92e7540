"""Followers: gains, counts, and which clean-up takes back which gain."""

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Column, DateTime, Index, Text
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


class FollowerGainRow(SQLModel, table=True):
    """Followers gained in a window, as reported by the platform; never changed."""

    __tablename__ = "follower_gains"
    __table_args__ = (Index("follower_gains_by_window", "account", "begins"),)

    account: str = Field(primary_key=True, sa_type=Text)
    id: str = Field(primary_key=True, sa_type=Text)
    begins: datetime = instant()
    ends: datetime = instant()
    gained: int = Field(sa_column=Column(BigInteger, nullable=False))
    content: str | None = Field(default=None, sa_type=Text)
    reported_at: datetime = instant()
    reported_by: str = Field(sa_type=Text)


class FollowerCountRow(SQLModel, table=True):
    """Number of followers of an account at an instant, as reported by the platform; never changed."""

    __tablename__ = "follower_counts"

    account: str = Field(primary_key=True, sa_type=Text)
    at: datetime = Field(sa_column=Column(DateTime(timezone=True), primary_key=True))
    followers: int = Field(sa_column=Column(BigInteger, nullable=False))
    reported_at: datetime = instant()
    reported_by: str = Field(sa_type=Text)


class CleanupGainRow(SQLModel, table=True):
    """Share of a gain claimed by a clean-up, so that no follower is removed twice."""

    __tablename__ = "cleanup_gains"
    __table_args__ = (Index("cleanup_gains_by_gain", "account", "gain"),)

    cleanup: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(primary_key=True, sa_type=Text)
    gain: str = Field(primary_key=True, sa_type=Text)
    tainted: int = Field(sa_column=Column(BigInteger, nullable=False))


FOLLOWER_GAINS: Final = table_of(FollowerGainRow)
FOLLOWER_COUNTS: Final = table_of(FollowerCountRow)
CLEANUP_GAINS: Final = table_of(CleanupGainRow)
