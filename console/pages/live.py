"""Live pages: the events of the ledger, told to open pages as server-sent events without their contents.

Each message names what changed, so that the part of a page that shows it loads itself again: `live-case` for any case,
`live-case-case_5f0c3a1be2d9` for that one, `live-account-kitchen` for all that concerns an account. The number of the
message is the number of the event in the feed: a page that was asleep resumes after the last one that it received.
Presence is no event: `live-presence`, and `live-presence-<case>`, tell that somebody came to a case or left it.
"""

import re
from collections.abc import AsyncIterator
from functools import partial
from time import monotonic
from typing import Annotated, Final

from fastapi import APIRouter, Header, Query, Response

from api.events.streaming import EVENT_STREAM, KEEPALIVE_S, Wanted, next_page
from api.http.lasting import Admission
from api.http.parameters import LAST_EVENT
from api.http.permissions import ROLES_OF
from api.http.problems import ProblemError
from api.http.streaming import Streamed
from api.http.visitors import still_admitted
from console.http.headers import HEADERS
from console.http.visit import Visit, WithVisit
from ledger.cases import presence
from ledger.events import feed
from ledger.store.database import DatabaseAwayError

router = APIRouter(prefix="/console/live")

LOOK_S: Final = 1.0
"""Seconds between two looks at who looks at which case."""
MOST: Final = 500
"""Events that are told at once."""
_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9_-]")

Place = Annotated[int | None, Query(ge=0, le=LAST_EVENT)]
LastEvent = Annotated[int | None, Header(ge=0, le=LAST_EVENT)]


@router.get("")
async def read_live(visit: WithVisit, after: Place = None, last_event_id: LastEvent = None) -> Response:
    """An endless stream of what changes from now on, or after an event."""
    visit.require("list_events")
    begin = last_event_id if last_event_id is not None else after
    if begin is None:
        begin = await feed.newest(visit.console.app_state.database)
    answer = Streamed(_told(visit, begin), EVENT_STREAM)
    answer.headers.update(HEADERS)
    return answer


def topic(kind: str, name: str | None = None) -> str:
    """Return the name of the message about a kind of record, or about one record or account."""
    return f"live-{kind}" if name is None else f"live-{kind}-{_NOT_IN_A_NAME.sub('_', name)}"


def topics(event: feed.Event) -> tuple[str, ...]:
    """Return the names of the messages that an event is told as, the most general first."""
    found = [topic("account"), topic("account", event.account)] if event.account is not None else []
    if event.entry is not None:
        found += [topic(event.entry.kind), topic(event.entry.kind, event.entry.record)]
    return tuple(found)


def _message(number: int, name: str) -> bytes:
    return b"id: %d\nevent: %s\ndata: %d\n\n" % (number, name.encode(), number)


async def _told(visit: Visit, after: int) -> AsyncIterator[bytes]:
    app_state, roles = visit.console.app_state, ROLES_OF["list_events"]
    admission = Admission(lambda: still_admitted(visit.visitor, roles))
    yield b": live\n\n"
    try:
        looking, spoke = await presence.recent(app_state.database, app_state.clock()), monotonic()
        while not app_state.feed_tail.closed:
            page = await next_page(
                app_state.database,
                app_state.feed_tail,
                Wanted(),
                after=after,
                most=MOST,
                wait_s=LOOK_S,
                admission=admission,
            )
            after, before = page.next, looking
            looking = await presence.recent(app_state.database, app_state.clock())
            # Many events about one thing, as of a bulk action, are one message.
            told = dict.fromkeys(name for event in page.events for name in topics(event))
            moved = sorted({case for case, _ in before ^ looking})
            told |= dict.fromkeys([topic("presence"), *(topic("presence", case) for case in moved)] if moved else [])
            if told or monotonic() - spoke > KEEPALIVE_S:
                spoke = monotonic()
                yield b"".join(map(partial(_message, after), told)) or b": alive\n\n"
    except DatabaseAwayError:
        yield b": the database is away; reconnect with Last-Event-ID\n\n"
    except ProblemError:
        yield b"event: live-over\ndata: the session has ended\n\n"
