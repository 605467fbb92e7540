"""Streams of questions and answers as NDJSON: any number of lines, answered while further lines arrive."""

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
from ledger.people.callers import Caller

LONGEST_LINE: Final = 256 * 1024
"""Maximum bytes of a line: a draft with the maximum of media, and a margin."""
AT_ONCE: Final = 1_000
"""Number of lines answered together: enough to share one database query, few enough to keep answers flowing."""


async def answered(
    parts: AsyncIterator[bytes], app_state: AppState, caller: Caller, request_id: str
) -> AsyncIterator[bytes]:
    """Yield one line for each line received, in order; an unreadable line is answered as invalid.

    A failure that ends the stream early is sent as a last line, as a problem.
    """
    try:
        async for given in given_lines(parts, app_state, caller):
            yield as_lines(given)
    except ProblemError as problem:
        yield f"{written(problem, request_id)}\n".encode()


async def given_lines(parts: AsyncIterator[bytes], app_state: AppState, caller: Caller) -> AsyncIterator[list[Given]]:
    """Yield groups of answers to lines that arrive in arbitrarily cut chunks, each group as soon as it is decided."""
    async for lines in _groups(parts):
        asked = [line for line in lines if line.strip()]
        for start in range(0, len(asked), AT_ONCE):
            some = asked[start : start + AT_ONCE]
            await app_state.budgets.await_turn(Use.ITEMS, caller.id, len(some))
            yield await all_given(app_state, some, caller, _read)


def as_lines(given: Sequence[Given]) -> bytes:
    """Return the answers as NDJSON."""
    return "".join([f"{one.text}\n" for one in given]).encode()


async def _groups(parts: AsyncIterator[bytes]) -> AsyncIterator[list[bytes]]:
    """Yield the lines that each chunk completes."""
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
