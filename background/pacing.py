"""Adaptive limit on calls to Temporal in flight, by additive increase and multiplicative decrease as in TCP.

A fixed limit collapses on a busy machine: all calls time out together and none succeeds. The window grows by one with
each full window of calls answered in time, and is halved when an answer is late or missing.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Final

from temporalio.service import RPCError, RPCStatusCode

FIRST: Final = 8
LATE_S: Final = 2.0
"""Seconds after which an answer counts as late; an idle server answers within some tens of milliseconds."""

LOST: Final = frozenset(
    {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.CANCELLED,
        RPCStatusCode.RESOURCE_EXHAUSTED,
    }
)
"""gRPC statuses that mean an overloaded or unreachable server; any other status counts as an answer."""


class TurnMissedError(Exception):
    """Raised when the window stayed full until the deadline, so that no call was made."""


class Pace:
    """Window of calls in flight, shared by all callers of Temporal in one process."""

    def __init__(self, most: int, *, late_s: float = LATE_S) -> None:
        self._most, self._late_s = most, late_s
        self._window = float(min(FIRST, most))
        self._in_flight = 0
        self._narrowed_at = 0.0
        self._free = asyncio.Condition()

    @property
    def window(self) -> int:
        """Number of calls that may be in flight, 1 to `most`."""
        return int(self._window)

    @asynccontextmanager
    async def call(self, until: float | None = None) -> AsyncIterator[None]:
        """Wait for a free place in the window and hold it while the block makes one call. A refusal by the server
        counts as an answer.

        Raises:
            TurnMissedError: when no place is free by `until` (time of the event loop).
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
            # A call that began before the window was narrowed reports the same congestion: do not narrow again.
            self._window = max(1.0, self._window / 2)
            self._narrowed_at = monotonic()
