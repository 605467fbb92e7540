"""Lists of accounts as people type, paste or upload them: one identifier on each line, or the first or named column of
a CSV file. Nothing is lost: what cannot be read is named by its line.
"""

import codecs
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import UploadFile

from api.sanctions.bulk_lists import Heading, account_of

_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_SHOWN: Final = 60
_PIECE: Final = 256 * 1024
"""Bytes of a file that are held at a time."""


@dataclass(frozen=True)
class BadLine:
    """A line without an identifier that can be read."""

    number: int
    text: str
    """The line, cut to what is shown."""


@dataclass(frozen=True)
class AccountList:
    """The accounts of a list, each once, in their order."""

    accounts: tuple[str, ...]
    bad: tuple[BadLine, ...] = ()
    repeated: int = 0
    """Lines that name an account which an earlier line has named."""


def read_list(text: str) -> AccountList:
    """Return the accounts of a list. The first line may be a heading; empty lines count for nothing."""
    heading, seen = Heading(), dict[str, None]()
    bad: list[BadLine] = []
    repeated = 0
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip():
            continue
        if heading.is_in(line):
            continue
        account = account_of(line, heading.column)
        if account is None:
            bad.append(BadLine(number, line.strip()[:_SHOWN]))
        elif account in seen:
            repeated += 1
        else:
            seen[account] = None
    return AccountList(tuple(seen), tuple(bad), repeated)


def decoded(content: bytes) -> str:
    """Return the text of an uploaded file. Identifiers are ASCII, which UTF-8, GBK and Western encodings share, so
    other columns may be misread without harm.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("gb18030", errors="replace")


async def recoded(file: UploadFile) -> AsyncIterator[bytes]:
    """Yield the pieces of a file in UTF-8, whatever it is in (`decoded`); it is read from disk twice, never held."""
    encoding = await _encoding_of(file)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    await file.seek(0)
    while piece := await file.read(_PIECE):
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()


async def _encoding_of(file: UploadFile) -> str:
    await file.seek(0)
    piece = await file.read(_PIECE)
    for mark, encoding in _MARKS:
        if piece.startswith(mark):
            return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece:
            decoder.decode(piece)
            piece = await file.read(_PIECE)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
