"""Tables that fit the terminal: columns are measured as they are displayed, so that a Chinese character counts two.

Where a table is too wide, instants lose their seconds, and long texts are cut with an ellipsis, the widest first.
Identifiers are copied from tables, and so are never cut: where they alone are too wide, their lines are folded.
"""

import re
from collections.abc import Sequence
from typing import Final

from rich.text import Text
from wcwidth import wcswidth, wcwidth

ELLIPSIS: Final = "…"
NARROWEST: Final = 6
"""Width below which no text is cut, in columns."""
_BETWEEN: Final = 2
_DAY: Final = len("2026-03-01")
_INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?")

Cell = str | tuple[str, str]
"""A text, or a text with its style."""


def width_of(text: str) -> int:
    """Return the number of columns that a text takes on a terminal."""
    found = int(wcswidth(text))
    return found if found >= 0 else sum(max(0, int(wcwidth(one))) for one in text)


def cut(text: str, width: int) -> str:
    """Return the text with at most this many columns; a cut one ends with an ellipsis."""
    if width_of(text) <= width:
        return text
    kept, used = "", 0
    for one in text:
        used += max(0, int(wcwidth(one)))
        if used > width - 1:
            break
        kept += one
    return f"{kept.rstrip()}{ELLIPSIS}"


class Table:
    """Rows under headings; headings of columns with identifiers end with `*`, which is not shown."""

    def __init__(self, *headings: str, right: Sequence[str] = ()) -> None:
        self._kept = [heading.endswith("*") for heading in headings]
        self._headings = [heading.rstrip("*") for heading in headings]
        self._right = [heading in right for heading in self._headings]
        self._rows: list[tuple[list[str], list[str]]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, *cells: Cell, style: str = "") -> None:
        """Add a row. Line breaks in a cell become spaces."""
        texts = [" ".join((cell if isinstance(cell, str) else cell[0]).split()) for cell in cells]
        styles = [style or ("" if isinstance(cell, str) else cell[1]) for cell in cells]
        self._rows.append((texts, styles))

    def lines(self, width: int) -> list[Text]:
        """Return the table in lines of at most this many columns, as far as identifiers allow."""
        if self._natural(self._rows) > width:
            self._rows = [([_to_the_minute(text) for text in texts], styles) for texts, styles in self._rows]
        widths = self._widths(width)
        lines = [self._line(self._headings, ["dim"] * len(widths), widths)]
        for texts, styles in self._rows:
            parts = [
                _parts(text, wide) if kept else [_fitted(text, wide)]
                for text, wide, kept in zip(texts, widths, self._kept, strict=True)
            ]
            for row in range(max(map(len, parts))):
                cells = [part[row] if row < len(part) else "" for part in parts]
                lines += [self._line(cells, styles, widths)]
        return lines

    def _natural(self, rows: Sequence[tuple[list[str], list[str]]]) -> int:
        return sum(self._longest(rows)) + _BETWEEN * (len(self._headings) - 1)

    def _longest(self, rows: Sequence[tuple[list[str], list[str]]]) -> list[int]:
        every = [self._headings, *(texts for texts, _ in rows)]
        return [max(width_of(texts[column]) for texts in every) for column in range(len(self._headings))]

    def _order(self, column: int) -> int:
        """Return when a column is narrowed: texts first, then instants, identifiers last."""
        if self._kept[column]:
            return 2
        cells = [texts[column] for texts, _ in self._rows if texts[column]]
        return 1 if cells and all(map(_INSTANT.fullmatch, cells)) else 0

    def _widths(self, width: int) -> list[int]:
        widths = self._longest(self._rows)
        orders = [self._order(column) for column in range(len(widths))]
        for order in range(3):
            while (over := sum(widths) + _BETWEEN * (len(widths) - 1) - width) > 0:
                narrowest = _DAY if order == 1 else NARROWEST
                least = [max(narrowest, width_of(heading)) for heading in self._headings]
                fit = [n for n in range(len(widths)) if orders[n] == order and widths[n] > least[n]]
                if not fit:
                    break
                widest = max(fit, key=lambda n: widths[n])
                others = [widths[n] for n in fit if n != widest]
                down = max([least[widest], *(w for w in others if w < widths[widest])])
                widths[widest] -= min(over, max(1, widths[widest] - down))
        return widths

    def _line(self, texts: Sequence[str], styles: Sequence[str], widths: Sequence[int]) -> Text:
        line = Text()
        last = max((n for n, text in enumerate(texts) if text), default=0)
        for number, (text, style, wide) in enumerate(zip(texts, styles, widths, strict=True)):
            if number > last:
                break
            space = " " * max(0, wide - width_of(text))
            line.append(" " * _BETWEEN if number else "")
            line.append(space if self._right[number] else "")
            line.append(text, style or None)
            line.append(space if not self._right[number] and number < last else "")
        return line


def _fitted(text: str, width: int) -> str:
    """Return a text within this many columns; an instant without room for its hour is its day."""
    return text[:_DAY] if width < width_of(text) and _INSTANT.fullmatch(text) else cut(text, width)


def _to_the_minute(text: str) -> str:
    return text[:16] if _INSTANT.fullmatch(text) else text


def _parts(text: str, width: int) -> list[str]:
    """Return the text folded into pieces of at most this many columns."""
    parts, used = [""], 0
    for one in text:
        wide = max(0, int(wcwidth(one)))
        if used + wide > width and parts[-1]:
            parts.append("")
            used = 0
        parts[-1] += one
        used += wide
    return parts
