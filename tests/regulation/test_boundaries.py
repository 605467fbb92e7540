"""Boundaries: when a standing changes by itself, and what each of them changed."""

from datetime import date, datetime, timedelta

import pytest

from models.accounts import commands as c
from models.words.privileges import Field, Method
from models.words.violations import Category
from regulation.standing.boundaries import next_boundary, privileges_of, transition_at, transitions_between
from tests.regulation.account import Account, on

TICK = timedelta(microseconds=1)
START = on("01-01 09:00")


@pytest.fixture
def account() -> Account:
    """An account with a grant, a certification, and a ban from 10 to 17 March that costs profit to 24 March."""
    made = Account(START)
    made.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), on("01-02"))
    made.do(
        c.Certify(id="c1", field=Field.FINANCE, valid_from=date(2026, 1, 1), valid_until=date(2026, 3, 19)), on("01-03")
    )
    made.do(c.ImposeBan(id="b1", category=Category.RECYCLED_NEWS, duration=timedelta(days=7)), on("03-10 12:00"))
    return made


@pytest.mark.parametrize(
    ("after", "boundary"),
    [
        ("03-10 12:00", "03-17 12:00"),
        ("03-17 11:59:59", "03-17 12:00"),
        ("03-17 12:00", "03-20"),
        ("03-20", "03-24 12:00"),
        ("03-24 12:00", "06-10 12:00"),
        ("06-10 12:00", None),
        ("2027-01-01", None),
    ],
)
def test_the_next_boundary_lies_later(account: Account, after: str, boundary: str | None) -> None:
    """One boundary after the other comes, each strictly later, and at the end there is none."""
    assert next_boundary(account.pruned, on(after)) == (None if boundary is None else on(boundary))


def test_a_beginning_is_a_boundary_too() -> None:
    """A certification that is valid from a later day has its first midnight as a boundary."""
    account = Account(START)
    account.do(
        c.Certify(id="c1", field=Field.FINANCE, valid_from=date(2026, 5, 1), valid_until=date(2026, 5, 1)), on("01-03")
    )

    assert next_boundary(account.pruned, on("01-03")) == on("05-01")
    assert next_boundary(account.pruned, on("05-01")) == on("05-02")
    assert next_boundary(account.pruned, on("05-02")) is None


def test_a_closed_account_has_none(account: Account) -> None:
    """After a closure nothing changes by itself any more, though a ban would still have ended."""
    account.do(c.Close(id="x1"), on("03-11"))

    assert next_boundary(account.pruned, on("03-11")) is None
    assert transitions_between(account.pruned, on("03-11"), on("2030-01-01")) == ()


def test_a_transition_says_what_opened(account: Account) -> None:
    """At the ban's end publishing and growth open together and profit stays suspended; in values and in words."""
    transition = transition_at(account.pruned, on("03-17 12:00"))

    assert [(change.privilege, change.opened) for change in transition.changes] == [
        ("publish", True),
        ("gain_followers", True),
        ("be_recommended", True),
        ("publish.finance", True),
    ]
    assert transition.version == account.pruned.version
    assert transition.message == (
        "ban b1 ends: publishing, gaining followers, being recommended and publishing in finance open; "
        "monetization stays suspended until 2026-03-24 12:00 (b1, art. 9)"
    )


def test_a_transition_says_what_closed_and_why(account: Account) -> None:
    """When a certification expires its field closes, with the certification as the cause."""
    transition = transition_at(account.pruned, on("03-20"))

    assert [(change.privilege, change.opened, change.causes) for change in transition.changes] == [
        ("publish.finance", False, ("c1",))
    ]
    assert transition.message.startswith("publishing in finance ends (c1): publishing in finance closes; ")


def test_a_boundary_that_changes_nothing_is_one_all_the_same(account: Account) -> None:
    """The end of a short ban inside a longer one is passed and told, and opens nothing."""
    account.do(c.ImposeBan(id="b2", category=Category.RECYCLED_NEWS, duration=timedelta(days=1)), on("03-11"))
    transition = transition_at(account.pruned, on("03-12"))

    assert next_boundary(account.pruned, on("03-11")) == on("03-12")
    assert transition.changes == ()
    assert transition.message.startswith("ban b2 ends: publishing stays banned until 2026-03-17 12:00 (b1, art. 9); ")


def test_where_nothing_happens_nothing_is_told(account: Account) -> None:
    """An instant that is no boundary changes nothing, and says so unless something still holds."""
    assert transition_at(account.pruned, on("2027-01-01")).message == "a boundary passes: nothing else changes"


def test_all_that_is_due_comes_in_order(account: Account) -> None:
    """Who looks late gets every boundary since, in order, the last instant included and the first not."""

    def due(after: datetime, through: datetime) -> list[datetime]:
        return [transition.at for transition in transitions_between(account.pruned, after, through)]

    every = [on("03-17 12:00"), on("03-20"), on("03-24 12:00"), on("06-10 12:00")]
    assert due(on("03-10 12:00"), on("2030-01-01")) == every
    assert due(every[0], every[2]) == every[1:3]
    assert due(every[0], every[2] - TICK) == every[1:2]
    assert due(every[0], every[0]) == []


def test_the_privileges_of_an_account(account: Account) -> None:
    """A standing is about what everybody has, and what the account was ever granted."""
    assert privileges_of(account.pruned) == (
        *("service", "publish", "gain_followers", "be_recommended", "apply_monetization"),
        *("monetize.advertising", "publish.finance"),
    )
