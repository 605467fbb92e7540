"""Answers that last: whoever reads one must be allowed to for as long as it goes on, not only when it began."""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic
from typing import Final, TypeVar

from api.http.authentication import Authentication
from api.http.permissions import Roles
from ledger.store.database import DatabaseAwayError

T = TypeVar("T")

RECHECK_S: Final = 1.0
"""How often the key is looked at again. With the time for which a key that was found is trusted, the most that a
revoked key goes on reading.
"""


class Admission:
    """The caller of a request whose answer lasts."""

    def __init__(self, authentication: Authentication, authorization: str | None, roles: Roles) -> None:
        self._authentication = authentication
        self._authorization = authorization
        self._roles = roles
        self._due = monotonic() + RECHECK_S

    async def renew(self) -> None:
        """Nothing, while the caller may go on; between two looks it costs nothing. A database that is away cannot say,
        and what is answered meanwhile follows its own rules.

        Raises:
            ProblemError: when the key was revoked, or has none of the roles any more.
        """
        if monotonic() < self._due:
            return
        self._due = monotonic() + RECHECK_S
        try:
            await self._authentication.admit(self._authorization, self._roles)
        except DatabaseAwayError:
            return

    async def while_valid(self, parts: AsyncIterator[T]) -> AsyncIterator[T]:
        """The parts as they come; also while none comes the key is looked at.

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
    """Nothing more comes."""


async def _next(parts: AsyncIterator[T]) -> T | _End:
    return await anext(parts, _End())
