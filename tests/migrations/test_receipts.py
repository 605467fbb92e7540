"""From the first schema to the one with receipts: nothing is lost, and old facts bear new receipts."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from alembic import command
from sqlalchemy import text

from embedded import EmbeddedPostgres
from ledger import receipts
from ledger.database import Database
from ledger.migrating import config, migrate
from ledger.reading import standing_of
from models.receipts import PrivilegeQuestion
from regulation.verdicts import verdict
from tests.ledger.doing import NOON, ban, days, do, faults, registration, rows


@pytest.fixture
async def first(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A database as the first migration left it, with an account that was banned."""
    await asyncio.to_thread(postgres.create_database, "at_0001")
    database = Database(postgres.url("at_0001"), times_given=True)
    async with database.transaction() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "0001"))
    await do(database, "a1", registration())
    await do(database, "a1", ban(), NOON + days(1))
    yield database
    await database.close()
    await asyncio.to_thread(postgres.drop_database, "at_0001")


async def told(database: Database) -> dict[str, list[tuple]]:
    """Everything that was there, in the columns that the first schema had."""
    tables = {"facts": "t", "standings": "t", "holder_seats": "t", "outbox": "t", "events": "(id, account, seq, at)"}
    return {
        table: await rows(database, f"SELECT {columns}::text FROM {table} t ORDER BY 1")
        for table, columns in tables.items()
    }


async def test_a_ledger_of_the_first_schema_gets_receipts_and_keeps_everything(first: Database) -> None:
    """Every row is as it was, no fault is found, and an answer on the old facts is kept and proved."""
    async with first.transaction() as connection:
        assert (await connection.execute(text("SELECT to_regclass('receipts')"))).scalar_one() is None
    before = await told(first)
    assert len(before["facts"]) == 2
    await migrate(first)
    assert await told(first) == before
    assert await faults(first) == []
    standing = await standing_of(first, "a1")
    assert standing is not None
    answer = verdict(standing, "publish", NOON + days(2))
    question = PrivilegeQuestion(account="a1", privilege="publish")
    kept = await receipts.keep(first, question, answer, caller="key_1", asked_at=NOON + days(2))
    found = await receipts.find(first, kept.id)
    assert found is not None
    assert found[1].same
    assert (found[1].reevaluated, answer.answer) == (answer, "refused")
