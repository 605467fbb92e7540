"""XLSX file of a report: summary, restrictions and corrections with typed cells; equal content gives equal bytes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from models.instants import shown
from models.reports.content import Correction, Moves, Summary
from regulation.reports import words
from regulation.words.languages import Words, shown_zh
from reports.cells import COLUMNS, CORRECTION_COLUMNS, Cell, of_correction
from reports.sheets import Sheet

NAME: Final = "report.xlsx"
ROWS_OF_A_SHEET: Final = 1_000_000
"""Most rows of a sheet; further rows go to the next one. The format allows 1,048,576."""
_WIDTHS: Final[Mapping[str, int]] = {"name": 24, "cause": 20, "category": 24, "methods": 30, "kind": 30, "account": 20}


class XlsxForm:
    """Writer of the XLSX file; rows go to disk as they are added, so memory does not grow with their number."""

    def __init__(self, folder: Path, *, bilingual: bool, made_at: datetime) -> None:
        self._path = folder / NAME
        self._bilingual = bilingual
        self._book = xlsxwriter.Workbook(
            str(self._path),
            {
                "constant_memory": True,
                "tmpdir": str(folder),
                # Names stay text, even if they look like formulas, addresses or numbers.
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        # The date of creation is the report's cut-off, so that a rebuilt file has the same bytes.
        self._book.set_properties({"title": words.TITLE.zh, "created": made_at.astimezone(UTC).replace(tzinfo=None)})
        self._bold = self._book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        self._title = self._book.add_format({"bold": True, "font_size": 14})
        self._date = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._number = self._book.add_format({"num_format": "0.######"})
        self._summary = self._book.add_worksheet(self._said(words.SUMMARY), worksheet_class=Sheet)
        self._sheet: Any = None
        self._row, self._sheets = 0, 0

    def add(self, cells: Sequence[Cell]) -> None:
        """Write one restriction; the cells are in the order of `COLUMNS`."""
        if self._sheet is None or self._row > ROWS_OF_A_SHEET:
            self._sheets += 1
            name = self._said(words.DETAIL) + ("" if self._sheets == 1 else f" {self._sheets}")
            self._sheet, self._row = self._table(name, COLUMNS, words.COLUMN), 1
        self._sheet.add_row(self._row, cells, self._date, self._number, bilingual=self._bilingual)
        self._row += 1

    def close(self, summary: Summary) -> Path:
        """Write the summary and the corrections, finish the file and return its path."""
        if self._sheet is None:
            self._table(self._said(words.DETAIL), COLUMNS, words.COLUMN)
        self._corrections(summary.corrections)
        self._summarise(summary)
        self._book.close()
        return self._path

    def _said(self, said: Words) -> str:
        return said.said(bilingual=self._bilingual)

    def _table(self, name: str, columns: Sequence[str], headings: Mapping[str, Words]) -> Any:
        sheet = self._book.add_worksheet(name, worksheet_class=Sheet)
        sheet.freeze_panes(1, 2)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _WIDTHS.get(column, 19 if column.endswith(("_at", "start", "end")) else 14))
        for place, column in enumerate(columns):
            sheet.write_string(0, place, self._said(headings[column]), self._bold)
        return sheet

    def _corrections(self, corrections: Iterable[Correction]) -> None:
        sheet = self._table(self._said(words.CORRECTIONS), CORRECTION_COLUMNS, words.CORRECTION)
        for row, correction in enumerate(corrections, start=1):
            sheet.add_row(row, of_correction(correction), self._date, self._number, bilingual=self._bilingual)

    def _summarise(self, summary: Summary) -> None:
        sheet, head = self._summary, summary.head
        moment = shown if self._bilingual else shown_zh
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 6, 16)
        sheet.write_string(0, 0, self._said(words.TITLE), self._title)
        lines: list[tuple[Words, str]] = [
            (words.PLATFORM, head.platform),
            (words.REPORT, head.report),
            (words.PERIOD, f"{moment(head.period.start)} – {moment(head.period.end)}"),
            (words.CUT_OFF, moment(head.cut_off)),
        ]
        if head.replaces is not None:
            lines.append((words.REPLACES, head.replaces))
        row = 1
        for label, said in lines:
            self._write(row, (label, said))
            row += 1
        self._write(row, (words.ACCOUNTS, summary.totals.accounts))
        row = self._block(row + 2, summary, "restrictions")
        for name in words.TOTALS:
            if name != "restrictions":
                row = self._block(row, summary, name)
        self._heading(row, [words.OTHER_WORK])
        for place, (name, label) in enumerate(words.OTHERS.items(), start=row + 1):
            self._write(place, (label, getattr(summary.totals.others, name)))

    def _heading(self, row: int, headings: Sequence[Words]) -> None:
        for place, heading in enumerate(headings):
            self._summary.write_string(row, place, self._said(heading), self._bold)

    def _block(self, row: int, summary: Summary, name: str) -> int:
        self._heading(row, [words.TOTALS[name], *words.MOVES.values()])
        for place, move in enumerate(words.MOVES.values()):
            if summary.previous is not None:
                said = f"{self._said(words.PREVIOUS)}：{self._said(move)}"
                self._summary.write_string(row, place + 4, said, self._bold)
        ours = summary.totals.moves(name)
        theirs = {} if summary.previous is None else summary.previous.moves(name)
        for key in dict.fromkeys((*ours, *theirs)):
            row += 1
            label = words.TOTALS[name] if name == "restrictions" else words.value(name, key)
            cells: list[Cell] = [label, *_numbers(ours.get(key, Moves()))]
            if summary.previous is not None:
                cells += _numbers(theirs.get(key, Moves()))
            self._write(row, cells)
        return row + 2

    def _write(self, row: int, cells: Sequence[Cell]) -> None:
        self._summary.add_row(row, cells, self._date, self._number, bilingual=self._bilingual)


def _numbers(moves: Moves) -> list[Cell]:
    return [getattr(moves, name) for name in words.MOVES]
