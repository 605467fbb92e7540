"""Checks ahead of authentication: headers that say one thing given once, and the budget of an address without a key."""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from api.handling.routing import require_headers_once
from api.http.addresses import address_of
from api.http.budgets import Use
from api.http.problems import ProblemError, rendered
from api.state.app_state import AppState

PROBE: Final = "/healthz"
"""Asks nobody else, so it costs next to nothing; refused, it would have a healthy process ended."""


class EarlyChecks:
    """ASGI layer that refuses a request before any route is looked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            try:
                require_headers_once(scope)
                _spend_of_stranger(scope)
            except ProblemError as problem:
                await rendered(problem, scope["state"]["request_id"])(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _spend_of_stranger(scope: Scope) -> None:
    """Nothing for a caller whose key is known, or a probe that must never fail; else one request of the address.

    Raises:
        ProblemError: when the address has had as many as it may.
    """
    app_state: AppState | None = getattr(scope["app"].state, "app_state", None)
    if app_state is None or scope["path"] == PROBE:
        return
    shown = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
    if not app_state.authentication.knows(shown.decode("latin-1")):
        client = scope.get("client")
        app_state.budgets.spend(Use.STRANGERS, address_of(client[0] if client else None))
