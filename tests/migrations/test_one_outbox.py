"""From two outboxes to one: what waits is told by the new program, each stream's in its order."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from alembic import command
from sqlalchemy import text

from embedded import EmbeddedPostgres
from ledger import outbox
from ledger.database import Database
from ledger.migrating import config, migrate
from ledger.outbox import ACCOUNT, Depth
from models.dossiers import DossierChanged
from tests.ledger.doing import NOON, rows

FACT = text(
    "INSERT INTO facts (account, seq, type, effective_at, recorded_at, actor, body, hash) VALUES "
    "(:stream, :seq, 'name_changed', :now, :now, 'x', '{\"type\": \"name_changed\", \"name\": \"早报\"}', '')"
)
ENTRY = text(
    "INSERT INTO dossier_entries (kind, dossier, seq, type, recorded_at, actor, body, hash) VALUES "
    "(:kind, :stream, :seq, 'noted', :now, 'x', '{}', '')"
)
STATE = text(
    "INSERT INTO dossiers (kind, id, version, status, label, priority, opened_at, changed_at, state, head) VALUES "
    "(:kind, :stream, :seq, 'open', '', 0, :now, :now, '{}', '') "
    "ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version"
)
FACT_WAITS = text("INSERT INTO outbox (account, seq) VALUES (:stream, :seq)")
ENTRY_WAITS = text("INSERT INTO dossier_outbox (kind, dossier, entry) VALUES (:kind, :stream, :seq)")


@pytest.fixture
async def before(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A database as the migration before left it: facts and entries wait, and one of each was told already."""
    await asyncio.to_thread(postgres.create_database, "at_0021")
    database = Database(postgres.url("at_0021"), times_given=True)
    async with database.transaction() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "0021"))
        for stream, seq in (("told", 1), ("a", 1), ("b", 1), ("a", 2), ("a", 3)):
            named = {"stream": stream, "seq": seq, "now": NOON}
            await connection.execute(FACT, named)
            await connection.execute(FACT_WAITS, named)
        for kind, stream, seq in (("case", "told", 1), ("case", "n", 1), ("unheard_of", "x", 1), ("case", "n", 2)):
            named = {"kind": kind, "stream": stream, "seq": seq, "now": NOON}
            await connection.execute(ENTRY, named)
            await connection.execute(STATE, named)
            await connection.execute(ENTRY_WAITS, named)
        await connection.execute(text("DELETE FROM outbox WHERE account = 'told'"))
        await connection.execute(text("DELETE FROM dossier_outbox WHERE dossier = 'told'"))
    yield database
    await database.close()
    await asyncio.to_thread(postgres.drop_database, "at_0021")


async def test_what_waits_in_both_outboxes_waits_in_the_one_in_its_order(before: Database) -> None:
    """Also what another version's kind of record has left there; and what is recorded later goes behind it."""
    await migrate(before)
    assert await rows(before, "SELECT to_regclass('dossier_outbox')") == [(None,)]
    assert await outbox.depth(before) == Depth(facts=4, entries=3)
    async with before.transaction() as connection:
        for kind, stream, seq in ((ACCOUNT, "a", 4), ("case", "n", 3)):
            named = {"kind": kind, "stream": stream, "seq": seq, "now": NOON}
            await connection.execute(FACT if kind == ACCOUNT else ENTRY, named)
            await connection.execute(text(outbox.PUT), outbox.put(kind, [(stream, seq)]))
    async with outbox.waiting(before, [ACCOUNT, "case", "nothing_of_it"], 100) as batch:
        told = {message.name: message.news for message in batch.messages}
        await batch.delivered(told)
    changed = told["case:n"]
    assert isinstance(changed, DossierChanged)
    assert (changed.version, [entry["seq"] for entry in changed.entries]) == (2, [1, 2, 3])
    facts = {name: [fact.seq for fact in news] for name, news in told.items() if isinstance(news, tuple)}
    assert facts == {"account:a": [1, 2, 3, 4], "account:b": [1]}
    assert await rows(before, "SELECT kind, stream, seq FROM outbox") == [("unheard_of", "x", 1)]
