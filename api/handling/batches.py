"""Batches: a large list in a body or an answer is read and written in pieces, other requests being answered in between.

Pydantic's reader takes a body whole, up to 20 ms a MB in which nobody is answered. msgspec finds where each item of a
list begins and ends in a fortieth of that; Pydantic's reader then reads some items at a time, each as deep as it stands
in the body. So one reader decides what is taken, what it means and what is refused, however large a body is.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from typing import Any, ClassVar, Final, TypeVar, get_type_hints

import msgspec
from fastapi import Request, Response
from pydantic import BaseModel
from pydantic_core import from_json

from api.handling.routing import JSON, Guarded, admit, media_type, whole_body
from api.http.budgets import use_of
from api.http.permissions import ROLES_OF
from api.http.streaming import Streamed
from api.http.turns import Turn
from api.state.app_state import app_state_of

B = TypeVar("B", bound=BaseModel)

LARGEST_BATCH: Final = 32 * 1024 * 1024
"""Bytes: ten thousand drafts with a few media each."""
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


class BatchRoute(Guarded):
    """A guarded route for many items in one body; its handler takes `body`, `request` and `app_state`.

    Only so many bodies of one key are in memory at once, and a large one is read in pieces. A request with anything
    wrong in it is answered by FastAPI, as on every other route.
    """

    largest_body: ClassVar[int] = LARGEST_BATCH

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, behind the same authentication, budget and limit of the body."""
        roles, use = ROLES_OF[self.name], use_of(self.name, self.methods or ())
        handle = self.endpoint
        body_type: type[BaseModel] = get_type_hints(handle)["body"]
        by_fastapi = super().get_route_handler()

        async def in_place(request: Request) -> Response:
            app_state = app_state_of(request)
            await admit(request, roles, use)
            async with app_state.turns.place(request.state.caller.id):
                sent = await whole_body(request, self.largest_body)
                try:
                    # No name is kept for the body: its items go one by one, as the handler is done with them.
                    answer: Response = await handle(
                        body=await body_of(request, sent), request=request, app_state=app_state
                    )
                except NotCleanError:
                    request.state.sent = sent
                    return await by_fastapi(request)
                return answer

        async def body_of(request: Request, sent: bytes) -> BaseModel:
            if request.scope["query_string"] or media_type(request) != JSON:
                raise NotCleanError
            async with app_state_of(request).turns.turn(request.state.caller.id) as turn:
                return await read_in_pieces(body_type, sent, turn)

        return in_place


class NotCleanError(Exception):
    """FastAPI has to read the request whole: something is wrong with it, or it is no plain list of items."""


async def read_in_pieces(body_type: type[B], sent: bytes, turn: Turn) -> B:
    """A body whose items are checked later, one by one.

    Raises:
        NotCleanError: when it is anything else, or nothing that can be read.
    """
    try:
        body = {"items": await listed(sent, turn)} if len(sent) >= LARGE else from_json(sent, allow_inf_nan=False)
        return body_type.model_validate(body)
    except ValueError:
        raise NotCleanError from None


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
            read = from_json(b'{"items":[' + b",".join(some) + b"]}", allow_inf_nan=False)["items"]
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


async def answer_in_pieces(name: str, texts: Sequence[str], turn: Turn) -> Streamed:
    """An object with a list of this name, whose items are written already: one of megabytes is copied for
    milliseconds on its way out.
    """
    parts = [f'{{"{name}":['.encode()]
    for start in range(0, len(texts), WRITTEN_AT_ONCE):
        if turn.over:
            await turn.again()
        parts.append(f"{',' if start else ''}{','.join(texts[start : start + WRITTEN_AT_ONCE])}".encode())
    parts.append(b"]}")
    return Streamed(_one_by_one(parts), JSON, length=sum(map(len, parts)))


async def _one_by_one(parts: Sequence[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
        await asyncio.sleep(0)
