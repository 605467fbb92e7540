"""The way to the sign-in and back, for a page that needs a visitor or a fresh sign-in. What was typed is kept."""

from typing import Any, Final, cast
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI, Request, Response
from starlette.datastructures import MutableHeaders

from api.http.problems import ProblemError, rendered
from console.http.forms import KEY
from console.http.headers import HEADERS
from console.http.kept_files import MOST_KEPT, without_content
from console.http.state import console_of
from console.http.visitors import COOKIE, LIVE, FreshSignInNeededError, SignInNeededError, session_of, unattended
from console.signin.state import HOME, SIGN_IN, drop_session, own_path
from ledger.people import kept_forms, sessions

LARGEST: Final = 256 * 1024
"""Bytes of a form that is kept; of a larger one the person is told that it must be typed again. Files are not kept."""
LARGEST_READ: Final = 2 * MOST_KEPT
"""Bytes of a form that is read, with its files."""


def install(app: FastAPI) -> None:
    """Register the handlers."""
    app.add_exception_handler(SignInNeededError, _sign_in_needed)
    app.add_exception_handler(FreshSignInNeededError, _fresh_needed)


async def _sign_in_needed(request: Request, error: Exception) -> Response:
    if request.url.path == LIVE:
        answer = rendered(cast("SignInNeededError", error), request.state.request_id)
        MutableHeaders(raw=answer.raw_headers).update(HEADERS)
        return answer
    if "hx-request" in request.headers and unattended(request):
        # Nobody pressed anything: the page stays with what is being typed, which the sign-in keeps once it is sent.
        return Response(status_code=204, headers=HEADERS)
    token, had = request.cookies.get(COOKIE, ""), None
    if token:
        had = await sessions.whose(console_of(request).app_state.database, token)
    why = "over" if token else "none"
    back = await _back(request, had)
    answer = _led(request, SIGN_IN, next=back, why=why)
    if token and not back.startswith(f"{SIGN_IN}/kept/"):  # by the cookie a sign-in by link finds the kept form
        drop_session(answer)
    return answer


async def _fresh_needed(request: Request, _: Exception) -> Response:
    session = await session_of(request)
    back = await _back(request, (session.session, cast("str", session.caller.person)))
    return _led(request, SIGN_IN, next=back, why="fresh")


async def _back(request: Request, had: tuple[str, str] | None) -> str:
    """Return the path to which the person comes back: of the page, or of the form that was typed and is kept for the
    person of the session.
    """
    if request.method in {"GET", "HEAD"}:
        if "hx-request" in request.headers:  # a part of a page: the page itself
            shown = urlsplit(request.headers.get("hx-current-url", ""))
            return own_path(f"{shown.path}?{shown.query}" if shown.query else shown.path)
        return own_path(f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path)
    if had is None:
        return HOME
    try:
        form = await without_content(request, LARGEST_READ)
    except ProblemError:
        return HOME
    app_state = console_of(request).app_state
    fields = [(name, value) for name, values in form.values.items() for value in values]
    if sum(len(value.encode()) for _, value in fields) > LARGEST:
        return HOME
    path = own_path(f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path)
    named = *fields, (KEY, form.key)
    kept = await kept_forms.keep(app_state.database, *had, path, named, app_state.clock())
    return f"{SIGN_IN}/kept/{kept}"


def _led(request: Request, path: str, **query: Any) -> Response:
    to = f"{path}?{urlencode(query)}"
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={**HEADERS, "HX-Redirect": to})
    return Response(status_code=303, headers={**HEADERS, "Location": to})
