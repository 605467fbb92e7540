"""CSV records: lines joined where a quoted cell continues, and separated where its closing mark is missing.

A quotation mark that is never closed would take every row after it into one cell. A record over several lines is
therefore accepted only while none of them looks like a row of its own; else the row in which it began is rejected, and
the next line begins a record of its own.
"""

import csv
import io
from collections import deque
from collections.abc import Generator, Sequence
from typing import BinaryIO, Final, NamedTuple

from ledger.importing.rows import Reject
from models.names import AccountKind

LONGEST_LINE: Final = 1_000_000
"""Bytes (in CSV: characters) of one account; a longer line cannot be one."""
MOST_LINES: Final = 1_000
"""Lines of one account; with more of them a quotation mark is missing."""

_UNCLOSED: Final = "a cell begins with a quotation mark that is never closed: close it, or double the marks inside it"
_FAULTS: Final = {
    "new-line character": "a carriage return stands in the middle of a cell: a cell of several lines takes quotation "
    "marks around it",
    "expected after": "something stands behind a closing quotation mark: quote the whole cell, and double the marks "
    "inside it",
    "field limit": "a cell has more than 131072 characters",
}
"""Messages of the CSV reader, and their meaning for the author of the file."""
_KINDS: Final = frozenset(AccountKind)


class Cells(NamedTuple):
    """A record: the line on which it begins, and its cells; or its fault."""

    line: int
    cells: list[str] | Reject


def rows_of(file: BinaryIO) -> Generator[Cells]:
    """Yield every record that is not empty, in order. The first is the header; the others have as many cells."""
    lines = _Lines(file)
    header: list[str] = []
    try:
        while (line := lines.take()) is not None:
            found = _record(lines, line, header)
            if isinstance(found.cells, list):
                if not any(found.cells):
                    continue
                header = header or [cell.strip() for cell in found.cells]
                if len(found.cells) != len(header):
                    said = f"the row has {len(found.cells)} cells, the header has {len(header)} columns"
                    found = _rejected(found.line, said)
            yield found
    finally:
        lines.close()


class _Line(NamedTuple):
    number: int
    text: str
    too_long: bool = False


class _Lines:
    """The lines of the file, of which some may be put back."""

    def __init__(self, file: BinaryIO) -> None:
        beginning = file.read(LONGEST_LINE)
        file.seek(0)
        # Spreadsheets of old Macintoshes end lines so. Elsewhere a carriage return alone ends no line.
        end = "\r" if b"\r" in beginning and b"\n" not in beginning else "\n"
        self._text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline=end)
        self._again: deque[_Line] = deque()
        self._number = 0

    def take(self) -> _Line | None:
        """Return the next line; None after the last."""
        if self._again:
            return self._again.popleft()
        text = self._text.readline(LONGEST_LINE + 1)
        if not text:
            return None
        self._number += 1
        if len(text) <= LONGEST_LINE:
            return _Line(self._number, text)
        end = self._text.newlines if isinstance(self._text.newlines, str) else "\n"
        while (more := self._text.readline(LONGEST_LINE)) and not more.endswith(end):
            pass
        return _Line(self._number, "", too_long=True)

    def put_back(self, lines: Sequence[_Line]) -> None:
        """Put lines back, to be taken again in their order."""
        self._again.extendleft(reversed(lines))

    def close(self) -> None:
        """Detach the file, which the caller closes."""
        if not self._text.closed:
            self._text.detach()


def _record(lines: _Lines, first: _Line, header: Sequence[str]) -> Cells:
    if first.too_long:
        return _rejected(first.number, f"the line has more than {LONGEST_LINE} characters")
    parsed = _parsed(first.text)
    if parsed is not None:
        return _rejected(first.number, parsed) if isinstance(parsed, str) else Cells(first.number, parsed)
    text, behind = io.StringIO(), list[_Line]()
    text.write(first.text)
    while parsed is None:
        line = lines.take()
        if line is not None:
            behind.append(line)
        if line is None or line.too_long or len(behind) > MOST_LINES or text.tell() > LONGEST_LINE:
            break
        if _is_row(line.text, header):
            break
        text.write(line.text)
        if '"' in line.text:
            parsed = _parsed(text.getvalue())
    if isinstance(parsed, list) and len(header) in {0, len(parsed)}:
        return Cells(first.number, parsed)
    lines.put_back(behind)
    return _rejected(first.number, _UNCLOSED)


def _parsed(text: str) -> list[str] | str | None:
    """Return the cells, or the fault in words; None when a quotation mark is still open."""
    try:
        cells = next(csv.reader([text], strict=True), [])
    except csv.Error as error:
        said = str(error)
        if "unexpected end" in said:
            return None
        return next((words for theirs, words in _FAULTS.items() if theirs in said), f"is not CSV: {said}")
    return [cell.replace("\r\n", "\n") for cell in cells]


def _is_row(text: str, header: Sequence[str]) -> bool:
    """Return whether a line within a quoted cell looks like a row: it has a kind of account in the column for it."""
    if "kind" not in header:
        return False
    parsed = _parsed(text)
    place = header.index("kind")
    return any(
        len(cells) > place and cells[place].strip() in _KINDS
        for cells in (text.split(","), parsed if isinstance(parsed, list) else [])
    )


def _rejected(line: int, reason: str) -> Cells:
    return Cells(line, Reject(line, "", reason))
