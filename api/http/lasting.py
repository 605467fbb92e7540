"""Revalidation of the API key during long responses: a key must be valid until the end, not only at the beginning."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from time import monotonic
from typing import Final, TypeVar

from ledger.store.database import DatabaseAwayError

T = TypeVar("T")

RECHECK_S: Final = 1.0
"""Seconds between two checks of the key. Together with the time for which a known key is cached, the maximum time that
a revoked key can continue reading.
"""


class Admission:
    """Admission of the caller of a long response."""

    def __init__(self, again: Callable[[], Awaitable[object]]) -> None:
        """Create the admission; `again` checks the caller anew, and raises when it may not read on."""
        self._again = again
        self._due = monotonic() + RECHECK_S

    async def renew(self) -> None:
        """Check the key again when a check is due. While the database is unavailable, the check is skipped; what is
        answered meanwhile follows its own rules.

        Raises:
            ProblemError: when the key was revoked, or has lost its roles.
        """
        if monotonic() < self._due:
            return
        self._due = monotonic() + RECHECK_S
        try:
            await self._again()
        except DatabaseAwayError:
            return

    async def while_valid(self, parts: AsyncIterator[T]) -> AsyncIterator[T]:
        """Yield the parts as they arrive; the key is also checked while no part arrives.

        Raises:
            ProblemError: as `renew`.
        """
        following: asyncio.Future[T | _End] | None = None
        try:
            while True:
                following = asyncio.ensure_future(_next(parts))
                while not following.done():
                    await asyncio.wait({following}, timeout=RECHECK_S)
                    await self.renew()
                part = following.result()
                if isinstance(part, _End):
                    return
                yield part
        finally:
            if following is not None:
                following.cancel()


class _End:
    """Marks the end of the parts."""


async def _next(parts: AsyncIterator[T]) -> T | _End:
    return await anext(parts, _End())
