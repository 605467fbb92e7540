"""The express way: decisions go to their handlers at once, past the framework's routing.

They are the handlers that `api.handling.hot` declares, behind the same checks and in the same description; the
framework looks for a route, builds what the handler depends on and wraps its answer, which together takes three times
as long as the answer itself.
"""

import re
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Final

from fastapi import Request, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.handling.hot import Express as ExpressHandler
from api.handling.hot import Hot, HotCommand
from api.handling.routing import require_headers_once
from api.http.addresses import address_of
from api.http.budgets import Use
from api.http.failures import translated
from api.http.problems import ProblemError, rendered
from api.state.edge import Edge
from models.names import ID_PATTERN


class Express:
    """Answers what the hot routes answer; everything else goes on to the framework."""

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self._app = app
        routes = list(routes)
        self._ways: Final[dict[str, tuple[Hot, Callable[[Request], Coroutine[Any, Any, Response]]]]] = {
            route.path: (route, route.get_route_handler()) for route in routes if isinstance(route, Hot)
        }
        self._commands: Final[dict[str, tuple[HotCommand, ExpressHandler]]] = {
            route.path.removeprefix(_ON_ACCOUNT): (route, route.express())
            for route in routes
            if isinstance(route, HotCommand)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            require_headers_once(scope)
            _pay_as_stranger(scope)
        except ProblemError as problem:
            await rendered(problem, scope["state"]["request_id"])(scope, receive, send)
            return
        if scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if (way := self._ways.get(path)) is not None:
            route, handle = way
            scope["route"] = route
            request = Request(scope, receive)
            answer = await _answered(request, handle(request))
        elif (on := _COMMAND.fullmatch(path)) is not None and (command := self._commands.get(on[2])) is not None:
            request, receive = _read_twice(scope, receive)
            scope["route"] = command[0]
            answer = await _answered(request, command[1](request, on[1]))
        else:
            answer = None
        await (self._app if answer is None else answer)(scope, receive, send)


def _pay_as_stranger(scope: Scope) -> None:
    """Nothing for a caller whose key is known, or a probe that must never fail; else one request of the address.

    Raises:
        ProblemError: when the address has had as many as it may.
    """
    edge: Edge | None = getattr(scope["app"].state, "edge", None)
    if edge is None or scope["path"] == PROBE:
        return
    shown = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
    if not edge.door.knows(shown.decode("latin-1")):
        client = scope.get("client")
        edge.budgets.spend(Use.STRANGERS, address_of(client[0] if client else None))


PROBE: Final = "/healthz"
"""Asks nobody else, so it costs next to nothing; refused, it would have a healthy process ended."""

_ON_ACCOUNT: Final = "/v1/accounts/{account}"
_COMMAND: Final = re.compile(rf"/v1/accounts/({ID_PATTERN.strip('^$')})(/[a-z-]+)")


async def _answered(request: Request, answering: Coroutine[Any, Any, Response | None]) -> Response | None:
    try:
        return await answering
    except Exception as error:
        problem = translated(error)
        if problem is None:
            raise
        return rendered(problem, request.state.request_id)


def _read_twice(scope: Scope, receive: Receive) -> tuple[Request, Receive]:
    """A request whose body the framework can read again, should it have to."""
    parts: list[Message] = []

    async def reading() -> Message:
        parts.append(await receive())
        return parts[-1]

    async def again() -> Message:
        return parts.pop(0) if parts else await receive()

    return Request(scope, reading), again
