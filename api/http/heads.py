"""HEAD for every GET route: the same status and headers without a body (RFC 9110, 9.3.2).

The request passes through the application as a GET, so that every route supports it.
"""

import asyncio
import contextlib
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """ASGI layer that answers HEAD as GET without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        asked = {**scope, "method": "GET"}
        endless = asyncio.Event()

        async def headers_only(message: Message) -> None:
            if message["type"] != "http.response.start":
                return
            await send(message)
            await send({"type": "http.response.body", "body": b""})
            if "content-length" not in Headers(scope=message):
                endless.set()

        answering = asyncio.ensure_future(self._app(asked, receive, headers_only))
        ending = asyncio.ensure_future(endless.wait())
        try:
            await asyncio.wait((answering, ending), return_when=asyncio.FIRST_COMPLETED)
        finally:
            scope.update({known: asked[known] for known in ("route", "endpoint") if known in asked})
            ending.cancel()
            answering.cancel()  # ends a stream; a completed response is unaffected
        with contextlib.suppress(asyncio.CancelledError):
            await answering


def methods_of(routes: Iterable[BaseRoute], scope: Scope) -> set[str]:
    """Return the methods of all routes that match a path; HEAD with each GET."""
    found: set[str] = set()
    for route in routes:
        if isinstance(route, Route) and route.matches(scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return found | ({"HEAD"} if "GET" in found else set())
