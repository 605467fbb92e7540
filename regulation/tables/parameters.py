"""Dated parameters: a number of the notice, the day from which it holds, and the article it comes from.

A change of the rule adds a value with its date. Old values stay, and decisions made under them stay as they were.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

from regulation.tables.calendar import civil_date

T = TypeVar("T")


@dataclass(frozen=True)
class Between:
    """Inclusive range that the platform chooses from."""

    low: Decimal
    high: Decimal

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high

    def nearest(self, value: Decimal) -> Decimal:
        """Value itself, or the bound that it exceeds."""
        return min(max(value, self.low), self.high)

    def __str__(self) -> str:
        return f"[{self.low}, {self.high}]"


@dataclass(frozen=True)
class Dated(Generic[T]):
    """Values by the civil day from which each holds, oldest first."""

    values: tuple[tuple[date, T], ...]
    article: int

    def at(self, instant: datetime) -> T:
        """Value in force at the instant; before the first day the first value applies, as no other is known."""
        today = civil_date(instant)
        held = self.values[0][1]
        for since, value in self.values:
            if since <= today:
                held = value
        return held

    def since(self, instant: datetime) -> date:
        """Day from which the value in force at the instant holds."""
        today = civil_date(instant)
        return max((since for since, _ in self.values if since <= today), default=self.values[0][0])

    def adding(self, since: date, value: T) -> "Dated[T]":
        """Parameter after a change of the rule that holds from `since`.

        Raises:
            ValueError: when `since` is not later than the last change; the past is not rewritten.
        """
        last = self.values[-1][0]
        if since <= last:
            raise ValueError(f"a new value must hold from a day after {last}, the last change; got {since}")
        return Dated((*self.values, (since, value)), self.article)


def dated(values: Mapping[date, T], *, article: int) -> Dated[T]:
    """Declare a parameter with every value it has had."""
    return Dated(tuple(sorted(values.items(), key=lambda entry: entry[0])), article)
