"""Lists of accounts as people type, paste or upload them: one identifier on each line, or the first or named column of
a CSV file. Nothing is lost: what cannot be read is named by its line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.names import ID_PATTERN

_ID: Final = re.compile(ID_PATTERN)
_SEPARATORS: Final = re.compile(r"[,;\t，；]")
_HEADINGS: Final = frozenset({"account", "account_id", "accountid", "id", "账号", "账号id", "账号标识"})
"""Headings of the column of identifiers, in lower case; `id` counts only if no other one is there."""
_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_SHOWN: Final = 60


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
    column, seen = 0, dict[str, None]()
    bad: list[BadLine] = []
    repeated = 0
    begun = False
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip():
            continue
        cells = [cell.strip().strip('"“”').strip() for cell in _SEPARATORS.split(line)]
        if not begun:
            begun = True
            heading = _heading(cells)
            if heading is not None:
                column = heading
                continue
        account = cells[column] if column < len(cells) else ""
        if not _ID.fullmatch(account):
            bad.append(BadLine(number, line.strip()[:_SHOWN]))
        elif account in seen:
            repeated += 1
        else:
            seen[account] = None
    return AccountList(tuple(seen), tuple(bad), repeated)


def _heading(cells: Sequence[str]) -> int | None:
    """Return the column of identifiers, if the cells are headings."""
    names = [cell.lower().replace(" ", "") for cell in cells]
    known = [place for place, name in enumerate(names) if name in _HEADINGS]
    named = [place for place in known if names[place] != "id"]
    return next(iter(named or known), None)


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
