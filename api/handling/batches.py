"""Batches: large lists in a body or an answer are read and written in slices, between which other requests are served.

Pydantic's reader parses a whole body, which blocks the event loop for up to 20 ms a MB. msgspec finds the boundaries of
the items in a fortieth of that time; Pydantic's reader then parses some items at a time, at their original nesting
depth. One reader therefore decides what is accepted, what it means and what is refused, whatever the size of the body.
"""

import asyncio
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
"""Maximum bytes of a body: ten thousand drafts with a few media each."""
LARGE: Final = 32 * 1024
"""Bytes of a body from which it is read in slices: half a millisecond of work."""
MOST_BYTES: Final = 32 * 1024
MOST_ITEMS: Final = 500
"""Maximum number of items in one slice; an item above `MOST_BYTES` is a slice of its own."""
WRITTEN_AT_ONCE: Final = 200
"""Number of answers in one slice: 60 kB, or more with many reasons."""

_MEMBERS: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ITEMS: Final = msgspec.json.Decoder(list[msgspec.Raw])


class BatchRoute(Guarded):
    """Guarded route for many items in one body; its handler takes `body`, `request` and `app_state`.

    The number of bodies of one key in memory is limited, and a large body is read in slices. FastAPI answers a request
    with any fault, as on every other route.
    """

    largest_body: ClassVar[int] = LARGEST_BATCH

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler with the same authentication, budget and body limit as other routes."""
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
                    # No variable refers to the body, so that the handler can free its items one by one.
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
    """Raised when FastAPI must read the request: it has a fault, or is not a plain list of items."""


async def read_in_pieces(body_type: type[B], sent: bytes, turn: Turn) -> B:
    """Return a body whose items are validated later, one by one.

    Raises:
        NotCleanError: when the body is anything else, or unreadable.
    """
    try:
        body = await in_pieces(sent, turn) if len(sent) >= LARGE else from_json(sent, allow_inf_nan=False)
        return body_type.model_validate(body)
    except ValueError:
        raise NotCleanError from None


async def in_pieces(sent: bytes, turn: Turn) -> dict[str, Any] | None:
    """Return the members of a body that is an object with `items`.

    None for any other body, or one with an unreadable part: it must be parsed as a whole, to report the fault and its
    position.
    """
    if sent.count(b'"items"') != 1:
        return None
    try:
        members = _MEMBERS.decode(sent)
        found = _ITEMS.decode(members.pop("items"))
        body: dict[str, Any] = {name: from_json(bytes(value), allow_inf_nan=False) for name, value in members.items()}
    except (msgspec.DecodeError, LookupError, ValueError, RecursionError):
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
            raise AssertionError("both parsers must find the same items")
        items += read
    return {**body, "items": items}


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
    """Return a streamed object with a list of this name, whose items are serialised already: copying megabytes at once
    would block for milliseconds.
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
