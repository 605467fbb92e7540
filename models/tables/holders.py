"""Holders: their seats, the accounts that were closed as a sanction, and how a holder who comes back is recognised."""

from datetime import datetime
from typing import Final

from sqlalchemy import Column, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


class HolderRow(SQLModel, table=True):
    """Holders: one row each, locked while seats are taken or released; says whether the holder is barred (article
    7).
    """

    __tablename__ = "holders"

    holder: str = Field(primary_key=True, sa_type=Text)
    barred_by: str | None = Field(default=None, sa_type=Text)
    barred_at: datetime | None = instant(nullable=True)


class ClosedAccountRow(SQLModel, table=True):
    """Closures as a sanction in force: the holder at the time of the offence may not register again (article 7)."""

    __tablename__ = "closed_accounts"
    __table_args__ = (Index("closed_accounts_by_holder", "holder"),)

    account: str = Field(primary_key=True, sa_type=Text)
    holder: str = Field(sa_type=Text)
    category: str = Field(sa_type=Text)
    cause: str = Field(primary_key=True, sa_type=Text)
    """Identifier of the facts that justify the closure, with their evidence."""
    closed_at: datetime = instant()


class SeatRow(SQLModel, table=True):
    """Open accounts of holders. The key prevents two accounts from sharing a seat (article 7)."""

    __tablename__ = "holder_seats"

    holder: str = Field(primary_key=True, sa_type=Text)
    seat: int = Field(primary_key=True)
    account: str = Field(sa_type=Text, unique=True)


class ContactRow(SQLModel, table=True):
    """Contacts that identify an account's holder beside the identity number, as keyed hashes (article 7)."""

    __tablename__ = "contacts"
    __table_args__ = (Index("contacts_by_ref", "kind", "ref"),)

    account: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(primary_key=True, sa_type=Text)
    ref: str = Field(primary_key=True, sa_type=Text)


class ClosedNameRow(SQLModel, table=True):
    """Forms of the names of accounts closed as a sanction: a name with the same form is nearly the same."""

    __tablename__ = "closed_names"
    __table_args__ = (Index("closed_names_by_account", "account"),)

    form: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(primary_key=True, sa_type=Text)


class HolderKeyRow(SQLModel, table=True):
    """Fingerprint of the key with which identity numbers are hashed: another key would recognise nobody."""

    __tablename__ = "holder_key"

    only: bool = Field(default=True, primary_key=True)
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


HOLDERS: Final = table_of(HolderRow)
CLOSED_ACCOUNTS: Final = table_of(ClosedAccountRow)
HOLDER_SEATS: Final = table_of(SeatRow)
CONTACTS: Final = table_of(ContactRow)
CLOSED_NAMES: Final = table_of(ClosedNameRow)
HOLDER_KEY: Final = table_of(HolderKeyRow)
