"""Civil time in Shanghai: months and days as the notice counts them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.instants import EARLIEST
from regulation.tables.calendar import civil_date, midnight, months_after, through
from tests.regulation.account import on
from tests.regulation.oracle import months_later


@pytest.mark.parametrize(
    ("anchor", "months", "result"),
    [
        ("2026-01-31 08:00", 1, "2026-02-28 08:00"),
        ("2026-01-31 08:00", 2, "2026-03-31 08:00"),
        ("2026-01-31 08:00", 3, "2026-04-30 08:00"),
        ("2026-11-30 15:00", 3, "2027-02-28 15:00"),
        ("2027-11-30 15:00", 3, "2028-02-29 15:00"),
        ("2027-11-29 15:00", 3, "2028-02-29 15:00"),
        ("2026-11-29 15:00", 3, "2027-02-28 15:00"),
        ("2028-02-29 23:59:59", 3, "2028-05-29 23:59:59"),
        ("2028-02-29 12:00", 12, "2029-02-28 12:00"),
        ("2028-02-29 12:00", 48, "2032-02-29 12:00"),
        ("2026-02-28 12:00", 3, "2026-05-28 12:00"),
        ("2026-10-15 20:15", 3, "2027-01-15 20:15"),
        ("2026-12-31 00:00", 2, "2027-02-28 00:00"),
        ("2026-12-31 00:00", 12, "2027-12-31 00:00"),
        ("2026-03-10 12:00:30", 3, "2026-06-10 12:00:30"),
        ("2026-03-10 12:00", 0, "2026-03-10 12:00"),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(anchor: str, months: int, result: str) -> None:
    """The clock time stays, the day stays where the month has it, and the year turns when it must."""
    assert months_after(on(anchor), months) == on(result)


def test_months_do_not_chain() -> None:
    """A month and two more are not three months when the day got lost on the way; so it is counted from the anchor."""
    assert months_after(months_after(on("01-31"), 1), 2) == on("04-28")
    assert months_after(on("01-31"), 3) == on("04-30")


def test_months_are_counted_in_shanghai() -> None:
    """The day is the one in Shanghai, whatever offset the instant came with."""
    assert months_after(datetime(2026, 11, 29, 18, tzinfo=UTC), 3) == on("2027-02-28 02:00")
    assert months_after(datetime(2027, 11, 30, 17, tzinfo=UTC), 3) == on("2028-03-01 01:00")


def test_every_day_of_eight_years_agrees_with_walking_day_by_day() -> None:
    """For each day of two leap cycles and several lengths the arithmetic equals counting on one's fingers."""
    for offset in range(8 * 366):
        anchor = on("2023-07-10 13:37") + timedelta(days=offset)
        for months in (1, 3, 6):
            assert months_after(anchor, months) == months_later(anchor, months), (anchor, months)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 6, 30, 15, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 16, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
        (on("2028-02-29 23:59:59"), date(2028, 2, 29)),
    ],
)
def test_the_civil_day_turns_at_shanghai_midnight(at: datetime, day: date) -> None:
    """At 16:00 UTC the next day begins."""
    assert civil_date(at) == day


@pytest.mark.parametrize(
    "day", [date(1992, 1, 1), date(2026, 6, 30), date(2028, 2, 28), date(2028, 2, 29), date(2026, 12, 31)]
)
def test_a_day_lasts_from_midnight_through_midnight(day: date) -> None:
    """What is valid through a day ends when the next one begins, and the day is 24 hours long."""
    assert civil_date(midnight(day)) == day
    assert civil_date(through(day) - timedelta(microseconds=1)) == day
    assert through(day) == midnight(day + timedelta(days=1))
    assert through(day) - midnight(day) == timedelta(hours=24)


def test_the_zone_database_agrees_on_every_midnight() -> None:
    """Every midnight from 1992 to 2035 is the one that the zone database knows for Asia/Shanghai."""
    zone = ZoneInfo("Asia/Shanghai")
    day = EARLIEST.date()
    while day.year < 2036:
        assert midnight(day) == datetime(day.year, day.month, day.day, tzinfo=zone)
        day += timedelta(days=1)
