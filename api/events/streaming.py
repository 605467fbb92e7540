"""Delivery of the feed: a page as soon as it has events (long polling), or an endless stream (server-sent events)."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from time import monotonic
from typing import Final

from api.http.lasting import RECHECK_S, Admission
from api.http.problems import ProblemError, written
from ledger.events import feed
from ledger.events.feed_tail import FeedTail
from ledger.store.database import Database, DatabaseAwayError
from models.events.announcements import Announcement

EVENT_STREAM: Final = "text/event-stream"
"""Media type of server-sent events."""
KEEPALIVE_S: Final = 15.0
"""Seconds between two comments on an idle stream: proxies close a silent connection after about a minute."""
AT_ONCE: Final = 500


@dataclass(frozen=True)
class Wanted:
    """Filter of a feed: an account, event types, or both."""

    account: str | None = None
    types: Collection[str] | None = None


async def next_page(
    database: Database, tail: FeedTail, wanted: Wanted, *, after: int, most: int, wait_s: float, admission: Admission
) -> feed.Page:
    """Return the next events as soon as there are any; an empty page after `wait_s` seconds without events.

    Raises:
        ProblemError: when the caller may not read them any more.
    """
    deadline = monotonic() + wait_s
    while True:
        await admission.renew()
        page = await feed.page(database, after=after, account=wanted.account, types=wanted.types, most=most)
        left = deadline - monotonic()
        if page.events or left <= 0 or tail.closed:
            return page
        after = page.next
        while not await tail.moved(after, min(left, RECHECK_S)) and left > 0 and not tail.closed:
            await admission.renew()
            left = deadline - monotonic()


async def streamed(
    database: Database, tail: FeedTail, wanted: Wanted, *, after: int, admission: Admission, request_id: str
) -> AsyncIterator[bytes]:
    """Yield every event after a position, while the caller reads and its key is valid.

    The stream ends when the database becomes unavailable or the process stops; a client that resumes with the last
    event identifier it received misses nothing.
    """
    yield b": the feed of Standing\n\n"
    try:
        while not tail.closed:
            page = await next_page(
                database, tail, wanted, after=after, most=AT_ONCE, wait_s=KEEPALIVE_S, admission=admission
            )
            after = page.next
            yield b"".join(_sent(feed.announced(event)) for event in page.events) or b": alive\n\n"
    except DatabaseAwayError:
        yield b": the database is away; reconnect with Last-Event-ID\n\n"
    except ProblemError as problem:
        yield b"event: problem\ndata: %s\n\n" % written(problem, request_id).encode()


def _sent(told: Announcement) -> bytes:
    return f"id: {told.id}\nevent: {told.type}\ndata: {told.model_dump_json()}\n\n".encode()
