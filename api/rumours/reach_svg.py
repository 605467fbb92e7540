"""SVG chart of the reach of a rumour and its debunking: two cumulative curves over time, and the share reached."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from math import ceil, floor, log10
from typing import Final
from xml.sax.saxutils import escape

from models.instants import SHANGHAI, shown
from models.rumours.reach import Reach
from models.rumours.rumours import Rumour
from models.texts.legible import legible_line

WIDTH: Final = 800
HEIGHT: Final = 420
LEFT, RIGHT, TOP, BOTTOM = 76, 24, 92, 56
RUMOUR_COLOUR: Final = "#b3261e"
DEBUNKING_COLOUR: Final = "#00695c"
_FONT: Final = "system-ui, 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
_HOUR: Final = timedelta(hours=1)
_STEPS_H: Final = (1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, 1440, 2880, 8760)
MOST_TICKS: Final = 8


def drawn(rumour: Rumour, reach: Reach) -> str:
    """Return the chart as SVG, of a fixed size."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="title said" font-family="{escape(_FONT, {chr(34): "&quot;"})}" font-size="12">',
        f'<title id="title">{escape(legible_line(_title(rumour)))}</title>',
        f'<desc id="said">{escape(said(reach))}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(LEFT, 28, _title(rumour), size=15, weight="bold"),
        _text(LEFT, 50, said(reach), colour="#444444"),
        *_legend(),
    ]
    parts += _chart(reach) if reach.points else [_text(LEFT, HEIGHT / 2, "No exposures were reported yet.")]
    return "\n".join([*parts, "</svg>", ""])


def said(reach: Reach) -> str:
    """Return the description of the chart, one sentence."""
    counts = f"{reach.exposed:,} saw the rumour, {reach.informed:,} the debunking"
    if reach.share is not None:
        return f"{counts}; of {reach.known_exposed:,} known to be exposed {reach.share:.1%} were reached"
    if reach.share_at_most is not None:
        return f"{counts}; at most {reach.share_at_most:.1%} of the exposed were reached (only counts were told)"
    return counts


def _title(rumour: Rumour) -> str:
    claim = rumour.opening.claim
    return f"{claim[:40]}{'…' if len(claim) > 40 else ''} ({rumour.id[:32]}, {rumour.status})"


def _legend() -> list[str]:
    return [
        f'<rect x="{LEFT}" y="64" width="14" height="4" fill="{RUMOUR_COLOUR}"/>',
        _text(LEFT + 20, 70, "saw the rumour"),
        f'<rect x="{LEFT + 140}" y="64" width="14" height="4" fill="{DEBUNKING_COLOUR}"/>',
        _text(LEFT + 160, 70, "saw the debunking"),
    ]


def _chart(reach: Reach) -> list[str]:
    begin, end = reach.points[0].hour, reach.points[-1].hour + _HOUR
    tops = ticks(max(reach.exposed, reach.informed, 1))

    def x(at: datetime) -> float:
        return LEFT + (at - begin) / (end - begin) * (WIDTH - LEFT - RIGHT)

    def y(viewers: float) -> float:
        return HEIGHT - BOTTOM - viewers / tops[-1] * (HEIGHT - TOP - BOTTOM)

    parts: list[str] = []
    for top in tops:
        parts.append(f'<path d="M{LEFT} {y(top):.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        parts.append(_text(LEFT - 8, y(top) + 4, f"{top:,}", anchor="end", colour="#444444"))
    for at in marks(begin, end):
        parts.append(f'<path d="M{x(at):.1f} {HEIGHT - BOTTOM}v5" stroke="#888888"/>')
        local = at.astimezone(SHANGHAI)
        parts.append(_text(x(at), HEIGHT - BOTTOM + 19, f"{local:%H:%M}", anchor="middle", colour="#444444"))
        parts.append(_text(x(at), HEIGHT - BOTTOM + 34, f"{local:%m-%d}", anchor="middle", colour="#888888"))
    for colour, numbers in (
        (RUMOUR_COLOUR, [point.rumour for point in reach.points]),
        (DEBUNKING_COLOUR, [point.debunking for point in reach.points]),
    ):
        curve = zip((point.hour + _HOUR for point in reach.points), accumulate(numbers), strict=True)
        # Straight line from one hour to the next; level where an hour has no views.
        path, level = f"M{x(begin):.1f} {y(0):.1f}", 0
        for at, total in curve:
            path += f"L{x(at - _HOUR):.1f} {y(level):.1f}L{x(at):.1f} {y(total):.1f}"
            level = total
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-linejoin="round"/>')
    parts.append(_text(WIDTH - RIGHT, HEIGHT - 6, f"to {shown(end)} (Asia/Shanghai)", anchor="end", colour="#888888"))
    return parts


def ticks(most: int) -> list[int]:
    """Return round numbers from zero to at least the largest value."""
    rough = max(1.0, most / 4)
    scale = 10 ** floor(log10(rough))
    step = next(int(scale * factor) for factor in (1, 2, 5, 10) if scale * factor >= rough)
    return [step * place for place in range(ceil(most / step) + 1)]


def marks(begin: datetime, end: datetime, most: int = MOST_TICKS) -> Sequence[datetime]:
    """Return whole hours of Shanghai time at even distances, about `most`."""
    hours = (end - begin) / _HOUR
    step = next((step for step in _STEPS_H if hours / step <= most), _STEPS_H[-1])
    day = begin.astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    first = day + ceil((begin - day) / _HOUR / step) * step * _HOUR
    return [first + place * step * _HOUR for place in range(int((end - first) / _HOUR / step) + 1)]


def _text(
    x: float, y: float, words: str, *, size: int = 12, weight: str = "normal", anchor: str = "start",
    colour: str = "#111111",
) -> str:  # fmt: skip
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{colour}">{escape(legible_line(words))}</text>'
    )
