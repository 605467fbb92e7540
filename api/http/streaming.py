"""A response that is sent in parts, each as soon as it is there."""

import contextlib
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class Streamed(Response):
    """Parts of a body, sent as they are made. Starlette's own streaming response waits for the caller to hang up by
    reading what comes in, and would take the questions away from those who answer them.
    """

    def __init__(self, parts: AsyncIterator[bytes], media_type: str, *, length: int | None = None) -> None:
        """`length`: of the whole body in bytes, where it is known."""
        super().__init__(media_type=media_type)
        del self.headers["content-length"]
        if length is not None:
            self.headers["content-length"] = str(length)
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send every part, unless the caller hangs up before."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        with contextlib.suppress(ClientDisconnect):
            async for part in self._parts:
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
