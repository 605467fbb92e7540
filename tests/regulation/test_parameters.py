"""Dated parameters: which value holds on which day, and that the past is never rewritten."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

import regulation
from models.names import AccountKind
from regulation.catalogue.rulebook import IN_FORCE
from regulation.tables.parameters import Between, Dated, dated
from tests.regulation.account import on

MONTHS = dated({date(2023, 7, 10): 3, date(2027, 1, 1): 6, date(2030, 3, 1): 4}, article=8)


@pytest.mark.parametrize(
    ("at", "value"),
    [
        ("1999-01-01", 3),
        ("2023-07-09 23:59:59", 3),
        ("2023-07-10", 3),
        ("2026-12-31 23:59:59", 3),
        ("2027-01-01", 6),
        ("2030-02-28 23:59:59", 6),
        ("2030-03-01", 4),
        ("2099-01-01", 4),
    ],
)
def test_the_value_of_the_day_holds(at: str, value: int) -> None:
    """A value holds from the first instant of its day in Shanghai until the next one's; before the first, the first."""
    assert MONTHS.at(on(at)) == value


def test_the_order_of_declaration_does_not_matter() -> None:
    """The values are sorted by their day."""
    assert dated({date(2027, 1, 1): 6, date(2023, 7, 10): 3}, article=8).values == MONTHS.values[:2]


def test_adding_a_value_leaves_the_old_ones() -> None:
    """A change of the rule adds a value; what held before is still there, and the article stays."""
    changed = MONTHS.adding(date(2031, 1, 1), 9)

    assert changed.values == (*MONTHS.values, (date(2031, 1, 1), 9))
    assert changed.article == 8
    assert MONTHS.at(on("2031-01-01")) == 4


@pytest.mark.parametrize("since", [date(2030, 3, 1), date(2027, 6, 1), date(2000, 1, 1)])
def test_the_past_is_not_rewritten(since: date) -> None:
    """A value that would hold from a day up to the last change is refused."""
    with pytest.raises(ValueError, match="must hold from a day after 2030-03-01"):
        MONTHS.adding(since, 9)


@pytest.mark.parametrize(
    ("value", "is_inside", "nearest"),
    [("1.99", False, "2"), ("2", True, "2"), ("2.5", True, "2.5"), ("3", True, "3"), ("3.01", False, "3")],
)
def test_a_range_holds_its_bounds(value: str, is_inside: bool, nearest: str) -> None:
    """Both bounds belong to the range, and what lies outside has its bound for the nearest."""
    between = Between(Decimal(2), Decimal(3))

    assert (Decimal(value) in between) is is_inside
    assert between.nearest(Decimal(value)) == Decimal(nearest)
    assert str(between) == "[2, 3]"


def test_the_numbers_of_the_notice() -> None:
    """Each number is the notice's own and cites the article it comes from."""
    numbers = IN_FORCE.numbers()
    now = on("03-01")

    assert {name: (number.at(now), number.article) for name, number in numbers.items()} == {
        "individual_accounts": (1, 7),
        "enterprise_accounts": (2, 7),
        "clean_months": (3, 8),
        "freeze_months": (3, 8),
        "suspension_factor": (Between(Decimal(2), Decimal(3)), 9),
        "record_months": (12, 9),
    }
    assert {number.values[0][0] for number in numbers.values()} == {date(2023, 7, 10)}


def of_the_house() -> Iterator[tuple[str, Any]]:
    """What the modules of the rules declare, by name."""
    for module in pkgutil.walk_packages(regulation.__path__, "regulation."):
        yield from vars(importlib.import_module(module.name)).items()


def dated_within(value: Any) -> Iterator[Dated[Any]]:
    """The dated numbers that a value is or holds, in tables and their rows."""
    if isinstance(value, Dated):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from dated_within(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from dated_within(part)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from dated_within(getattr(value, field.name))


OURS = {
    "WARNED_BEFORE": ((30, 7, 1), 2),
    "ENTERPRISE_ACCOUNTS": (2, 7),
    "INDIVIDUAL_ACCOUNTS": (1, 7),
    "CLEAN_MONTHS": (3, 8),
    "FREEZE_MONTHS": (3, 8),
    "SUSPENSION_FACTOR": (Between(Decimal(2), Decimal(3)), 9),
    "REPEATED": (3, 11),
    "WITHIN": (timedelta(days=90), 11),
    "GONE_BY_THEMSELVES": (0.01, 10),
    "VERIFIED_WITHIN": (timedelta(days=7), 10),
    "JOINED_AT": (60, 7),
    "LOOKED_BACK": (timedelta(days=90), 7),
    "POSTS_KEPT": (timedelta(days=30), 7),
    "SMALLEST": (3, 7),
    "TEXT_WINDOW": (timedelta(hours=6), 7),
    "RECORD_MONTHS": (12, 9),
    "MAY_WAIT": ({"profile_change", "certification", "credit_code", "emblem", "directive", "report"}, 1),
}
"""What the notice says, and what we chose where it says "promptly" or "repeatedly"; all of it from the first day on."""
MEASURED = {"REPEATS_FROM"}
"""Bounds that are tuned on texts, by `make rumours`, and not chosen here."""


def test_every_dated_number_is_the_notices_or_ours() -> None:
    """A number that is added or changed has to be written down here, too."""
    found: dict[str, Dated[Any]] = {}
    for name, value in of_the_house():
        if isinstance(value, Dated):
            assert found.setdefault(name, value) is value, f"two numbers are called {name}"

    assert {
        name: (number.at(on("03-01")), number.article) for name, number in found.items() if name not in MEASURED
    } == OURS


def test_everything_dated_holds_from_the_day_of_the_notice() -> None:
    """Also what stands in the rows of tables: terms of orders and cases, steps of categories, materials of fields."""
    since = [[day for day, _ in number.values] for _, value in of_the_house() for number in dated_within(value)]

    assert len(since) > 4 * len(OURS)
    assert all(days == [date(2023, 7, 10)] for days in since)


def test_the_quota_depends_on_the_kind() -> None:
    """A person and an enterprise have quotas of their own."""
    assert {kind: IN_FORCE.quota(kind).at(on("03-01")) for kind in AccountKind} == {
        AccountKind.INDIVIDUAL: 1,
        AccountKind.ENTERPRISE: 2,
    }


def test_a_changed_rulebook_leaves_the_one_in_force() -> None:
    """A change gives another rulebook and alters one number in it."""
    changed = IN_FORCE.changed("freeze_months", date(2027, 1, 1), 1)
    later: datetime = on("2027-06-01")

    assert (changed.freeze_months.at(later), changed.clean_months.at(later)) == (1, 3)
    assert IN_FORCE.freeze_months.at(later) == 3
