"""Sheets of an XLSX file whose rows are written as XML directly, in a quarter of the time of XlsxWriter's cells.

A text always stays text: XlsxWriter would take one that begins with `<r>` and ends with `</r>` for its own markup.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from xml.sax.saxutils import escape

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from models.instants import SHANGHAI
from models.texts.legible import legible
from regulation.words.languages import Words
from reports.cells import DAY, Cell

_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no zone
_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Underscores that a spreadsheet would read as the start of an escaped character."""


class Sheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """Sheet whose rows are written in order, from the top."""

    def add_row(self, row: int, cells: Sequence[Cell], date: Format, number: Format, *, bilingual: bool) -> None:
        """Write a row to disk; it cannot be changed afterwards."""
        self._check_dimensions(row, len(cells) - 1)
        # A row that was started cell by cell (the headings) is written first.
        self._write_single_row(row)
        dates, numbers = date._get_xf_index(), number._get_xf_index()
        said = []
        for place, cell in enumerate(cells):
            where = f'<c r="{_column(place)}{row + 1}"'
            if cell is None:
                continue
            if isinstance(cell, Words):
                said.append(f"{where}{_words(cell, bilingual)}")
            elif isinstance(cell, str):
                said.append(f"{where}{_text(cell)}")
            elif isinstance(cell, bool):
                said.append(f'{where} t="b"><v>{cell:d}</v></c>')
            elif isinstance(cell, datetime):
                serial = (cell.astimezone(SHANGHAI).replace(tzinfo=None) - _EPOCH) / DAY
                said.append(f'{where} s="{dates}"><v>{serial:.16G}</v></c>')
            else:
                said.append(f'{where} s="{numbers}"><v>{cell:.16G}</v></c>')
        self.fh.write(f'<row r="{row + 1}">{"".join(said)}</row>')


_column: Any = lru_cache(maxsize=64)(xl_col_to_name)


@lru_cache(maxsize=4096)
def _words(cell: Words, bilingual: bool) -> str:
    return _text(cell.said(bilingual=bilingual))


def _text(said: str) -> str:
    said = legible(said)
    kept = ' xml:space="preserve"' if said != said.strip() else ""
    return f' t="inlineStr"><is><t{kept}>{_ESCAPE.sub("_x005F_", escape(said))}</t></is></c>'
