"""Outermost layer of every request: identifier, log line, metrics, and a response to unexpected errors."""

import logging
import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from time import perf_counter
from typing import Any, Final, Protocol

import structlog
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.failures import unexpected
from api.http.headers import Raw, security_headers, with_security
from api.http.measures import Measures
from api.http.problems import ProblemError, rendered

log = structlog.get_logger("api")
_quick = logging.getLogger("api")
"""The same logger, used to check the level: structlog takes as long to discard a line as a verdict takes."""


TOO_MANY: Final = 429


class Witness(Protocol):
    """Something that learns of every request: the audit."""

    def during(self, scope: Scope) -> AbstractContextManager[None]:
        """Return the context in which the request is answered."""

    def answered(self, scope: Scope, status: int) -> None:
        """Learn of an answered request."""


class _Nobody:
    def during(self, scope: Scope) -> AbstractContextManager[None]:  # noqa: ARG002 - the protocol's
        """Return a context that does nothing."""
        return nullcontext()

    def answered(self, scope: Scope, status: int) -> None:
        """Ignore it."""


class Observed:
    """Outermost ASGI layer. It logs the route and the status, never the content of requests or responses."""

    def __init__(
        self,
        app: ASGIApp,
        measures: Measures,
        headers: Sequence[Raw] = security_headers(behind_tls=False),
        witness: Witness | None = None,
    ) -> None:
        """Wrap the application; `headers` are added to every response. `witness` learns of every request."""
        self._app = app
        self._measures = measures
        self._headers = headers
        self._witness = witness or _Nobody()

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
                headers = message["headers"] = with_security(message["headers"], self._headers, request_id)
                if (spent := state.get("spent")) is not None:
                    headers += spent.headers
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id), self._witness.during(scope):
            try:
                await self._app(scope, receive, sending)
            except ProblemError as problem:
                # A problem during a started response: the response is cut short here.
                log.warning("answer cut short", why=problem.code)
                if not status:
                    await rendered(problem, request_id)(scope, receive, sending)
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
        self._witness.answered(scope, status)
        # Successful requests are counted only, and commands log themselves: a line costs as much as a verdict.
        # Rate-limited requests are only counted too: logging each of them would flood the log.
        quiet = status < 400 or status == TOO_MANY
        level = logging.ERROR if status >= 500 else logging.DEBUG if quiet else logging.INFO
        if not _quick.isEnabledFor(level):
            return
        caller = getattr(state.get("caller"), "id", None)
        log.log(level, "request", method=method, route=path, status=status, ms=round(seconds * 1000, 1), caller=caller)
