"""Work that is repeated: at a steady pace, and after a failure with pauses that double up to a longest one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from prometheus_client import Counter

from ledger.store.database import DatabaseAwayError

T = TypeVar("T")

MOST_DOUBLINGS: Final = 16
"""A power of two has no bound, a float has: after a day of failures the product itself would fail."""


def pause_s(failures: int, *, first_s: float, longest_s: float) -> float:
    """Seconds to wait after so many failures in a row; `first_s` after none."""
    return min(longest_s, first_s * 2.0 ** min(failures, MOST_DOUBLINGS))


async def until_done(
    work: Callable[[], Awaitable[T]],
    *,
    failing: tuple[type[Exception], ...],
    first_s: float,
    longest_s: float,
    told: Callable[[Exception, float], None],
) -> T:
    """The result of `work`, tried until it does not fail with one of `failing`; another exception ends it.

    `told` gets each failure and the pause after it in seconds: twice `first_s`, then doubling up to `longest_s`.
    """
    failures = 0
    while True:
        try:
            return await work()
        except failing as error:
            failures += 1
            pause = pause_s(failures, first_s=first_s, longest_s=longest_s)
            told(error, pause)
            await asyncio.sleep(pause)


async def poll_forever(
    look: Callable[[], Awaitable[bool]], *, poll_s: float, longest_s: float, log: Any, failures: Counter | None = None
) -> None:
    """Call `look` until cancelled: at once again when it returns True (there is more), else every `poll_s` seconds.

    While the database is away the pauses grow up to `longest_s` seconds; `log` and `failures` are told of each try.
    """

    def told(error: Exception, pause: float) -> None:
        if failures is not None:
            failures.inc()
        log.warning("the database is away", error=str(error).splitlines()[0], next_try_in_s=round(pause, 1))

    while True:
        more = await until_done(look, failing=(DatabaseAwayError,), first_s=poll_s, longest_s=longest_s, told=told)
        if not more:
            await asyncio.sleep(poll_s)
