"""Timeline of an account as a drawing: one lane for each privilege, in per cent of the time shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from console.pages.account_words import KINDS

LEAST_AHEAD: Final = timedelta(days=45)
MOST_AHEAD: Final = timedelta(days=400)
BEYOND: Final = 1.08
"""The drawing ends a little after the last moment, so that one sees what then holds."""
WIDE: Final = 18.0
"""Width in per cent from which a bar has its words within."""
WIDER: Final = 45.0
"""The same on a narrow screen."""


@dataclass(frozen=True)
class Bar:
    """A stretch of a lane."""

    x: float
    width: float
    tone: str
    kind: str | None
    article: int | None
    cause: str | None
    since: str
    until: str
    future: bool
    """Whether it lies in the future as a whole."""

    @property
    def middle(self) -> float:
        """Return the place of its words."""
        return round(self.x + self.width / 2, 2)

    @property
    def wide(self) -> bool:
        """Return whether words fit into it."""
        return self.width >= WIDE

    @property
    def wider(self) -> bool:
        """Return whether words fit into it on a narrow screen, too."""
        return self.width >= WIDER


@dataclass(frozen=True)
class Lane:
    """A privilege with its bars."""

    privilege: str
    zh: str
    en: str
    allowed: bool
    opens_at: str | None
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Drawing:
    """Everything that is drawn."""

    lanes: tuple[Lane, ...]
    now: float
    """Place of the present, in per cent."""
    ticks: tuple[tuple[float, datetime], ...]
    start: datetime
    end: datetime


def horizon(moments: Sequence[Mapping[str, Any]], now: datetime) -> datetime:
    """Return the end of what is drawn: a little after the last moment, at most about a year ahead."""
    last = max((datetime.fromisoformat(moment["at"]) - now for moment in moments), default=timedelta(0))
    return now + min(max(last * BEYOND, LEAST_AHEAD), MOST_AHEAD)


def drawing(projection: Mapping[str, Any], start: datetime, end: datetime) -> Drawing:
    """Return the drawing of a projection between two instants."""
    now = datetime.fromisoformat(projection["now"])

    def place(at: str) -> float:
        instant = end if at == "never" else min(max(datetime.fromisoformat(at), start), end)
        return round(100 * ((instant - start) / (end - start)), 2)

    def bar(stretch: Mapping[str, Any]) -> Bar:
        x, right = place(stretch["start"]), place(stretch["end"])
        return Bar(
            x=x,
            width=round(right - x, 2),
            tone=KINDS[stretch["kind"]][1],
            kind=KINDS[stretch["kind"]][0],
            article=stretch["article"],
            cause=stretch["cause"],
            since=stretch["start"],
            until=stretch["end"],
            future=datetime.fromisoformat(stretch["start"]) > now,
        )

    lanes = tuple(
        Lane(
            privilege=one["privilege"],
            zh=one["zh"],
            en=one["en"],
            allowed=one["answer"] == "allowed",
            opens_at=one["opens_at"],
            bars=tuple(
                found
                for stretch in one["stretches"]
                if stretch["answer"] == "refused"
                for found in [bar(stretch)]
                if found.width > 0
            ),
        )
        for one in projection["privileges"]
    )
    steps = 4
    ticks = tuple((round(100 * step / steps, 2), start + (end - start) * step / steps) for step in range(steps + 1))
    return Drawing(lanes, round(100 * ((now - start) / (end - start)), 2), ticks, start, end)
