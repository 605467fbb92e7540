"""Pauses: they grow up to a maximum, also after a week of failures."""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from prometheus_client import Counter

from background import backstop, expiry, relay, rosters
from background.pauses import pause_s, poll_forever, until_done
from ledger.store.database import DatabaseAwayError


@pytest.mark.parametrize(
    ("failures", "pause"), [(0, 0.5), (1, 1.0), (2, 2.0), (4, 8.0), (5, 15.0), (16, 15.0), (100_000, 15.0)]
)
def test_a_pause_doubles_up_to_the_longest(failures: int, pause: float) -> None:
    """A night's outage means thousands of attempts: the power of two alone would overflow a float."""
    assert pause_s(failures, first_s=0.5, longest_s=15.0) == pause


class Work:
    """Work that fails or returns as configured, call by call, and is cancelled at the end."""

    def __init__(self, *turns: Exception | bool) -> None:
        self._turns: Iterator[Exception | bool] = iter(turns)
        self.over = asyncio.Event()

    async def __call__(self) -> bool:
        turn = next(self._turns, None)
        if turn is None:
            self.over.set()
            return await asyncio.Future()
        if isinstance(turn, Exception):
            raise turn
        return turn

    async def until_over(self, polling: Any) -> None:
        task = asyncio.ensure_future(polling)
        await asyncio.wait({task, over := asyncio.ensure_future(self.over.wait())}, return_when=asyncio.FIRST_COMPLETED)
        over.cancel()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


class Log:
    """Log that stores messages with their values."""

    def __init__(self) -> None:
        self.said: list[tuple[str, dict[str, Any]]] = []

    def warning(self, words: str, **values: Any) -> None:
        self.said.append((words, values))


AWAY = DatabaseAwayError("gone\nand more that nobody wants in a log")


async def test_what_fails_is_tried_until_it_is_done() -> None:
    """Each pause is twice the previous one, up to the maximum; the result of the work is returned."""
    pauses: list[float] = []
    work = Work(OSError("a"), OSError("b"), OSError("c"), OSError("d"), True)
    done = await until_done(
        work, failing=(OSError,), first_s=0.001, longest_s=0.006, on_failure=lambda _error, pause: pauses.append(pause)
    )
    assert done is True
    assert pauses == [0.002, 0.004, 0.006, 0.006]


async def test_a_fault_that_was_not_foreseen_is_not_repeated() -> None:
    """A defect ends the work and is raised; only expected failures are retried."""
    with pytest.raises(ZeroDivisionError):
        await until_done(
            Work(ZeroDivisionError()), failing=(OSError,), first_s=0.0, longest_s=0.0, on_failure=lambda *_: None
        )
    with pytest.raises(ZeroDivisionError):
        await poll_forever(Work(False, ZeroDivisionError()), poll_s=0.0, longest_s=0.0, log=Log())


async def test_polling_outlives_the_database_and_forgets_its_failures() -> None:
    """Pauses start again after each success; every failure is counted and logged in one line."""
    log, count = Log(), Counter("standing_test_failures", "Failures of this test.", registry=None)
    work = Work(AWAY, AWAY, False, AWAY, False)
    await work.until_over(poll_forever(work, poll_s=0.1, longest_s=0.2, log=log, failures=count))
    assert work.over.is_set()
    assert [values["next_try_in_s"] for _, values in log.said] == [0.2, 0.2, 0.2]
    assert {values["error"] for _, values in log.said} == {"gone"}
    assert count._value.get() == 3


async def test_what_has_more_to_do_is_not_made_to_wait() -> None:
    """A full batch is followed by the next at once: with pauses of an hour the test would not end."""
    work = Work(True, True, True)
    await work.until_over(poll_forever(work, poll_s=3_600.0, longest_s=3_600.0, log=Log()))
    assert work.over.is_set()


def test_nobody_waits_long_for_what_is_back() -> None:
    """Facts and boundaries follow within seconds when the database or Temporal is available again, warnings within
    minutes.
    """
    assert relay.LONGEST_PAUSE_S == backstop.LONGEST_PAUSE_S == 15.0
    assert expiry.LONGEST_PAUSE_S == rosters.LONGEST_PAUSE_S == 300.0


def test_a_stream_that_was_taken_begins_to_rest_anew() -> None:
    """Pauses of 1, 2, 4 … seconds up to a minute for each stream alone; a success resets them."""
    now = 100.0
    backoff = relay.StreamBackoff(lambda: now)

    def rest_of(stream: str) -> float:
        """Return the seconds until the stream is tried again, to half a second."""
        nonlocal now
        began = now
        while stream in backoff.paused():
            now += 0.5
        length, now = now - began, began
        return length

    rests = []
    for _ in range(8):
        backoff.learn(relay.Round(refused=frozenset({"a"}), taken=frozenset({"b"})))
        rests.append(rest_of("a"))
    assert rests == [1, 2, 4, 8, 16, 32, 60, 60]
    assert rest_of("b") == 0
    backoff.learn(relay.Round(taken=frozenset({"a"})))
    assert rest_of("a") == 0
    backoff.learn(relay.Round(away=frozenset({"a"}), taken=frozenset({"b"})))
    assert rest_of("a") == 1
    backoff.learn(relay.Round(away=frozenset({"c"})))
    assert rest_of("c") == 0, "nobody was taken: then everybody waits together"
