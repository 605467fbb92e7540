"""Charts as SVG: bars with their numbers outside, so that short ones are read too."""

from collections.abc import Sequence
from html import escape
from typing import Final

from models.report_content import Moves
from regulation import report_words as words
from regulation.words.languages import Words

FONT: Final = "Noto Sans SC"
_COLOURS: Final = {"begun": "#2a6fb0", "ended": "#9db8cf", "in_force": "#d0743c"}
_BAR: Final = 13
_GAP: Final = 12
_LABELS: Final = 345
_WIDTH: Final = 760
_FULL: Final = _WIDTH - _LABELS - 70


def bars(lines: Sequence[tuple[Words, Moves]], *, bilingual: bool) -> str:
    """Three bars a line: begun, ended, in force at the end."""
    most = max((getattr(moves, move) for _, moves in lines for move in words.MOVES), default=0) or 1
    y, parts = 34, _legend(bilingual=bilingual)
    for label, moves in lines:
        middle = y + 1.5 * _BAR + 4
        parts.append(_text(_LABELS - 10, middle, label.said(bilingual=bilingual), anchor="end"))
        for move in words.MOVES:
            count = getattr(moves, move)
            width = round(_FULL * count / most, 1)
            parts.append(f'<rect x="{_LABELS}" y="{y}" width="{width}" height="{_BAR - 2}" fill="{_COLOURS[move]}"/>')
            parts.append(_text(_LABELS + width + 6, y + _BAR - 4, f"{count:,}", size=11))
            y += _BAR
        y += _GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{y}" viewBox="0 0 {_WIDTH} {y}">'
        f"{''.join(parts)}</svg>"
    )


def _legend(*, bilingual: bool) -> list[str]:
    parts = []
    for place, (move, label) in enumerate(words.MOVES.items()):
        x = _LABELS + place * 130
        parts.append(f'<rect x="{x}" y="8" width="12" height="12" fill="{_COLOURS[move]}"/>')
        parts.append(_text(x + 18, 18, label.said(bilingual=bilingual)))
    return parts


def _text(x: float, y: float, said: str, *, anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x}" y="{y}" font-family="{FONT}" font-size="{size}" text-anchor="{anchor}" fill="#222">'
        f"{escape(said)}</text>"
    )
