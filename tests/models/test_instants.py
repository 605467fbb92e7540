"""Instants and durations: what is let in, and how it is shown."""

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from models.base import Frozen
from models.instants import EARLIEST, LATEST, SHANGHAI, CivilDate, Duration, Instant, shown

INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)
DURATION: TypeAdapter[timedelta] = TypeAdapter(Duration)
CIVIL_DATE: TypeAdapter[date] = TypeAdapter(CivilDate)


def test_shanghai_is_eight_hours_ahead_since_1992() -> None:
    """The fixed offset equals the zone database's for every hour from 1992 to 2037; summer time was before."""
    zone = ZoneInfo("Asia/Shanghai")
    at = EARLIEST
    while at.year < 2038:
        assert at.astimezone(zone).utcoffset() == at.utcoffset(), at
        at += timedelta(hours=1)
    assert datetime(1991, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize(
    "given",
    [
        "2026-03-01T09:00:00+08:00",
        "2026-03-01T01:00:00Z",
        "2026-02-28T20:00-05:00",
        datetime(2026, 3, 1, 1, tzinfo=UTC),
        datetime(2026, 3, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai")),
    ],
)
def test_an_instant_is_kept_in_shanghai(given: Any) -> None:
    """Whatever offset it comes with, the same moment is kept at +08:00."""
    at = INSTANT.validate_python(given)

    assert at == datetime(2026, 3, 1, 9, tzinfo=SHANGHAI)
    assert at.tzinfo is SHANGHAI


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("2026-03-01T09:00:00", "the time has no offset"),
        ("2026-03-01", "the time has no offset"),
        (datetime(2026, 3, 1, 9), "the time has no offset"),  # noqa: DTZ001 - that is the point
        (1772326800, "a time is written as RFC 3339 text"),
        ("1772326800", "a time is written as RFC 3339 text"),
        (1772326800.5, "a time is written as RFC 3339 text"),
        (None, "a time is written as RFC 3339 text"),
        ("1991-12-31T23:59:59+08:00", "must lie between 1992-01-01 and 2999-12-31"),
        ("2999-12-31T00:00:01+08:00", "must lie between"),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))), "must lie between"),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=12))), "must lie between"),
    ],
)
def test_what_is_no_instant_is_refused(given: Any, says: str) -> None:
    """No offset is guessed, no number is taken for a time, and nothing lies where the offset would be wrong."""
    with pytest.raises(ValidationError, match=says):
        INSTANT.validate_python(given)


def test_the_first_and_the_last_instant_are_let_in() -> None:
    """The limits belong to the range."""
    assert INSTANT.validate_python(EARLIEST.isoformat()) == EARLIEST
    assert INSTANT.validate_python(LATEST.isoformat()) == LATEST


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("P7D", timedelta(days=7)),
        ("P1W", timedelta(days=7)),
        ("P1W2D", timedelta(days=9)),
        ("PT12H", timedelta(hours=12)),
        ("P1DT2H3M4S", timedelta(days=1, hours=2, minutes=3, seconds=4)),
        ("PT0.000001S", timedelta(microseconds=1)),
        ("PT90M", timedelta(minutes=90)),
        ("P3653D", timedelta(days=3653)),
        (timedelta(days=2), timedelta(days=2)),
    ],
)
def test_a_duration_can_be_multiplied(given: Any, meant: timedelta) -> None:
    """ISO 8601 in units of fixed length is read exactly."""
    assert DURATION.validate_python(given) == meant


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("P1M", "months and years differ in length"),
        ("P1Y", "months and years differ in length"),
        ("7 days", "is not a duration"),
        ("P", "is not a duration"),
        ("PT", "is not a duration"),
        ("P1DT", "is not a duration"),
        ("-P1D", "is not a duration"),
        ("", "is not a duration"),
        (7, "a duration is ISO 8601 text"),
        ("P0D", "must be longer than zero"),
        ("PT0S", "must be longer than zero"),
        (timedelta(days=-1), "must be longer than zero"),
        ("P3654D", "must be at most P3653D"),
        ("P3653DT1S", "must be at most P3653D"),
    ],
)
def test_what_is_no_duration_is_refused(given: Any, says: str) -> None:
    """What cannot be multiplied exactly, is nothing, or lasts longer than a ban may is refused with the reason."""
    with pytest.raises(ValidationError, match=says):
        DURATION.validate_python(given)


@pytest.mark.parametrize(
    ("given", "is_let_in"),
    [
        ("1991-12-31", False),
        ("1992-01-01", True),
        ("2028-02-29", True),
        ("2027-02-29", False),
        ("2999-12-30", True),
        ("2999-12-31", False),
        ("9999-12-31", False),
    ],
)
def test_a_civil_date_has_an_end(given: str, is_let_in: bool) -> None:
    """A day is let in only if its last midnight can be counted, so that nothing breaks when it is."""
    if is_let_in:
        assert CIVIL_DATE.validate_python(given) == date.fromisoformat(given)
    else:
        with pytest.raises(ValidationError):
            CIVIL_DATE.validate_python(given)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 3, 17, 12, tzinfo=SHANGHAI), "2026-03-17 12:00"),
        (datetime(2026, 3, 17, 16, tzinfo=UTC), "2026-03-18 00:00"),
        (datetime(2026, 3, 17, 12, 0, 30, tzinfo=SHANGHAI), "2026-03-17 12:00:30"),
        (datetime(2026, 3, 17, 12, 0, 0, 5, tzinfo=SHANGHAI), "2026-03-17 12:00:00"),
    ],
)
def test_an_instant_is_shown_in_shanghai(at: datetime, text: str) -> None:
    """People read it in Shanghai time, with seconds only where there are some."""
    assert shown(at) == text


@pytest.mark.parametrize("zone", [UTC, SHANGHAI, ZoneInfo("Asia/Shanghai"), timezone(timedelta(hours=-5))])
def test_an_instant_is_written_at_8_hours_however_it_was_made(zone: tzinfo) -> None:
    """Also one that nobody validated; to the microsecond, and in a union as well."""

    class Made(Frozen):
        at: Instant
        until: Instant | Literal["never"] | None = None

    at = datetime(2026, 3, 1, 9, 0, 0, 120, tzinfo=SHANGHAI).astimezone(zone)
    assert Made.trusted(at=at).model_dump()["at"] is at
    for until, written in ((at, '"2026-03-01T09:00:00.000120+08:00"'), ("never", '"never"'), (None, "null")):
        made = Made.trusted(at=at, until=until)
        assert made.model_dump_json() == f'{{"at":"2026-03-01T09:00:00.000120+08:00","until":{written}}}'
