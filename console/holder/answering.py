"""Answers of the holder's page: headers, language, and plain pages for what fails. The link itself is in none of them
but in addresses of the page.
"""

from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlsplit

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from api.http.failures import translated
from api.http.problems import ProblemError
from api.state.app_state import AppState
from console.rendering.environment import Shown, rendered
from console.rendering.static import assets
from console.texts.filters import this_moment
from console.texts.languages import N_, Code, accepted, code_of

log = structlog.get_logger("holder")

STATIC: Final = "/holder/static"
SHEETS: Final = ("standing.css", "holder.css")
"""Style sheets of the page: the console's, and its own."""

_SECURITY: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'",
    "Cache-Control": "no-store",
    # The address is a credential: no link of the page may tell it to another site.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Vary": "Accept-Language",
}


@dataclass(frozen=True)
class HolderState:
    """The API whose status and appeals the page shows."""

    api: FastAPI
    behind_tls: bool

    @property
    def app_state(self) -> AppState:
        """Return the state of the API: database, clock, budgets."""
        return cast("AppState", self.api.state.app_state)


@dataclass(frozen=True)
class Trouble:
    """What a page without content says: a title and what the holder can do."""

    status: int
    title: str
    advice: str


DEAD: Final = Trouble(
    403,
    N_("This link is not valid any more"),
    N_("Links to this page last for a short time only. Open your account's status in the app again."),
)
MISSING: Final = Trouble(
    404, N_("There is nothing at this address"), N_("Open your account's status in the app again.")
)
FORGED: Final = Trouble(
    403,
    N_("The form was not sent from this page"),
    N_("Open your account's status in the app again, and send the form from there."),
)
UNREADABLE: Final = Trouble(400, N_("The form cannot be read"), N_("Go back and send it again; nothing was recorded."))
TOO_MANY: Final = Trouble(429, N_("Too many requests at once"), N_("Wait a minute, then load the page again."))
AWAY: Final = Trouble(
    503, N_("The status cannot be read at the moment"), N_("Nothing was lost. Load the page again in a few minutes.")
)
BROKEN: Final = Trouble(
    500, N_("Something went wrong on our side"), N_("Load the page again. If it does not help, tell the platform.")
)
_BY_STATUS: Final = {one.status: one for one in (DEAD, MISSING, UNREADABLE, TOO_MANY, AWAY)} | {
    405: MISSING,
    413: UNREADABLE,
    415: UNREADABLE,
    422: UNREADABLE,
}


class TroubleError(Exception):
    """Raised where a page has no content to show."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.title)
        self.trouble = trouble


def state_of(request: Request) -> HolderState:
    """Return the state of the page's application."""
    return cast("HolderState", request.app.state.holder)


def page(request: Request, template: str, code: Code, *, status: int = 200, **values: Any) -> Response:
    """Return a page in a language."""
    api_state = getattr(state_of(request).api.state, "app_state", None)
    now = this_moment() if api_state is None else api_state.clock()
    sheets = [f"{STATIC}/{assets()[name].digest}/{name}" for name in SHEETS]
    text = rendered(
        code,
        template,
        {"code": code, "here": request.url.path, "sheets": sheets, **values},
        Shown(now=now, path=request.url.path, query=()),
    )
    return HTMLResponse(text, status_code=status, headers=dict(_SECURITY))


def asked_language(request: Request) -> Code | None:
    """Return the language that `?lang=` names."""
    return code_of(request.query_params.get("lang"))


def failure(request: Request, trouble: Trouble, headers: dict[str, str] | None = None) -> Response:
    """Return the plain page of a failure; its language is the browser's, since there may be no link to tell it."""
    code = asked_language(request) or accepted(request.headers.get("accept-language", ""))
    answer = page(request, "holder/trouble.html", code, status=trouble.status, trouble=trouble)
    for name, value in (headers or {}).items():
        answer.headers[name] = value
    return answer


def was_sent_from_here(headers: Headers) -> bool:
    """Return whether a form may have come from this page.

    The link in the path is the only credential, and no cookie accompanies it, so another site would have to know the
    link. Browsers' own words are checked where they are sent. With `Referrer-Policy: no-referrer` the `Origin` of this
    page's own forms is `null`.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == headers.get("host")


class Failures:
    """ASGI layer that logs unexpected errors, without the address. The framework has shown a plain page by then, and
    raises the error again.
    """

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        scope["app"] = self._app
        complete = False

        async def sending(message: Message) -> None:
            nonlocal complete
            complete = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            if not complete:
                raise
            log.exception("unexpected error", error=type(error).__name__)


async def _unexpected(request: Request, _: Exception) -> Response:
    return failure(request, BROKEN)


async def _trouble(request: Request, error: Exception) -> Response:
    return failure(request, cast("TroubleError", error).trouble)


async def _problem(request: Request, error: Exception) -> Response:
    problem = translated(error)
    if problem is None:
        raise error
    found = _BY_STATUS.get(problem.kind.status, AWAY if problem.kind.status >= 500 else UNREADABLE)
    return failure(request, found, dict(problem.headers or {}))


async def _http(request: Request, error: Exception) -> Response:
    return failure(request, _BY_STATUS.get(cast("HTTPException", error).status_code, MISSING))


async def _not_understood(request: Request, _: Exception) -> Response:
    return failure(request, MISSING)


def install(app: FastAPI) -> None:
    """Register the handlers of failures."""
    from ledger.store.database import DatabaseAwayError, DatabaseSlowError

    app.add_exception_handler(TroubleError, _trouble)
    for kind in (ProblemError, DatabaseAwayError, DatabaseSlowError):
        app.add_exception_handler(kind, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(Exception, _unexpected)
