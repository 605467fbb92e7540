"""Lines of lists of accounts: an identifier as JSON, or in the first or named column of a table."""

import re
from typing import Final

from pydantic_core import from_json

from models.names import ID_PATTERN

_ID: Final = re.compile(ID_PATTERN)
_SEPARATORS: Final = re.compile(r"[,;\t，；]")
_HEADINGS: Final = frozenset({"account", "account_id", "accountid", "id", "账号", "账号id", "账号标识"})
"""Headings of the column of identifiers, in lower case; `id` counts only if no other one is there."""


class Heading:
    """Heading of a table, if its first line is one, and the column of identifiers."""

    def __init__(self) -> None:
        self.column = 0
        self._begun = False

    def is_in(self, text: str) -> bool:
        """Return whether the line is the heading; only the first line of an upload can be."""
        if self._begun:
            return False
        self._begun = True
        column = column_of(cells_of(text))
        if column is not None:
            self.column = column
        return column is not None


def cells_of(text: str) -> list[str]:
    """Return the cells of a line, without quotation marks."""
    return [cell.strip().strip('"“”').strip() for cell in _SEPARATORS.split(text)]


def column_of(cells: list[str]) -> int | None:
    """Return the column of identifiers, if the cells are headings."""
    names = [cell.lower().replace(" ", "") for cell in cells]
    known = [place for place, name in enumerate(names) if name in _HEADINGS]
    named = [place for place in known if names[place] != "id"]
    return next(iter(named or known), None)


def account_of(text: str, column: int) -> str | None:
    """Return the identifier in a column of a line; None where there is none."""
    cells = cells_of(text)
    account = cells[column] if column < len(cells) else ""
    return account if _ID.fullmatch(account) else None


def account_in(text: str) -> str | None:
    """Return the identifier in a line of JSON: a string, or the member `account` of an object."""
    try:
        found = from_json(text)
    except ValueError:
        return None
    account = found.get("account") if isinstance(found, dict) else found
    return account if isinstance(account, str) and _ID.fullmatch(account) else None
