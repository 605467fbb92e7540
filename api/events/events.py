"""Routes of the feed: every event in one numbered stream, which a reader can resume from any position."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Header, Query, Request
from pydantic import BeforeValidator, Field, WithJsonSchema
from starlette.responses import Response

from api.events.streaming import EVENT_STREAM, Wanted, next_page, streamed
from api.handling import answers
from api.handling.asking import standing_for
from api.handling.routing import Guarded, admission_of
from api.http.parameters import LAST_EVENT, MOST_ROWS, Account
from api.http.streaming import Streamed
from api.state.app_state import AppState, WithAppState
from ledger.events import feed
from models.base import Frozen
from models.events.announcements import AnyAnnouncement, expanded
from models.names import AccountId

router = APIRouter(prefix="/v1/events", route_class=Guarded, tags=["events"])
of_account = APIRouter(prefix="/v1/accounts/{account}/events", route_class=Guarded, tags=["events"])

LONGEST_WAIT_S: Final = 60


def _known_types(value: Any) -> Any:
    if isinstance(value, str):
        expanded(value)
    return value


Types = Annotated[
    str,
    BeforeValidator(_known_types),
    WithJsonSchema({"type": "string", "examples": ["account.ban_imposed,account.boundary_passed"]}),
]
Place = Annotated[int, Field(ge=0, le=LAST_EVENT)]


class EventsQuery(Frozen):
    """Position, filters and waiting time for a page of the feed."""

    after: Annotated[
        Place | Literal["latest"],
        Field(description="`next` of the previous page, 0 for the beginning, `latest` for future events only."),
    ] = 0
    types: Annotated[
        Types | None, Field(description="Only these types, separated by commas; `account.*` selects a family.")
    ] = None
    account: Annotated[AccountId | None, Field(description="Only events about this account.")] = None
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Events in one page.")] = 100
    wait: Annotated[int, Field(ge=0, le=LONGEST_WAIT_S, description="Seconds to wait for a new event.")] = 0


@router.get(
    "",
    response_model=answers.EventsPage,
    summary="Read the event feed",
    responses={200: {"content": {EVENT_STREAM: {"schema": {"type": "string"}}}, "description": "A page, or a stream."}},
)
async def list_events(
    query: Annotated[EventsQuery, Query()],
    app_state: WithAppState,
    request: Request,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
    last_event_id: Annotated[
        Place | None, Header(description="Last event received on an interrupted stream; browsers send it.")
    ] = None,
) -> Response:
    """Contains every fact, every boundary that was passed, and every entry of a case, directive or other record.
    Continue with `next`, indefinitely.

    With `wait`, the response is sent as soon as there is a new event. With `Accept: text/event-stream` the response is
    endless: each event is sent when it is recorded, and `Last-Event-ID` resumes an interrupted stream. The stream of a
    revoked key ends within two seconds with an event `problem`.
    """
    if query.account is not None:
        await standing_for(app_state, query.account)
    wanted = Wanted(query.account, None if query.types is None else expanded(query.types))
    after = await _place(app_state, query, last_event_id)
    admission = admission_of(request)
    if EVENT_STREAM in accept:
        told = streamed(
            app_state.database,
            app_state.feed_tail,
            wanted,
            after=after,
            admission=admission,
            request_id=request.state.request_id,
        )
        return Streamed(told, EVENT_STREAM)
    page = await next_page(
        app_state.database,
        app_state.feed_tail,
        wanted,
        after=after,
        most=query.limit,
        wait_s=query.wait,
        admission=admission,
    )
    return answers.events(map(feed.announced, page.events), page.next)


class AccountEventsQuery(Frozen):
    """Place in the events of an account, which are listed backwards."""

    before: Annotated[
        Place | None, Field(description="`next` of the previous page. Omitted: from the newest event on.")
    ] = None
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Events in one page.")] = 100


class AccountEventsPage(Frozen):
    """Events about one account, the newest first."""

    events: tuple[AnyAnnouncement, ...]
    next: Annotated[int | None, Field(description="Pass it as `before` to go further back; null at the beginning.")]


@of_account.get("", response_model=AccountEventsPage, summary="List the events about an account, the newest first")
async def list_account_events(
    account: Account, query: Annotated[AccountEventsQuery, Query()], app_state: WithAppState
) -> Response:
    """What the feed has told about the account: its facts, the boundaries that it passed, and the entries of cases,
    directives and other records about it. To follow the feed, read `/v1/events`.
    """
    await standing_for(app_state, account)
    found = await feed.latest(app_state.database, account, before=query.before, most=query.limit)
    return answers.events(map(feed.announced, found), found[-1].id if len(found) == query.limit else None)


async def _place(app_state: AppState, query: EventsQuery, last_event_id: int | None) -> int:
    if last_event_id is not None:
        return last_event_id
    return await feed.newest(app_state.database) if query.after == "latest" else query.after
