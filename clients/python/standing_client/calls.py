"""Calls: a request and its reply without any network, so that both clients send and read the same.

The idempotency key of a command is made here, once; each repetition of the call sends the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from importlib.metadata import version
from platform import python_version
from typing import Any, Final
from uuid import uuid4

from pydantic import BaseModel
from pydantic_core import from_json, to_json

from standing_client.problems import UnexpectedReplyError, problem_of
from standing_client.routes import Route, route_of

JSON: Final = "application/json"
IDEMPOTENCY_KEY: Final = "Idempotency-Key"
USER_AGENT: Final = f"standing-client/{version('standing-client')} python/{python_version()}"


@dataclass(frozen=True)
class Call:
    """A request that is ready to be sent, as often as needed."""

    method: str
    path: str
    params: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    repeatable: bool = True
    """Whether sending it twice has no other effect than sending it once."""

    @property
    def idempotency_key(self) -> str | None:
        """Return the key of the command; None for a call without one."""
        return self.headers.get(IDEMPOTENCY_KEY)


class Reply:
    """A successful answer."""

    def __init__(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.status, self.headers, self.content = status, headers, content

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.content.decode()

    @property
    def replayed(self) -> bool:
        """Return whether the command had been carried out before, and this is its first answer."""
        return self.headers.get("idempotent-replayed") == "true"

    @property
    def version(self) -> int | None:
        """Return the version of the answer's subject (ETag); None when it has none."""
        tag = self.headers.get("etag", "").strip('"')
        return int(tag) if tag.isdecimal() else None

    def json(self) -> Any:
        """Return the body as JSON.

        Raises:
            UnexpectedReplyError: when it is not JSON.
        """
        try:
            return from_json(self.content)
        except ValueError as error:
            raise UnexpectedReplyError("the answer is not JSON", self.status) from error


def call_of(
    method: str,
    path: str,
    *,
    params: Mapping[str, Any] | None = None,
    json: Any = None,
    content: bytes | None = None,
    content_type: str | None = None,
    idempotency_key: str | None = None,
    headers: Mapping[str, str] | None = None,
    repeatable: bool | None = None,
) -> Call:
    """Return the call.

    A command gets an idempotency key if none is given. `repeatable` says whether the call may be sent again after it
    may have arrived; None: what the route allows, and for a route that this version does not know, only readings.

    Raises:
        ValueError: when both `json` and `content` are given, or the path does not begin with a slash.
    """
    if json is not None and content is not None:
        raise ValueError("give json or content, not both")
    if not path.startswith("/"):
        raise ValueError(f"a path begins with a slash, such as /v1/me: {path}")
    method = method.upper()
    route = route_of(method, path)
    sent = {"Accept": JSON, **(headers or {})}
    if json is not None:
        content, content_type = _encoded(json), JSON
    if content_type is not None:
        sent["Content-Type"] = content_type
    key = idempotency_key
    if key is None and method == "POST" and route is not Route.WITHOUT_KEY and route is not Route.QUESTION:
        key = str(uuid4())
    if key is not None:
        sent[IDEMPOTENCY_KEY] = key
    allowed = method in {"GET", "HEAD"} or route in {Route.COMMAND, Route.QUESTION}
    return Call(
        method, path, tuple(written(params or {})), sent, content, allowed if repeatable is None else repeatable
    )


def written(params: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Yield query parameters as text; None is left out, and a list is repeated."""
    for name, value in params.items():
        if isinstance(value, list | tuple | set | frozenset):
            yield from ((name, _text(one)) for one in value)
        elif value is not None:
            yield name, _text(value)


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case Enum():
            return str(value.value)
        case datetime() if value.tzinfo is None:
            raise ValueError(f"a time needs its offset: {value.isoformat()}")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _encoded(json: Any) -> bytes:
    """Return a body as JSON. Fields of a model that were not set are left out, so that the server's defaults hold."""
    if isinstance(json, BaseModel):
        return json.model_dump_json(by_alias=True, exclude_unset=True).encode()
    return to_json(json, by_alias=True)


def read(status: int, headers: Mapping[str, str], content: bytes, call: Call) -> Reply:
    """Return the reply of a call.

    Raises:
        Problem: when the server answered an error.
        UnexpectedReplyError: when the answer is not one of Standing's.
    """
    if 200 <= status < 300 or status == 304:
        return Reply(status, headers, content)
    raise problem_of(status, headers, content, call.idempotency_key)
