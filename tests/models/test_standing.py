"""A ban's arithmetic, and values that never change."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from pydantic import ValidationError

from models.accounts.standing import Ban
from models.instants import SHANGHAI
from models.intervals import Interval


@pytest.mark.parametrize(
    ("duration", "factor", "suspension"),
    [
        (timedelta(days=7), "2", timedelta(days=14)),
        (timedelta(days=3), "2.5", timedelta(days=7, hours=12)),
        (timedelta(days=7), "3", timedelta(days=21)),
        (timedelta(hours=1), "2.1", timedelta(hours=2, minutes=6)),
        (timedelta(days=3653), "3", timedelta(days=10959)),
        (timedelta(microseconds=1), "2.5", timedelta(microseconds=2)),
        (timedelta(days=3653), "2.0000000001", timedelta(days=7306, microseconds=31561)),
    ],
)
def test_a_suspension_is_exactly_factor_times_the_ban(duration: timedelta, factor: str, suspension: timedelta) -> None:
    """No floating point: the product is exact to the microsecond, whatever the factor (article 9)."""
    start = datetime(2026, 3, 10, tzinfo=SHANGHAI)

    assert Ban(id="b", start=start, duration=duration, factor=Decimal(factor)).suspension == suspension


def test_values_are_frozen_and_know_their_keys() -> None:
    """Nothing of the vocabulary can be changed in place, and a misspelt key is an error."""
    interval = Interval(start=datetime(2026, 3, 10, tzinfo=SHANGHAI))

    with pytest.raises(ValidationError, match="frozen"):
        interval.end = interval.start  # type: ignore[misc] # that is the point
    with pytest.raises(ValidationError, match="Extra inputs"):
        Interval.model_validate({"start": interval.start, "ende": interval.start})
