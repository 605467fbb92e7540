"""Applications beside the API in one process: each answers the paths below its own, the API all others.

What is mounted gets the settings and the API itself, so that it may call the API's routes in process. Requests to it
pass the outer layers of the API: identifier, log line, metrics, headers.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send

from settings import Settings

Mount = Callable[[Settings, FastAPI], ASGIApp]
"""Function of the settings and the API that returns the application to mount."""


MOUNT: Final = "standing.mount"
"""Name in the scope of the mount that answers the request; None where the API does."""


class Mounted:
    """ASGI layer that passes each request to the application mounted at its path."""

    def __init__(self, app: ASGIApp, mounted: Mapping[str, ASGIApp]) -> None:
        self._app = app
        self._mounted = mounted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = mount_of(scope["path"], self._mounted) if scope["type"] == "http" else None
        scope[MOUNT] = path
        await (self._app if path is None else self._mounted[path])(scope, receive, send)


def mount_of(path: str, mounted: Iterable[str]) -> str | None:
    """Return the mount that answers a path: its own path, and all below it."""
    return next((prefix for prefix in mounted if path == prefix or path.startswith(f"{prefix}/")), None)
