"""Pacing: as many calls to Temporal in flight as it answers in time, found as TCP finds the width of a path.

A fixed number of calls collapses on a busy machine: all of them time out together, and nothing gets through. So the
window grows by one with each full window that was answered in time, and is halved when answers are late or missing.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Final

from temporalio.service import RPCError, RPCStatusCode

FIRST: Final = 8
LATE_S: Final = 2.0
"""Seconds after which an answer counts as late: a quiet server takes some tens of milliseconds."""

LOST: Final = frozenset(
    {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.CANCELLED,
        RPCStatusCode.RESOURCE_EXHAUSTED,
    }
)
"""Statuses that tell of a server with too much to do; with any other it has answered."""


class TurnMissedError(Exception):
    """The window was full for too long; no call was made."""


class Pace:
    """The window of calls in flight, shared by everything in a process that tells Temporal something."""

    def __init__(self, most: int, *, late_s: float = LATE_S) -> None:
        self._most, self._late_s = most, late_s
        self._window = float(min(FIRST, most))
        self._in_flight = 0
        self._narrowed_at = 0.0
        self._free = asyncio.Condition()

    @property
    def window(self) -> int:
        """How many calls may be in flight, 1 to `most`."""
        return int(self._window)

    @asynccontextmanager
    async def call(self, until: float | None = None) -> AsyncIterator[None]:
        """One call, made inside the block when its turn has come. A refusal is an answer too.

        Raises:
            TurnMissedError: when its turn has not come by that time of the loop.
        """
        try:
            async with asyncio.timeout_at(until), self._free:
                await self._free.wait_for(lambda: self._in_flight < self.window)
                self._in_flight += 1
        except TimeoutError:
            raise TurnMissedError from None
        began = monotonic()
        lost = False
        try:
            yield
        except BaseException as error:
            lost = error.status in LOST if isinstance(error, RPCError) else isinstance(error, OSError)
            raise
        finally:
            self._learn(began, in_time=not lost and monotonic() - began < self._late_s)
            self._in_flight -= 1
            async with self._free:
                self._free.notify_all()

    def _learn(self, began: float, *, in_time: bool) -> None:
        if in_time:
            self._window = min(self._most, self._window + 1 / self._window)
        elif began >= self._narrowed_at:
            # Calls that were under way when the window was narrowed tell the same congestion once more.
            self._window = max(1.0, self._window / 2)
            self._narrowed_at = monotonic()
