"""CSV file of a report: the restrictions, for programs and spreadsheets; UTF-8 with a BOM, which Excel needs."""

import csv
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from models.instants import SHANGHAI
from models.texts.folding import folded
from models.texts.legible import legible_line
from regulation.reports import words
from regulation.words.languages import Words
from reports.cells import COLUMNS, Cell

NAME: Final = "restrictions.csv"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class CsvForm:
    """Writer of the CSV file; rows go to disk as they are added."""

    def __init__(self, folder: Path, *, bilingual: bool) -> None:
        self._path = folder / NAME
        self._bilingual = bilingual
        self._file: IO[str] = self._path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, lineterminator="\r\n")
        self._writer.writerow([words.COLUMN[column].said(bilingual=bilingual) for column in COLUMNS])

    def add(self, cells: tuple[Cell, ...]) -> None:
        """Write one restriction; the cells are in the order of `COLUMNS`."""
        self._writer.writerow([self._text(cell) for cell in cells])

    def close(self) -> Path:
        """Finish the file and return its path."""
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
    """Text of a cell that a spreadsheet does not run as a formula, without line breaks.

    A spreadsheet takes a name such as `=HYPERLINK(…)` in a CSV file for a formula, some also one in full-width
    characters; a leading apostrophe makes it text. One row stays one line, for programs that read by lines.
    """
    shown = legible_line(text)
    begins = (text, folded(text).lstrip())
    return f"'{shown}" if any(one.startswith(_FORMULA) for one in begins) else shown
