"""Drawing of a standing as bars: one row for each privilege, past and future, with a legend that names every cause.

The drawing is readable without colour: allowed, refused and not yet existing have different characters, and
neighbouring refusals with different causes differ in shade. A label that does not fit into its bar stands beside or
below it.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from rich.text import Text

from cli.terminal.axis import Scale, marks
from models.accounts.standing import Standing
from models.accounts.verdicts import Answer, Reason, Segment
from models.instants import shown
from regulation.standing.boundaries import privileges_of
from regulation.standing.timeline import timeline
from regulation.standing.verdicts import reasons

ALLOWED: Final = "─"
REFUSED: Final = ("█", "▓")
ABSENT: Final = "·"

NARROWEST: Final = 40
"""Smallest width of a drawing, in columns."""

_STYLE: Final = {ALLOWED: "green", REFUSED[0]: "red", REFUSED[1]: "dark_orange", ABSENT: "dim"}
_AHEAD: Final = timedelta(days=400)
_AROUND: Final = timedelta(days=30)


@dataclass(frozen=True)
class Window:
    """Period that is drawn, and the instant "now" in it."""

    start: datetime
    end: datetime
    now: datetime


@dataclass
class _Row:
    """Cells of one privilege's row, and the labels below it that did not fit."""

    cells: list[str]
    labels: dict[int, str] = field(default_factory=dict)
    below: list[tuple[int, str]] = field(default_factory=list)


def window_around(standing: Standing, now: datetime, start: datetime | None, end: datetime | None) -> Window:
    """Return the default window: from a month ago, or the oldest change within 400 days, to the last end within 400
    days.
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


def draw(standings: Mapping[str, Standing], window: Window, width: int) -> list[Text]:
    """Return the lines of a drawing: each standing under its title (none for an empty title), on one scale and with one
    legend.

    Raises:
        ValueError: when the window ends before it starts.
        PastNotKeptError: when a standing was folded without the past that is to be drawn.
    """
    width = max(width, NARROWEST)
    margin = max(len(name) for standing in standings.values() for name in privileges_of(standing)) + 2
    scale = Scale(window.start, window.end, width - margin)
    found = {title: _reasons(standing, window) for title, standing in standings.items()}
    every = {reason for because in found.values() for some in because.values() for reason in some}
    numbers = _numbered(every)
    lines: list[Text] = []
    for title, because in found.items():
        lines += [Text(title, style="bold")] if title else []
        lines += _bars(because, numbers, scale, margin, window.now)
        lines.append(Text())
    return [*lines, *_legend(every, numbers, width)]


def _bars(because: "_Because", numbers: Mapping[str, int], scale: Scale, margin: int, at: datetime) -> list[Text]:
    now = scale.column(at) if scale.covers(at) else None
    lines = [_now_line(margin, now, at, scale.columns)]
    for privilege, own in groupby(because, key=lambda segment: segment.privilege):
        row = _row({segment: because[segment] for segment in own}, numbers, scale)
        lines.append(Text.assemble((privilege.ljust(margin), "bold"), _painted(row, now)))
        lines += [Text(" " * margin + line, style="red") for line in _stacked(row.below, scale.columns)]
    return [*lines, *_axis(margin, scale, now)]


# --- causes ----------------------------------------------------------------------------------------------------------

_Because = dict[Segment, tuple[Reason, ...]]


def _reasons(standing: Standing, window: Window) -> _Because:
    """Return every segment with the reasons for its refusal; no reason where the privilege does not exist yet."""
    return {
        segment: tuple(
            reason
            for reason in reasons(standing, segment.privilege, segment.start)
            if segment.answer is Answer.REFUSED and reason.cause != standing.account
        )
        for segment in timeline(standing, window.start, window.end)
    }


def _numbered(every: set[Reason]) -> dict[str, int]:
    """Return each cause's number, in the order in which the causes began."""
    begun = sorted((reason.since, reason.cause) for reason in every)
    return {cause: number for number, cause in enumerate(dict.fromkeys(cause for _, cause in begun), start=1)}


def _legend(every: set[Reason], numbers: Mapping[str, int], width: int) -> Iterator[Text]:
    yield Text.assemble(
        (ALLOWED * 2, _STYLE[ALLOWED]), " allowed  ",
        (REFUSED[0] * 2, _STYLE[REFUSED[0]]), (REFUSED[1] * 2, _STYLE[REFUSED[1]]), " refused  ",
        (ABSENT * 2, _STYLE[ABSENT]), " not yet",
    )  # fmt: skip
    for cause, number in numbers.items():
        own = sorted((reason for reason in every if reason.cause == cause), key=_alike)
        begun = shown(min(reason.since for reason in own))
        first, *more = textwrap.wrap(f"{cause}, since {begun}", width - 4)
        yield Text.assemble((f"{number:>2}", "bold red"), f"  {first}")
        yield from (Text(f"    {line}") for line in more)
        for (since, until, article, kind), alike in groupby(own, key=_alike):
            closes = ", ".join(sorted({reason.privilege for reason in alike}))
            later = "" if since == begun else f" from {since}"
            said = f"closes {closes}{later} {until} ({kind}, art. {article})"
            yield from map(Text, textwrap.wrap(said, width, initial_indent="    ", subsequent_indent="      "))


