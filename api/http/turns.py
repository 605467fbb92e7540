"""Turns: bulk work in pieces, one at a time, the keys in rotation; between two pieces everybody else is answered.

A process answers one thing after the other. A batch of ten thousand questions is a tenth of a second of work, and forty
connections with such batches would let a single question wait for four. So bulk work is cut into pieces of about a
millisecond, and a piece begins only when the loop has gone round once: a single question waits for one piece, whoever
sends batches and on however many connections; and of two keys with batches each gets every other piece.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter
from types import TracebackType
from typing import Final, Self

PIECE_S: Final = 0.001
"""How long a piece may last; what cannot be divided lasts as long as it takes."""
BATCHES_OF_A_KEY: Final = 4
"""Batches of one key that are read and answered at once; further ones wait unread."""


class Turns:
    """Who may do bulk work next, in one process."""

    def __init__(self, piece_s: float = PIECE_S, places: int = BATCHES_OF_A_KEY) -> None:
        self.piece_s = piece_s
        self._most = places
        self._taken = False
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._places: dict[str, asyncio.Semaphore] = {}
        self._users: dict[str, int] = {}

    def turn(self, key: str) -> "Turn":
        """To be entered around bulk work for this key."""
        return Turn(self, key)

    @asynccontextmanager
    async def place(self, key: str) -> AsyncIterator[None]:
        """One of the few batches of a key that are in memory at once."""
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
                self.release()  # it came in the very moment in which nobody wanted it any more
            else:
                self._withdraw(key, ready)
            raise

    def release(self) -> None:
        """The piece is done: what has come in meanwhile is answered, then it is the next one's turn."""
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
    """Bulk work of one key while it has the turn."""

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
        """While something is waited for that takes nothing of this process."""
        self._turns.release()
        try:
            yield
        finally:
            await self._begin()

    @property
    def over(self) -> bool:
        """Whether the piece has lasted long enough."""
        return perf_counter() >= self._ends

    async def again(self) -> None:
        """Let others go first."""
        self._turns.release()
        await self._begin()

    async def _begin(self) -> None:
        await self._turns.acquire(self._key)
        self._ends = perf_counter() + self._turns.piece_s
