"""Pacing: the window of calls to Temporal grows with answers, and is halved once for a group of lost calls."""

import asyncio

import pytest
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from background.pacing import FIRST, Pace


async def answered(pace: Pace, calls: int) -> None:
    for _ in range(calls):
        async with pace.call():
            pass


async def lost(pace: Pace, calls: int) -> None:
    """Make this many calls in flight together, none of which is answered."""
    begun = asyncio.Barrier(calls)

    async def one() -> None:
        async with pace.call():
            await begun.wait()
            raise TimeoutError

    await asyncio.gather(*(one() for _ in range(calls)), return_exceptions=True)


async def test_answers_widen_the_window_up_to_its_limit():
    """A server that answers in time gets more calls at once, never more than the limit."""
    pace = Pace(12)
    assert pace.window == FIRST
    await answered(pace, 200)
    assert pace.window == 12


async def test_a_lost_burst_halves_the_window_once():
    """Eight calls that time out together count as one congestion, not eight."""
    pace = Pace(32)
    await lost(pace, FIRST)
    assert pace.window == FIRST // 2


async def test_bursts_one_after_the_other_narrow_it_to_one_and_never_to_none():
    """One call at a time is still tried, however long no answer comes."""
    pace = Pace(32)
    for _ in range(10):
        await lost(pace, pace.window)
    assert pace.window == 1
    await answered(pace, 40)
    assert pace.window > 1


@pytest.mark.parametrize(
    "refusal",
    [
        WorkflowAlreadyStartedError("account:a1", "AccountLifecycle"),
        RPCError("too large", RPCStatusCode.INVALID_ARGUMENT, b""),
    ],
)
async def test_a_refusal_is_an_answer(refusal: Exception) -> None:
    """A server that refuses is not overloaded: the window stays unchanged."""
    pace = Pace(FIRST)
    for _ in range(3):
        with pytest.raises(type(refusal)):
            async with pace.call():
                raise refusal
    assert pace.window == FIRST


async def test_a_server_that_is_away_narrows_the_window() -> None:
    """RESOURCE_EXHAUSTED counts as a loss, like a time-out."""
    pace = Pace(FIRST)
    with pytest.raises(RPCError):
        async with pace.call():
            raise RPCError("away", RPCStatusCode.UNAVAILABLE, b"")
    assert pace.window == FIRST // 2


async def test_a_late_answer_counts_as_a_lost_one():
    """The window narrows on late answers, before calls are lost."""
    pace = Pace(32, late_s=0.0)
    await answered(pace, 1)
    assert pace.window == FIRST // 2


async def test_no_more_calls_are_in_flight_than_the_window_is_wide():
    """The calls wait for a free place, and all are made."""
    pace = Pace(32)
    most = in_flight = done = 0

    async def one() -> None:
        nonlocal most, in_flight, done
        async with pace.call():
            in_flight += 1
            most = max(most, in_flight)
            assert in_flight <= pace.window
            await asyncio.sleep(0)
            in_flight -= 1
            done += 1

    await asyncio.gather(*(one() for _ in range(100)))
    assert done == 100
    assert most >= FIRST


async def test_who_gives_up_waiting_takes_no_place():
    """A cancelled call frees its place."""
    pace = Pace(1)
    async with pace.call():
        waiting = asyncio.create_task(answered(pace, 1))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await asyncio.wait_for(answered(pace, 1), 5)
