"""A large list in a body or an answer, in pieces: between two of them everybody else is answered.

Pydantic's reader takes a body whole, up to 20 ms a MB in which nobody is answered. msgspec finds where each item of a
list begins and ends in a fortieth of that; Pydantic's reader then reads some items at a time, each as deep as it stands
in the body. So one reader decides what is taken, what it means and what is refused, however large a body is.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

import msgspec
from pydantic import BaseModel
from pydantic_core import from_json
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.turns import Turn

B = TypeVar("B", bound=BaseModel)

LARGE: Final = 32 * 1024
"""Bytes of a body from which on it is read in pieces: half a millisecond of work."""
MOST_BYTES: Final = 32 * 1024
MOST_ITEMS: Final = 500
"""Of one piece; an item that is larger is a piece of its own."""
WRITTEN_AT_ONCE: Final = 200
"""Answers of one piece: 60 kB, or more with many reasons."""

_SPACE: Final = rb"[ \t\n\r]*"
_BEGIN: Final = re.compile(_SPACE + rb"\{" + _SPACE + rb'"items"' + _SPACE + rb":" + _SPACE)
_END: Final = re.compile(_SPACE + rb"\}" + _SPACE + rb"\Z")
_LONGEST_END: Final = 1024
"""Bytes in which the end is looked for; more space before it belongs to the list."""
_SPLIT: Final = msgspec.json.Decoder(list[msgspec.Raw])


async def read_in_pieces(body_type: type[B], sent: bytes, turn: Turn) -> B:
    """A body whose items are checked later, one by one.

    Raises:
        ValidationError: when it is no JSON, or not such a body.
    """
    items = None if len(sent) < LARGE else await listed(sent, turn)
    return body_type.model_validate_json(sent) if items is None else body_type.model_validate({"items": items})


async def listed(sent: bytes, turn: Turn) -> list[Any] | None:
    """The items of a body that is an object with `items` and nothing else.

    None for a body that is anything else, or that holds something unreadable: it is to be read whole, which says what
    is wrong with it and where.
    """
    before, after = _BEGIN.match(sent), _END.search(sent, max(0, len(sent) - _LONGEST_END))
    if before is None or after is None:
        return None
    try:
        found = _SPLIT.decode(memoryview(sent)[before.end() : after.start()])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    items: list[Any] = []
    for some in _pieces(found):
        if turn.over:
            await turn.again()
        try:
            read = from_json(b'{"items":[' + b",".join(some) + b"]}")["items"]
        except ValueError:
            return None
        if len(read) != len(some):
            raise AssertionError("both readers see the same items")
        items += read
    return items


def _pieces(found: list[msgspec.Raw]) -> Iterator[list[memoryview]]:
    some: list[memoryview] = []
    size = 0
    for item in found:
        some.append(memoryview(item))
        size += len(some[-1])
        if size >= MOST_BYTES or len(some) >= MOST_ITEMS:
            yield some
            some, size = [], 0
    if some:
        yield some


async def page_of(name: str, texts: Sequence[str], turn: Turn) -> list[bytes]:
    """An object with a list of this name, whose items are written already."""
    parts = [f'{{"{name}":['.encode()]
    for start in range(0, len(texts), WRITTEN_AT_ONCE):
        if turn.over:
            await turn.again()
        parts.append(f"{',' if start else ''}{','.join(texts[start : start + WRITTEN_AT_ONCE])}".encode())
    parts.append(b"]}")
    return parts


class InPieces(Response):
    """An answer in JSON that is sent in pieces: one of a few megabytes is copied for milliseconds on its way out."""

    media_type = "application/json"

    def __init__(self, parts: Sequence[bytes]) -> None:
        super().__init__(headers={"content-length": str(sum(map(len, parts)))})
        self._parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Send it, everybody else's turn between two pieces."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for part in self._parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})
            await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b""})