def _alike(reason: Reason) -> tuple[str, str, int, str]:
    until = "without end" if isinstance(reason.until, str) else f"until {shown(reason.until)}"
    return shown(reason.since), until, reason.article, reason.kind.value


# --- bars ------------------------------------------------------------------------------------------------------------


def _row(because: _Because, numbers: Mapping[str, int], scale: Scale) -> _Row:
    row = _Row([ABSENT] * scale.columns)
    refused: list[tuple[int, int, str]] = []
    shade = 0
    for segment in because:
        if segment.answer is Answer.ALLOWED:
            first, last = _columns(segment, scale)
            row.cells[first:last] = ALLOWED * (last - first)
    # After the allowed segments, so that the shortest refusal still has a cell.
    for segment, why in because.items():
        if not why:
            continue
        first, last = _columns(segment, scale)
        last = max(last, first + 1)
        shade = 1 - shade if refused and refused[-1][1] >= first else 0
        row.cells[first:last] = REFUSED[shade] * (last - first)
        refused.append((first, last, "+".join(str(n) for n in sorted({numbers[reason.cause] for reason in why}))))
    for first, last, label in refused:
        _label(row, first, last, label)
    return row


def _columns(segment: Segment, scale: Scale) -> tuple[int, int]:
    open_ended = segment.end is None or segment.end >= scale.end
    return scale.column(segment.start), scale.columns if open_ended else scale.column(segment.end or scale.end)


def _label(row: _Row, first: int, last: int, label: str) -> None:
    """Place a label inside the bar, else right of it, else left of it, else below: a label never hides a bar."""
    room = len(label) + 2
    if last - first >= room + 2:
        row.labels[(first + last - room) // 2] = f" {label} "
    elif _free(row, last, room):
        row.labels[last] = f" {label} "
    elif _free(row, first - room, room):
        row.labels[first - room] = f" {label} "
    else:
        row.below.append((first, label))


def _free(row: _Row, column: int, room: int) -> bool:
    if column < 0 or column + room > len(row.cells):
        return False
    taken = any(column < other + len(label) and other < column + room for other, label in row.labels.items())
    return not taken and all(cell not in REFUSED for cell in row.cells[column : column + room])


def _painted(row: _Row, now: int | None) -> Text:
    line = Text()
    for column, cell in enumerate(row.cells):
        past = now is not None and column < now
        line.append(cell, f"dim {_STYLE[cell]}" if past and cell == ALLOWED else _STYLE[cell])
    plain = line.plain
    for column, label in row.labels.items():
        plain = plain[:column] + label + plain[column + len(label) :]
    labelled = Text(plain, spans=line.spans)
    for column, label in row.labels.items():
        labelled.stylize("not dim bold default", column, column + len(label))
    return labelled


def _stacked(below: Sequence[tuple[int, str]], columns: int) -> list[str]:
    """Return labels under their bars, on as many lines as needed to keep them apart."""
    lines: list[str] = []
    for column, label in below:
        start = min(column, columns - len(label) - 1)
        text = f"^{label}"
        for place, line in enumerate(lines):
            if len(line) < start:
                lines[place] = line.ljust(start) + text
                break
        else:
            lines.append(" " * start + text)
    return lines


# --- time ------------------------------------------------------------------------------------------------------------


def _now_line(margin: int, now: int | None, at: datetime, columns: int) -> Text:
    if now is None:
        return Text("Shanghai time".ljust(margin), style="dim")
    label = f"now {shown(at.replace(microsecond=0))}"
    text, column = "▼", now
    if now + 2 + len(label) <= columns:
        text = f"▼ {label}"
    elif len(label) + 1 <= now:
        text, column = f"{label} ▼", now - len(label) - 1
    return Text.assemble(("Shanghai time".ljust(margin), "dim"), " " * column, (text, "bold cyan"))


def _axis(margin: int, scale: Scale, now: int | None) -> list[Text]:
    found = marks(scale)
    rule = list("─" * scale.columns)
    words = [" "] * scale.columns
    for column, label in found:
        rule[column] = "┬"
        words[column : column + len(label)] = label
    line = Text(" " * margin + "".join(rule), style="dim")
    if now is not None:
        line = Text.assemble(line[: margin + now], ("▲", "bold cyan"), line[margin + now + 1 :])
    return [line, Text(" " * margin + "".join(words).rstrip(), style="dim")]
