"""PostgreSQL is killed under a running worker: nothing committed is lost, and the worker continues by itself."""

import asyncio

from tests.chaos.house import House


async def test_the_worker_outlives_a_dead_database(house: House) -> None:
    """Bans end while there is no database; the same worker records their ends when it is back."""
    accounts = await house.register("a", "b")
    worker = house.start_worker()
    for account in accounts:
        await house.ban(account, 1)
    await house.nothing_waits()
    await house.every_lifecycle_agrees()
    for _ in range(2):
        for account in accounts:
            await house.ban(account, 2)
        since = len(house.said())
        await house.kill_postgres()
        await house.says("the database is unavailable", since)
        await asyncio.to_thread(house.postgres.start)
    await house.all_is_well()
    assert worker.poll() is None
