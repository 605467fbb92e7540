"""Fast path: decisions and bans bypass the framework's routing and its resolution of dependencies.

The fast path answers only requests without any fault, with the handler that FastAPI would call with the same values.
Every other request continues to FastAPI's route of the same path, which reports the fault: only one place refuses.
Authentication, the key's budget and the body limit are the same functions on both paths (`api.handling.routing`).
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final, get_type_hints

from fastapi import Request, Response
from pydantic import BaseModel, ValidationError
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from api.handling.commanding import commanding
from api.handling.routing import JSON, Guarded, admit, media_type, whole_body
from api.http.budgets import use_of
from api.http.failures import translated
from api.http.parameters import KEY_PATTERN, VERSION_PATTERN
from api.http.permissions import ROLES_OF
from api.http.problems import rendered
from api.state.app_state import app_state_of
from models.names import ID_PATTERN

Handler = Callable[[Request, dict[str, str]], Awaitable[Response | None]]
"""Function of the request and the values in its path; returns None when FastAPI must answer."""


class FastRoute(Guarded):
    """Guarded route with a fast path; its handler takes `body`, `request` and `app_state` only."""

    def fast_handler(self) -> Handler:
        """Return the handler of the fast path."""
        roles, use = ROLES_OF[self.name], use_of(self.name, self.methods or ())
        handle = self.endpoint
        body_type: type[BaseModel] = get_type_hints(handle)["body"]

        async def fast(request: Request, in_path: dict[str, str]) -> Response | None:
            await admit(request, roles, use)
            sent = request.state.sent = request._body = await whole_body(request, self.largest_body)
            if request.scope["query_string"] or media_type(request) != JSON:
                return None
            try:
                body = body_type.model_validate_json(sent)
            except ValidationError:
                return None
            given = await self._given(request)
            if given is None:
                return None
            answer: Response = await handle(**in_path, body=body, **given)
            return answer

        return fast

    async def _given(self, request: Request) -> dict[str, Any] | None:
        """Return the handler's arguments besides path and body; None when a header is invalid."""
        return {"request": request, "app_state": app_state_of(request)}


class FastCommandRoute(FastRoute):
    """Fast route for a command on one account; its handler takes `account`, `body` and `command`."""

    async def _given(self, request: Request) -> dict[str, Any] | None:
        key, version = request.headers.get("idempotency-key"), request.headers.get("if-match")
        if not ((key is None or _KEY.fullmatch(key)) and (version is None or _VERSION.fullmatch(version))):
            return None
        return {"command": await commanding(request, key, version)}


_KEY: Final = re.compile(KEY_PATTERN)
_VERSION: Final = re.compile(VERSION_PATTERN)
_ON_ACCOUNT: Final = "/v1/accounts/{account}"
_COMMAND: Final = re.compile(rf"/v1/accounts/({ID_PATTERN.strip('^$')})(/[a-z-]+)")


class FastPath:
    """ASGI layer that answers requests to fast routes; all others continue to the framework."""

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self._app = app
        self._fast = self.routes_of(routes)

    @staticmethod
    def routes_of(routes: Iterable[BaseRoute]) -> dict[str, tuple[FastRoute, Handler]]:
        """Return the fast routes and their handlers by path."""
        return {route.path: (route, route.fast_handler()) for route in routes if isinstance(route, FastRoute)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer: Response | None = None
        if scope["type"] == "http" and scope["method"] == "POST":
            path, in_path = scope["path"], dict[str, str]()
            found = self._fast.get(path)
            if found is None and (command := _COMMAND.fullmatch(path)) is not None:
                found, in_path = self._fast.get(f"{_ON_ACCOUNT}{command[2]}"), {"account": command[1]}
            if found is not None:
                scope["route"], handler = found
                answer = await _answered(Request(scope, receive), handler, in_path)
        await (self._app if answer is None else answer)(scope, receive, send)


async def _answered(request: Request, handler: Handler, in_path: dict[str, str]) -> Response | None:
    try:
        return await handler(request, in_path)
    except Exception as error:
        problem = translated(error)
        if problem is None:
            raise
        return rendered(problem, request.state.request_id)
