"""Pages of failures: what is wrong and what the reader can do, in the reader's language."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, cast

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http import refusals
from api.http.failures import translated
from api.http.problems import ProblemError, written
from api.http.refusals import REFUSAL
from console.http.calling import Answer, RefusedError
from console.http.headers import HEADERS
from console.http.origin import from_here
from console.http.visit import Reader, RoleNeededError
from console.http.visitors import visitor_of
from console.navigation import ROLE_NAMES
from console.texts.languages import N_
from ledger.people.callers import Caller
from ledger.store.database import DatabaseAwayError, DatabaseSlowError

log = structlog.get_logger("console")

TITLES: Final[Mapping[int, tuple[str, str]]] = {
    400: (N_("The request cannot be read"), N_("Reload the page and try again.")),
    401: (N_("Sign in first"), N_("This page is for people of the platform.")),
    403: (N_("Your roles do not allow this"), N_("An operator can give you the role.")),
    404: (N_("There is no such page"), N_("The address may be wrong, or what was there is called otherwise.")),
    405: (N_("There is no such page"), N_("The address may be wrong, or what was there is called otherwise.")),
    409: (N_("Something has changed meanwhile"), N_("Load the page again: it shows the present state.")),
    412: (N_("Something has changed meanwhile"), N_("Load the page again: it shows the present state.")),
    413: (N_("The form is too large"), N_("Send less at once.")),
    422: (N_("The request is not valid"), N_("Go back and correct what is named below.")),
    429: (N_("Too many requests"), N_("Wait a moment, then load the page again.")),
    500: (N_("Something went wrong here"), N_("It is in the log under the number below. Try again; tell an operator.")),
    503: (N_("The database cannot be reached"), N_("Nothing was lost. The page loads again by itself in a moment.")),
}
"""Title and advice by status; another status is shown as 500."""

FORGED: Final = (
    N_("This request did not come from a page of this console"),
    N_("Open the page here and send the form from it."),
)


def install(app: FastAPI) -> None:
    """Register the handlers of the console's failures."""
    for kind, handler in _HANDLERS.items():
        app.add_exception_handler(kind, handler)


class Failures:
    """ASGI layer that refuses forged requests and logs unexpected errors, once their page is sent."""

    def __init__(self, app: ASGIApp, console: FastAPI) -> None:
        self._app = app
        self._console = console

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["app"] = self._console
        if scope["type"] == "http" and not from_here(scope["method"], Headers(scope=scope)):
            scope["state"][REFUSAL] = refusals.FORGED
            await _page(Request(scope), 403, said=FORGED)(scope, receive, send)
            return
        finished = False

        async def sending(message: Message) -> None:
            nonlocal finished
            finished = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if not finished:
                raise
            log.exception("unexpected error", error=type(error).__name__)


def _page(
    request: Request,
    status: int,
    *,
    problem: Mapping[str, Any] | None = None,
    said: tuple[str, str] | None = None,
    needed: list[str] | None = None,
) -> Response:
    caller = cast("Caller | None", getattr(request.state, "caller", None))
    title, advice = said or TITLES.get(status, TITLES[500])
    return Reader(request, caller).render(
        "errors/problem.html",
        part="content",
        status=status,
        title=title,
        advice=advice,
        problem=problem,
        needed=needed or [],
        number=getattr(request.state, "request_id", ""),
        status_code=status,
    )


async def _refused(request: Request, error: Exception) -> Response:
    answer = cast("RefusedError", error).answer
    return _page(request, answer.status, problem=answer.problem)


async def _problem(request: Request, error: Exception) -> Response:
    found = translated(error)
    if found is None:
        raise error
    body = written(found, getattr(request.state, "request_id", "")).encode()
    return _page(request, found.kind.status, problem=Answer(found.kind.status, body, {}).problem)


async def _role_needed(request: Request, error: Exception) -> Response:
    needed = cast("RoleNeededError", error).needed
    request.state.refusal = refusals.FORBIDDEN
    return _page(request, 403, needed=[name for role, name in ROLE_NAMES.items() if role in needed])


async def _http(request: Request, error: Exception) -> Response:
    status = cast("HTTPException", error).status_code
    if status == 405 and request.method == "GET" and (page := _page_of_form(request)) is not None:
        query = f"?{request.url.query}" if request.url.query else ""
        return Response(status_code=303, headers={**HEADERS, "Location": f"{page}{query}"})
    await _know_visitor(request)
    return _page(request, status)


def _page_of_form(request: Request) -> str | None:
    """Return the page above an address to which only a form is sent: the links of a refused form, to another language
    or theme, lead there.
    """
    path = request.url.path
    while "/" in (path := path.rpartition("/")[0])[1:]:
        scope = {"type": "http", "method": "GET", "path": path, "root_path": ""}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes):
            return path
    return None


async def _unexpected(request: Request, _: Exception) -> Response:
    return _page(request, 500)


async def _not_understood(request: Request, error: Exception) -> Response:
    # Only paths and queries are validated by the framework. A path that no page has is not found; of a query the page
    # says what is wrong with it.
    await _know_visitor(request)
    places = {fault["loc"][0] for fault in cast("RequestValidationError", error).errors()}
    return await _problem(request, error) if places == {"query"} else _page(request, 404)


async def _know_visitor(request: Request) -> None:
    """Find out who asked for a page that does not exist: the navigation leads on from there."""
    if not hasattr(request.state, "caller"):
        with suppress(ProblemError, DatabaseAwayError, DatabaseSlowError):
            request.state.caller = await visitor_of(request)


_HANDLERS: Final[Mapping[type[Exception], Any]] = {
    RefusedError: _refused,
    ProblemError: _problem,
    RoleNeededError: _role_needed,
    DatabaseAwayError: _problem,
    DatabaseSlowError: _problem,
    HTTPException: _http,
    RequestValidationError: _not_understood,
    Exception: _unexpected,
}
