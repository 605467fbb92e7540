"""Around every request: an identifier, a line in the log, the measures, and an answer also to what nobody foresaw."""

import logging
import secrets
from time import perf_counter
from typing import Any

import structlog
from starlette.datastructures import MutableHeaders
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.failures import unexpected
from api.measures import Measures
from api.problems import rendered

log = structlog.get_logger("api")
_quick = logging.getLogger("api")
"""The same logger, asked whether it would write at all: the other one takes as long to say no as a verdict takes."""


class Observed:
    """The outermost layer. It logs which route was asked and what became of it, never what was sent or answered."""

    def __init__(self, app: ASGIApp, measures: Measures) -> None:
        self._app = app
        self._measures = measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = f"req_{secrets.token_hex(8)}"
        state: dict[str, Any] = scope.setdefault("state", {})
        state["request_id"] = request_id
        started, status = perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                # An answer is about an instant: nobody may keep it but who knows `valid_until`, or what it says itself.
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self._app(scope, receive, sending)
            except Exception as error:
                log.exception("unexpected error", error=type(error).__name__)
                if status:
                    raise
                await rendered(unexpected(), request_id)(scope, receive, sending)
            finally:
                self._observe(scope, state, status, perf_counter() - started)

    def _observe(self, scope: Scope, state: dict[str, Any], status: int, seconds: float) -> None:
        route = scope.get("route")
        path = route.path if isinstance(route, Route) else "unknown"
        method = scope["method"] if isinstance(route, Route) else "any"
        self._measures.request(method, path, status, seconds)
        # What went well is counted, and commands log themselves; a line a question would cost as much as its answer.
        level = logging.ERROR if status >= 500 else logging.INFO if status >= 400 else logging.DEBUG
        if not _quick.isEnabledFor(level):
            return
        caller = getattr(state.get("caller"), "id", None)
        log.log(level, "request", method=method, route=path, status=status, ms=round(seconds * 1000, 1), caller=caller)
