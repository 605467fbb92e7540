"""Bulk actions, runs and imports: one row for each account or command."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Identity, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, table_of


class BulkAccountRow(SQLModel, table=True):
    """Accounts of a bulk action, with the result and that of the reversal, written in the transaction of the facts."""

    __tablename__ = "bulk_accounts"
    __table_args__ = (
        Index("bulk_accounts_waiting", "bulk", "account", postgresql_where=text("outcome = 'waiting'")),
        Index("bulk_accounts_reverting", "bulk", "account", postgresql_where=text("reversal = 'waiting'")),
    )

    bulk: str = Field(primary_key=True, sa_type=Text)
    account: str = Field(primary_key=True, sa_type=Text)
    outcome: str = Field(sa_type=Text)
    code: str | None = Field(default=None, sa_type=Text)
    message: str = Field(default="", sa_type=Text)
    version: int | None = Field(default=None)
    reversal: str | None = Field(default=None, sa_type=Text)
    reversal_code: str | None = Field(default=None, sa_type=Text)
    reversal_message: str = Field(default="", sa_type=Text)


class RunRowRow(SQLModel, table=True):
    """Rows of runs with the command of each, and its outcome, written in the transaction of the facts.

    A row's identity numbers are hashed before it is stored. `place` is the order in which rows arrived.
    """

    __tablename__ = "run_rows"
    __table_args__ = (
        Index("run_rows_by_ref", "run", "ref", unique=True),
        Index("run_rows_by_outcome", "run", "outcome", "place"),
    )

    run: str = Field(primary_key=True, sa_type=Text)
    place: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(), primary_key=True))
    ref: str = Field(sa_type=Text)
    line: int = Field()
    fingerprint: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    account: str | None = Field(default=None, sa_type=Text)
    content: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB, nullable=True))
    outcome: str = Field(sa_type=Text)
    code: str | None = Field(default=None, sa_type=Text)
    message: str = Field(default="", sa_type=Text)
    version: int | None = Field(default=None)
    case: str | None = Field(default=None, sa_type=Text)
    problem: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB, nullable=True))


class ImportRow(SQLModel, table=True):
    """Progress of the import of each file, by which it is resumed."""

    __tablename__ = "imports"

    digest: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    file: str = Field(sa_type=Text)
    rows_done: int
    rows_imported: int
    rows_rejected: int
    updated_at: datetime = instant()


BULK_ACCOUNTS: Final = table_of(BulkAccountRow)
RUN_ROWS: Final = table_of(RunRowRow)
IMPORTS: Final = table_of(ImportRow)
