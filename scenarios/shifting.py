"""Shift of a scenario by whole years into the future, for a server whose clock cannot be set back.

The calendar repeats exactly every 28 years, weekdays and leap days included, unless a century year without a leap day
lies between; the next one is 2100.
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
"""Next year divisible by 4 without a 29 February; a scenario cannot be shifted across it."""
REPEATS_FROM: Final = CENTURY - 200
"""Previous such year."""

T = TypeVar("T")


def years_to_shift(scenario: Scenario, now: datetime) -> int:
    """Smallest shift, in years, that puts the first step after `now`.

    Raises:
        MalformedError: when the shifted scenario would reach the year 2100.
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
                    f"this engine runs the scenario {years} years later, but it reaches to {latest} and the "
                    f"calendar repeats only until {CENTURY}: end it by {CENTURY - years - 1}, or use another engine"
                ),
            )
        )
    return years


def shifted(scenario: Scenario, years: int) -> Scenario:
    """Scenario so many years later, its rulebook too."""
    return replace(
        scenario,
        rulebook=_rulebook(scenario.rulebook, years),
        steps=tuple(moved(step, years) for step in scenario.steps),
    )


def shifted_back(answer: Answer, years: int) -> Answer:
    """Answer shifted back to the times of the scenario.

    Raises:
        ValueError: when the answer names an instant in or after the year 2100.
    """
    if years and any(at.year >= CENTURY for at in _dates(answer)):
        raise ValueError(f"the answer {answer!r} lies beyond {CENTURY}, so it cannot be shifted back by {years} years")
    return moved(answer, -years)


def moved(value: T, years: int) -> T:
    """Value with all its dates and times so many years later."""
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
    """Shifted time as text, which begins with the year and may lack month or day.

    A time up to `REPEATS_FROM` is past in any case and stays unchanged.
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
