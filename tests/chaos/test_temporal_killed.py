"""Temporal is killed or not started yet: bans and verdicts work, boundaries are recorded, lifecycles catch up."""

import asyncio
from datetime import UTC, datetime, timedelta

from models.accounts.verdicts import Answer
from models.words.privileges import PUBLISH
from tests.chaos.house import House


async def test_bans_begin_and_end_while_temporal_is_dead(house: House) -> None:
    """The verdict changes at the exact instant without a worker; the backstop records the boundary."""
    running, still_open = await house.register("running", "open")
    await house.rename(still_open, "second")
    house.start_worker()
    begun = await house.ban(running, 3)
    await house.nothing_waits()
    await house.every_lifecycle_agrees()
    await asyncio.to_thread(house.temporal.kill)

    [born] = await house.register("born")
    imposed = {account: await house.ban(account, 1) for account in (still_open, born)}
    for account, at in imposed.items():
        during, after = at + timedelta(seconds=1, microseconds=-1), at + timedelta(seconds=1)
        assert (await house.verdict(account, PUBLISH, during)).answer is Answer.REFUSED
        assert (await house.verdict(account, PUBLISH, after)).answer is Answer.ALLOWED
    await house.every_boundary_is_recorded_once()
    assert datetime.now(UTC) > begun + timedelta(seconds=6)
    for account in house.accounts:
        assert "backstop" in {by for _, by in await house.recorded(account)}

    await asyncio.to_thread(house.temporal.start)
    await house.all_is_well()


async def test_a_worker_that_starts_before_temporal_works_and_waits(house: House) -> None:
    """The backstop works from the start; the lifecycles begin when Temporal is available."""
    await asyncio.to_thread(house.temporal.kill)
    accounts = await house.register("a", "b")
    for account in accounts:
        await house.ban(account, 1)
    worker = house.start_worker()
    await house.every_boundary_is_recorded_once()
    for account in accounts:
        assert {by for _, by in await house.recorded(account)} == {"backstop"}
    assert "Temporal is unavailable" in house.said()
    await asyncio.to_thread(house.temporal.start)
    await house.all_is_well()
    assert worker.poll() is None


async def test_temporal_killed_again_and_again(house: House) -> None:
    """The same worker continues each time, and a repeated delivery counts once."""
    accounts = await house.register("a", "b", "c")
    worker = house.start_worker()
    for _ in range(2):
        for account in accounts:
            await house.ban(account, 1)
        await asyncio.to_thread(house.temporal.kill)
        for account in accounts:
            await house.ban(account, 2)
        await asyncio.to_thread(house.temporal.start)
    await house.all_is_well()
    assert worker.poll() is None
