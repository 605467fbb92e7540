"""Checks before authentication: unique headers, and the budget of an address without a known key."""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from api.handling.routing import require_headers_once
from api.http.addresses import address_of
from api.http.budgets import Use
from api.http.mounting import mount_of
from api.http.problems import ProblemError, rendered
from api.http.visitors import visitor_in
from api.state.app_state import AppState

PROBE: Final = "/healthz"
"""Path exempt from budgets. It costs next to nothing; a refusal would restart a healthy process."""


class EarlyChecks:
    """ASGI layer that refuses a request before routing."""

    def __init__(self, app: ASGIApp, mounted: tuple[str, ...] = ()) -> None:
        """Wrap the application. What is `mounted` knows its own visitors, and counts strangers itself."""
        self._app = app
        self._mounted = mounted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            try:
                require_headers_once(scope)
                if visitor_in(scope) is None and mount_of(scope["path"], self._mounted) is None:
                    _spend_without_key(scope)
            except ProblemError as problem:
                await rendered(problem, scope["state"]["request_id"])(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _spend_without_key(scope: Scope) -> None:
    """Take one request from the budget of the address, unless the key is known or the path is the liveness probe.

    Raises:
        ProblemError: when the budget of the address is spent.
    """
    app_state: AppState | None = getattr(scope["app"].state, "app_state", None)
    if app_state is None or scope["path"] == PROBE:
        return
    shown = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
    if not app_state.authentication.knows(shown.decode("latin-1")):
        client = scope.get("client")
        app_state.budgets.spend(Use.STRANGERS, address_of(client[0] if client else None))
