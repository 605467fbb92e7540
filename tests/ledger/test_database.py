"""A database that is away: one error for all the ways in which it can be, and everything goes on when it is back."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from embedded import EmbeddedPostgres
from ledger.accounts.boundaries import record_overdue
from ledger.accounts.reading import standing_of
from ledger.store.database import Database, DatabaseAwayError
from ledger.store.migrating import migrate
from models.accounts.commands import ChangeName, Receipt
from tests.ledger.doing import NOON, count, do, faults, key, registration, rows


@pytest.fixture
async def own_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    """A server that a test may kill, with room for few connections."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("own"), tuning={"fsync": "off", "max_connections": "12"})
    await asyncio.to_thread(server.start)
    await asyncio.to_thread(server.create_database, "standing")
    yield server
    await asyncio.to_thread(server.stop)


async def test_while_the_server_is_down_everything_says_so_and_goes_on_when_it_is_back(
    own_server: EmbeddedPostgres,
) -> None:
    """Killed under a burst of commands: each is answered or says that the database is away. After the restart the same
    requests with the same keys bring every one of them about exactly once.
    """
    database = Database(own_server.url("standing"), pool_size=4, times_given=True)
    await migrate(database)
    accounts = [f"a{number}" for number in range(4)]
    for account in accounts:
        await do(database, account, registration(f"holder-of-{account}"))

    async def rename(account: str) -> list[Receipt | DatabaseAwayError]:
        answers: list[Receipt | DatabaseAwayError] = []
        for number in range(50):
            try:
                answers.append(
                    await do(database, account, ChangeName(name=f"名{number}"), key=key(f"{account}{number}"))
                )
            except DatabaseAwayError as away:
                answers.append(away)
        return answers

    burst = [asyncio.create_task(rename(account)) for account in accounts]
    while await count(database, "facts") < 20:
        pass
    await asyncio.to_thread(own_server.kill)
    answers = [answer for answered in await asyncio.gather(*burst) for answer in answered]
    assert any(isinstance(answer, Receipt) for answer in answers)
    assert any(isinstance(answer, DatabaseAwayError) for answer in answers)
    for asking in (
        standing_of(database, "a0"),
        record_overdue(database, through=NOON, now=NOON, by="backstop"),
        migrate(database),
    ):
        with pytest.raises(DatabaseAwayError):
            await asking

    starting = asyncio.create_task(asyncio.to_thread(own_server.start))
    while not starting.done():
        try:
            await standing_of(database, "a0")
        except DatabaseAwayError:
            await asyncio.sleep(0.001)
    await starting
    repeated = [answer for answered in await asyncio.gather(*map(rename, accounts)) for answer in answered]
    assert not any(isinstance(answer, DatabaseAwayError) for answer in repeated)
    kept = [answer for answer in answers if isinstance(answer, Receipt)]
    assert {answer.model_copy(update={"replayed": True}) for answer in kept} <= set(repeated)
    assert await count(database, "facts") == await count(database, "events") == 4 * 51
    assert await faults(database) == []
    await database.close()


async def test_a_server_that_takes_no_more_connections_is_away(own_server: EmbeddedPostgres) -> None:
    """Its refusal says "not now", like that of one which is starting."""
    several = [Database(own_server.url("standing"), pool_size=16, times_given=True) for _ in range(2)]

    async def hold(database: Database) -> None:
        async with database.transaction() as connection:
            await connection.execute(text("SELECT pg_sleep(1)"))

    results = await asyncio.gather(*(hold(one) for one in several for _ in range(16)), return_exceptions=True)
    assert {type(result) for result in results} == {type(None), DatabaseAwayError}
    for one in several:
        await one.close()


async def test_a_pool_without_a_free_connection_says_that_the_database_is_away(database_url: str) -> None:
    """A caller is told to try again, as for a server that is busy."""
    database = Database(database_url, pool_size=1, times_given=True)
    database.engine.pool._timeout = 0.05  # type: ignore[attr-defined]
    async with database.transaction(), database.transaction():
        with pytest.raises(DatabaseAwayError):
            await rows(database, "SELECT 1")
    assert await rows(database, "SELECT 1") == [(1,)]
    await database.close()


async def test_an_absence_always_has_words(database: Database) -> None:
    """A timeout has none of its own; whoever logs the first line of them must find one."""
    with pytest.raises(DatabaseAwayError, match="TimeoutError"):
        async with database.transaction():
            raise TimeoutError


async def test_a_connection_that_was_cut_off_while_idle_costs_one_error(database: Database) -> None:
    """The next transactions get fresh connections."""
    (victim,) = (await rows(database, "SELECT pg_backend_pid()"))[0]
    other = Database(database.url, times_given=True)
    assert await rows(other, "SELECT pg_terminate_backend(:victim, 60000)", victim=victim) == [(True,)]
    with pytest.raises(DatabaseAwayError):
        await rows(database, "SELECT 1")
    assert await rows(database, "SELECT 1") == [(1,)]
    await other.close()


async def test_a_mistake_of_ours_is_not_taken_for_an_absence(database: Database) -> None:
    """A statement that is wrong stays what it is, or a retry would go on for ever."""
    with pytest.raises(DBAPIError):
        await rows(database, "SELECT nothing FROM nowhere")


async def test_a_snapshot_sees_one_moment_and_writes_nothing(database: Database) -> None:
    """What others commit meanwhile is not in it; the next ordinary transaction may write again."""
    await do(database, "a", registration("h1"))
    async with database.snapshot() as connection:
        counted = text("SELECT count(*) FROM facts")
        assert (await connection.execute(counted)).scalar_one() == 1
        await do(database, "b", registration("h2"))
        assert (await connection.execute(counted)).scalar_one() == 1
        with pytest.raises(DBAPIError, match="read-only"):
            await connection.execute(text("DELETE FROM outgoing"))
        await connection.rollback()
    assert (await do(database, "c", registration("h3"))).outcome == "active"
    assert await count(database, "facts") == 3
