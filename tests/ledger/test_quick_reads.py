"""Quick reads: many questions in one round trip, none answered with less than was known when it was asked."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from embedded import EmbeddedPostgres
from ledger.accounts.quick_reads import CONNECTIONS, MOST, QuickReads
from ledger.accounts.reading import standing_of
from ledger.store.database import Database, DatabaseAwayError
from ledger.store.migrating import migrate
from models.accounts.commands import ChangeName
from tests.ledger.doing import do, registration
from tests.workflows.world import until

CONNECTED = text("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'standing reads'")


@pytest.fixture
async def reads(database: Database) -> AsyncIterator[QuickReads]:
    opened = QuickReads(database.url)
    yield opened
    await opened.close()


async def test_it_reads_what_the_ledger_reads(database: Database, reads: QuickReads) -> None:
    await do(database, "a", registration("h1"))
    assert await reads.standing("a") == await standing_of(database, "a")
    assert await reads.standing("nobody") is None


async def test_many_questions_at_once_are_all_answered_over_a_few_connections(
    database: Database, reads: QuickReads
) -> None:
    """More than fit into one read, some of them about the same account."""
    accounts = [f"a{number}" for number in range(5)]
    for account in accounts:
        await do(database, account, registration(f"h-{account}"))
    asked = [accounts[n % 5] if n % 2 else f"nobody-{n}" for n in range(3 * MOST)]
    found = await asyncio.gather(*(reads.standing(account) for account in asked))
    assert [None if standing is None else standing.account for standing in found] == [
        account if account in accounts else None for account in asked
    ]
    async with database.transaction() as connection:
        assert (await connection.execute(CONNECTED)).scalar_one() <= CONNECTIONS


async def test_a_question_sees_every_write_that_was_made_before_it(database: Database, reads: QuickReads) -> None:
    """Also while other reads are under way, which began before the write."""
    await do(database, "a", registration("h1"))
    under_way = [asyncio.create_task(reads.standing("a")) for _ in range(3)]
    for version in range(2, 30):
        await do(database, "a", ChangeName(name=f"名{version}"))
        under_way.append(asyncio.create_task(reads.standing("a")))
        standing = await reads.standing("a")
        assert standing is not None
        assert standing.version >= version
    await asyncio.gather(*under_way)


async def test_who_gives_up_takes_the_answer_from_nobody(database: Database, reads: QuickReads) -> None:
    await do(database, "a", registration("h1"))
    first, second = (asyncio.create_task(reads.standing("a")) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert await second is not None


async def test_it_says_when_the_database_is_away_and_goes_on_when_it_is_back(tmp_path: Path) -> None:
    """Killed with a connection open: the next read, after the restart, makes another one by itself."""
    server = EmbeddedPostgres(tmp_path, tuning={"fsync": "off"})  # a killed process loses nothing by it
    await asyncio.to_thread(server.start)
    await asyncio.to_thread(server.create_database, "standing")
    database = Database(server.url("standing"), times_given=True)
    await migrate(database)
    reads = QuickReads(database.url)
    try:
        await do(database, "a", registration("h1"))
        assert await reads.standing("a") is not None
        await asyncio.to_thread(server.kill)
        with pytest.raises(DatabaseAwayError):
            await reads.standing("a")
        await asyncio.to_thread(server.start)
        assert await reads.standing("a") is not None
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
        assert await reads.standing("a") is not None, "without a failure in between"
    finally:
        await reads.close()
        await database.close()
        await asyncio.to_thread(server.stop)


@pytest.mark.parametrize("steps", range(6))
async def test_who_waits_when_it_closes_is_refused_and_no_connection_is_left(database: Database, steps: int) -> None:
    """More reads than connections: the end of a cancelled one starts no other."""
    await do(database, "a1", registration("h1"))
    reads = QuickReads(database.url)
    asked = []
    for number in range(CONNECTIONS + 2):
        asked.append(asyncio.ensure_future(reads.standing(f"a{number}")))
        for _ in range(steps):
            await asyncio.sleep(0)
    await reads.close()
    outcomes = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(one) for one in outcomes] == [DatabaseAwayError] * len(asked)
    with pytest.raises(DatabaseAwayError, match="the process ends"):
        await reads.standing("a1")
    # The server notices the end of a connection a moment later.
    await until(lambda: _none_connected(database), "every connection is closed")


async def _none_connected(database: Database) -> bool:
    async with database.transaction() as connection:
        found: int = (await connection.execute(text(f"{CONNECTED.text} AND datname = current_database()"))).scalar_one()
    return found == 0
