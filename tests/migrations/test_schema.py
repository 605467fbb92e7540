"""Schema: the migrations produce what the models declare, however often and by however many processes they run."""

import asyncio
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from embedded import EmbeddedPostgres
from ledger.store.database import Database
from ledger.store.migrating import migrate
from models.tables import METADATA

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 1, tzinfo=UTC)
ROWS = {
    "facts": text(
        "INSERT INTO facts (account, seq, type, effective_at, recorded_at, actor, body, hash) "
        "VALUES ('a', 1, 'name_changed', :now, :now, 'somebody', '{}', '')"
    ),
    "receipts": text(
        "INSERT INTO receipts (id, caller, account, kind, version, head, asked_at, question, answer, hash) "
        "VALUES ('rct_1', 'somebody', 'a', 'privilege', 1, '', :now, '{}', '{}', '')"
    ),
    "transitions": text(
        "INSERT INTO transitions (account, at, version, changes, message, recorded_at, recorded_by) "
        "VALUES ('a', :now, 1, '[]', '', :now, 'somebody')"
    ),
}
CHANGES = ("UPDATE {} SET account = 'b'", "DELETE FROM {}", "TRUNCATE {}", "TRUNCATE {} CASCADE")


def differences(connection: Connection) -> list:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), METADATA))


async def catalogue(database: Database) -> list[str]:
    """Return every column, index, constraint and trigger."""
    statement = text(
        "SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, identity_generation) "
        "FROM information_schema.columns WHERE table_schema = 'public' "
        "UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' "
        "UNION ALL SELECT concat_ws(' ', conrelid::regclass, pg_get_constraintdef(oid)) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace "
        "UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
    )
    async with database.transaction() as connection:
        return list((await connection.execute(statement)).scalars())


async def test_migrating_an_empty_database_gives_exactly_the_tables_of_the_models(database: Database) -> None:
    async with database.transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_comparison_can_fail(database: Database) -> None:
    """An additional column and a missing index are detected."""
    async with database.transaction() as connection:
        await connection.execute(text("ALTER TABLE holders ADD COLUMN surplus text"))
        await connection.execute(text("DROP INDEX facts_by_ref"))
        assert len(await connection.run_sync(differences)) == 2
        await connection.rollback()


async def test_every_primary_key_and_unique_key_of_the_models_is_there(database: Database) -> None:
    """Alembic does not compare primary keys, and those of `holder_seats` and `transitions` enforce the invariants."""
    wanted = {table.name: tuple(column.name for column in table.primary_key) for table in METADATA.sorted_tables}
    async with database.transaction() as connection:
        rows = await connection.execute(
            text(
                "SELECT table_name AS name, array_agg(column_name::text ORDER BY ordinal_position) AS columns "
                "FROM information_schema.table_constraints JOIN information_schema.key_column_usage "
                "USING (constraint_name, table_name) WHERE constraint_type = 'PRIMARY KEY' GROUP BY 1"
            )
        )
        found = {row.name: tuple(row.columns) for row in rows}
    assert {name: found.get(name) for name in wanted} == wanted


async def test_migrating_again_changes_nothing_and_keeps_the_rows(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(ROWS["facts"], {"now": NOW})
    before = await catalogue(database)
    await migrate(database)
    assert await catalogue(database) == before
    async with database.transaction() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM facts"))).scalar_one() == 1


async def test_many_connections_may_migrate_an_empty_database_at_once(
    postgres: EmbeddedPostgres, database: Database
) -> None:
    """Eight connections start together: one migrates, the others find it done, and the schema is as usual."""
    await asyncio.to_thread(postgres.create_database, "migrated_at_once")
    several = [Database(postgres.url("migrated_at_once")) for _ in range(8)]
    await asyncio.gather(*map(migrate, several))
    assert await catalogue(several[0]) == await catalogue(database)
    for one in several:
        await one.close()
    await asyncio.to_thread(postgres.drop_database, "migrated_at_once")


async def test_two_processes_may_migrate_an_empty_database_at_once(
    postgres: EmbeddedPostgres, database: Database
) -> None:
    await asyncio.to_thread(postgres.create_database, "migrated_by_processes")
    url = postgres.url("migrated_by_processes")
    program = (
        "import asyncio, sys\nfrom ledger.store.database import Database\nfrom ledger.store.migrating import migrate\n"
        "asyncio.run(migrate(Database(sys.argv[1])))"
    )
    processes = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", program, url, stderr=subprocess.PIPE, cwd=ROOT)
        for _ in range(2)
    ]
    said = await asyncio.gather(*(process.communicate() for process in processes))
    assert [process.returncode for process in processes] == [0, 0], said
    migrated = Database(url)
    assert await catalogue(migrated) == await catalogue(database)
    await migrated.close()
    await asyncio.to_thread(postgres.drop_database, "migrated_by_processes")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("table", ROWS)
async def test_facts_receipts_and_transitions_refuse_every_change(database: Database, table: str, change: str) -> None:
    """Invariant 2: whatever the statement, the existing row is unchanged."""
    async with database.transaction() as connection:
        await connection.execute(ROWS[table], {"now": NOW})
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        async with database.transaction() as connection:
            await connection.execute(text(change.format(table)))
    async with database.transaction() as connection:
        assert (await connection.execute(text(f"SELECT account FROM {table}"))).scalars().all() == ["a"]
