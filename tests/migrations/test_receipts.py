"""Migration from the first schema to the one with receipts: nothing is lost, and old facts give new receipts."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from embedded import EmbeddedPostgres
from ledger import receipts
from ledger.accounts.reading import standing_of
from ledger.store.database import Database
from ledger.store.migrating import config, migrate
from models.accounts.commands import Overturn
from models.gate.receipts import PrivilegeQuestion
from regulation.standing.verdicts import verdict
from tests.ledger.doing import NOON, ban, days, do, faults, key, registration, rows

WRITTEN_THEN = Path(__file__).parent / "ledgers" / "0001.json"
"""Every row of a ledger written by the program of the first schema (commit f830e30): an account is registered, banned
for a week, and renamed when the ban and its suspension are over. Never regenerated: it represents existing
installations.
"""
FILL = "INSERT INTO {table} SELECT * FROM json_populate_recordset(CAST(NULL AS {table}), CAST(:rows AS json))"
GO_ON = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"


@pytest.fixture
async def first(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """Yield a database of the first migration, with the ledger written then."""
    await asyncio.to_thread(postgres.create_database, "at_0001")
    database = Database(postgres.url("at_0001"), times_given=True)
    async with database.transaction() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "0001"))
    written = json.loads(WRITTEN_THEN.read_text(encoding="utf-8"))
    assert written.pop("alembic_version") == [{"version_num": "0001"}]
    async with database.transaction() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table, lines in written.items():
            await connection.execute(text(FILL.format(table=table)), {"rows": json.dumps(lines)})
        for table in ("events", "outbox"):
            await connection.execute(text(GO_ON.format(table=table)))
    yield database
    await database.close()
    await asyncio.to_thread(postgres.drop_database, "at_0001")


async def told(database: Database) -> dict[str, list[tuple]]:
    """Return all rows, in the columns of the first schema."""
    tables = {"facts": "t", "standings": "t", "holder_seats": "t", "events": "(id, account, seq, at)"}
    return {
        table: await rows(database, f"SELECT {columns}::text FROM {table} t ORDER BY 1")
        for table, columns in tables.items()
    }


async def test_a_ledger_of_the_first_schema_gets_receipts_and_keeps_everything(first: Database) -> None:
    """Every row is unchanged, no fault is found, an answer on the old facts is recorded and proved, and commands
    continue.
    """
    async with first.transaction() as connection:
        assert (await connection.execute(text("SELECT to_regclass('receipts')"))).scalar_one() is None
    before = await told(first)
    assert len(before["facts"]) == 3
    await migrate(first)
    assert await told(first) == before
    assert await faults(first) == []
    asked_at = NOON + days(30)
    standing = await standing_of(first, "a1")
    assert standing is not None
    assert (standing.name, standing.version) == ("海边厨房", 3)
    answer = verdict(standing, "monetize.advertising", asked_at)
    question = PrivilegeQuestion(account="a1", privilege="monetize.advertising")
    kept = await receipts.keep(first, question, answer, caller="key_1", asked_at=asked_at)
    found = await receipts.find(first, kept.id)
    assert found is not None
    assert found[1].same
    assert (found[1].reevaluated, answer.answer) == (answer, "refused")


async def test_a_ledger_of_the_first_schema_goes_on(first: Database) -> None:
    """Earlier actions count, a repeated request is answered as before, and the chain verifies."""
    await migrate(first)
    again = await do(first, "a1", registration(), NOON + days(31), key=key("k1", "register"))
    assert (again.replayed, again.version) == (True, 1)
    assert (await do(first, "a2", registration(), NOON + days(31))).refusal is not None
    banned = await do(first, "a1", ban("b2"), NOON + days(32))
    assert (banned.refusal, banned.version) == (None, 4)
    overturned = await do(first, "a1", Overturn(id="b1"), NOON + days(33))
    assert (overturned.refusal, overturned.version) == (None, 5)
    assert await faults(first) == []
