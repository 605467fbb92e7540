"""Calls of the API in process, as the visitor: through the API's own routes, with its permissions, validation, budgets,
metrics and logs. No rule lives twice.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, cast
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Message

from api.handling.fresh import CODE
from api.handling.routing import BYTES
from api.http.problems import TYPE_PREFIX, ProblemError
from api.http.visitors import VISITOR, Visitor
from console.http.headers import HEADERS
from console.http.state import console_of
from console.http.visitors import FreshSignInNeededError

Value = str | int | bool
Params = Mapping[str, Value | Iterable[str] | None]
"""Query parameters: None is left out, several values are repeated."""

FRESH_NEEDED: Final = f"{TYPE_PREFIX}{CODE}"
"""Type of the problem by which the API says that what it was asked takes a fresh sign-in."""
_FORBIDDEN: Final = 403
_FORWARDED: Final = ("client", "server", "scheme")
_OF_A_FILE: Final = frozenset({"content-type", "content-length", "content-disposition", "etag"})


@dataclass(frozen=True)
class Answer:
    """Answer of the API."""

    status: int
    body: bytes
    headers: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Whether the call succeeded."""
        return self.status < 400

    @cached_property
    def json(self) -> Any:
        """Return the body read as JSON; None when it is empty."""
        return json.loads(self.body) if self.body else None

    @property
    def problem(self) -> dict[str, Any]:
        """Return the problem that it answers with: `title`, `detail`, `errors` and what else the API says."""
        said = self.json if isinstance(self.json, dict) else {}
        return {"title": "", "detail": "", "errors": [], "status": self.status, **said}

    @property
    def version(self) -> str | None:
        """Return the version of what was read or changed (`ETag`), for `version=` of a later call."""
        return self.headers.get("etag")


