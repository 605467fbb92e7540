"""PostgreSQL dies under a running worker: nothing that was committed is lost, and the worker goes on by itself."""

import asyncio

from tests.chaos.house import House


async def test_the_worker_outlives_a_dead_database(house: House) -> None:
    """Bans end while there is no database; their ends are recorded when it is back, by the same worker."""
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
        await house.says("the database is away", since)
        await asyncio.to_thread(house.postgres.start)
    await house.all_is_well()
    assert worker.poll() is None
