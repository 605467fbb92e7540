"""Routes that are asked thousands of times a second: Pydantic reads the body once, and the handler is called at once.

They stand in the description like every other route; FastAPI's own way from the request to the handler costs as much
again as the whole answer.
"""

import re
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Final, get_type_hints

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from api.handling.commanding import commanding
from api.handling.routing import JSON, NDJSON, Guarded, admit, require_form, require_no_query, whole_body
from api.http.budgets import use_of
from api.http.json_bodies import unreadable
from api.http.parameters import KEY_PATTERN, VERSION_PATTERN
from api.http.permissions import ROLES_OF
from api.http.pieces import read_in_pieces
from api.state.edge import Edge, edge_of

LARGEST_BATCH: Final = 32 * 1024 * 1024
"""Bytes: ten thousand drafts with a few media each."""


class Hot(Guarded):
    """A guarded route whose handler takes `body`, `request` and `edge`, and nothing else."""

    in_places: ClassVar[bool] = False
    """Whether only so many requests of one key are read at once (`api.http.turns`)."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, behind the same door."""
        roles, use = ROLES_OF[self.name], use_of(self.name, self.methods or ())
        handle = self.endpoint
        body_type: type[BaseModel] = get_type_hints(handle)["body"]

        in_places = self.in_places

        async def hot(request: Request) -> Response:
            edge = edge_of(request)
            await admit(request, roles, use)
            require_no_query(request)
            if not in_places:
                return await answered(request, edge)
            async with edge.turns.place(request.state.caller.id):
                return await answered(request, edge)

        async def answered(request: Request, edge: Edge) -> Response:
            # No name is kept for the body: a large one goes in pieces, as the handler is done with it.
            answer: Response = await handle(body=await body_of(request, edge), request=request, edge=edge)
            return answer

        async def body_of(request: Request, edge: Edge) -> BaseModel:
            sent = await whole_body(request, self.largest_body)
            require_form(request.headers.get("content-type", ""))
            try:
                if not in_places:
                    return body_type.model_validate_json(sent)
                async with edge.turns.turn(request.state.caller.id) as turn:
                    return await read_in_pieces(body_type, sent, turn)
            except ValidationError as error:
                raise misunderstood(error, sent) from None

        return hot


class LargeHot(Hot):
    """The same for many questions in one body."""

    largest_body = LARGEST_BATCH
    in_places = True


Express = Callable[[Request, str], Coroutine[Any, Any, Response | None]]


class HotCommand(Guarded):
    """A guarded route for a command on one account, whose handler takes `account`, `body` and `command`.

    A request with nothing wrong in it is answered by `express`; every other one goes the framework's way, which says
    what is wrong.
    """

    def express(self) -> Express:
        """The short way to the same handler: None for a request that has to go the long one."""
        roles, use = ROLES_OF[self.name], use_of(self.name, self.methods or ())
        handle = self.endpoint
        body_type: type[BaseModel] = get_type_hints(handle)["body"]

        async def express(request: Request, account: str) -> Response | None:
            await admit(request, roles, use)
            sent = await whole_body(request)
            key, version = _given(request, "idempotency-key", _KEY), _given(request, "if-match", _VERSION)
            is_json = request.headers.get("content-type", "").partition(";")[0].strip().lower() == JSON
            if request.url.query or not is_json or _WRONG in {key, version}:
                return None
            try:
                body = body_type.model_validate_json(sent)
            except ValidationError:
                return None
            request._body = sent
            answer: Response = await handle(account=account, body=body, command=await commanding(request, key, version))
            return answer

        return express


_KEY: Final = re.compile(KEY_PATTERN)
_VERSION: Final = re.compile(VERSION_PATTERN)
_WRONG: Final = ""
"""No header has this value when it is as it should be."""


def _given(request: Request, name: str, pattern: re.Pattern[str]) -> str | None:
    values = request.headers.getlist(name)
    if not values:
        return None
    return values[0] if len(values) == 1 and pattern.fullmatch(values[0]) else _WRONG


class Streamed(Guarded):
    """A guarded route whose handler reads the body itself, line by line; it takes `request` and `edge`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, behind the same door."""
        roles, use = ROLES_OF[self.name], use_of(self.name, self.methods or ())
        handle = self.endpoint

        async def streamed(request: Request) -> Response:
            edge = edge_of(request)
            await admit(request, roles, use)
            require_no_query(request)
            require_form(request.headers.get("content-type", ""), NDJSON)
            answer: Response = await handle(request=request, edge=edge)
            return answer

        return streamed


def misunderstood(error: ValidationError, sent: bytes) -> Exception:
    """What is wrong with a body, as the other routes say it."""
    found = error.errors(include_url=False)
    if found[0]["type"] == "json_invalid":
        return unreadable(sent, str(found[0]["ctx"]["error"]))
    return RequestValidationError([{**one, "loc": ("body", *one["loc"])} for one in found])
