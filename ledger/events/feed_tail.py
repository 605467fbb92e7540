"""The feed tail: many callers wait for new events, and one query of the ledger serves them all."""

import asyncio
from time import monotonic
from typing import Final

from ledger.events import feed
from ledger.store.database import Database

LOOK_EVERY_S: Final = 0.2
"""Longest delay before a new event is seen, in seconds; one cheap query a process, and only while a caller waits."""


class FeedTail:
    """The feed tail of one process, which reports numbers assigned after a given one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._newest = 0
        self._looking: asyncio.Task[None] | None = None
        self._closed = asyncio.Event()

    @property
    def closed(self) -> bool:
        """Whether all waits end, because the process ends."""
        return self._closed.is_set()

    def close(self) -> None:
        """End all waits."""
        self._closed.set()

    async def ended(self) -> None:
        """Wait, after closing, until the current query has ended."""
        if self._looking is not None:
            await asyncio.wait({self._looking})

    async def moved(self, after: int, within_s: float) -> bool:
        """Wait until a number beyond `after` was assigned, for at most `within_s` seconds; False when none was in that
        time.

        Raises:
            DatabaseAwayError: when the database cannot be reached.
        """
        deadline = monotonic() + within_s
        while self._newest <= after and not self.closed and (left := deadline - monotonic()) > 0:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look())
            done, _ = await asyncio.wait({self._looking}, timeout=left)
            for looked in done:
                looked.result()
        return self._newest > after

    async def _look(self) -> None:
        try:
            await asyncio.wait_for(self._closed.wait(), LOOK_EVERY_S)
        except TimeoutError:
            self._newest = await feed.newest(self._database)
