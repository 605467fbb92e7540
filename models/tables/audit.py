"""Audit: events and the head of their chain."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


class AuditEventRow(SQLModel, table=True):
    """Events of the audit: append-only, chained by hash. A trigger refuses update, delete and truncate."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("audit_events_by_time", "at"),
        Index("audit_events_by_actor", "actor", "seq"),
        Index("audit_events_by_object", "object", "seq"),
        Index("audit_events_by_type", "type", "seq"),
        Index(
            "audit_events_once_an_hour",
            "actor",
            "object",
            "at",
            postgresql_where=text("type IN ('personal_data_viewed', 'audit_read')"),
        ),
    )

    seq: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    type: str = Field(sa_type=Text)
    at: datetime = instant()
    recorded_at: datetime = instant()
    actor: str = Field(sa_type=Text)
    object: str = Field(sa_type=Text)
    body: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class AuditHeadRow(SQLModel, table=True):
    """Head of the audit's chain: one row, locked by whoever appends; it reveals missing events at the end."""

    __tablename__ = "audit_head"

    only: bool = Field(default=True, primary_key=True)
    seq: int = Field(sa_column=Column(BigInteger, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    recorded_at: datetime | None = instant(nullable=True)


AUDIT_EVENTS: Final = table_of(AuditEventRow)
AUDIT_HEAD: Final = table_of(AuditHeadRow)
