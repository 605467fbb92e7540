"""Streams: records with their entries, the feed of events, what Temporal must be told, and answers under their keys."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Identity, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


class OutgoingRow(SQLModel, table=True):
    """Outbox: committed facts and entries not yet sent to Temporal. The relay deletes a row after sending it.

    The key orders the rows of one kind by age: the relay reads the oldest of each kind.
    """

    __tablename__ = "outgoing"
    __table_args__ = (Index("outgoing_later", "stream", postgresql_where=text("kind = 'account_later'")),)

    kind: str = Field(primary_key=True, sa_type=Text)
    """Kind of the stream: `account`, or the kind of a record."""
    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    stream: str = Field(sa_type=Text)
    """Identifier of the account or record."""
    seq: int


class EventRow(SQLModel, table=True):
    """Announcements of a fact (`seq`), of a transition (`at`) or of an entry in a record (`entry`), written in the
    transaction that recorded it.
    """

    __tablename__ = "events"
    __table_args__ = (Index("events_by_account", "account", "id"),)

    id: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    account: str | None = Field(default=None, sa_type=Text)
    """Account concerned; None for a record that concerns no single account."""
    seq: int | None = Field(default=None)
    at: datetime | None = instant(nullable=True)
    kind: str | None = Field(default=None, sa_type=Text)
    dossier: str | None = Field(default=None, sa_type=Text)
    entry: int | None = Field(default=None)


class RecordRow(SQLModel, table=True):
    """Newest state of each record, folded from its entries, with the columns by which lists are filtered and sorted."""

    __tablename__ = "dossiers"
    __table_args__ = (
        Index("dossiers_by_status", "kind", "status", "due_at"),
        Index("dossiers_by_account", "account", "kind", postgresql_where=text("account IS NOT NULL")),
        Index("dossiers_by_opening", "kind", "opened_at", "id"),
        Index(
            "cases_corrected",
            "changed_at",
            postgresql_where=text("kind = 'case' AND (state #> '{corrected,0}') IS NOT NULL"),
        ),
        Index("exposures_by_change", "changed_at", "id", postgresql_where=text("kind = 'exposure'")),
    )

    kind: str = Field(primary_key=True, sa_type=Text)
    id: str = Field(primary_key=True, sa_type=Text)
    version: int
    status: str = Field(sa_type=Text)
    label: str = Field(sa_type=Text)
    account: str | None = Field(default=None, sa_type=Text)
    due_at: datetime | None = instant(nullable=True)
    priority: int
    opened_at: datetime = instant()
    changed_at: datetime = instant()
    state: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    head: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class RecordEntryRow(SQLModel, table=True):
    """Entries of records: append-only, chained by hash. A trigger refuses update, delete and truncate."""

    __tablename__ = "dossier_entries"
    __table_args__ = (Index("dossier_entries_by_recording", "recorded_at"),)

    kind: str = Field(primary_key=True, sa_type=Text)
    dossier: str = Field(primary_key=True, sa_type=Text)
    seq: int = Field(primary_key=True)
    type: str = Field(sa_type=Text)
    recorded_at: datetime = instant()
    actor: str = Field(sa_type=Text)
    body: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class IdempotencyRow(SQLModel, table=True):
    """Answers to commands by the caller's idempotency key: the same key and body always get the same answer."""

    __tablename__ = "idempotency_keys"

    caller: str = Field(primary_key=True, sa_type=Text)
    key: str = Field(primary_key=True, sa_type=Text)
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    answer: dict[str, Any] | None = Field(sa_column=Column(JSONB, nullable=True))
    created_at: datetime = instant()


class WorkerPresenceRow(SQLModel, table=True):
    """Workers that Temporal saw polling, with the last time, by the database's clock."""

    __tablename__ = "worker_presence"

    worker: str = Field(sa_type=Text, primary_key=True)
    polling_at: datetime = instant()


OUTGOING: Final = table_of(OutgoingRow)
EVENTS: Final = table_of(EventRow)
RECORDS: Final = table_of(RecordRow)
RECORD_ENTRIES: Final = table_of(RecordEntryRow)
IDEMPOTENCY_KEYS: Final = table_of(IdempotencyRow)
WORKER_PRESENCE: Final = table_of(WorkerPresenceRow)
