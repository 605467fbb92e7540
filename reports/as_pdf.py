"""PDF file of a report, for people: summary, chart, corrections and the first restrictions."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

from models.instants import SHANGHAI, shown
from models.reports.content import Correction, Moves, Restriction, Summary
from models.texts.legible import legible_line
from regulation.reports import words
from regulation.words.languages import Words, shown_zh
from reports.cells import Cell
from reports.fonts import FOLDERS, with_glyphs

NAME: Final = "report.pdf"
MOST_ROWS: Final = 300
"""Most restrictions in the PDF; a hundred thousand would be three thousand pages. The other files have all."""
MOST_CORRECTIONS: Final = 300

_UNBROKEN: Final = re.compile(r"[!-~]{12}(?=[!-~])")

TEMPLATE: Final = Path(__file__).with_name("report.typ")
_DETAIL: Final = ("account", "name", "kind", "category", "cause", "start", "end", "appeal")
_CORRECTION: Final = ("account", "name", "kind", "because", "cause", "end_reported", "end_now", "reported_in")


class PdfForm:
    """Writer of the PDF file; it keeps the first `MOST_ROWS` restrictions and counts the others."""

    def __init__(self, folder: Path, *, bilingual: bool) -> None:
        self._path = folder / NAME
        self._bilingual = bilingual
        self._rows: list[Restriction] = []
        self._count = 0

    def add(self, row: Restriction) -> None:
        """Keep or count one restriction."""
        self._count += 1
        if len(self._rows) < MOST_ROWS:
            self._rows.append(row)

    def close(self, summary: Summary) -> Path:
        """Typeset the file and return its path."""
        cut_off = summary.head.cut_off.astimezone(SHANGHAI)
        made = typst.compile(
            TEMPLATE,
            font_paths=list(FOLDERS),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(self._data(summary, cut_off), ensure_ascii=False)},
            timestamp=int(cut_off.timestamp()),
        )
        self._path.write_bytes(made)
        return self._path

    def _said(self, said: Words) -> str:
        return said.said(bilingual=self._bilingual)

    def _data(self, summary: Summary, cut_off: datetime) -> dict[str, Any]:
        return {
            "title": self._said(words.TITLE) if not self._bilingual else words.TITLE.zh,
            "report": summary.head.report,
            "date": {"year": cut_off.year, "month": cut_off.month, "day": cut_off.day},
            "head": self._head(summary),
            "words": {
                "summary": self._said(words.SUMMARY),
                "others": self._said(words.OTHER_WORK),
                "corrections": self._said(words.CORRECTIONS),
                "detail": self._said(words.DETAIL),
                "none": self._said(words.NO_CORRECTIONS),
            },
            "chart": {
                "legend": [self._said(label) for label in words.MOVES.values()],
                "lines": [
                    self._line(words.KIND[kind], [getattr(moves, move) for move in words.MOVES])
                    for kind, moves in summary.totals.by_kind.items()
                ],
            },
            "blocks": [self._block(summary, name) for name in words.TOTALS],
            "others": self._others(summary),
            "corrections": {
                "headings": [self._said(words.CORRECTION[column]) for column in _CORRECTION],
                "rows": [self._correction(row) for row in summary.corrections[:MOST_CORRECTIONS]],
                "more": self._more(MOST_CORRECTIONS, len(summary.corrections)),
            },
            "detail": {
                "headings": [self._said(words.COLUMN[column]) for column in _DETAIL],
                "rows": [self._restriction(row) for row in self._rows],
                "more": self._more(MOST_ROWS, self._count),
            },
        }

    def _line(self, label: Words, counts: list[int]) -> dict[str, Any]:
        return {"label": self._said(label), "counts": counts, "said": [f"{count:,}" for count in counts]}

    def _head(self, summary: Summary) -> list[list[str]]:
        head = summary.head
        moment = shown if self._bilingual else shown_zh
        lines = [
            (words.PLATFORM, with_glyphs(legible_line(head.platform))),
            (words.REPORT, head.report),
            (words.PERIOD, f"{moment(head.period.start)} – {moment(head.period.end)}"),
            (words.CUT_OFF, moment(head.cut_off)),
            (words.ACCOUNTS, f"{summary.totals.accounts:,}"),
        ]
        if head.replaces is not None:
            lines.append((words.REPLACES, head.replaces))
        return [[self._said(label), said] for label, said in lines]

    def _block(self, summary: Summary, name: str) -> dict[str, Any]:
        headings = [self._said(words.TOTALS[name]), *map(self._said, words.MOVES.values())]
        ours = summary.totals.moves(name)
        theirs = {} if summary.previous is None else summary.previous.moves(name)
        if summary.previous is not None:
            headings += [f"{words.PREVIOUS.zh}{words.MOVES['in_force'].zh}", self._said(words.CHANGE)]
        rows = []
        for key in dict.fromkeys((*ours, *theirs)):
            label = words.TOTALS[name] if name == "restrictions" else words.value(name, key)
            now, before = ours.get(key, Moves()), theirs.get(key, Moves())
            cells = [self._said(label), *(f"{getattr(now, move):,}" for move in words.MOVES)]
            if summary.previous is not None:
                cells += [f"{before.in_force:,}", _change(now.in_force - before.in_force)]
            rows.append(cells)
        return {"headings": headings, "rows": rows}

    def _others(self, summary: Summary) -> dict[str, Any]:
        headings = [self._said(words.ITEM), self._said(words.PERIOD)]
        if summary.previous is not None:
            headings.append(self._said(words.PREVIOUS))
        rows = []
        for name, label in words.OTHERS.items():
            cells = [self._said(label), f"{getattr(summary.totals.others, name):,}"]
            if summary.previous is not None:
                cells.append(f"{getattr(summary.previous.others, name):,}")
            rows.append(cells)
        return {"headings": headings, "rows": rows}

    def _restriction(self, row: Restriction) -> list[str]:
        return self._texts(
            row.account,
            row.name,
            words.KIND[row.kind],
            None if row.category is None else words.CATEGORY[row.category],
            row.cause,
            row.start,
            words.WITHOUT_END if row.end is None else row.end,
            words.APPEAL[row.appeal],
        )

    def _correction(self, row: Correction) -> list[str]:
        return self._texts(
            row.account,
            row.name,
            words.KIND[row.kind],
            words.value("because", row.because),
            row.cause,
            words.WITHOUT_END if row.end_reported is None else row.end_reported,
            words.WITHOUT_END if row.end_now is None else row.end_now,
            row.reported_in,
        )

    def _texts(self, *cells: Cell) -> list[str]:
        return [self._text(cell) for cell in cells]

    def _text(self, cell: Cell) -> str:
        if isinstance(cell, Words):
            return cell.said(bilingual=self._bilingual)
        if isinstance(cell, datetime):
            return shown(cell)
        # A zero-width space lets a long identifier break across lines.
        return "" if cell is None else _UNBROKEN.sub("\\g<0>\u200b", with_glyphs(legible_line(str(cell))))

    def _more(self, shown_: int, count: int) -> str:
        if count <= shown_:
            return ""
        zh = f"以上为前 {shown_:,} 条，共 {count:,} 条；完整明细见 XLSX、CSV 与 JSON 附件。"
        en = f" The first {shown_:,} of {count:,}; the whole detail is in the XLSX, CSV and JSON files."
        return zh + (en if self._bilingual else "")


def _change(difference: int) -> str:
    return f"{difference:+,}" if difference else "0"
