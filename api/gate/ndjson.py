"""Questions and answers as NDJSON: as many lines as come, each answered before the last has come."""

from collections.abc import AsyncIterator, Sequence
from typing import Final

from pydantic_core import from_json

from api.gate.deciding import all_given
from api.gate.questions import Item, Misunderstood, read_or_explained
from api.http.budgets import Use
from api.http.json_bodies import why_unreadable
from api.http.problems import Fault, ProblemError, written
from api.state.answer_cache import Given
from api.state.app_state import AppState

LONGEST_LINE: Final = 256 * 1024
"""Bytes: a draft with as many media as are allowed, and room."""
AT_ONCE: Final = 1_000
"""Lines answered together: enough to share one trip to the database, little enough to keep the answers flowing."""


async def answered(
    parts: AsyncIterator[bytes], app_state: AppState, caller: str, request_id: str
) -> AsyncIterator[bytes]:
    """One line for each line, in their order; one that cannot be read is answered so. What ends them before their time
    is said in a last line, as a problem.
    """
    try:
        async for given in given_lines(parts, app_state, caller):
            yield as_lines(given)
    except ProblemError as problem:
        yield f"{written(problem, request_id)}\n".encode()


async def given_lines(parts: AsyncIterator[bytes], app_state: AppState, caller: str = "") -> AsyncIterator[list[Given]]:
    """The answers to lines that come in parts, cut anywhere: some at once, as soon as they can be given."""
    async for lines in _groups(parts):
        asked = [line for line in lines if line.strip()]
        for start in range(0, len(asked), AT_ONCE):
            some = asked[start : start + AT_ONCE]
            await app_state.budgets.await_turn(Use.ITEMS, caller, len(some))
            yield await all_given(app_state, some, caller, _read)


def as_lines(given: Sequence[Given]) -> bytes:
    """Each answer as one line."""
    return "".join([f"{one.text}\n" for one in given]).encode()


async def _groups(parts: AsyncIterator[bytes]) -> AsyncIterator[list[bytes]]:
    """The lines that each part completes."""
    rest = b""
    too_long = False
    async for part in parts:
        *lines, rest = (rest + part).split(b"\n")
        if too_long and lines:
            lines[0], too_long = _TOO_LONG, False
        if len(rest) > LONGEST_LINE:
            rest, too_long = b"", True
        yield lines
    yield [_TOO_LONG if too_long else rest]


_TOO_LONG: Final = b"too long"


def _read(line: bytes) -> Item | Misunderstood:
    if line is _TOO_LONG or len(line) > LONGEST_LINE:
        return _unreadable(f"a line may have at most {LONGEST_LINE} bytes")
    try:
        sent = from_json(line)
    except ValueError as error:
        return _unreadable(f"the line is not JSON: {why_unreadable(line, error)}")
    return read_or_explained(sent)


def _unreadable(why: str) -> Misunderstood:
    return Misunderstood(errors=(Fault(path="", message=why),))
