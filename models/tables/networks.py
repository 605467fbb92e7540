"""Networks: the accounts that each has signed."""

from datetime import datetime
from typing import Final

from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


class NetworkMemberRow(SQLModel, table=True):
    """Accounts of a network's roster; an account is on one roster at a time.

    The decisions about the network are applied in the transaction of the account's facts (article 11).
    """

    __tablename__ = "network_members"
    __table_args__ = (
        Index("network_members_by_account", "account", unique=True, postgresql_where=text("released_at IS NULL")),
        Index("network_members_pending", "network", "account", postgresql_where=text("pending")),
    )

    network: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(primary_key=True, sa_type=Text)
    signed_at: datetime = instant()
    released_at: datetime | None = instant(nullable=True)
    pending: bool
    code: str | None = Field(default=None, sa_type=Text)
    message: str = Field(default="", sa_type=Text)


NETWORK_MEMBERS: Final = table_of(NetworkMemberRow)
