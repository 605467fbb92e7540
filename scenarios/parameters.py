"""Changes of the rules in a scenario: a parameter of the rulebook gets another value from a day on (reading 10)."""

from datetime import date
from decimal import Decimal
from typing import Final

from pydantic import TypeAdapter

from documents.document import MalformedError, Part
from documents.reading import Form, filled_in, meant, read, values
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from regulation.tables.parameters import Between

_FORM: Final = Form(("name", "since", "value"), ("article",))
_DATE: Final = TypeAdapter(date)
_TWO_NUMBERS: Final[TypeAdapter[tuple[Decimal, Decimal]]] = TypeAdapter(tuple[Decimal, Decimal])
_NUMBER: Final = TypeAdapter(int)


def rulebook_in(part: Part) -> Rulebook:
    """Rulebook in force after the listed changes, in their order.

    Raises:
        MalformedError: when a change names an unknown parameter, has a value of another type, or is backdated.
    """
    rulebook = IN_FORCE
    for change in part.items("parameters"):
        rulebook = _after(rulebook, change)
    return rulebook


def _after(rulebook: Rulebook, part: Part) -> Rulebook:
    entries = filled_in(part, _FORM, "a parameter")
    change = values(entries)
    name, known = change["name"], tuple(rulebook.numbers())
    if name not in known:
        raise MalformedError(
            entries["name"].problem(f"unknown parameter {name!r}{meant(str(name), known)}: one of {', '.join(known)}")
        )
    parameter = getattr(rulebook, name)
    if change.get("article", str(parameter.article)) != str(parameter.article):
        raise MalformedError(entries["article"].problem(f"{name} belongs to article {parameter.article}"))
    is_range = isinstance(parameter.values[0][1], Between)
    value = _range(entries["value"]) if is_range else _number(entries["value"])
    since = read(_DATE, entries["since"])
    try:
        return rulebook.changed(name, since, value)
    except ValueError as error:
        raise MalformedError(entries["since"].problem(str(error))) from error


def _number(part: Part) -> int:
    value = read(_NUMBER, part)
    if not 0 <= value <= 1200:
        raise MalformedError(part.problem(f"{value} must be a number from 0 to 1200, such as 3"))
    return value


def _range(part: Part) -> Between:
    low, high = read(_TWO_NUMBERS, part)
    if not 0 < low <= high:
        raise MalformedError(part.problem(f"[{low}, {high}] must be a range, the smaller first, such as [2, 3]"))
    return Between(low, high)
