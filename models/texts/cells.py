"""Tables as CSV for spreadsheets: cells that a spreadsheet would calculate are made harmless."""

from collections.abc import Iterable, Sequence
from csv import writer
from io import StringIO
from typing import Any, Final

from models.texts.folding import folded

_CALCULATED: Final = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that a spreadsheet would calculate."""


def table(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as CSV in UTF-8: quotation marks, separators and line ends within a cell are quoted."""
    text = StringIO()
    writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def harmless(cell: Any) -> Any:
    """Return the cell, with an apostrophe before what a spreadsheet would calculate."""
    if isinstance(cell, str) and any(one.startswith(_CALCULATED) for one in (cell, folded(cell).lstrip())):
        return f"'{cell}"
    return cell
