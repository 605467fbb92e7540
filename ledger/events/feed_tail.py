"""The end of the feed: many callers wait there for news, one look at the ledger serves them all."""

import asyncio
from time import monotonic
from typing import Final

from ledger.events import feed
from ledger.store.database import Database

LOOK_EVERY_S: Final = 0.2
"""How long news waits at most before it is seen; one cheap question a process, and only while somebody waits."""


class Tail:
    """Says when there may be something new behind a place in the stream."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._newest = 0
        self._looking: asyncio.Task[None] | None = None
        self._closed = asyncio.Event()

    @property
    def closed(self) -> bool:
        """Whether nobody shall wait any longer, because the process ends."""
        return self._closed.is_set()

    def close(self) -> None:
        """Let everybody go who waits."""
        self._closed.set()

    async def ended(self) -> None:
        """Wait until nothing is looked up any more, after closing."""
        if self._looking is not None:
            await asyncio.wait({self._looking})

    async def moved(self, after: int, within_s: float) -> bool:
        """Wait until a number beyond `after` was given out, as long as `within_s` seconds at most; False when none was
        in that time.

        Raises:
            DatabaseAwayError: when that cannot be told now.
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
