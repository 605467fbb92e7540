"""JSON that comes in, read in one way on every route: UTF-8 without a mark, whole characters, no endless nesting.

Python's own reader would take UTF-16 and halves of characters, Pydantic's refuses both: which of them a route uses must
make no difference to what it takes.
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
"""How text in UTF-16 or UTF-32 begins; without a mark it has a zero among its first two bytes, as no JSON has."""

MOST_FAULTS: Final = 20


def read(sent: bytes) -> Any:
    """What the body says.

    Raises:
        ProblemError: when it is no JSON in UTF-8 (`malformed-body`), or holds half of a character (`invalid-request`).
    """
    try:
        return from_json(sent, allow_inf_nan=False)
    except ValueError as error:
        raise unreadable(sent, error) from None


def unreadable(sent: bytes, error: ValueError | str) -> ProblemError:
    """What is wrong with a body that Pydantic's reader refused with this error, said as what would be right."""
    if halves := tuple(_halves(sent)):
        return invalid(*halves[:MOST_FAULTS])
    return ProblemError("malformed-body", why_unreadable(sent, error))


def why_unreadable(sent: bytes, error: ValueError | str) -> str:
    """The same in words, for a line among many."""
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
    """Each text in which one half of a character stands alone; nothing when there is something else wrong with it."""
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
    """A request whose body was read already, before the framework turns whatever is wrong with it into one answer."""

    def __init__(self, request: Request, sent: bytes, *, is_json: bool) -> None:
        super().__init__(request.scope, request.receive)
        self._body = sent
        self._said = read(sent) if is_json and sent else None

    async def json(self) -> Any:
        """What the body says."""
        return self._said
