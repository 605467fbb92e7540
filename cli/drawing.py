"""A standing as bars: one row a privilege, past and future alike, with a legend that names every cause.

It reads without colour too: what is allowed, refused and not there yet are different characters, and neighbouring
refusals with different causes differ in shade. A label that does not fit into its bar stands beside or below it.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from rich.text import Text

from cli.axis import Scale, marks
from models.instants import shown
from models.standing import Standing
from models.verdicts import Answer, Reason, Segment
from regulation.boundaries import privileges_of
from regulation.timeline import timeline
from regulation.verdicts import reasons

ALLOWED: Final = "─"
REFUSED: Final = ("█", "▓")
ABSENT: Final = "·"

NARROWEST: Final = 40
"""Columns below which a drawing would say nothing."""

_STYLE: Final = {ALLOWED: "green", REFUSED[0]: "red", REFUSED[1]: "dark_orange", ABSENT: "dim"}
_AHEAD: Final = timedelta(days=400)
_AROUND: Final = timedelta(days=30)


@dataclass(frozen=True)
class Window:
    """What is drawn: from, to, and where "now" is."""

    start: datetime
    end: datetime
    now: datetime


@dataclass
class _Row:
    """The cells of one privilege, and the labels that stand below because they had no room."""

    cells: list[str]
    labels: dict[int, str] = field(default_factory=dict)
    below: list[tuple[int, str]] = field(default_factory=list)


def window_around(standing: Standing, now: datetime, start: datetime | None, end: datetime | None) -> Window:
    """What is worth seeing unless somebody says otherwise: from a month back, or the oldest thing that still acts,
    to the last thing that ends by itself within a good year.
    """
    intervals = [r.interval for r in standing.restrictions] + [g.interval for g in standing.grants]
    edges = [edge for i in intervals for edge in (i.start, i.end) if edge is not None]
    recent = [edge for edge in edges if now - _AHEAD <= edge <= now]
    coming = [edge for edge in edges if now < edge <= now + _AHEAD]
    first = max(standing.registered_at, min([*recent, now - _AROUND]))
    last = max(coming, default=max(now + (now - first) / 2, now + _AROUND / 30))
    first, last = start or first, end or last
    room = (last - first) / 25
    return Window(first if start else first - room, last if end else last + room, now)


def draw(standing: Standing, window: Window, width: int) -> list[Text]:
    """The drawing, line by line, at most `width` columns wide.

    Raises:
        ValueError: when the window ends before it starts.
        PastNotKeptError: when the standing was folded without the past that is to be drawn.
    """
    width = max(width, NARROWEST)
    segments = timeline(standing, window.start, window.end)
    found = _reasons(standing, segments)
    numbers = _numbered(found.values())
    names = privileges_of(standing)
    margin = max(map(len, names)) + 2
    scale = Scale(window.start, window.end, width - margin)
    now = scale.column(window.now) if scale.covers(window.now) else None
    lines = [_now_line(margin, now, window.now, width)]
    for privilege in names:
        own = [segment for segment in segments if segment.privilege == privilege]
        row = _row(own, found, numbers, scale)
        lines.append(Text.assemble((privilege.ljust(margin), "bold"), _painted(row, now)))
        lines += [Text(" " * margin + line, style="red") for line in _stacked(row.below, scale.columns)]
    lines += _axis(margin, scale, now)
    return [*lines, Text(), *_legend(found, numbers, width)]


# --- causes ----------------------------------------------------------------------------------------------------------

_Found = dict[Segment, tuple[Reason, ...]]


def _reasons(standing: Standing, segments: Sequence[Segment]) -> _Found:
    """Why each refusal is one; nothing for what is only not there yet."""
    refused = (segment for segment in segments if segment.answer is Answer.REFUSED)
    return {
        segment: tuple(
            reason
            for reason in reasons(standing, segment.privilege, segment.start)
            if reason.cause != standing.account
        )
        for segment in refused
    }


def _numbered(found: "Iterator[tuple[Reason, ...]] | Sequence[tuple[Reason, ...]] | object") -> dict[str, int]:
    raise NotImplementedError(found)
