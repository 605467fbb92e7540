"""Kinds of columns that tables share, and the metadata of all tables."""

from typing import Any

from sqlalchemy import Column, DateTime, Table, text
from sqlmodel import Field, SQLModel

METADATA = SQLModel.metadata
"""Metadata of all tables; `migrations/` creates the same, and a test compares the two."""


def instant(*, nullable: bool = False) -> Any:
    """Return a column of instants."""
    return Field(sa_column=Column(DateTime(timezone=True), nullable=nullable))


def dated() -> Any:
    """Return a column of instants that rows from before the column do not have."""
    return Field(sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("'epoch'")))


def table_of(row: type[SQLModel]) -> Table:
    """Return the table that the model describes: statements are built from it."""
    return METADATA.tables[str(row.__tablename__)]
