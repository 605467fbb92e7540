"""Figures of the review queue: how much waits, how long it takes, whether second persons agree, what appeals change."""

from datetime import date
from typing import Annotated

from pydantic import Field

from models.base import Frozen
from models.cases.cases import Actor, CaseKind
from models.instants import Instant


class Age(Frozen):
    """Undecided cases by age."""

    days: Annotated[int | None, Field(description="Less than so many days old; null: older than all others.")]
    cases: int
    overdue: int


class CaseDay(Frozen):
    """Cases of a civil day in Shanghai."""

    day: date
    opened: int
    decided: int
    late: Annotated[int, Field(description="Of those decided, the ones decided after they were due.")]


class Figures(Frozen):
    """Decisions of the period."""

    decided: int = 0
    late: Annotated[int, Field(description="Decided after they were due.")] = 0
    median_s: Annotated[float | None, Field(description="Median time from opening to decision, in seconds.")] = None
    slowest_s: Annotated[float | None, Field(description="Time within which nine of ten were decided.")] = None
    corrected: Annotated[int, Field(description="Decisions that were corrected in the period.")] = 0
    seconds: Annotated[int, Field(description="Proposals that a second person answered.")] = 0
    agreed: Annotated[int, Field(description="Of these, the ones with the same decision.")] = 0


class KindFigures(Figures):
    """Figures of one kind of case."""

    kind: CaseKind
    open: Annotated[int, Field(description="Undecided now.")] = 0
    overdue: Annotated[int, Field(description="Undecided now, and past their due time.")] = 0
    opened: Annotated[int, Field(description="Opened in the period.")] = 0


class PersonFigures(Figures):
    """Figures of one person or service. Second looks count for whoever looked second."""

    actor: Actor
    actor_name: str | None = None
    appealed: Annotated[int, Field(description="Own decisions whose appeal was decided in the period.")] = 0
    changed: Annotated[int, Field(description="Of these, the ones reduced or overturned.")] = 0


class AppealFigures(Frozen):
    """Appeals decided in the period, by the category of the violation; null where there is none."""

    category: str | None
    upheld: int
    reduced: int
    overturned: int


class CaseStatistics(Frozen):
    """Figures of a period, and of what waits now."""

    from_: Annotated[date, Field(serialization_alias="from", description="First day, in Shanghai.")]
    until: Annotated[date, Field(description="Last day.")]
    counted_at: Instant
    ages: Annotated[tuple[Age, ...], Field(description="Undecided cases now, by age.")]
    days: tuple[CaseDay, ...]
    kinds: tuple[KindFigures, ...]
    persons: Annotated[
        tuple[PersonFigures, ...], Field(description="For operators and auditors; a reviewer reads the own row alone.")
    ]
    appeals: tuple[AppealFigures, ...]
