"""The interval: half-open, perhaps without end, and cut short by what comes later."""

from datetime import datetime, timedelta

import pytest

from models.instants import SHANGHAI
from models.intervals import Interval

NOON = datetime(2026, 3, 10, 12, tzinfo=SHANGHAI)
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)
A_DAY = Interval.starting(NOON, lasting=DAY)
FOR_GOOD = Interval(start=NOON)


@pytest.mark.parametrize(
    ("at", "covers_a_day", "covers_for_good", "day_is_over"),
    [
        (NOON - TICK, False, False, False),
        (NOON, True, True, False),
        (NOON + DAY - TICK, True, True, False),
        (NOON + DAY, False, True, True),
        (NOON + 900 * DAY, False, True, True),
    ],
)
def test_it_is_half_open(at: datetime, covers_a_day: bool, covers_for_good: bool, day_is_over: bool) -> None:
    """The start lies inside, the end does not: at its end a thing is over (reading 2)."""
    assert A_DAY.covers(at) is covers_a_day
    assert A_DAY.ended_by(at) is day_is_over
    assert FOR_GOOD.covers(at) is covers_for_good
    assert FOR_GOOD.ended_by(at) is False


@pytest.mark.parametrize(
    ("at", "left"),
    [
        (NOON - DAY, None),
        (NOON, None),
        (NOON + TICK, Interval(start=NOON, end=NOON + TICK)),
        (NOON + DAY - TICK, Interval(start=NOON, end=NOON + DAY - TICK)),
        (NOON + DAY, A_DAY),
        (NOON + 2 * DAY, A_DAY),
    ],
)
def test_cutting_only_shortens(at: datetime, left: Interval | None) -> None:
    """A cut leaves what lies before it, never more than there was, and nothing where it comes before the start."""
    assert A_DAY.cut_at(at) == left


def test_cutting_what_has_no_end() -> None:
    """What had no end gets one."""
    assert FOR_GOOD.cut_at(NOON + DAY) == A_DAY
    assert FOR_GOOD.cut_at(NOON) is None
