"""Look-up of sessions by the token in a cookie, with a cache of a second.

A session that is ended, or whose person has lost a role, is dropped from the cache of every process at once: the ledger
notifies them as it does for keys. The cache spares the database the look-ups of a page's parts and of live streams.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from time import monotonic
from typing import Final

from ledger.people import sessions
from ledger.people.sessions import Lasting, Visit
from ledger.store.database import Database
from ledger.store.deadlines import within

TRUST_S: Final = 1.0
"""Maximum seconds for which a session is used without a look-up, should a notification be lost."""
MOST_KEPT: Final = 10_000


@dataclass(frozen=True)
class _Found:
    visit: Visit
    until: float


class Sessions:
    """Sessions in force, as this process knows them."""

    def __init__(
        self,
        database: Database,
        lasting: Lasting,
        clock: Callable[[], datetime],
        elapsed: Callable[[], float] = monotonic,
    ) -> None:
        self.lasting = lasting
        self._database = database
        self._clock = clock
        self._elapsed = elapsed
        self._found: OrderedDict[bytes, _Found] = OrderedDict()
        self._known: OrderedDict[bytes, None] = OrderedDict()
        self._changes = 0

    def knows(self, token: str) -> bool:
        """Return whether this process has found the session before; what it has not may be a stranger's guess."""
        return sessions.digest_of(token) in self._known

    async def visit(self, token: str, *, counts: bool = True) -> Visit | None:
        """Return the session of a token; None when there is none or it has ended.

        `counts` says whether the request puts off the end by idleness; a live stream does not.

        Raises:
            DatabaseAwayError: when sessions cannot be read.
        """
        visit = await self._looked_up(token)
        now = self._clock()
        if visit is not None and now >= visit.over_at(self.lasting):
            self._found.pop(visit.digest, None)  # another process may have noted a request since
            visit = await self._looked_up(token)
            if visit is not None and now >= visit.over_at(self.lasting):
                self._found.pop(visit.digest, None)
                await sessions.expire(self._database, visit, now, self.lasting)
                return None
        if visit is None:
            return None
        if counts and now - visit.seen_at >= self.lasting.step:
            await sessions.seen(self._database, visit.session, now)
            visit = replace(visit, seen_at=now)
            if (held := self._found.get(visit.digest)) is not None:
                self._found[visit.digest] = replace(held, visit=visit)
        return visit

    # --- notifications of the watch on the database ------------------------------------------------------------------

    def changed(self, digest: bytes) -> None:
        """Drop the session with this hash, which was ended, or whose person has changed."""
        self._changes += 1
        self._found.pop(digest, None)
        self._known.pop(digest, None)

    def dropped(self, ended: Collection[str]) -> None:
        """Drop sessions that this process has ended itself, before it is notified of it."""
        for digest in [digest for digest, held in self._found.items() if held.visit.session in ended]:
            self.changed(digest)

    def forget(self) -> None:
        """Drop all: the watch on the database has begun or ended, and changes in between are not notified."""
        self._changes += 1
        self._found.clear()

    async def _looked_up(self, token: str) -> Visit | None:
        digest = sessions.digest_of(token)
        held = self._found.get(digest)
        if held is not None and self._elapsed() < held.until:
            return held.visit
        changes, asked_at = self._changes, self._elapsed()
        with within(self._database.deadlines.read_s):
            visit = await sessions.find(self._database, token)
        self._found.pop(digest, None)
        if visit is not None:
            self._known[digest] = None
            if len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        if visit is not None and changes == self._changes:  # else it may have ended meanwhile
            self._found[digest] = _Found(visit, asked_at + TRUST_S)
            if len(self._found) > MOST_KEPT:
                self._found.popitem(last=False)
        return visit
