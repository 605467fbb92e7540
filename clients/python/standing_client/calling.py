"""What the generated methods call: they name a route, the arguments and the models of the answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from pydantic import BaseModel, TypeAdapter, ValidationError

from standing_client.calls import Call, Reply, call_of
from standing_client.problems import UnexpectedReplyError


class Unset(Enum):
    """The type of an argument that was not given, where None has a meaning of its own."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


class Calling(ABC):
    """A client that waits for each reply."""

    @abstractmethod
    def send(self, call: Call, *, timeout: float | None = None) -> Reply:
        """Send a call and return its reply."""

    def reply_to(self, method: str, path: str, *, timeout: float | None, **named: Any) -> Reply:
        """Return the reply of an operation."""
        return self.send(prepared(method, path, **named), timeout=timeout)

    def answer_to(self, method: str, path: str, answers: Sequence[str], *, timeout: float | None, **named: Any) -> Any:
        """Return the answer of an operation as a model."""
        return parsed(self.send(prepared(method, path, **named), timeout=timeout), tuple(answers))


class AsyncCalling(ABC):
    """A client whose replies are awaited."""

    @abstractmethod
    async def send(self, call: Call, *, timeout: float | None = None) -> Reply:
        """Send a call and return its reply."""

    async def reply_to(self, method: str, path: str, *, timeout: float | None, **named: Any) -> Reply:
        """Return the reply of an operation."""
        return await self.send(prepared(method, path, **named), timeout=timeout)

    async def answer_to(
        self, method: str, path: str, answers: Sequence[str], *, timeout: float | None, **named: Any
    ) -> Any:
        """Return the answer of an operation as a model."""
        return parsed(await self.send(prepared(method, path, **named), timeout=timeout), tuple(answers))


def prepared(
    method: str,
    path: str,
    *,
    path_values: Mapping[str, Any] | None = None,
    params: Mapping[str, Any] | None = None,
    body: Any = None,
    content: bytes | None = None,
    content_type: str | None = None,
    idempotency_key: str | None = None,
    if_match: int | None = None,
) -> Call:
    """Return the call of an operation; arguments that were not given are left out."""
    for name, value in (path_values or {}).items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    if isinstance(body, Mapping):
        body = {name: plain(value) for name, value in body.items() if value is not UNSET}
    return call_of(
        method,
        path,
        params=params,
        json=body,
        content=content,
        content_type=content_type,
        idempotency_key=idempotency_key,
        headers=None if if_match is None else {"If-Match": f'"{if_match}"'},
    )


def plain(value: Any) -> Any:
    """Return a value whose models are plain; fields of a model that were not set are left out."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


def parsed(reply: Reply, answers: tuple[str, ...]) -> Any:
    """Return a reply as one of the models.

    Raises:
        UnexpectedReplyError: when it is none of them.
    """
    try:
        found = _reader(answers).validate_json(reply.content)
    except ValidationError as error:
        raise UnexpectedReplyError(f"the answer is not {' or '.join(answers)}: {error}", reply.status) from error
    found._reply = reply
    return found


@cache
def _reader(answers: tuple[str, ...]) -> TypeAdapter[Any]:
    # Imported when the first answer is read: hundreds of models take half a second, which a short program may not need.
    from standing_client import models

    union: Any = getattr(models, answers[0])
    for name in answers[1:]:
        union |= getattr(models, name)
    return TypeAdapter(union)
