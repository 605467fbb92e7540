"""Curves over time, drawn as the points of an SVG; templates give them words and colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final

from api.rumours.reach_svg import marks, ticks

WIDTH: Final = 720
HEIGHT: Final = 220
LEFT: Final = 64
BOTTOM: Final = 24
TOP: Final = 8
MOST_TICKS: Final = 6


@dataclass(frozen=True)
class Curves:
    """Cumulative curves of one scale: `lines` are the points of polylines, the axes are positions with their values."""

    lines: tuple[str, ...]
    levels: tuple[tuple[float, int], ...]
    """Position from above, and number, of each horizontal line."""
    times: tuple[tuple[float, datetime], ...]
    """Position from the left, and instant, of each mark of the time axis."""


def cumulative(hours: Sequence[datetime], series: Sequence[Sequence[int]]) -> Curves:
    """Return the curves of numbers that were counted hour by hour; each series has one number for each hour.

    Raises:
        ValueError: when there is no hour.
    """
    if not hours:
        raise ValueError("no hour to draw")
    begin, end = hours[0], hours[-1] + timedelta(hours=1)
    levels = ticks(max(1, *(sum(numbers) for numbers in series)))

    def x(at: datetime) -> float:
        return round(LEFT + (at - begin) / (end - begin) * (WIDTH - LEFT), 1)

    def y(number: int) -> float:
        return round(HEIGHT - BOTTOM - number / levels[-1] * (HEIGHT - TOP - BOTTOM), 1)

    lines: list[str] = []
    for numbers in series:
        points, level = [(x(begin), y(0))], 0
        for hour, total in zip(hours, accumulate(numbers), strict=True):
            # Level through hours without a number.
            points += [(x(hour), y(level)), (x(hour + timedelta(hours=1)), y(total))]
            level = total
        lines.append(" ".join(f"{left},{above}" for left, above in points))
    return Curves(
        tuple(lines),
        tuple((y(level), level) for level in levels),
        tuple((x(at), at) for at in marks(begin, end, MOST_TICKS)),
    )
