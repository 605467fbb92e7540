"""The worker is killed at any moment and between any two steps: every boundary is recorded once, nothing is lost."""

import asyncio
import signal
from random import Random

import pytest

from tests.chaos.dying import STEPS
from tests.chaos.house import SHORT, House


async def test_killed_between_any_two_steps(house: House) -> None:
    """One kill for each step of relay, lifecycle and activity, each while facts are delivered and a boundary passes."""
    for number, step in enumerate(STEPS):
        dying = house.start_worker("tests.chaos.dying", step)
        [account] = await house.register(f"a{number}")
        await house.ban(account, 1)
        await house.rename(house.accounts[0], f"name {number}")
        assert await house.ended(dying) == -signal.SIGKILL, step
    house.start_worker()
    await house.all_is_well()


@pytest.mark.parametrize("seed", [7])
async def test_killed_at_random_moments(house: House, seed: int) -> None:
    """Short bans are imposed all the time, while one worker after the other is killed without warning."""
    chance = Random(seed)
    accounts = await house.register(*(f"a{number}" for number in range(6)))
    stop = asyncio.Event()

    async def life() -> None:
        while not stop.is_set():
            await house.ban(chance.choice(accounts), chance.choice(SHORT))
            await house.rename(chance.choice(accounts), f"name {chance.random()}")
            await asyncio.sleep(chance.uniform(0, 0.2))

    living = asyncio.ensure_future(life())
    for _ in range(3):
        since = len(house.said())
        dying = house.start_worker()
        await house.says("connected to Temporal", since)
        await asyncio.sleep(chance.uniform(0, 1.5))
        dying.kill()
        assert await house.ended(dying) == -signal.SIGKILL
    stop.set()
    await living
    house.start_worker()
    await house.all_is_well()
