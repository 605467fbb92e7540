"""JSON parsing of request bodies, equal on every route: UTF-8 without a byte order mark, no lone surrogates, limited
nesting.

Python's own parser accepts UTF-16 and lone surrogates, Pydantic's refuses both: what is accepted must not depend on the
parser that a route uses.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from fastapi import Request
from pydantic_core import from_json

from api.http.failures import faults
from api.http.problems import Fault, ProblemError, invalid

_MARK: Final = b"\xef\xbb\xbf"
_HALF: Final = re.compile("[\ud800-\udfff]")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00")
"""Prefixes of UTF-16 and UTF-32 text; without a mark it has a zero among its first two bytes, as no JSON has."""

MOST_FAULTS: Final = 20


def read(sent: bytes) -> Any:
    """Return the parsed body.

    Raises:
        ProblemError: when it is not JSON in UTF-8 (`malformed-body`), or has a lone surrogate (`invalid-request`).
    """
    try:
        return from_json(sent, allow_inf_nan=False)
    except ValueError as error:
        raise unreadable(sent, error) from None


def unreadable(sent: bytes, error: ValueError | str) -> ProblemError:
    """Return the problem of a body that Pydantic's parser refused with this error, with the correction."""
    if halves := tuple(_halves(sent)):
        return invalid(*halves[:MOST_FAULTS])
    return ProblemError("malformed-body", why_unreadable(sent, error))


def why_unreadable(sent: bytes, error: ValueError | str) -> str:
    """Return the reason as text, for a line of a stream."""
    if sent.startswith(_MARK):
        return "it begins with a byte order mark: send UTF-8 without one"
    if sent.startswith(_WIDE) or b"\x00" in sent[:2]:
        return "it is UTF-16 or UTF-32: send UTF-8"
    try:
        sent.decode()
    except UnicodeDecodeError as fault:
        return f"it is not UTF-8: byte {fault.start + 1} begins no character"
    if halves := tuple(_halves(sent)):
        return f"{halves[0].path.removeprefix('body.')} {halves[0].message}"
    return f"it cannot be read: {error}"


def _halves(sent: bytes) -> Iterator[Fault]:
    """Yield a fault for each text with a lone surrogate; nothing when the body has another fault."""
    if b"\\u" not in sent:
        return
    try:
        body = json.loads(sent.decode())
    except (ValueError, RecursionError):
        return
    waiting: list[tuple[tuple[int | str, ...], Any]] = [(("body",), body)]
    while waiting:
        loc, value = waiting.pop()
        if isinstance(value, str) and (half := _HALF.search(value)):
            message = f"must be a string of whole characters: U+{ord(half[0]):04X} is half of a character"
            yield from faults([{"type": "half", "loc": loc, "msg": message, "input": None}])
        elif isinstance(value, dict):
            waiting.extend(((*loc, key), inner) for key, inner in value.items())
            waiting.extend((loc, key) for key in value if _HALF.search(key))
        elif isinstance(value, list):
            waiting.extend(((*loc, at), inner) for at, inner in enumerate(value))


class Read(Request):
    """Request with its body already read and parsed, before the framework reports every fault as the same error."""

    def __init__(self, request: Request, sent: bytes, *, is_json: bool) -> None:
        super().__init__(request.scope, request.receive)
        self._body = sent
        self._said = read(sent) if is_json and sent else None

    async def json(self) -> Any:
        """Return the parsed body."""
        return self._said
