"""Reporting periods (article 9, "regularly"): a month, a week or a quarter of civil time in Asia/Shanghai."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from models.reports.content import Cadence, FiledReport, Period
from regulation.tables.calendar import civil_date, midnight

SETTLING: Final = timedelta(minutes=15)
"""Delay after its end from which a period may be reported: everything recorded at its last instant is stored by
then.
"""

_WRITTEN: Final = re.compile(r"(\d{4})-(?:(\d{2})|W(\d{2})|Q([1-4]))")

RIGHT: Final = "a month such as 2026-10, a week such as 2026-W41, or a quarter such as 2026-Q4"


def period_of(written: str) -> Period:
    """Parse a period in its written form.

    Raises:
        ValueError: when it is not a period; the message says what would be right.
    """
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is not a period: write {RIGHT}")
    year, month, week, quarter = (None if part is None else int(part) for part in found.groups())
    assert year is not None
    try:
        if month is not None:
            return _month(date(year, month, 1))
        if quarter is not None:
            return _quarter(date(year, 3 * quarter - 2, 1))
        return _week(date.fromisocalendar(year, week or 0, 1))
    except (ValueError, OverflowError):
        raise ValueError(f"{written!r} does not exist in the calendar: write {RIGHT}") from None


def period_containing(cadence: Cadence, at: datetime) -> Period | None:
    """Period that contains the instant; None for reports that follow no calendar."""
    day = civil_date(at)
    if cadence is Cadence.MONTHLY:
        return _month(day.replace(day=1))
    if cadence is Cadence.QUARTERLY:
        return _quarter(day.replace(month=day.month - (day.month - 1) % 3, day=1))
    if cadence is Cadence.WEEKLY:
        return _week(day - timedelta(days=day.weekday()))
    return None


def last_ended(cadence: Cadence, at: datetime) -> Period | None:
    """Newest period that is over at the instant: the subject of a report that is due now."""
    running = period_containing(cadence, at)
    return None if running is None else before(running)


def before(period: Period) -> Period | None:
    """Period that ended when this one began."""
    return period_containing(period.cadence, period.start - timedelta(microseconds=1))


def after(period: Period) -> Period | None:
    """Period that begins when this one ends."""
    return period_containing(period.cadence, period.end)


def between(start: datetime, end: datetime) -> Period:
    """Period that follows no calendar: from one midnight to another."""
    return Period(id=f"{civil_date(start)}--{civil_date(end)}", cadence=Cadence.CRON, start=start, end=end)


def first_reported_in(
    filed: Iterable[FiledReport], *, recorded_at: datetime, start: datetime, end: datetime | None
) -> str | None:
    """Identifier of the first filed report that contained a restriction, by its cut-off and its period; None when none
    did.

    Cadences are not compared: a platform that reports by month and asks for a week once has the month's report filed.
    """
    had = [
        (one.cut_off, one.report)
        for one in filed
        if recorded_at < one.cut_off
        and start < one.period.end
        and (one.period.start <= recorded_at < one.period.end or end is None or end >= one.period.start)
    ]
    return min(had)[1] if had else None


def reportable_from(period: Period) -> datetime:
    """Instant from which the period may be reported."""
    return period.end + SETTLING


def _month(first: date) -> Period:
    following = (first + timedelta(days=31)).replace(day=1)
    return _period(f"{first:%Y-%m}", Cadence.MONTHLY, first, following)


def _quarter(first: date) -> Period:
    following = (first + timedelta(days=93)).replace(day=1)
    return _period(f"{first:%Y}-Q{(first.month + 2) // 3}", Cadence.QUARTERLY, first, following)


def _week(monday: date) -> Period:
    year, week, _ = monday.isocalendar()
    return _period(f"{year:04}-W{week:02}", Cadence.WEEKLY, monday, monday + timedelta(days=7))


def _period(id_: str, cadence: Cadence, first: date, following: date) -> Period:
    return Period(id=id_, cadence=cadence, start=midnight(first), end=midnight(following))
