"""Measures other than bans, cancellations and closures: the restrictions of each, its end, and refusals of changes.

The table is `MEASURES` in `regulation/words/measures.py`.
"""

from datetime import datetime
from typing import Final

from models.accounts.commands import Refusal
from models.accounts.facts import Fact, MeasureImposed
from models.accounts.standing import Restriction, RestrictionKind
from models.instants import shown
from models.intervals import Interval
from models.words.privileges import MONETIZE
from models.words.sanctions import MeasureKind
from regulation.tables.calendar import months_after
from regulation.words.measures import MEASURES


def closed_by(measure: MeasureImposed, fact: Fact) -> tuple[Restriction, ...]:
    """Restrictions of the measure from the fact's instant on; none for a warning."""
    row = MEASURES[measure.measure]
    if row.closes is None:
        return ()
    whole = measure.measure is MeasureKind.WITHHOLD_PROFIT and measure.least_months is None
    return (
        Restriction(
            privilege=MONETIZE if whole else row.closes,
            interval=Interval(start=fact.effective_at, end=end_of(measure, fact)),
            kind=row.kind,
            article=row.article or 9,
            cause=measure.id,
        ),
    )


def end_of(measure: MeasureImposed, fact: Fact) -> datetime | None:
    """End of the measure if nothing shortens it; None without an end. Withheld profit stays withheld for the clean
    window at least, which runs from the recording (readings 4 and 14).
    """
    length = None if measure.duration is None else fact.effective_at + measure.duration
    if measure.least_months is None:
        return length
    if measure.for_ever:
        return None
    window = months_after(fact.recorded_at, measure.least_months)
    return window if length is None else max(window, length)


def restriction_of(restrictions: tuple[Restriction, ...], identifier: str, measure: MeasureKind) -> Restriction | None:
    """Restriction of a measure of that identifier, if it still holds."""
    row = MEASURES[measure]
    if row.closes is None:
        return None
    privileges = {row.closes, MONETIZE} if measure is MeasureKind.WITHHOLD_PROFIT else {row.closes}
    wanted = (identifier, row.kind, row.article, None)
    return next(
        (r for r in restrictions if r.privilege in privileges and (r.cause, r.kind, r.article, r.origin) == wanted),
        None,
    )


def refusal_below_window(restrictions: tuple[Restriction, ...], left: Restriction, end: datetime) -> Refusal | None:
    """Refusal to end a withholding of profit within the clean window; only a person's lifting with a reason may."""
    window = next(
        (r.interval.end for r in restrictions if (r.cause, r.article, r.origin) == (left.cause, _CLEAN_WINDOW, None)),
        None,
    )
    if left.kind is not RestrictionKind.WITHHELD or window is None or end >= window:
        return None
    return Refusal(
        code="below_clean_window",
        message=f"profit is withheld for the clean window at least, until {shown(window)}: let it end then or later, "
        f"or lift the withholding of {left.cause} with a reason",
        article=left.article,
    )


_CLEAN_WINDOW: Final = 8
"""Article of the clean window that the violation closes too."""


def refusal_of_duration(measure: MeasureKind, *, timed: bool) -> Refusal | None:
    """Refusal of a duration for a measure done at once; None when the duration fits."""
    if not timed or MEASURES[measure].lasts == "may_end":
        return None
    return Refusal(
        code="no_duration",
        message=f"{MEASURES[measure].words.en} is done at once: leave duration out",
        article=MEASURES[measure].article,
    )
