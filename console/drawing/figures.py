"""Figures: lanes of intervals from the past into the future."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final, Literal

from markupsafe import Markup

from console.drawing.svg import Times, drawing, element, line, text, ticks
from console.texts.filters import instant
from console.texts.languages import Language

Tone = Literal["good", "wait", "bad", "info", "quiet"]

WIDTH: Final = 720.0
_RIGHT: Final = 12.0
_LANE: Final = 28.0
_LABELS: Final = 120.0


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
