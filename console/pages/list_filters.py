"""Filters of lists as pages show them: fields of a form, removable chips, counts that lead to a narrower list."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from urllib.parse import urlencode

from fastapi import Request

from console.http.visit import Visit
from console.texts.filters import day
from models.instants import SHANGHAI, rfc3339
from regulation.tables.calendar import midnight

Kind = Literal["choice", "text", "since", "day", "moment"]
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MINUTE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")
LONGEST: Final = 200
"""Characters of a value in the address."""

Options = Sequence[tuple[str, str]]
"""Values of a choice with their words in the reader's language."""


@dataclass(frozen=True)
class Filter:
    """A filter of a list, by its name in the API.

    `since`: a day on the page, which the API takes as the instant at which it begins in Shanghai; `day`: a day in both;
    `moment`: a time of Shanghai on the page, an instant in the API.
    """

    name: str
    label: str
    kind: Kind = "text"
    options: Options = ()
    few: bool = False
    """Whether it is shown at once; the others are unfolded."""

    def for_api(self, value: str) -> str:
        """Return the value as the API takes it; one that is no day or time is left for the API to refuse."""
        if self.kind == "since" and _is_day(value):
            return rfc3339(midnight(date.fromisoformat(value)))
        if self.kind == "moment" and _MINUTE.fullmatch(value):
            try:
                return rfc3339(datetime.fromisoformat(value).replace(tzinfo=SHANGHAI))
            except ValueError:
                return value
        return value

    def in_words(self, value: str, visit: Visit) -> str:
        """Return the value as a chip shows it."""
        if self.kind in {"since", "day"} and _is_day(value):
            return str(day(value, visit.language).striptags())
        if self.kind == "moment":
            return value.replace("T", " ")
        return dict(self.options).get(value, value)


@dataclass(frozen=True)
class Chip:
    """A filter that was given, in words."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Counts:
    """Numbers of a list by one dimension: words, number, and the address of the narrower list."""

    by: str
    total: int
    rows: Sequence[tuple[str, int, str]]


def given(request: Request, filters: Iterable[Filter], *more: str) -> dict[str, str]:
    """Return the filters of the address that say something, and the parameters `more`."""
    names = [*(one.name for one in filters), *more]
    found = {name: (request.query_params.get(name) or "").strip()[:LONGEST] for name in names}
    return {name: value for name, value in found.items() if value}


def for_api(asked: Mapping[str, str], filters: Iterable[Filter]) -> dict[str, str]:
    """Return the filters as the API takes them."""
    known = {one.name: one for one in filters}
    return {name: known[name].for_api(value) if name in known else value for name, value in asked.items()}


def chips(asked: Mapping[str, str], filters: Iterable[Filter], visit: Visit) -> list[Chip]:
    """Return the filters that were given, in the order of the form."""
    return [Chip(one.name, one.label, one.in_words(asked[one.name], visit)) for one in filters if asked.get(one.name)]


async def counted(
    visit: Visit, path: str, page: str, by: str, asked: Mapping[str, str], filters: Sequence[Filter], words: Options
) -> Counts | None:
    """Return the counts of a list by a dimension, each with the address of the list that it counts; None where the API
    refuses them, as it refuses the list.
    """
    dimension = {"by": by}
    passing = {name: value for name, value in for_api(asked, filters).items() if name not in {"sort", "by"}}
    answer = await visit.api.get(f"{path}/counts", {**passing, **dimension})
    if not answer.ok:
        return None
    names = dict(words)
    found: Mapping[str, int] = answer.json["counts"]
    rows = [
        (names.get(value, value), number, f"{page}?{urlencode({**asked, by: value})}")
        for value, number in sorted(found.items(), key=lambda one: -one[1])
    ]
    return Counts(by, answer.json["total"], rows)


def paired(words: Mapping[Any, Any], visit: Visit) -> Options:
    """Return options from a table of texts, or of texts with their tones."""
    return [
        (str(value), visit.language.text(word if isinstance(word, str) else word[0])) for value, word in words.items()
    ]


def _is_day(value: str) -> bool:
    try:
        return _DAY.fullmatch(value) is not None and date.fromisoformat(value).year > 1
    except ValueError:
        return False
