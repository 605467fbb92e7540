"""Index of the open rumours in memory, so that a draft's text is compared with them without a database query.

One cheap query a second checks for changes; a process that changes a rumour refreshes its own index at once. While the
database is unavailable, the last known rumours are used: an outage does not make a rumour true.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, NamedTuple

import structlog
from pydantic_core import to_json

from ledger.rumours import rumours
from ledger.store.database import Database, DatabaseAwayError
from models.gate.drafts import Draft
from models.rumours.matching import Match, Pinned, Repeated
from models.rumours.rumours import Opening
from regulation.rumours.matching import Index
from regulation.rumours.search import SearchIndex

LOOK_EVERY_S: Final = 1.0

log = structlog.get_logger("rumours")


class Told(NamedTuple):
    """The open rumours as JSON: an object of openings by identifier, without their evidence."""

    tag: str
    """Differs whenever the text does."""
    text: str


class OpenRumours:
    """The open rumours of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index: Index | None = None
        self._search = SearchIndex({})
        self._mark: tuple[Any, ...] = ()
        self._openings: Mapping[str, Opening] = {}
        self._told: Told | None = None
        self._looking = asyncio.Lock()

    async def told(self) -> "Told":
        """Return the open rumours in the form in which another process reads them, as they are in the database now.

        Raises:
            DatabaseAwayError: when the database is unavailable.
        """
        await self.look()
        if self._told is None:
            self._told = await asyncio.to_thread(_told_of, self._openings)
        return self._told

    async def ready(self) -> None:
        """Wait until the rumours have been read once.

        Raises:
            DatabaseAwayError: when they have not been read yet and the database is unavailable.
        """
        if self._index is None:
            await self.look()

    async def look(self) -> None:
        """Read the open rumours, if any has changed.

        Raises:
            DatabaseAwayError: when the database is unavailable.
        """
        async with self._looking:
            mark = await rumours.mark(self._database)
            if mark == self._mark and self._index is not None:
                return
            openings = await rumours.openings(self._database)
            if openings != self._openings or self._index is None:
                # Indexing thousands takes a while: use a thread, so that other requests are served meanwhile.
                self._search = await asyncio.to_thread(SearchIndex, openings)
                self._index = await asyncio.to_thread(Index, openings)
                self._told = None
                log.info("open rumours", count=len(openings))
            self._openings, self._mark = openings, mark

    async def look_forever(self) -> None:
        """Check for changes periodically, until cancelled."""
        while True:
            try:
                await self.look()
            except DatabaseAwayError as error:
                log.warning("the open rumours cannot be read", error=str(error).splitlines()[0])
            await asyncio.sleep(LOOK_EVERY_S)

    def repeated(self, draft: Draft, at: datetime) -> tuple[Repeated, ...]:
        """Return the open rumours that a draft's text repeats, denies or asks about."""
        return self._index.repeated(draft.text, at, draft.stance) if draft.text and self._index is not None else ()

    def matches(self, text: str, at: datetime) -> tuple[Match, ...]:
        """Return the open rumours that resemble a text, the closest first."""
        return () if self._index is None else self._index.matches(text, at)

    def pinned(self, query: str, most: int) -> tuple[Pinned, ...]:
        """Return the information to pin on the search page of a query, the best match first."""
        return self._search.search(query, most)


def _told_of(openings: Mapping[str, Opening]) -> Told:
    shown = {rumour: opening.model_copy(update={"evidence": ()}) for rumour, opening in sorted(openings.items())}
    text = to_json({rumour: opening.model_dump(mode="json") for rumour, opening in shown.items()}).decode()
    return Told(sha256(text.encode()).hexdigest()[:16], text)
