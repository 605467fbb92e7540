"""Statistics of the queue: what waits and how old it is, what comes and goes, how long it takes, who agrees."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from console.http.forms import Form
from console.http.visit import Visit, WithVisit
from console.texts.filters import day as shown_day
from console.texts.filters import duration
from console.texts.languages import N_, Language
from console.texts.words import kind_of_case, words
from models.cases.cases import CaseKind
from models.instants import SHANGHAI
from models.words.violations import Category
from regulation.words.categories import CATEGORIES

router = APIRouter(prefix="/console/statistics")

PERIODS: Final[tuple[tuple[int, str], ...]] = (
    (7, N_("7 days")),
    (28, N_("28 days")),
    (91, N_("13 weeks")),
    (365, N_("a year")),
)
"""Periods to choose by one click, in days up to today."""
WEEKLY: Final = 63
"""Days from which on the drawings have a column for each week."""
LEGEND: Final = (("info", N_("opened")), ("good", N_("decided in time")), ("bad", N_("decided late")))


@router.get("")
async def show_statistics(
    visit: WithVisit,
    kind: Annotated[str, Query(max_length=40)] = "",
    begin: Annotated[str, Query(alias="from", max_length=20)] = "",
    until: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Figures of a period, the last 28 days unless another one is chosen."""
    visit.require("read_case_statistics")
    form = Form.of(kind=kind, until=until, **{"from": begin})
    asked = {"kind": kind or None, "from": begin.strip() or None, "until": until.strip() or None}
    answer = await visit.api.get("/v1/statistics/cases", asked)
    found = answer.json if answer.ok else None
    if found is None:
        form = form.refused(answer)
    today = visit.now.astimezone(SHANGHAI).date()
    return visit.render(
        "statistics/statistics.html",
        part="figures",
        status=form.status,
        form=form,
        chosen_kinds=[(each.value, kind_of_case(each.value, visit.language)) for each in CaseKind],
        periods=[(label, (today - timedelta(days=days - 1)).isoformat(), today.isoformat()) for days, label in PERIODS],
        found=found,
        **({} if found is None else _shown(visit, found)),
    )


def _shown(visit: Visit, found: Mapping[str, Any]) -> dict[str, Any]:
    kinds, appeals = found["kinds"], found["appeals"]
    total = {name: sum(row[name] for row in kinds) for name in ("open", "overdue", "opened", "decided", "late")}
    second = {name: sum(row[name] for row in kinds) for name in ("seconds", "agreed")}
    outcomes = {name: sum(row[name] for row in appeals) for name in ("upheld", "reduced", "overturned")}
    weekly = len(found["days"]) > WEEKLY
    return {
        "total": total,
        "seconds": second,
        "agreement": _share(second["agreed"], second["seconds"]),
        "overturned": _share(outcomes["reduced"] + outcomes["overturned"], sum(outcomes.values())),
        "in_time": _share(total["decided"] - total["late"], total["decided"]),
        "ages": [(_age(age["days"], visit.language), age["cases"]) for age in found["ages"]],
        "oldest": [(_age(age["days"], visit.language), age["overdue"]) for age in found["ages"]],
        "columns": _columns(found["days"], visit.language, 7 if weekly else 1),
        "weekly": weekly,
        "legend": [(tone, visit.language.text(text)) for tone, text in LEGEND],
        "kinds": [_timed(row, visit.language) for row in kinds],
        "persons": [_timed(row, visit.language) for row in found["persons"]],
        "categories": [
            (_category(row["category"], visit.language), row["upheld"], row["reduced"], row["overturned"])
            for row in appeals
        ],
    }


def _timed(row: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return the row with its times in words."""
    times = {"median": row["median_s"], "slowest": row["slowest_s"]}
    said = {name: None if s is None else duration(timedelta(seconds=round(s)), language) for name, s in times.items()}
    return {**row, **said}


def _age(days: int | None, language: Language) -> str:
    if days is None:
        return language.text(N_("older"))
    return language.text(N_("under %(days)s d")) % {"days": days}


def _columns(days: Sequence[Mapping[str, Any]], language: Language, width: int) -> list[tuple[Any, tuple[Any, ...]]]:
    """Return the columns of the drawing, each of so many days; the last one ends today."""
    columns = []
    begin = len(days) % width
    groups = [days[:begin]] if begin else []
    groups += [days[place : place + width] for place in range(begin, len(days), width)]
    for group in groups:
        sums = {name: sum(day[name] for day in group) for name in ("opened", "decided", "late")}
        parts = (("info", sums["opened"]), ("good", sums["decided"] - sums["late"]), ("bad", sums["late"]))
        columns.append((shown_day(date.fromisoformat(group[0]["day"]), language), parts))
    return columns


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _category(category: str | None, language: Language) -> str:
    if category is None:
        return language.text(N_("without a category"))
    row = next((row for known, row in CATEGORIES.items() if known == Category(category)), None)
    return category if row is None else words(row.words, language)
