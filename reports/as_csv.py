"""The CSV form: the detail, for programs and for spreadsheets. UTF-8 with a mark, as Excel wants it for Chinese."""

import csv
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from models.folding import folded
from models.instants import SHANGHAI
from models.legible import legible_line
from regulation import report_words as words
from regulation.words.languages import Words
from reports.cells import COLUMNS, Cell

NAME: Final = "restrictions.csv"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class CsvForm:
    """Restrictions are written as they come."""

    def __init__(self, folder: Path, *, bilingual: bool) -> None:
        self._path = folder / NAME
        self._bilingual = bilingual
        self._file: IO[str] = self._path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow([words.COLUMN[column].said(bilingual=bilingual) for column in COLUMNS])

    def add(self, cells: tuple[Cell, ...]) -> None:
        """One more restriction."""
        self._writer.writerow([self._text(cell) for cell in cells])

    def close(self) -> Path:
        """Finish the file; says where it is."""
        self._file.close()
        return self._path

    def _text(self, cell: Cell) -> str:
        if isinstance(cell, Words):
            return cell.said(bilingual=self._bilingual)
        if isinstance(cell, str):
            return harmless(cell)
        if isinstance(cell, bool):
            return (words.YES if cell else words.NO).said(bilingual=self._bilingual)
        if isinstance(cell, datetime):
            return cell.astimezone(SHANGHAI).isoformat()
        return "" if cell is None else f"{cell:g}"


def harmless(text: str) -> str:
    """A spreadsheet that opens CSV takes a name such as `=HYPERLINK(…)` for a formula, some also one in full width; an
    apostrophe makes it text. One row is one line, for whatever reads by lines.
    """
    shown = legible_line(text)
    begins = (text, folded(text).lstrip())
    return f"'{shown}" if any(one.startswith(_FORMULA) for one in begins) else shown
