"""Helpers for tests of the ledger: execute a command, count rows, write past the triggers."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import text

from ledger.accounts import commands, verification
from ledger.accounts.commands import Request
from ledger.store.database import Database
from ledger.store.deadlines import Deadlines
from ledger.store.idempotency import RequestKey
from models.accounts.commands import Command, ImposeBan, Receipt, Register
from models.instants import SHANGHAI
from models.names import AccountKind
from models.tables import METADATA
from models.words.violations import Category

NOON = datetime(2026, 3, 1, 12, tzinfo=SHANGHAI)
INDIVIDUAL, ENTERPRISE = AccountKind.INDIVIDUAL, AccountKind.ENTERPRISE
PATIENT = Deadlines(pool_s=60, statement_s=60, lock_s=60, work_s=90)
"""Long deadlines for many writers that wait for one row: the test proves the outcome, however busy the machine is."""


def days(number: float) -> timedelta:
    return timedelta(days=number)


def registration(holder: str = "h1", kind: AccountKind = INDIVIDUAL, name: str = "山野厨房") -> Register:
    return Register(kind=kind, holder=holder, name=name)


def ban(identifier: str = "b1", duration: str = "P7D") -> ImposeBan:
    return ImposeBan.model_validate({"id": identifier, "category": Category.RECYCLED_NEWS, "duration": duration})


def key(name: str, body: str = "", caller: str = "platform") -> RequestKey:
    return RequestKey(caller=caller, key=name, fingerprint=sha256(body.encode()).digest())


async def do(database: Database, account: str, command: Command, at: datetime = NOON, **more: Any) -> Receipt:
    """Execute the command at an instant."""
    return await commands.execute(database, Request(account=account, command=command, actor="somebody", now=at, **more))


async def rows(database: Database, statement: str, **named: Any) -> list[tuple[Any, ...]]:
    async with database.transaction() as connection:
        return [tuple(row) for row in await connection.execute(text(statement), named)]


async def count(database: Database, table: str) -> int:
    return int((await rows(database, f"SELECT count(*) FROM {table}"))[0][0])


async def everything(database: Database) -> dict[str, list[str]]:
    """Return every row of every table, as text."""
    return {
        table.name: [row[0] for row in await rows(database, f"SELECT t::text FROM {table.name} t ORDER BY 1")]
        for table in METADATA.sorted_tables
    }


async def tamper(database: Database, statement: str, **named: Any) -> None:
    """Write past the triggers, as an owner of the database can."""
    async with database.transaction() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        await connection.execute(text(statement), named)


async def faults(database: Database) -> list[verification.Fault]:
    return [fault async for fault in verification.verify(database)]
