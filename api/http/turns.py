"""Scheduling of bulk work in slices, in rotation between keys; other requests are served between two slices.

A process does one thing at a time. A batch of ten thousand questions is a tenth of a second of work, and forty
connections with such batches would delay a single question by four seconds. Bulk work is therefore cut into slices of
about a millisecond, and a slice begins only after the event loop has completed a round: a single question waits for one
slice, however many connections send batches, and two keys with batches alternate.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter
from types import TracebackType
from typing import Final, Self

PIECE_S: Final = 0.001
"""Maximum seconds of a slice; indivisible work takes as long as it needs."""
BATCHES_OF_A_KEY: Final = 4
"""Maximum number of batches of one key that are read and answered at once; further ones wait unread."""


class Turns:
    """Scheduler of bulk work in one process."""

    def __init__(self, piece_s: float = PIECE_S, places: int = BATCHES_OF_A_KEY) -> None:
        self.piece_s = piece_s
        self._most = places
        self._taken = False
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._places: dict[str, asyncio.Semaphore] = {}
        self._users: dict[str, int] = {}

    def turn(self, key: str) -> "Turn":
        """Return a context manager for bulk work of this key."""
        return Turn(self, key)

    @asynccontextmanager
    async def place(self, key: str) -> AsyncIterator[None]:
        """Hold one of the limited number of places for batches of a key in memory."""
        places = self._places.setdefault(key, asyncio.Semaphore(self._most))
        self._users[key] = self._users.get(key, 0) + 1
        try:
            async with places:
                yield
        finally:
            self._users[key] -= 1
            if not self._users[key]:
                del self._users[key], self._places[key]

    async def acquire(self, key: str) -> None:
        """Wait for a turn."""
        if not self._taken:
            self._taken = True
            return
        ready = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, deque()).append(ready)
        try:
            await ready
        except asyncio.CancelledError:
            if ready.done() and not ready.cancelled():
                self.release()  # the turn was granted at the moment of cancellation
            else:
                self._withdraw(key, ready)
            raise

    def release(self) -> None:
        """End a slice: requests that have arrived meanwhile are served, then the next waiting slice begins."""
        asyncio.get_running_loop().call_soon(self._next)

    def _next(self) -> None:
        while self._waiting:
            key, waiting = self._waiting.popitem(last=False)
            ready = waiting.popleft()
            if waiting:
                self._waiting[key] = waiting  # behind every other key
            if not ready.done():
                ready.set_result(None)
                return
        self._taken = False

    def _withdraw(self, key: str, ready: "asyncio.Future[None]") -> None:
        waiting = self._waiting.get(key)
        if waiting is not None and ready in waiting:
            waiting.remove(ready)
            if not waiting:
                del self._waiting[key]


class Turn:
    """Bulk work of one key, during its turn."""

    def __init__(self, turns: Turns, key: str) -> None:
        self._turns = turns
        self._key = key
        self._ends = 0.0

    async def __aenter__(self) -> Self:
        await self._begin()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._turns.release()

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Release the turn while waiting for something outside this process."""
        self._turns.release()
        try:
            yield
        finally:
            await self._begin()

    @property
    def over(self) -> bool:
        """Return whether the slice has used its time."""
        return perf_counter() >= self._ends

    async def again(self) -> None:
        """Let other work go first, then continue."""
        self._turns.release()
        await self._begin()

    async def _begin(self) -> None:
        await self._turns.acquire(self._key)
        self._ends = perf_counter() + self._turns.piece_s
