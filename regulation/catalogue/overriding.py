"""Reading of a platform's own catalogue from a YAML document; every fault is reported with file and line.

version: autumn
since: 2026-10-01
categories:
  recycled_news:
    - warning: true
    - {ban: P7D, factor: 2.5}
    - {ban: P30D, freeze_growth: for_ever, report: true}
"""

from datetime import date, datetime, time
from typing import Annotated, Final

from pydantic import StringConstraints, TypeAdapter

from documents.document import MalformedError, Part, Problem
from documents.reading import Form, Gathering, filled_in, meant, read, validated, values
from models.instants import SHANGHAI
from models.words.sanctions import Consequences
from models.words.violations import Category
from regulation.catalogue.rulebook import IN_FORCE
from regulation.catalogue.schedule import NOTICE, Catalogue
from regulation.words.categories import Ladder

_WHOLE: Final = Form(("version", "since", "categories"))
_STEP: Final = Form((), tuple(Consequences.model_fields))
_VERSION: Final[TypeAdapter[str]] = TypeAdapter(
    Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
)
_DATE: Final = TypeAdapter(date)


def catalogue_in(whole: Part) -> Catalogue:
    """Catalogue of the notice, overridden by a document.

    Raises:
        MalformedError: with everything that is wrong with the document.
    """
    top = filled_in(whole, _WHOLE, "a catalogue")
    problems: list[Problem] = []
    name, since = "", date.max
    ladders: dict[Category, Ladder] = {}
    with Gathering(problems):
        name = read(_VERSION, top["version"])
    with Gathering(problems):
        since = validated(top["since"], lambda: _DATE.validate_python(values({"since": top["since"]})["since"]))
    with Gathering(problems):
        ladders = _ladders(top["categories"], since, problems)
    if problems:
        raise MalformedError(*sorted(problems, key=lambda problem: problem.place.line))
    try:
        return NOTICE.overridden(name, since, ladders)
    except ValueError as error:
        raise MalformedError(top["since"].problem(str(error))) from error


def _ladders(part: Part, since: date, problems: list[Problem]) -> dict[Category, Ladder]:
    known = tuple(category.value for category in Category)
    found: dict[Category, Ladder] = {}
    for name, ladder in part.entries("categories").items():
        with Gathering(problems):
            if name not in known:
                raise MalformedError(
                    part.key(name).problem(f"unknown category {name!r}{meant(name, known)}: one of {', '.join(known)}")
                )
            steps = ladder.items(f"the steps of {name}")
            if not steps:
                raise MalformedError(ladder.problem(f"{name} has no steps: write at least one"))
            found[Category(name)] = tuple(_step(step, name, since, problems) for step in steps)
    return found


def _step(part: Part, name: str, since: date, problems: list[Problem]) -> Consequences:
    found = Consequences()
    with Gathering(problems):
        written = values(filled_in(part, _STEP, f"a step of {name}"))
        found = validated(part, lambda: Consequences.model_validate(written))
        _require_lawful(part, found, since)
    return found


def _require_lawful(part: Part, found: Consequences, since: date) -> None:
    if found == Consequences():
        raise MalformedError(
            part.problem("the step has no consequence: write at least one of " + ", ".join(_STEP.optional))
        )
    if found.factor is None:
        return
    if found.ban is None:
        raise MalformedError(part.at(["factor"]).problem("a factor goes with a ban: write ban, or leave factor out"))
    permitted = IN_FORCE.suspension_factor.at(datetime.combine(min(since, date(2999, 1, 1)), time(), SHANGHAI))
    if found.factor not in permitted:
        raise MalformedError(
            part.at(["factor"]).problem(
                f"factor {found.factor} is outside {permitted}: profit is suspended for {permitted.low} to "
                f"{permitted.high} times the ban's duration (article 9)"
            )
        )
