"""Polling loops and retries: a constant pace, and exponential pauses after failures up to a maximum."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from prometheus_client import Counter

from ledger.store.database import DatabaseAwayError

T = TypeVar("T")

MOST_DOUBLINGS: Final = 16
"""Limit on the exponent: a power of two has no bound but a float has, and would overflow after a day of failures."""


def pause_s(failures: int, *, first_s: float, longest_s: float) -> float:
    """Return the seconds to wait after this many failures in a row; `first_s` after none."""
    return min(longest_s, first_s * 2.0 ** min(failures, MOST_DOUBLINGS))


async def until_done(
    work: Callable[[], Awaitable[T]],
    *,
    failing: tuple[type[Exception], ...],
    first_s: float,
    longest_s: float,
    on_failure: Callable[[Exception, float], None],
) -> T:
    """Return the result of `work`, retried while it raises one of `failing`. Any other exception propagates.

    `on_failure` is called with each failure and the pause after it in seconds: twice `first_s`, then doubling up to
    `longest_s`.
    """
    failures = 0
    while True:
        try:
            return await work()
        except failing as error:
            failures += 1
            pause = pause_s(failures, first_s=first_s, longest_s=longest_s)
            on_failure(error, pause)
            await asyncio.sleep(pause)


async def poll_forever(
    look: Callable[[], Awaitable[bool]], *, poll_s: float, longest_s: float, log: Any, failures: Counter | None = None
) -> None:
    """Call `look` until cancelled: at once again when it returns True (more work is waiting), else every `poll_s`
    seconds.

    While the database is unavailable the pauses grow up to `longest_s` seconds; `log` and `failures` record each failed
    call.
    """

    def on_failure(error: Exception, pause: float) -> None:
        if failures is not None:
            failures.inc()
        log.warning("the database is unavailable", error=str(error).splitlines()[0], next_try_in_s=round(pause, 1))

    while True:
        more = await until_done(
            look, failing=(DatabaseAwayError,), first_s=poll_s, longest_s=longest_s, on_failure=on_failure
        )
        if not more:
            await asyncio.sleep(poll_s)
