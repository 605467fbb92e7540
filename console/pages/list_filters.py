"""Filters of lists as pages show them: fields of a form, removable chips, counts that lead to a narrower list."""

import re
from asyncio import gather
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from urllib.parse import urlencode

from fastapi import Request, Response

from console.http.forms import Form
from console.http.visit import Visit
from console.texts.filters import day
from models.instants import SHANGHAI, rfc3339
from regulation.tables.calendar import midnight

Kind = Literal["choice", "text", "since", "day", "moment"]
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MINUTE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")
LONGEST: Final = 200
"""Characters of a value in the address."""
PAGE: Final = 50
"""Rows of a page."""

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
class Searching:
    """A list of the API as a page searches it."""

    path: str
    """Of the API."""
    page: str
    """Address of the page."""
    rows: str
    """Member of the answer with the rows."""
    filters: Sequence[Filter]
    sorts: Mapping[str, str]


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


async def _counts(visit: Visit, searching: Searching, by: str, asked: Mapping[str, str]) -> Counts | None:
    """Return the counts of a list by a dimension, each with the address of the list that it counts; None without a
    dimension, and where the API refuses them, as it refuses the list.
    """
    if not by:
        return None
    filters = searching.filters
    passing = {name: value for name, value in for_api(asked, filters).items() if name not in {"sort", "by"}}
    answer = await visit.api.get(f"{searching.path}/counts", {**passing, "by": by})
    if not answer.ok:
        return None
    names = dict(next((one.options for one in filters if one.name == by), ()))
    found: Mapping[str, int] = answer.json["counts"]
    rows = [
        (names.get(value, value), number, f"{searching.page}?{urlencode({**asked, by: value})}")
        for value, number in sorted(found.items(), key=lambda one: -one[1])
    ]
    return Counts(by, answer.json["total"], rows)


async def searched(
    visit: Visit, request: Request, searching: Searching, *, by: str, may_count: str, after: str | None
) -> Mapping[str, Any]:
    """Return what every page of a list shows: a page of rows, the form of its filters, chips and counts.

    A list that the API refuses is empty, and its form says why beside the filter. `by` is the dimension to count by, or
    "" for none; `may_count` names the operation that counts.
    """
    filters = searching.filters
    asked = given(request, filters, "sort")
    counts, answer = await gather(
        _counts(visit, searching, by if visit.may(may_count) else "", asked),
        visit.api.get(searching.path, {**for_api(asked, filters), "after": after, "limit": PAGE}),
    )
    names = (*(one.name for one in filters), "sort")
    form = Form.of(**{name: asked.get(name, "") for name in names})
    if not answer.ok:
        form = form.refused(answer, {name: name for name in names})
    found = answer.json if answer.ok else {searching.rows: [], "next": None, "complete": True}
    return {
        "status": form.status,
        "form": form,
        searching.rows: found[searching.rows],
        "next": found["next"],
        "complete": found["complete"],
        "filters": filters,
        "chips": chips(asked, filters, visit),
        "searched": any(name != "sort" for name in asked),
        "unfolded": any(asked.get(one.name) for one in filters if not one.few),
        "sorts": [(value, visit.language.text(label)) for value, label in searching.sorts.items()],
        "by": by,
        "counts": counts,
    }


async def exported(visit: Visit, request: Request, searching: Searching) -> Response:
    """Return the list with the filters of the page as a file, CSV unless the page asks for NDJSON."""
    form = request.query_params.get("form")
    wanted = for_api(given(request, searching.filters, "sort"), searching.filters)
    return await visit.api.forward(
        f"{searching.path}/export", {**wanted, "form": form if form in {"csv", "ndjson"} else "csv"}
    )


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
