"""The express way: decisions go to their handlers at once, past the framework's routing.

They are the same handlers behind the same door as `api.hot` declares them, and they stand in the same description; the
framework looks for a route, builds what the handler depends on and wraps its answer, which together takes three times
as long as the answer itself.
"""

from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Final

from fastapi import Request, Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from api.failures import translated
from api.hot import Hot
from api.problems import rendered


class Express:
    """Answers what the hot routes answer; everything else goes on to the framework."""

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self._app = app
        self._ways: Final[dict[str, tuple[Hot, Callable[[Request], Coroutine[Any, Any, Response]]]]] = {
            route.path: (route, route.get_route_handler()) for route in routes if isinstance(route, Hot)
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        way = self._ways.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "POST" else None
        if way is None:
            await self._app(scope, receive, send)
            return
        route, handle = way
        scope["route"] = route
        request = Request(scope, receive)
        try:
            answer = await handle(request)
        except Exception as error:
            problem = translated(error)
            if problem is None:
                raise
            answer = rendered(problem, request.state.request_id)
        await answer(scope, receive, send)