class RefusedError(Exception):
    """Raised when the API refuses a call that a page cannot do without; the page of the failure shows the problem."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"the API answered {answer.status}")
        self.answer = answer


class Api:
    """The API, called as one visitor."""

    def __init__(self, request: Request, visitor: Visitor) -> None:
        self._request = request
        self._visitor = visitor

    async def read(self, path: str, params: Params | None = None) -> Any:
        """Return the JSON that a path answers.

        Raises:
            RefusedError: when it answers with a problem.
        """
        answer = await self.get(path, params)
        if not answer.ok:
            raise RefusedError(answer)
        return answer.json

    async def get(self, path: str, params: Params | None = None, *, accept: str = "application/json") -> Answer:
        """Return the answer of a path."""
        return await self._call("GET", path, params, b"", {"accept": accept})

    async def post(
        self,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        key: str | None = None,
        version: str | None = None,
        params: Params | None = None,
    ) -> Answer:
        """Return the answer of a command.

        `key` is the idempotency key of the form: a form that is sent twice is carried out once. `version` is the
        version that the visitor has seen; the command is refused if it has changed since.
        """
        headers = {"content-type": "application/json"}
        headers |= {} if key is None else {"idempotency-key": key}
        headers |= {} if version is None else {"if-match": version}
        return await self._call("POST", path, params, json.dumps(body or {}, ensure_ascii=False).encode(), headers)

    async def send(
        self, path: str, content: AsyncIterator[bytes], content_type: str, params: Params | None = None
    ) -> Answer:
        """Return the answer of a path to a body that is sent piece by piece, however large it is."""
        return await self._call("POST", path, params, content, {"content-type": content_type})

    async def upload(self, path: str, content: bytes, params: Params | None = None) -> Answer:
        """Return the answer of a command whose body is a file."""
        return await self._call("POST", path, params, content, {"content-type": BYTES})

    async def forward(self, path: str, params: Params | None = None) -> Response:
        """Return the answer of a path as it comes, piece by piece: a file that the visitor downloads.

        Raises:
            RefusedError: when it answers with a problem.
        """
        api, scope = console_of(self._request).api, self._scope("GET", path, params, b"", {"accept": "*/*"})
        pieces: asyncio.Queue[Message | None] = asyncio.Queue(maxsize=8)

        async def receive() -> Message:
            await asyncio.Event().wait()  # nobody disconnects: the call is cancelled with the answer
            raise AssertionError

        async def run() -> None:
            try:
                await api(scope, receive, pieces.put)
            except Exception:
                await pieces.put(None)
                raise
            await pieces.put(None)

        running = asyncio.create_task(run())
        start = await pieces.get()
        if start is None:
            await running  # raises what has happened
            raise AssertionError("the API gave no answer")
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in start["headers"]}

        async def body() -> AsyncIterator[bytes]:
            try:
                while (piece := await pieces.get()) is not None:
                    yield piece.get("body", b"")
                await running
            finally:
                running.cancel()

        if start["status"] >= 400:
            raise RefusedError(Answer(start["status"], b"".join([piece async for piece in body()]), headers))
        kept = {name: value for name, value in headers.items() if name in _OF_A_FILE}
        return StreamingResponse(body(), start["status"], {**HEADERS, **kept})

    async def _call(
        self,
        method: str,
        path: str,
        params: Params | None,
        body: bytes | AsyncIterator[bytes],
        headers: Mapping[str, str],
    ) -> Answer:
        api, scope = console_of(self._request).api, self._scope(method, path, params, body, headers)
        status, parts, answered = 0, list[bytes](), dict[str, str]()
        pieces = _pieces(body)

        async def receive() -> Message:
            async for piece, more in pieces:
                return {"type": "http.request", "body": piece, "more_body": more}
            await asyncio.Event().wait()  # nobody disconnects: the call is cancelled with the request around it
            raise AssertionError

        async def send(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status = cast("int", message["status"])
                answered = {
                    name.decode("latin-1").lower(): value.decode("latin-1") for name, value in message["headers"]
                }
            else:
                parts.append(message.get("body", b""))

        await api(scope, receive, send)
        answer = Answer(status, b"".join(parts), answered)
        if status == _FORBIDDEN and answer.problem.get("type") == FRESH_NEEDED:
            raise FreshSignInNeededError
        return answer

    def _scope(
        self,
        method: str,
        path: str,
        params: Params | None,
        body: bytes | AsyncIterator[bytes],
        headers: Mapping[str, str],
    ) -> dict[str, Any]:
        outer = self._request.scope
        named = {**headers, "host": self._request.headers.get("host", "")}
        named |= {"content-length": str(len(body))} if isinstance(body, bytes) else {}
        return {
            "type": "http",
            "asgi": outer.get("asgi", {"version": "3.0"}),
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": quote(path).encode(),
            "root_path": "",
            "query_string": query(params).encode(),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in named.items()],
            "state": {},
            VISITOR: self._visitor,
            **{name: outer[name] for name in _FORWARDED if name in outer},
        }


async def _pieces(body: bytes | AsyncIterator[bytes]) -> AsyncIterator[tuple[bytes, bool]]:
    """Yield the pieces of a body, each with whether another one follows."""
    if isinstance(body, bytes):
        yield body, False
        return
    async for piece in body:
        yield piece, True
    yield b"", False


def segment(value: str) -> str:
    """Return a value as one segment of a path, so that what a visitor typed cannot lead to another path.

    Raises:
        ProblemError: when it cannot be one.
    """
    if not value or "/" in value:
        raise ProblemError("not-found", "an identifier has no slash")
    return value


def query(params: Params | None) -> str:
    """Return the parameters as a query."""
    pairs: list[tuple[str, str]] = []
    for name, value in (params or {}).items():
        if value is None:
            continue
        several = [value] if isinstance(value, str | int) else list(value)
        pairs += [(name, str(each).lower() if isinstance(each, bool) else str(each)) for each in several]
    return urlencode(pairs)
