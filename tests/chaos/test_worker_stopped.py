"""A worker that is asked to stop ends gracefully within its grace period, whatever it was doing."""

import asyncio
import signal

import pytest

from tests.chaos.house import House

GRACE_S = 5.0
"""Grace period of the workers; the process needs a moment more to exit."""
WITHIN_S = GRACE_S + 10.0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_asked_to_stop_it_ends_in_order(house: House, number: signal.Signals) -> None:
    """Status 0, no traceback; work under way is finished or left for the next worker."""
    [account] = await house.register("a")
    asked = house.start_worker()
    await house.says("connected to Temporal")
    await house.ban(account, 1)
    asked.send_signal(number)
    assert await house.ended(asked, within_s=WITHIN_S) == 0
    assert "Traceback" not in house.said()
    house.start_worker()
    await house.all_is_well()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_asked_to_stop_while_temporal_is_not_there(house: House, number: signal.Signals) -> None:
    """The worker does not wait for a server that may never start."""
    await asyncio.to_thread(house.temporal.kill)
    asked = house.start_worker()
    await house.says("Temporal is unavailable")
    asked.send_signal(number)
    assert await house.ended(asked, within_s=WITHIN_S) == 0
    assert "Traceback" not in house.said()


async def test_asked_to_stop_after_temporal_died_under_it(house: House) -> None:
    """Hanging polls and retried deliveries do not delay the end."""
    [account] = await house.register("a")
    asked = house.start_worker()
    await house.nothing_waits()
    await asyncio.to_thread(house.temporal.kill)
    await house.ban(account, 1)
    await house.every_boundary_is_recorded_once()
    asked.send_signal(signal.SIGTERM)
    assert await house.ended(asked, within_s=WITHIN_S) == 0


async def test_asked_to_stop_after_the_database_died_under_it(house: House) -> None:
    """An unavailable database does not delay the end."""
    await house.register("a")
    asked = house.start_worker()
    await house.nothing_waits()
    since = len(house.said())
    await house.kill_postgres()
    try:
        await house.says("the database is unavailable", since)
        asked.send_signal(signal.SIGTERM)
        assert await house.ended(asked, within_s=WITHIN_S) == 0
    finally:
        await asyncio.to_thread(house.postgres.start)


async def test_wrong_settings_are_told_without_a_traceback(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The status is 2, and the message says what would be right."""
    monkeypatch.setenv("STANDING_RELAY_BATCH", "many")
    refused = house.start_worker()
    assert await house.ended(refused) == 2
    assert "STANDING_RELAY_BATCH is 'many'; it must be a whole number" in house.said()
    assert "Traceback" not in house.said()
