"""Questions and answers as lines (NDJSON): as many as come, none waiting for the last."""

from collections.abc import AsyncIterator
from typing import Final

from fastapi import Request
from pydantic_core import from_json
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.deciding import all_decided
from api.edge import Edge
from api.problems import Fault
from api.requests import BatchItem, Misunderstood, read_or_explained
from api.routing import NDJSON

LONGEST_LINE: Final = 256 * 1024
"""Bytes: a draft with as many media as are allowed, and room."""
AT_ONCE: Final = 1_000
"""Lines answered together: enough to share one trip to the database, little enough to keep the answers flowing."""


class Lines(Response):
    """Lines, sent as they are made. Starlette's own streaming response waits for the caller to hang up by reading what
    comes in, and would take the questions away from those who answer them.
    """

    media_type = NDJSON

    def __init__(self, lines: AsyncIterator[bytes]) -> None:
        super().__init__()
        del self.headers["content-length"]
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send every line."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for line in self._lines:
            await send({"type": "http.response.body", "body": line, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


async def answered(request: Request, edge: Edge) -> AsyncIterator[bytes]:
    """One line for each line, in their order; one that cannot be read is answered so."""
    waiting: list[BatchItem] = []
    async for lines in _groups(request):
        for line in lines:
            if line.strip():
                waiting.append(_read(line))
            if len(waiting) >= AT_ONCE:
                yield await _answers(edge, waiting)
                waiting = []
        if waiting:
            yield await _answers(edge, waiting)
            waiting = []


async def _groups(request: Request) -> AsyncIterator[list[bytes]]:
    """The lines that each part of the body completes."""
    rest = b""
    too_long = False
    async for part in request.stream():
        *lines, rest = (rest + part).split(b"\n")
        if too_long and lines:
            lines[0], too_long = _TOO_LONG, False
        if len(rest) > LONGEST_LINE:
            rest, too_long = b"", True
        yield lines
    yield [_TOO_LONG if too_long else rest]


_TOO_LONG: Final = b"too long"


def _read(line: bytes) -> BatchItem:
    if line is _TOO_LONG or len(line) > LONGEST_LINE:
        return _unreadable(f"a line may have at most {LONGEST_LINE} bytes")
    try:
        sent = from_json(line)
    except ValueError as error:
        return _unreadable(f"the line is not JSON: {error}")
    return read_or_explained(sent)


def _unreadable(why: str) -> Misunderstood:
    return Misunderstood(errors=(Fault(path="", message=why),))


async def _answers(edge: Edge, items: list[BatchItem]) -> bytes:
    answers = await all_decided(edge, items)
    return b"".join(answer.model_dump_json().encode() + b"\n" for answer in answers)
