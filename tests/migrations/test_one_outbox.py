"""Migration from two outboxes to one: the new program delivers waiting rows, each stream's in its order."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from alembic import command
from sqlalchemy import text

from embedded import EmbeddedPostgres
from ledger.store.database import Database
from ledger.store.migrating import config, migrate
from ledger.streams import outbox
from ledger.streams.outbox import ACCOUNT, Depth
from models.records import RecordChanged
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
    """Yield a database of the previous migration: facts and entries wait, and one of each was delivered already."""
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
    """The migration also keeps rows of a kind that only another version knows; later rows are placed behind them."""
    await migrate(before)
    assert await outbox.depth(before) == Depth(facts=4, entries=3)
    async with before.transaction() as connection:
        for kind, stream, seq in ((ACCOUNT, "a", 4), ("case", "n", 3)):
            named = {"kind": kind, "stream": stream, "seq": seq, "now": NOON}
            await connection.execute(FACT if kind == ACCOUNT else ENTRY, named)
            await connection.execute(outbox.PUT, outbox.put(kind, [(stream, seq)]))
    async with outbox.waiting(before, [ACCOUNT, "case", "nothing_of_it"], 100) as batch:
        told = {message.name: message.news for message in batch.messages}
        await batch.delivered(told)
    changed = told["case:n"]
    assert isinstance(changed, RecordChanged)
    assert (changed.version, [entry["seq"] for entry in changed.entries]) == (2, [1, 2, 3])
    facts = {name: [fact.seq for fact in news] for name, news in told.items() if isinstance(news, tuple)}
    assert facts == {"account:a": [1, 2, 3, 4], "account:b": [1]}
    assert await rows(before, "SELECT kind, stream, seq FROM outgoing") == [("unheard_of", "x", 1)]


RELAYS_BEFORE = {
    "facts": (
        "SELECT o.id, f.account AS stream, f.seq FROM (SELECT id, account, seq FROM outbox "
        "ORDER BY id LIMIT 3 FOR UPDATE SKIP LOCKED) o "
        "JOIN facts f ON f.account = o.account AND f.seq = o.seq ORDER BY o.id",
        "DELETE FROM outbox WHERE id = ANY(CAST(:ids AS bigint[]))",
    ),
    "entries": (
        "SELECT o.id, o.dossier AS stream, e.seq FROM (SELECT id, kind, dossier, entry FROM dossier_outbox "
        "WHERE kind = ANY(CAST(ARRAY['case'] AS text[])) ORDER BY id LIMIT 3 FOR UPDATE SKIP LOCKED) o "
        "JOIN dossier_entries e ON e.kind = o.kind AND e.dossier = o.dossier AND e.seq = o.entry ORDER BY o.id",
        "DELETE FROM dossier_outbox WHERE id = ANY(CAST(:ids AS bigint[]))",
    ),
}
"""Queries with which the previous version reads and empties its outboxes."""


async def test_processes_of_the_version_before_go_on_until_they_are_replaced(before: Database) -> None:
    """Processes of the previous version write to their outboxes and deliver them; the new relay delivers the remaining
    rows.
    """
    await migrate(before)
    async with before.transaction() as connection:
        for table, write, kind, stream, seq in (
            (FACT, FACT_WAITS, ACCOUNT, "a", 4),
            (ENTRY, ENTRY_WAITS, "case", "n", 3),
        ):
            named = {"kind": kind, "stream": stream, "seq": seq, "now": NOON}
            await connection.execute(table, named)
            await connection.execute(write, named)
    told = {}
    for stream, (read, delete) in RELAYS_BEFORE.items():
        async with before.transaction() as connection:
            found = (await connection.execute(text(read))).all()
            async with outbox.waiting(before, [ACCOUNT, "case"], 1) as batch:
                assert batch.messages, "a new relay passes over what an old one holds"
                assert {row.id for row in found}.isdisjoint(batch.messages[0].rows)
            await connection.execute(text(delete), {"ids": [row.id for row in found]})
            told[stream] = [(row.stream, row.seq) for row in found]
    assert told == {"facts": [("a", 1), ("b", 1), ("a", 2)], "entries": [("n", 1), ("n", 2), ("n", 3)]}
    assert await rows(before, "SELECT kind, stream, seq FROM outgoing ORDER BY id") == [
        (ACCOUNT, "a", 3),
        ("unheard_of", "x", 1),
        (ACCOUNT, "a", 4),
    ]
