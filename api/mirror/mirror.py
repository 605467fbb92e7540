"""Routes for mirrors: another process keeps the standings and the open rumours, and decides by itself.

The order makes it safe. A mirror first asks for the position `latest`, then loads what it wants, then follows the
changes after that position; whatever was recorded meanwhile is among them.
"""

from time import monotonic
from typing import Annotated, Final, Literal, NamedTuple

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from api.handling.routing import Guarded, admission_of
from api.http.cursors import BEFORE
from api.http.lasting import RECHECK_S
from api.http.parameters import LAST_EVENT
from api.http.words import Sought
from api.mirror import bodies, shared_rules
from api.state.app_state import AppState, WithAppState
from ledger import mirroring
from ledger.accounts import reading
from ledger.events import feed
from models.base import Frozen
from models.names import AccountId

router = APIRouter(prefix="/v1/mirror", route_class=Guarded, tags=["mirror"])

LONGEST_WAIT_S: Final = 60


class ChangesQuery(Frozen):
    """Position of the mirror, and what it has."""

    after: Annotated[
        Annotated[int, Field(ge=0, le=LAST_EVENT)] | Literal["latest"],
        Field(description="`next` of the previous answer; `latest` to begin."),
    ]
    wait: Annotated[float, Field(ge=0, le=LONGEST_WAIT_S, description="Seconds to wait for a change.")] = 0
    rumours: Annotated[
        Sought, Field(max_length=32, description="`rumours` of the previous answer: a change of it ends the wait.")
    ] = ""
    standings: Annotated[bool, Field(description="Send the standings of the changed accounts along.")] = False


class StandingsQuery(Frozen):
    """Page of the standings, in the order of the accounts."""

    after: Annotated[AccountId | None, Field(description=BEFORE)] = None
    most: Annotated[
        int, Field(ge=1, le=bodies.MOST_STANDINGS, description="Maximum number of standings in one page.")
    ] = bodies.MOST_STANDINGS


class _Found(NamedTuple):
    """Changes at an instant."""

    as_of: str
    changes: feed.Changed
    tag: str


@router.get("/changes", response_model=bodies.MirrorChanges, summary="Follow the changes of all standings")
async def read_mirror_changes(
    query: Annotated[ChangesQuery, Query()], request: Request, app_state: WithAppState
) -> Response:
    """The accounts with new facts after a position, as soon as there are any. The answer says up to which instant it is
    complete; a mirror that has applied it is never older than that.
    """
    received = app_state.clock()
    found = await _found(app_state, query, request)
    standings = "null"
    if query.standings:
        loaded = await mirroring.of(app_state.database, found.changes.accounts)
        standings = f"[{bodies.standings_text(loaded.values())}]"
    lost = query.after != "latest" and found.changes.newest < query.after
    return bodies.answer(
        f'{{"received":{bodies.shown(received)},"as_of":{found.as_of},"now":{bodies.shown(app_state.clock())},'
        f'"next":{found.changes.next},"complete":{str(found.changes.complete).lower()},"lost":{str(lost).lower()},'
        f'"rules":"{shared_rules.version()}","rumours":"{found.tag}",'
        f'"accounts":[{bodies.changed_text(found.changes.accounts)}],"standings":{standings}}}'
    )


async def _found(app_state: AppState, query: ChangesQuery, request: Request) -> _Found:
    """Return the changes as soon as there are any, at the latest when the wait is over."""
    admission, deadline = admission_of(request), monotonic() + query.wait
    begins = query.after == "latest"
    after = await feed.settled(app_state.database) if query.after == "latest" else query.after
    while True:
        await admission.renew()
        as_of = bodies.shown(app_state.clock())
        changes = await feed.changed(app_state.database, after=after)
        tag = (await app_state.rumours.told()).tag
        left = deadline - monotonic()
        news = changes.accounts or tag != query.rumours or changes.newest < after
        if begins or news or left <= 0 or app_state.feed_tail.closed:
            return _Found(as_of, changes, tag)
        after = changes.next
        if changes.complete:
            await app_state.feed_tail.moved(after, min(left, RECHECK_S))


@router.get("/standings", response_model=bodies.MirroredStandings, summary="Read all standings, page by page")
async def list_mirrored_standings(query: Annotated[StandingsQuery, Query()], app_state: WithAppState) -> Response:
    """Standings as they are now, in the order of the accounts. Ask for a position first (`changes`)."""
    found = await mirroring.page(app_state.database, after=query.after, most=query.most)
    following = f'"{found[-1].account}"' if len(found) == query.most else "null"
    return bodies.answer(f'{{"standings":[{bodies.standings_text(found)}],"next":{following}}}')


@router.post("/standings", response_model=bodies.LoadedStandings, summary="Read the standings of some accounts")
async def load_mirrored_standings(body: bodies.LoadBody, app_state: WithAppState) -> Response:
    """Standings as they are in the database now, each at the version that is known of it or a newer one."""
    wanted = {one.account: one.at_least_version for one in body.accounts}
    found = await mirroring.of(app_state.database, wanted)
    late = [account for account, version in wanted.items() if version > _version_in(found.get(account))]
    for account in late:  # waits, or says that the version does not appear
        await reading.standing_of(
            app_state.database, account, at_least_version=wanted[account], patience=app_state.patience
        )
    if late:
        found = {**found, **await mirroring.of(app_state.database, late)}
    return bodies.answer(f'{{"standings":[{bodies.standings_text(found.values())}]}}')


@router.get("/rumours", response_model=bodies.MirroredRumours, summary="Read the open rumours that texts repeat")
async def read_mirrored_rumours(app_state: WithAppState) -> Response:
    """The open rumours with their claims and information, without their evidence (article 6)."""
    told = await app_state.rumours.told()
    return bodies.answer(f'{{"tag":"{told.tag}","openings":{told.text}}}')


def _version_in(found: mirroring.Mirrored | None) -> int:
    return 0 if found is None else found.version
