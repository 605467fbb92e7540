"""Periods: how they are written, where they begin and end, and what comes before."""

from datetime import datetime

import pytest

from models.instants import SHANGHAI
from models.reports.content import Cadence
from regulation.reports import periods


def day(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("written", "start", "end", "before"),
    [
        ("2026-10", "2026-10-01", "2026-11-01", "2026-09"),
        ("2026-01", "2026-01-01", "2026-02-01", "2025-12"),
        ("2024-02", "2024-02-01", "2024-03-01", "2024-01"),
        ("2026-Q1", "2026-01-01", "2026-04-01", "2025-Q4"),
        ("2026-Q4", "2026-10-01", "2027-01-01", "2026-Q3"),
        ("2026-W41", "2026-10-05", "2026-10-12", "2026-W40"),
        # 2026 has 53 weeks by ISO 8601, and its first begins in December.
        ("2026-W01", "2025-12-29", "2026-01-05", "2025-W52"),
        ("2027-W01", "2027-01-04", "2027-01-11", "2026-W53"),
    ],
)
def test_a_period_begins_and_ends_at_midnight_in_shanghai(written: str, start: str, end: str, before: str) -> None:
    period = periods.period_of(written)
    assert (period.id, period.start, period.end) == (written, day(start), day(end))
    previous = periods.before(period)
    assert previous is not None
    assert (previous.id, previous.end) == (before, period.start)
    assert periods.after(previous) == period
    assert periods.last_ended(period.cadence, period.end) == period


@pytest.mark.parametrize("written", ["2026", "2026-13", "2026-W54", "2025-W53", "2026-Q5", "10/2026", "0000-01", ""])
def test_what_is_no_period_says_what_would_be_right(written: str) -> None:
    with pytest.raises(ValueError, match="2026-10"):
        periods.period_of(written)


def test_a_report_that_follows_no_calendar_says_from_when_to_when() -> None:
    period = periods.between(day("2026-10-05"), day("2026-10-15"))
    assert (period.id, period.cadence) == ("2026-10-05--2026-10-15", Cadence.CRON)
    assert periods.before(period) is None
