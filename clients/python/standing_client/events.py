"""Following the feed of events: it goes on after lost connections and restarts of the server, and misses nothing.

```python
for event in client.events.follow(after=position):
    handle(event)
    store(event.id)  # after it is handled: pass it as `after` when your program starts again
```
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Generator, Iterable
from random import SystemRandom
from typing import TYPE_CHECKING, Final, Literal

from standing_client.calling import AsyncCalling, Calling, parsed
from standing_client.calls import Call, call_of
from standing_client.problems import ConnectionLostError, Problem, StandingError, UnexpectedReplyError
from standing_client.retries import is_transient

if TYPE_CHECKING:
    from standing_client import models

WAIT_S: Final = 25
"""Seconds for which the server holds a request without news: less than proxies allow."""
AT_ONCE: Final = 500
FIRST_PAUSE_S: Final = 0.2
LONGEST_PAUSE_S: Final = 10.0
_CHANCE: Final = SystemRandom()
Place = int | Literal["latest"]


class _Position:
    """Where a follower is, and how long it waits after a failure."""

    def __init__(self, after: Place, types: Iterable[str] | None, account: str | None) -> None:
        self.after = after
        self._types = None if types is None else ",".join([types] if isinstance(types, str) else types)
        self._account = account
        self._failures = 0

    def call(self) -> Call:
        """Return the request for the next page."""
        # `latest` must become a number before it can wait: else what happens between two attempts would be missed.
        wait = 0 if self.after == "latest" else WAIT_S
        params = {"after": self.after, "types": self._types, "account": self._account, "limit": AT_ONCE, "wait": wait}
        return call_of("GET", "/v1/events", params=params)

    def went_well(self) -> None:
        """Note a success: the next failure is the first again."""
        self._failures = 0

    def pause_s(self, error: StandingError) -> float:
        """Return the seconds to wait after a failure.

        Raises:
            StandingError: the failure, when waiting cannot help.
        """
        passing = (
            isinstance(error, ConnectionLostError)
            or (isinstance(error, Problem) and is_transient(error.status))
            or (isinstance(error, UnexpectedReplyError) and is_transient(error.status))
        )
        if not passing:
            raise error
        self._failures += 1
        return _CHANCE.uniform(0.0, min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(self._failures, 10)))


class EventFeed:
    """The feed, read by a `Client`."""

    def __init__(self, client: Calling) -> None:
        self._client = client

    def follow(
        self, after: Place = 0, *, types: Iterable[str] | None = None, account: str | None = None
    ) -> Generator[models.AnyEvent, None, None]:
        """Yield every event after a number, for ever: from the beginning on, or only future ones (`latest`).

        `types` selects types (`account.ban_imposed`) or families (`account.*`). While the server is away, it waits.

        Raises:
            Problem: when the key is not valid any more, or the request is not.
        """
        place = _Position(after, types, account)
        while True:
            try:
                page = parsed(self._client.send(place.call(), timeout=WAIT_S + 15.0), ("EventsPage",))
            except StandingError as error:
                time.sleep(place.pause_s(error))
                continue
            place.went_well()
            yield from page.events
            place.after = page.next


class AsyncEventFeed:
    """The feed, read by an `AsyncClient`."""

    def __init__(self, client: AsyncCalling) -> None:
        self._client = client

    async def follow(
        self, after: Place = 0, *, types: Iterable[str] | None = None, account: str | None = None
    ) -> AsyncGenerator[models.AnyEvent, None]:
        """Yield every event after a number, for ever: from the beginning on, or only future ones (`latest`).

        `types` selects types (`account.ban_imposed`) or families (`account.*`). While the server is away, it waits.

        Raises:
            Problem: when the key is not valid any more, or the request is not.
        """
        place = _Position(after, types, account)
        while True:
            try:
                page = parsed(await self._client.send(place.call(), timeout=WAIT_S + 15.0), ("EventsPage",))
            except StandingError as error:
                await asyncio.sleep(place.pause_s(error))
                continue
            place.went_well()
            for event in page.events:
                yield event
            place.after = page.next
