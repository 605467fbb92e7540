"""Figures: a curve over time, and lanes of intervals from the past into the future."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final, Literal

from markupsafe import Markup

from console.drawing.svg import Scale, Times, drawing, element, line, path, round_ticks, text, ticks
from console.texts.filters import instant, number
from console.texts.languages import Language

Tone = Literal["good", "wait", "bad", "info", "quiet"]

WIDTH: Final = 720.0
_LEFT: Final = 48.0
_RIGHT: Final = 12.0
_LANE: Final = 28.0
_LABELS: Final = 120.0


def curve(points: Sequence[tuple[datetime, float]], title: str, language: Language, *, height: float = 200.0) -> Markup:
    """Return values over time as a line with the area below it; at least two points, in order of time."""
    ends = [value for _, value in points]
    levels = round_ticks(max(ends, default=0.0))
    times = Times(points[0][0], points[-1][0], _LEFT, WIDTH - _RIGHT)
    values = Scale(0.0, levels[-1], height - 24, 12)
    drawn = [(times(at), values(value)) for at, value in points]
    return drawing(
        title,
        WIDTH,
        height,
        *(line(_LEFT, values(level), WIDTH - _RIGHT, values(level)) for level in levels),
        *(text(_LEFT - 8, values(level) + 4, number(level, language), "end") for level in levels),
        *(text(times(at), height - 6, said, "middle") for at, said in ticks(times, language)),
        path([(drawn[0][0], values(0)), *drawn, (drawn[-1][0], values(0))], "area", closed=True),
        path(drawn, "curve"),
    )


@dataclass(frozen=True)
class Span:
    """A span of time in a lane; without an end it goes on."""

    start: datetime | str
    end: datetime | str | None
    tone: Tone
    title: str
    """Its words, read on hovering and by screen readers."""
    link: str | None = None


@dataclass(frozen=True)
class Lane:
    """A lane with its label."""

    label: str
    spans: Sequence[Span]


def lanes(
    rows: Sequence[Lane], first: datetime, last: datetime, now: datetime, title: str, language: Language
) -> Markup:
    """Return lanes of spans between two instants, with a line at the present; what lies ahead is paler."""
    times = Times(instant(first), instant(last), _LABELS, WIDTH - _RIGHT)
    bottom = len(rows) * _LANE + 4
    drawn = [line(times(at), 0, times(at), bottom) for at, _ in ticks(times, language)]
    drawn += [text(times(at), bottom + 16, said, "middle") for at, said in ticks(times, language)]
    for place, lane in enumerate(rows):
        drawn.append(text(_LABELS - 12, place * _LANE + 18, lane.label, "end label"))
        for span in lane.spans:
            drawn += _spans(span, place * _LANE + 6, times, instant(now), instant(last))
    drawn.append(line(times(now), 0, times(now), bottom, "now"))
    linked = any(span.link for lane in rows for span in lane.spans)
    return drawing(title, WIDTH, bottom + 24, *drawn, linked=linked)


def _spans(span: Span, top: float, times: Times, now: datetime, last: datetime) -> list[Markup]:
    start, end = instant(span.start), instant(span.end) if span.end is not None else last
    if end <= times.first or start >= times.last:
        return []
    edges = sorted({start, end, *([now] if start < now < end else [])})
    parts = Markup("").join(
        element(
            "rect",
            element("title", span.title),
            x=times(begin),
            y=top,
            width=max(2.0, times(until) - times(begin)),
            height=16,
            rx=2,
            class_=f"bar-{span.tone}" + (" ahead" if begin >= now else ""),
        )
        for begin, until in pairwise(edges)
    )
    if span.link is None:
        return [parts]
    return [element("a", parts, href=span.link, aria_label=span.title)]
