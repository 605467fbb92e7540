"""Elements and scales of drawings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from markupsafe import Markup

from console.texts.languages import Language
from models.instants import SHANGHAI

Attribute = str | float | None


def element(name: str, *children: Markup | str, **attributes: Attribute) -> Markup:
    """Return an element. Text and attributes are escaped; `class_` is written `class`, `aria_label`
    `aria-label`; None is left out.
    """
    named = "".join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _written(value))
        for key, value in attributes.items()
        if value is not None
    )
    content = Markup("").join(children)
    return Markup(f"<{name}{named}>{content}</{name}>")  # noqa: S704 - its parts are escaped above


def drawing(title: str, width: float, height: float, *children: Markup, linked: bool = False) -> Markup:
    """Return a whole drawing, `title` being what it says without being seen; `linked`: there are links in it."""
    drawn = element(
        "svg",
        element("title", title),
        *children,
        class_="drawing",
        role="group" if linked else "img",
        viewBox=f"0 0 {_written(width)} {_written(height)}",
        preserveAspectRatio="xMinYMin meet",
    )
    # On a narrow screen the drawing keeps its letters legible and is moved sideways, also by the keyboard.
    return element("div", drawn, class_="figure", tabindex="0", role="region", aria_label=title)


def line(x1: float, y1: float, x2: float, y2: float, class_: str = "axis") -> Markup:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def text(x: float, y: float, said: str, class_: str | None = None) -> Markup:
    """Return a text; the classes `end` and `middle` align it to its place."""
    return element("text", said, x=x, y=y, class_=class_)


@dataclass(frozen=True)
class Scale:
    """Linear scale from values to places."""

    first: float
    last: float
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the place of a value; of a scale without extent, the beginning."""
        if self.last == self.first:
            return self.begin
        return self.begin + (value - self.first) / (self.last - self.first) * (self.end - self.begin)

    def inside(self, value: float) -> float:
        """Return the place of a value, at the edge where it lies beyond it."""
        low, high = sorted((self.begin, self.end))
        return min(high, max(low, self(value)))


@dataclass(frozen=True)
class Times:
    """Scale from instants to places."""

    first: datetime
    last: datetime
    begin: float
    end: float

    def __call__(self, at: datetime) -> float:
        """Return the place of an instant, at the edge where it lies beyond it."""
        return Scale(0.0, (self.last - self.first).total_seconds(), self.begin, self.end).inside(
            (at - self.first).total_seconds()
        )


_STEPS: Final = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 2 * 1440, 7 * 1440, 14 * 1440)
)
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60)
_MONTH: Final = timedelta(days=30.4)


def ticks(times: Times, language: Language, most: int = 8) -> list[tuple[datetime, str]]:
    """Return round instants of a scale with their labels, at most `most`: hours, days or months in Shanghai."""
    first, span = times.first.astimezone(SHANGHAI), times.last - times.first
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    step = next((step for step in _STEPS if span / step <= most), None)
    if step is None:
        months = next((months for months in _MONTHS if span / (months * _MONTH) <= most), _MONTHS[-1])
        found = _months(midnight, times.last, months)
    else:
        steps = int((times.last - midnight) / step)
        found = [midnight + place * step for place in range(max(0, int((first - midnight) / step)), steps + 1)]
    said = [(at, _said(at, step, span, language)) for at in found if first <= at <= times.last]
    return said[:most]


def _months(first: datetime, last: datetime, step: int) -> list[datetime]:
    count = first.year * 12 + first.month - 1
    count -= count % step
    found: list[datetime] = []
    while (at := first.replace(year=count // 12, month=count % 12 + 1, day=1)) <= last:
        found.append(at)
        count += step
    return found


def _said(at: datetime, step: timedelta | None, span: timedelta, language: Language) -> str:
    if step is not None and step < timedelta(days=1):
        return f"{at:%H:%M}"
    far, zh = step is None and span > timedelta(days=330), language.code == "zh"
    if far:
        return f"{at.year}年{at.month}月" if zh else f"{at:%b %Y}"
    return f"{at.month}月{at.day}日" if zh else f"{at.day} {at:%b}"


def _written(value: Attribute) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)
