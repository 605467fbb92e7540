"""Routes of sessions: where a person is signed in to the console, and the end of it."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field, StringConstraints
from starlette.responses import Response

from api.handling import answers
from api.handling.requests import Body, examples
from api.handling.routing import Guarded
from api.http.addresses import address_of
from api.http.cursors import PageOf, PageQuery, Word, items_named
from api.http.problems import ProblemError
from api.http.visitors import visitor_in
from api.state.app_state import WithAppState
from ledger.people import sessions
from ledger.people.callers import Caller
from ledger.people.sessions import SESSION_PATTERN, SessionEntry
from models.base import Frozen
from models.people.people import PersonId
from models.roles import Role

router = APIRouter(prefix="/v1/sessions", route_class=Guarded, tags=["people"])

SessionId = Annotated[str, StringConstraints(pattern=SESSION_PATTERN)]
_Id = Annotated[SessionId, Path(description="Identifier of the session.")]


class SessionsQuery(PageQuery):
    """Filters of the list of sessions."""

    person: Annotated[
        PersonId | None, Field(description="Sessions of this person. Omitted: your own. Others: operators only.")
    ] = None
    everybody: Annotated[bool, Field(description="Sessions of all persons: operators only.")] = False
    ended: Annotated[bool, Field(description="Also those that have ended, for 90 days.")] = False


class SessionsPage(PageOf[SessionEntry, Word]):
    """Sessions, the newest first."""

    model_config = items_named("sessions")


class EndAllBody(Body):
    """Whose sessions end."""

    model_config = examples({}, {"person": "per_5f0c3a1be2d9"}, {"but": "ses_5f0c3a1be2d9"})

    person: Annotated[
        PersonId | None, Field(description="The person. Omitted: yourself. Another one: operators only.")
    ] = None
    but: Annotated[SessionId | None, Field(description="One session that goes on.")] = None


class SessionsEnded(Frozen):
    """Sessions that have ended just now."""

    ended: tuple[SessionId, ...]


@router.get("", response_model=SessionsPage, summary="List sessions of the console")
async def list_sessions(
    query: Annotated[SessionsQuery, Query()], request: Request, app_state: WithAppState
) -> Response:
    """Your own sessions in force, the newest first; operators may list those of others."""
    caller: Caller = request.state.caller
    person = query.person or caller.person
    if query.everybody or (query.person is not None and query.person != caller.person):
        _require_operator(caller)
    if person is None and not query.everybody:
        return answers.json(SessionsPage(items=(), next=None))  # a service signs in nowhere
    found = await sessions.listed(
        app_state.database,
        None if query.everybody and query.person is None else person,
        now=app_state.clock(),
        lasting=app_state.sessions.lasting,
        ended=query.ended,
        after=query.after,
        most=query.limit,
    )
    return answers.json(SessionsPage.of(found))


@router.post("/{session}/end", response_model=SessionEntry, summary="End a session of the console")
async def end_session(session: _Id, request: Request, app_state: WithAppState) -> Response:
    """The session is refused from now on, in every process, and its live pages end. Operators may end those of others.
    One that has ended already stays as it was.
    """
    caller: Caller = request.state.caller
    found = await sessions.one(app_state.database, session)
    if found is None or not (found.person == caller.person or Role.OPERATOR in caller.roles):
        raise ProblemError("unknown-session", f"you have no session {session}: GET /v1/sessions lists yours")
    origin = _origin(request)
    if await sessions.end(app_state.database, session, why="ended", origin=origin, now=app_state.clock()):
        app_state.sessions.dropped([session])
        found = await sessions.one(app_state.database, session) or found
    return answers.json(found)


@router.post("/end", response_model=SessionsEnded, summary="End all sessions of a person")
async def end_sessions(body: EndAllBody, request: Request, app_state: WithAppState) -> Response:
    """Every session of the person ends at once, but for one that may go on. Operators may end those of others."""
    caller: Caller = request.state.caller
    person = body.person or caller.person
    if person != caller.person:
        _require_operator(caller)
    if person is None:
        return answers.json(SessionsEnded(ended=()))
    ended = await sessions.end_all(
        app_state.database, person, origin=_origin(request), now=app_state.clock(), but=body.but or ""
    )
    app_state.sessions.dropped(ended)
    return answers.json(SessionsEnded(ended=ended))


def _require_operator(caller: Caller) -> None:
    if Role.OPERATOR not in caller.roles:
        raise ProblemError("forbidden", "sessions of others take the role operator; without `person` you get your own")


def _origin(request: Request) -> dict[str, Any]:
    caller: Caller = request.state.caller
    client = request.client
    return {
        "actor": caller.actor,
        "via": "api" if visitor_in(request.scope) is None else "console",
        "address": "" if client is None else address_of(client.host),
        "request": request.state.request_id,
    }
