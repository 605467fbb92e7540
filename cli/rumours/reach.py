"""Drawing of the reach of a rumour and of its debunking in a terminal: one row for each period."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from rich.text import Text

from cli.terminal.console import out, say
from cli.terminal.values import when

MOST_ROWS: Final = 24
BAR: Final = 32
_HOUR: Final = timedelta(hours=1)


def draw(rumour: Any, reach: Any) -> None:
    """Print the number of users who had seen each by then: rumour above, debunking below."""
    out.print(Text(rumour["opening"]["claim"], style="bold"), soft_wrap=True)
    say(_said(reach))
    most = max(reach["exposed"], reach["informed"], 1)
    for until, seen, told in _rows(reach):
        out.print(Text.assemble((f"{when(until.isoformat())}  ", "dim"), (_bar(seen, most), "red"), f" {seen:,}"))
        out.print(Text.assemble(" " * 18, (_bar(told, most), "green"), f" {told:,}"))


def _said(reach: Any) -> str:
    counts = f"{reach['exposed']:,} saw the rumour, {reach['informed']:,} the debunking"
    if reach["share"] is not None:
        return f"{counts}; of {reach['known_exposed']:,} known to be exposed {reach['share']:.1%} were reached"
    if reach["share_at_most"] is not None:
        share = reach["share_at_most"]
        return f"{counts}; at most {share:.1%} of the exposed were reached (only counts were told)"
    return counts


def _bar(viewers: int, most: int) -> str:
    return "█" * round(viewers / most * BAR) or ("▏" if viewers else "")


def _rows(reach: Any) -> Iterator[tuple[datetime, int, int]]:
    """Yield the end of each period and the numbers who had seen each by then; a row covers as many hours as needed to
    fit.
    """
    points = [(datetime.fromisoformat(point["hour"]), point["rumour"], point["debunking"]) for point in reach["points"]]
    if not points:
        return
    begin, end = points[0][0], points[-1][0] + _HOUR
    hours = max(1, -(-int((end - begin) / _HOUR) // MOST_ROWS))
    until = begin
    while until < end:
        until += hours * _HOUR
        past = [(seen, told) for hour, seen, told in points if hour < until]
        yield until, sum(seen for seen, _ in past), sum(told for _, told in past)
