"""The jitter of a shared boundary: the same in every run, never early, and within its width."""

from datetime import date, timedelta

import pytest

from models.instants import SHANGHAI
from regulation.tables.calendar import midnight
from workflows.jitter import AT_MIDNIGHT, OTHERWISE, wake_at

MIDNIGHT = midnight(date(2026, 4, 1))
NOON = MIDNIGHT + timedelta(hours=12)
ACCOUNTS = [f"account-{number}" for number in range(2_000)]


@pytest.mark.parametrize(("boundary", "width"), [(MIDNIGHT, AT_MIDNIGHT), (NOON, OTHERWISE)])
def test_never_early_and_never_later_than_the_width(boundary, width) -> None:
    """An account that woke early would find nothing due and have to sleep again."""
    delays = [wake_at(account, boundary) - boundary for account in ACCOUNTS]
    assert all(timedelta(0) <= delay < width for delay in delays)


@pytest.mark.parametrize(("boundary", "width"), [(MIDNIGHT, AT_MIDNIGHT), (NOON, OTHERWISE)])
def test_the_accounts_fill_the_whole_width_evenly(boundary, width) -> None:
    """No tenth of the time gets more than a seventh of the accounts."""
    tenths = [int((wake_at(account, boundary) - boundary) / width * 10) for account in ACCOUNTS]
    assert sorted(set(tenths)) == list(range(10))
    assert max(tenths.count(tenth) for tenth in range(10)) < len(ACCOUNTS) / 7


def test_an_account_always_wakes_at_the_same_delay() -> None:
    """A replay, another process and a continued run must come to the same instant: these values never change."""
    assert wake_at("a", MIDNIGHT) - MIDNIGHT == timedelta(seconds=272, microseconds=716_110)
    assert wake_at("a", NOON) - NOON == timedelta(microseconds=454_527)


def test_an_instant_is_midnight_whatever_its_offset() -> None:
    """16:00 in UTC is midnight in Shanghai, where certifications end."""
    in_utc = MIDNIGHT.astimezone(tz=None)
    assert wake_at("a", in_utc) - in_utc == wake_at("a", MIDNIGHT.astimezone(SHANGHAI)) - MIDNIGHT
