"""Responses sent in parts, each as soon as it is available."""

import contextlib
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class Streamed(Response):
    """Response whose body is streamed in parts.

    Starlette's own streaming response detects a disconnect by reading incoming data, and would consume the questions
    that the handler reads.
    """

    def __init__(self, parts: AsyncIterator[bytes], media_type: str, *, length: int | None = None) -> None:
        """Create the response; `length` is the size of the whole body in bytes, where known."""
        super().__init__(media_type=media_type)
        del self.headers["content-length"]
        if length is not None:
            self.headers["content-length"] = str(length)
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send every part, unless the client disconnects."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        with contextlib.suppress(ClientDisconnect):
            async for part in self._parts:
                await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
