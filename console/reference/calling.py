"""Calls of the API with the session of a visitor who is signed in: what a page's "run" sends without a key.

The call passes the API's own routes, permissions, budgets and audit, as the console's calls do. A request must come
from a page of this origin; what changes something takes a fresh sign-in, since any operation can be called from here.
"""

from typing import Any, Final

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from api.handling.routing import require_headers_once
from api.http.failures import translated
from api.http.problems import ProblemError, rendered
from api.http.visitors import VISITOR, Visitor
from console.http.state import ConsoleState
from console.http.visitors import FreshSignInNeededError, require_fresh, visitor_for_calls

PREFIX: Final = "/docs/call"
QUESTIONS: Final = frozenset(
    {
        "/v1/decisions",
        "/v1/decisions/batch",
        "/v1/decisions/publish",
        "/v1/decisions/stream",
        "/v1/rumors/match",
        "/v1/screenings",
    }
)
"""Paths of POST operations that only ask."""
_PASSED: Final = frozenset(
    {b"accept", b"content-length", b"content-type", b"host", b"idempotency-key", b"if-match", b"transfer-encoding"}
)
_OUTER: Final = ("asgi", "http_version", "client", "server", "scheme", "method", "query_string")


class Calls:
    """ASGI application that answers below `/docs/call` what the API answers, to the visitor of the session."""

    def __init__(self, console: ConsoleState) -> None:
        self._console = console

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            visitor = await self._visitor(scope)
        except Exception as error:
            problem = translated(error)
            if problem is None:
                raise
            await rendered(problem, scope["state"]["request_id"])(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(raw=message["headers"])["Cache-Control"] = "no-store"
            await send(message)

        await self._console.api(self._inner(scope, visitor), receive, sending)

    async def _visitor(self, scope: Scope) -> Visitor:
        """Return whose session it is.

        Raises:
            ProblemError: for a request from elsewhere, without a session, or without a fresh sign-in where one is
                needed.
            DatabaseAwayError: when sessions cannot be read.
        """
        require_headers_once(scope)
        request = Request(scope)
        if Headers(scope=scope).get("sec-fetch-site") != "same-origin":
            raise ProblemError("forbidden", "only a page of this reference may call with the session")
        visitor = await visitor_for_calls(request)
        if scope["method"] not in {"GET", "HEAD"} and _path(scope) not in QUESTIONS:
            try:
                await require_fresh(request)
            except FreshSignInNeededError:
                raise ProblemError(
                    "unauthenticated", "what changes something takes a fresh sign-in: sign in again"
                ) from None
        return visitor

    def _inner(self, scope: Scope, visitor: Visitor) -> dict[str, Any]:
        path = _path(scope)
        return {
            "type": "http",
            "path": path,
            "raw_path": scope.get("raw_path", scope["path"].encode())[len(PREFIX) :],
            "root_path": "",
            "headers": [(name, value) for name, value in scope["headers"] if name in _PASSED],
            "state": {},
            VISITOR: visitor,
            **{name: scope[name] for name in _OUTER if name in scope},
        }


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(PREFIX)
