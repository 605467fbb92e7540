"""Display of the running demonstration: accounts by state, latest events, and one account's timeline as bars."""

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cli.terminal.drawing import Window, draw
from models.accounts.standing import Standing
from models.instants import shown
from regulation.standing.description import happened
from regulation.standing.status import status_of
from regulation.words.restrictions import AccountStatus

if TYPE_CHECKING:
    from ledger.events.feed import Event


LATELY = 8
_STYLE = {
    AccountStatus.ACTIVE: "green",
    AccountStatus.FROZEN: "cyan",
    AccountStatus.SUSPENDED: "dark_orange",
    AccountStatus.BANNED: "red",
    AccountStatus.HELD: "yellow",
    AccountStatus.CLOSED: "dim",
}


def words_of(event: "Event") -> str:
    """Return an event in one line."""
    if event.fact is not None:
        return f"{event.account}  {happened(event.fact)}"
    if event.entry is not None:
        return f"{event.entry.kind} {event.entry.record}  {event.entry.body['type']}"
    passed = event.transition
    if passed is None:
        raise AssertionError("an event announces one thing of three")
    return f"{event.account}  {shown(passed.at.replace(microsecond=0))} {passed.message} [{passed.recorded_by}]"


def view(
    standings: dict[str, Standing], lately: list[str], watched: Standing | None, now: datetime, width: int
) -> RenderableType:
    """Return the display for this instant."""
    parts: list[RenderableType] = [_counts(standings, now), Text("\nAnnounced last", style="bold")]
    parts += [Text(f"  {line}", overflow="ellipsis", no_wrap=True) for line in lately[-LATELY:]] or [Text("  nothing")]
    if watched is not None:
        parts.append(Text(f"\n{watched.account}  {watched.name}", style="bold"))
        parts += timeline_lines(watched, now, width)
    return Group(*parts)


def timeline_lines(standing: Standing, now: datetime, width: int) -> list[Text]:
    """Return one account's timeline around its bans, as bars."""
    ends = [r.interval.end for r in standing.restrictions if r.interval.end is not None]
    near = [end for end in ends if end < now + timedelta(minutes=5)]
    begun = min((ban.start for ban in standing.bans), default=now)
    start = min(begun, now) - timedelta(seconds=3)
    end = max([*near, now, start + timedelta(seconds=20)]) + timedelta(seconds=3)
    return draw({"": standing}, Window(start, end, now), width)


def _counts(standings: dict[str, Standing], now: datetime) -> Table:
    counted = Counter(status_of(standing, now) for standing in standings.values())
    most = max(counted.values(), default=1)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for status in (AccountStatus.ACTIVE, AccountStatus.BANNED, AccountStatus.SUSPENDED, AccountStatus.FROZEN):
        bar = "█" * round(counted[status] / most * 40) or ("▏" if counted[status] else "")
        table.add_row(status.value, Text(str(counted[status]), justify="right"), Text(bar, style=_STYLE[status]))
    return table
