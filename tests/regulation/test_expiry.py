"""Article 2: which warning is due when, and which end needs none; a table with a clock."""

from datetime import date, datetime, timedelta

import pytest

from models.accounts.certifications import Watched
from models.accounts.commands import Certify, ChangeHolder, Close, Command, RevokeCertification
from models.accounts.standing import Standing
from models.instants import SHANGHAI
from models.words.privileges import Field
from regulation.accounts.expiry import announce, warning
from regulation.records import Step
from tests.regulation.account import Account

END = datetime(2026, 4, 1, tzinfo=SHANGHAI)
"""The midnight with which a certification ends that is valid through 31 March."""
DAY = timedelta(days=1)


def certify(name: str, until: date, since: date = date(2025, 4, 1), field: Field = Field.FINANCE) -> Certify:
    return Certify(id=name, field=field, valid_from=since, valid_until=until)


C1 = certify("c1", date(2026, 3, 31))


def life(*commands: Command, at: datetime = END - 300 * DAY) -> Standing:
    """The standing after these commands, as the ledger keeps it."""
    account = Account(at)
    for number, command in enumerate(commands):
        account.do(command, at + number * DAY)
    return account.pruned


@pytest.mark.parametrize(
    ("before", "days"),
    [
        (31 * DAY, None),
        (30 * DAY + timedelta(microseconds=1), None),
        (30 * DAY, 30),
        (7 * DAY + timedelta(seconds=1), 30),
        (7 * DAY, 7),
        (DAY, 1),
        (timedelta(microseconds=1), 1),
        (timedelta(0), None),
    ],
)
def test_the_closest_warning_that_is_due(before: timedelta, days: int | None) -> None:
    due = warning(life(C1), "c1", END - before)
    assert (due and due.days) == days
    if due is not None:
        assert (due.valid_through, due.expires_at) == (date(2026, 3, 31), END)


@pytest.mark.parametrize(
    ("more", "due"),
    [
        ((), 7),
        ((certify("c2", date(2026, 12, 31), date(2026, 3, 1)),), None),  # renewed without a gap
        ((certify("c2", date(2026, 3, 30)),), 7),  # another one that ends even earlier
        ((certify("c2", date(2026, 12, 31), date(2026, 4, 2)),), 7),  # a day's gap will be felt
        ((certify("c2", date(2026, 12, 31), field=Field.JUSTICE),), 7),
        ((RevokeCertification(id="c1"),), None),
        ((ChangeHolder(holder="h_other"),), None),
        ((Close(id="x1"),), None),
    ],
)
def test_an_end_that_will_not_be_felt_is_not_announced(more: tuple[Command, ...], due: int | None) -> None:
    found = warning(life(C1, *more), "c1", END - 5 * DAY)
    assert (found and found.days) == due


def test_a_certification_shorter_than_the_warning_is_not_announced_when_it_begins() -> None:
    short = life(C1, at=END - 20 * DAY)
    assert warning(short, "c1", END - 19 * DAY) is None
    assert warning(short, "c1", END - 7 * DAY) is not None


def test_a_warning_is_announced_once_and_never_after_a_closer_one() -> None:
    standing = life(C1)
    early, late = warning(standing, "c1", END - 8 * DAY), warning(standing, "c1", END - 2 * DAY)
    assert early is not None
    assert late is not None
    assert announce(early)(None, END) == Step((early,))
    seen = Watched(last=late, warned_at=END)
    assert announce(late)(seen, END) == announce(early)(seen, END) == Step()
    assert announce(late)(Watched(last=early, warned_at=END), END) == Step((late,))
