"""Files as streams of records: no more than the current line is in memory."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from ledger.importing.cells import LONGEST_LINE, Cells, rows_of
from ledger.importing.encodings import UnusableFileError, require_utf8
from ledger.importing.rows import COLUMNS, Reject

_REQUIRED: Final = ("account", "kind", "name", "registered_at")


class Format(StrEnum):
    """Format of a file of accounts."""

    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Record:
    """One account of the file: its line, and its JSON or its cells; or a fault that hides it."""

    line: int
    content: bytes | Mapping[str, str] | Reject


def format_of(path: Path) -> Format:
    """Return the format that the file's name indicates.

    Raises:
        UnusableFileError: when it indicates none.
    """
    by_suffix = {".jsonl": Format.JSONL, ".ndjson": Format.JSONL, ".csv": Format.CSV}
    found = by_suffix.get(path.suffix.lower())
    if found is None:
        raise UnusableFileError(f"{path}: the name does not tell the format; say --format jsonl or --format csv")
    return found


def digest_of(path: Path) -> bytes:
    """Return the SHA-256 of the content: the same content is the same import, whatever the file is called.

    Raises:
        UnusableFileError: when it cannot be read, or is not UTF-8.
    """
    require_utf8(path)
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise UnusableFileError(f"{path} cannot be read: {error.strerror}") from error


def records(file: BinaryIO, kind: Format) -> Iterator[Record]:
    """Return every account in the file, in order.

    Raises:
        UnusableFileError: when the file is not of that format at all.
    """
    return _json_lines(file) if kind is Format.JSONL else _csv(file)


def _json_lines(file: BinaryIO) -> Iterator[Record]:
    for line, raw in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), start=1):
        text = (raw.removeprefix(b"\xef\xbb\xbf") if line == 1 else raw).strip()
        if line == 1 and text.startswith(b"["):
            raise UnusableFileError("the file is one JSON list: write each account as a JSON object on its own line")
        if len(raw) > LONGEST_LINE:
            _skip_rest_of_line(file)
            yield Record(line, Reject(line, "", f"the line has more than {LONGEST_LINE} bytes"))
        elif text:
            yield Record(line, text)


def _skip_rest_of_line(file: BinaryIO) -> None:
    while (more := file.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
        pass


def _csv(file: BinaryIO) -> Iterator[Record]:
    with closing(rows_of(file)) as rows:
        header = _header(next(rows, None))
        for line, cells in rows:
            yield Record(line, cells if isinstance(cells, Reject) else dict(zip(header, cells, strict=True)))


def _header(found: Cells | None) -> list[str]:
    if found is None:
        raise UnusableFileError("the file is empty: its first line must name the columns")
    if isinstance(found.cells, Reject):
        raise UnusableFileError(f"the first line must name the columns, but {found.cells.reason}")
    header = [cell.strip() for cell in found.cells]
    if len(header) == 1 and (mark := next((mark for mark in ";\t" if mark in header[0]), None)):
        raise UnusableFileError(f"the columns are separated by {mark!r}: save the file with commas between them")
    wrong: list[tuple[str, Callable[[], list[str]]]] = [
        ("has unknown columns", lambda: [name for name in header if name not in COLUMNS]),
        ("lacks the columns", lambda: [name for name in _REQUIRED if name not in header]),
        ("names twice", lambda: sorted({name for name in header if header.count(name) > 1})),
    ]
    for what, find in wrong:
        if names := find():
            shown = ", ".join(repr(name)[:40] for name in names[:5])
            raise UnusableFileError(f"the first line {what} {shown}; the columns are {', '.join(COLUMNS)}")
    return header
