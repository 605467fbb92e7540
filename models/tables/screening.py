"""Screening: protected names and emblems."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


class ProtectedNameRow(SQLModel, table=True):
    """Protected names that operators imported, each from one version of the lexicon to another.

    `added_in` 0 stands for a name built into the program; such a row only records its retirement.
    """

    __tablename__ = "protected_names"

    id: str = Field(primary_key=True, sa_type=Text)
    added_in: int = Field(primary_key=True)
    retired_in: int | None = None
    body: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


class EmblemRow(SQLModel, table=True):
    """Protected emblems that avatars are screened against, with their bytes and features. Never deleted."""

    __tablename__ = "emblems"
    __table_args__ = (Index("emblems_by_digest", "digest", unique=True, postgresql_where=text("retired_at IS NULL")),)

    id: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(sa_type=Text)
    media_type: str = Field(sa_type=Text)
    width: int
    height: int
    digest: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    edition: int
    """Edition of the code that computed the features; those of another edition are computed again."""
    described: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    added_at: datetime = instant()
    added_by: str = Field(sa_type=Text)
    retired_at: datetime | None = instant(nullable=True)
    retired_by: str | None = Field(default=None, sa_type=Text)
    reason: str = Field(sa_type=Text)


PROTECTED_NAMES: Final = table_of(ProtectedNameRow)
EMBLEMS: Final = table_of(EmblemRow)
