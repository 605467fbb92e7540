"""Articles 9 and 10: what a ban closes, for how long, and with which factor."""

from datetime import timedelta
from decimal import Decimal

import pytest

from models.accounts.commands import ImposeBan, Refusal, ShortenBan
from models.accounts.facts import AccountClosed
from models.accounts.standing import Ban
from models.words.violations import Category
from regulation.articles.a09_bans import (
    SUSPENSION_FACTOR,
    closed_by,
    closed_by_closure,
    factor_of,
    refusal_to_shorten,
)
from regulation.tables.parameters import Between
from regulation.words.categories import CATEGORIES
from tests.regulation.account import on

NOON = on("03-10 12:00")
BAN = Ban(id="b1", start=NOON, duration=timedelta(days=7), factor=Decimal("2.5"))


def test_a_ban_closes_publishing_growth_and_profit_together() -> None:
    """All begin at once; publishing and growth last as long as the ban, profit the factor times as long."""
    assert [
        (r.privilege, r.kind.value, r.article, r.interval.start, r.interval.end, r.cause) for r in closed_by(BAN)
    ] == [
        ("publish", "ban", 9, NOON, on("03-17 12:00"), "b1"),
        ("gain_followers", "ban", 10, NOON, on("03-17 12:00"), "b1"),
        ("be_recommended", "ban", 10, NOON, on("03-17 12:00"), "b1"),
        ("monetize", "suspension", 9, NOON, on("03-28 00:00"), "b1"),
    ]


@pytest.mark.parametrize(
    ("category", "asked", "permitted", "factor"),
    [
        (Category.RECYCLED_NEWS, None, (2, 3), "2"),
        (Category.MATRIX_MANIPULATION, None, (2, 3), "3"),
        (Category.MATRIX_MANIPULATION, "2", (2, 3), "2"),
        (Category.RECYCLED_NEWS, "3", (2, 3), "3"),
        (Category.RECYCLED_NEWS, "2.75", (2, 3), "2.75"),
        (Category.RECYCLED_NEWS, "1.999999", (2, 3), None),
        (Category.RECYCLED_NEWS, "3.000001", (2, 3), None),
        (Category.RECYCLED_NEWS, "0", (2, 3), None),
        (Category.RECYCLED_NEWS, "-2", (2, 3), None),
        (Category.RECYCLED_NEWS, None, (4, 5), "4"),
        (Category.MATRIX_MANIPULATION, None, (1, 2), "2"),
        (Category.RECYCLED_NEWS, "3", (4, 5), None),
    ],
)
def test_the_factor(category: Category, asked: str | None, permitted: tuple[int, int], factor: str | None) -> None:
    """What is asked for must lie in the range; without it the category's own is taken, or the bound nearest to it."""
    command = ImposeBan(
        id="b1", category=category, duration=BAN.duration, factor=None if asked is None else Decimal(asked)
    )
    found = factor_of(command, Between(Decimal(permitted[0]), Decimal(permitted[1])))

    if factor is None:
        assert isinstance(found, Refusal)
        assert (found.code, found.article) == ("factor_out_of_range", 9)
    else:
        assert found == Decimal(factor)


@pytest.mark.parametrize("category", Category)
def test_the_factor_of_every_category(category: Category) -> None:
    """For each category a ban without a factor gets the catalogue's own, under the range in force."""
    command = ImposeBan(id="b1", category=category, duration=BAN.duration)

    assert factor_of(command, SUSPENSION_FACTOR.at(NOON)) == CATEGORIES[category].factor


@pytest.mark.parametrize(
    ("at", "duration", "code"),
    [
        ("03-10 12:00", timedelta(days=6), None),
        ("03-16", timedelta(days=1), None),
        ("03-17 12:00", timedelta(days=6), None),
        ("03-27 23:59:59", timedelta(days=6), None),
        ("03-28 00:00", timedelta(days=6), "ban_over"),
        ("03-12", timedelta(days=7), "not_shorter"),
        ("03-12", timedelta(days=8), "not_shorter"),
    ],
)
def test_shortening(at: str, duration: timedelta, code: str | None) -> None:
    """A ban may become shorter while it or its suspension runs, also shorter than what has passed, and never longer."""
    refusal = refusal_to_shorten(ShortenBan(id="b1", duration=duration), BAN, on(at))

    assert (None if refusal is None else refusal.code) == code


def test_a_ban_that_is_forgotten_is_over() -> None:
    """A standing that no longer knows the ban answers like one that knows that it is over."""
    refusal = refusal_to_shorten(ShortenBan(id="b1", duration=timedelta(days=1)), None, NOON)

    assert refusal is not None
    assert refusal.code == "ban_over"


@pytest.mark.parametrize("category", [None, *Category])
def test_a_closure_ends_the_service_for_good(category: Category | None) -> None:
    """It has no end, and cites the violation's article, or article 7 for the holder's own wish."""
    closed = closed_by_closure(AccountClosed(id="x1", category=category), NOON)

    assert (closed.privilege, closed.kind.value, closed.cause) == ("service", "closure", "x1")
    assert (closed.interval.start, closed.interval.end) == (NOON, None)
    assert closed.article == (7 if category is None else CATEGORIES[category].article)
