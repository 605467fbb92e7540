"""Time axis of a drawing: round instants in Shanghai time, as many as fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from models.instants import SHANGHAI
from regulation.tables.calendar import midnight, months_after

_SECOND, _MINUTE, _HOUR, _DAY = (timedelta(seconds=length) for length in (1, 60, 3_600, 86_400))

STEPS: Final = (
    *(count * _SECOND for count in (1, 2, 5, 10, 15, 30)),
    *(count * _MINUTE for count in (1, 2, 5, 10, 15, 30)),
    *(count * _HOUR for count in (1, 2, 3, 6, 12)),
    *(count * _DAY for count in (1, 2, 7, 14)),
)
"""Distances between marks that people read easily; longer ones are whole months."""

MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True)
class Scale:
    """Mapping of instants in `[start, end)` to columns."""

    start: datetime
    end: datetime
    columns: int

    def column(self, at: datetime) -> int:
        """Return the column of the instant; outside the window the nearest one."""
        share = (at - self.start) / (self.end - self.start)
        return min(max(int(share * self.columns), 0), self.columns - 1)

    def covers(self, at: datetime) -> bool:
        """Return whether the instant is in the window."""
        return self.start <= at < self.end


def marks(scale: Scale) -> list[tuple[int, str]]:
    """Return columns and their labels, spaced so that labels do not overlap."""
    span = scale.end - scale.start
    for step in STEPS:
        words = _words(step)
        if span / step * (_width(words) + 2) <= scale.columns:
            return _placed(scale, _multiples(scale, step), words)
    words = "%Y-%m-%d"
    month = timedelta(days=30)
    months = next((m for m in MONTHS if span / (m * month) * (_width(words) + 2) <= scale.columns), MONTHS[-1])
    return _placed(scale, _firsts(scale, months), words)


def _words(step: timedelta) -> str:
    if step < _MINUTE:
        return "%H:%M:%S"
    return "%m-%d %H:%M" if step < _DAY else "%Y-%m-%d"


def _width(words: str) -> int:
    return len(datetime(2026, 12, 31, tzinfo=SHANGHAI).strftime(words))


def _multiples(scale: Scale, step: timedelta) -> Iterator[datetime]:
    first_day = midnight(scale.start.astimezone(SHANGHAI).date())
    at = first_day + (scale.start - first_day) // step * step
    while at < scale.end:
        yield at
        at += step


def _firsts(scale: Scale, months: int) -> Iterator[datetime]:
    """Yield first days of months, aligned to quarters, half-years and decades."""
    day = scale.start.astimezone(SHANGHAI).date()
    january = midnight(day.replace(year=day.year - day.year % max(months // 12, 1), month=1, day=1))
    count = 0
    while (at := months_after(january, count)) < scale.end:
        yield at
        count += months


def _placed(scale: Scale, instants: Iterator[datetime], words: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for at in instants:
        label = at.astimezone(SHANGHAI).strftime(words)
        if not scale.covers(at):
            continue
        column = scale.column(at)
        free_from = found[-1][0] + len(found[-1][1]) + 1 if found else 0
        if column >= free_from and column + len(label) <= scale.columns:
            found.append((column, label))
    return found
