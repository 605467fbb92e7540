"""Drawing of the reach of a rumour and of its debunking in a terminal: one row for each period."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from rich.text import Text

from cli.terminal.console import out
from models.instants import shown
from models.rumours.reach import Reach
from models.rumours.rumours import Rumour

MOST_ROWS: Final = 24
BAR: Final = 32
_HOUR: Final = timedelta(hours=1)


def draw(rumour: Rumour, reach: Reach) -> None:
    """Print the number of users who had seen each by then: rumour above, debunking below."""
    from api.rumours.reach_svg import said

    out.print(Text(rumour.opening.claim, style="bold"), soft_wrap=True)
    out.print(Text(said(reach)), soft_wrap=True)
    most = max(reach.exposed, reach.informed, 1)
    for until, seen, told in _rows(reach):
        out.print(Text.assemble((f"{shown(until)}  ", "dim"), (_bar(seen, most), "red"), f" {seen:,}"))
        out.print(Text.assemble(" " * 18, (_bar(told, most), "green"), f" {told:,}"))


def _bar(viewers: int, most: int) -> str:
    return "█" * round(viewers / most * BAR) or ("▏" if viewers else "")


def _rows(reach: Reach) -> Iterator[tuple[datetime, int, int]]:
    """Yield the end of each period and the numbers who had seen each by then; a row covers as many hours as needed to
    fit.
    """
    if not reach.points:
        return
    begin, end = reach.points[0].hour, reach.points[-1].hour + _HOUR
    hours = max(1, -(-int((end - begin) / _HOUR) // MOST_ROWS))
    until = begin
    while until < end:
        until += hours * _HOUR
        past = [point for point in reach.points if point.hour < until]
        yield until, sum(point.rumour for point in past), sum(point.debunking for point in past)
