"""Shifting: a scenario moved by whole years to where a clock that cannot go back still comes by.

Every 28 years the calendar repeats exactly, weekdays and leap days, as long as no year divisible by 100 lies between
that is not a leap year: the next one is 2100.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from documents.document import MalformedError, Problem
from models.gate.drafts import Medium, OldEvent
from regulation.catalogue.rulebook import Rulebook
from regulation.tables.parameters import Dated
from scenarios.engine import Answer
from scenarios.steps import Scenario

CYCLE: Final = 28
CENTURY: Final = 2100
"""A year in which 29 February is missing: what lies behind cannot be shifted across it."""
REPEATS_FROM: Final = CENTURY - 200
"""The year before in which it was missing."""

T = TypeVar("T")


def years_to_shift(scenario: Scenario, now: datetime) -> int:
    """The smallest shift that puts the first step after `now`.

    Raises:
        MalformedError: when the scenario would reach beyond the end of the century.
    """
    first = scenario.steps[0]
    years = 0
    while first.at.replace(year=first.at.year + years) <= now:
        years += CYCLE
    latest = max((at.year for step in scenario.steps for at in _dates(step)), default=0)
    if years and latest + years >= CENTURY:
        raise MalformedError(
            Problem(
                place=first.place,
                message=(
                    f"this engine lives through the scenario {years} years later, but it reaches to {latest} and the "
                    f"calendar repeats only until {CENTURY}: end it by {CENTURY - years - 1}, or use another engine"
                ),
            )
        )
    return years


def shifted(scenario: Scenario, years: int) -> Scenario:
    """The scenario so many years later, its rulebook too."""
    return replace(
        scenario,
        rulebook=_rulebook(scenario.rulebook, years),
        steps=tuple(moved(step, years) for step in scenario.steps),
    )


def shifted_back(answer: Answer, years: int) -> Answer:
    """The answer in the times of the scenario.

    Raises:
        ValueError: when it names an instant so late that the calendar no longer repeats.
    """
    if years and any(at.year >= CENTURY for at in _dates(answer)):
        raise ValueError(f"the answer {answer!r} lies beyond {CENTURY}, so it cannot be shifted back by {years} years")
    return moved(answer, -years)


def moved(value: T, years: int) -> T:
    """The value with every date and time in it so many years later."""
    result: Any = value
    if isinstance(value, date):
        result = value.replace(year=value.year + years)
    elif isinstance(value, OldEvent):
        result = value.model_copy(update={"time": _stated(value.time, years)})
    elif isinstance(value, Medium):
        result = value.model_copy(update={"shot_at": _stated(value.shot_at, years)})
    elif isinstance(value, BaseModel):
        fields = type(value).model_fields
        result = value.model_copy(update={name: moved(getattr(value, name), years) for name in fields})
    elif isinstance(value, tuple):
        result = tuple(moved(item, years) for item in value)
    moved_value: T = result
    return moved_value


def _stated(time: str | None, years: int) -> str | None:
    """A text, because of much only the month or the year is known; the year comes first. What is older than the
    calendar that repeats has happened in any case, and stays where it is.
    """
    if not time or int(time[:4]) <= REPEATS_FROM:
        return time
    return f"{int(time[:4]) + years:04}{time[4:]}"


def _dates(value: Any) -> Iterator[date]:
    if isinstance(value, date):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _dates(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _dates(item)


def _rulebook(rulebook: Rulebook, years: int) -> Rulebook:
    changed: dict[str, Any] = {}
    for name, parameter in rulebook.numbers().items():
        values = tuple((moved(since, years), value) for since, value in parameter.values)
        changed[name] = Dated(values, parameter.article)
    return replace(rulebook, **changed)
