"""Article 8: what a violation and a change of holder close, and for how long."""

from datetime import datetime

import pytest

from models.accounts.facts import HolderChanged
from models.names import AccountKind
from regulation.articles.a08_profit import closed_by_holder_change, closed_by_violation
from tests.regulation.account import on

TABLE = [
    (on("03-10 12:00:30"), 3, on("06-10 12:00:30")),
    (on("11-30"), 3, on("2027-02-28")),
    (on("2027-11-30"), 3, on("2028-02-29")),
    (on("01-31"), 3, on("04-30")),
    (on("01-31"), 1, on("02-28")),
    (on("03-10"), 6, on("09-10")),
]


@pytest.mark.parametrize(("at", "months", "end"), TABLE)
def test_a_violation_closes_applying(at: datetime, months: int, end: datetime) -> None:
    """For so many calendar months from its decision no application is granted; nothing else is closed (reading 4)."""
    closed = closed_by_violation("v1", at, months)

    assert (closed.interval.start, closed.interval.end) == (at, end)
    assert (closed.privilege, closed.kind.value, closed.article, closed.cause) == (
        *("apply_monetization", "withheld", 8, "v1"),
    )


@pytest.mark.parametrize(("at", "months", "end"), TABLE)
def test_a_change_of_holder_freezes_all_profit(at: datetime, months: int, end: datetime) -> None:
    """For so many calendar months from the change every method is frozen, and applying with them (reading 6)."""
    change = HolderChanged(id="holder-change-2", holder="h2", kind=AccountKind.INDIVIDUAL, freeze_months=months)
    closed = closed_by_holder_change(change, at)

    assert (closed.interval.start, closed.interval.end) == (at, end)
    assert (closed.privilege, closed.kind.value, closed.article, closed.cause) == (
        *("monetize", "freeze", 8, "holder-change-2"),
    )
