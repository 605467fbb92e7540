"""Reports and receipts: the stored pieces of a report, and the proof of each answer."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


class ReportPieceRow(SQLModel, table=True):
    """Pieces of reports' files, by the hash of the whole. A trigger refuses update, delete and truncate."""

    __tablename__ = "report_pieces"

    sha256: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    piece: int = Field(primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ReceiptRow(SQLModel, table=True):
    """Receipts of answers, with the facts behind each. A trigger refuses update, delete and truncate."""

    __tablename__ = "receipts"
    __table_args__ = (
        Index("receipts_by_account", "account", "asked_at", "id"),
        Index("receipts_by_content", "content", "asked_at", "id", postgresql_where=text("content IS NOT NULL")),
    )

    id: str = Field(primary_key=True, sa_type=Text)
    caller: str = Field(sa_type=Text)
    account: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    version: int
    head: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """Hash of the fact of that version, so that the facts behind an answer cannot be exchanged."""
    asked_at: datetime = instant()
    question: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    answer: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    content: str | None = Field(default=None, sa_type=Text)
    """The piece that the question is about, which `question` has too; a column of its own to find receipts by it."""


REPORT_PIECES: Final = table_of(ReportPieceRow)
RECEIPTS: Final = table_of(ReceiptRow)
