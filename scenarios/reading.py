"""Reading a part of a document into the vocabulary; what is wrong is said at the line where it stands."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from models.instants import Instant
from scenarios.document import Loc, MalformedError, Part, Problem

T = TypeVar("T")


class Form(NamedTuple):
    """What a mapping may say."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Every key, the required ones first."""
        return (*self.required, *self.optional)


_TIMES: Final = ("at", "until", "as_of", "eligible_at")
_DAYS: Final = ("valid_from", "valid_until", "since")

_TIME: Final = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d)(?::(\d\d)(\.\d{1,6})?)?[ \t]*([Zz]|[-+]\d\d?(?::?\d\d)?)?"
)
"""A timestamp as RFC 3339 and YAML allow it: seconds may be missing, and blanks may stand where the T stands."""
_DAY: Final = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")


def entries(part: Part, form: Form, what: str) -> dict[str, Part]:
    """The entries of a mapping that says all it must and nothing unknown."""
    entries = part.entries(what)
    problems = [
        part.key(key).problem(f"unknown key {key!r}{meant(key, form.known)}: {what} takes {_listed(form)}")
        for key in entries
        if key not in form.known
    ]
    problems += [
        part.problem(f"{what} lacks {key!r}: it takes {_listed(form)}") for key in form.required if key not in entries
    ]
    if problems:
        raise MalformedError(*problems)
    return entries


def _listed(form: Form) -> str:
    return ", ".join((*form.required, *(f"[{key}]" for key in form.optional)))


def meant(word: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(word, known, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def data(part: Part, entries: Mapping[str, Part], keys: tuple[str, ...] | None = None) -> dict[str, Any]:
    """What stands under the keys, with times and days in the one form that the vocabulary reads."""
    problems: list[Problem] = []
    found = {
        key: gathering(problems, lambda k=key, e=entry: _plain(k, e))
        for key, entry in entries.items()
        if keys is None or key in keys
    }
    if problems:
        raise MalformedError(*problems)
    return found


def _plain(key: str, part: Part) -> Any:
    value = part.data()
    if key in _TIMES and value != "never":
        return _instant(part, value)
    if key in _DAYS:
        return _day(part, value)
    return value


def _instant(part: Part, value: Any) -> datetime:
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise MalformedError(
            part.problem(f"{value!r} is not a time: write RFC 3339 with an offset, such as 2026-03-01T09:00+08:00")
        )
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    clock = f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute}:{second or '00'}{fraction or ''}"
    return read(_INSTANT, part, clock + _offset(offset or ""))


def _offset(written: str) -> str:
    if written in {"", "Z", "z"}:
        return written.upper()
    sign, digits = written[0], written[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "00")
    return f"{sign}{hours:0>2}:{minutes}"


def _day(part: Part, value: Any) -> str:
    match = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise MalformedError(part.problem(f"{value!r} is not a date: write year, month and day, such as 2026-03-01"))
    year, month, day = match.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


_INSTANT: Final[TypeAdapter[datetime]] = TypeAdapter(Instant)


def read(adapter: TypeAdapter[T], part: Part, value: Any = None) -> T:
    return validated(part, lambda: adapter.validate_python(part.data() if value is None else value))


def validated(part: Part, make: Callable[[], T], *, inside: str | None = None) -> T:
    """The value, or what is wrong with it, at the line where it stands; `inside` is the key that holds the rest."""
    try:
        return make()
    except ValidationError as error:
        raise MalformedError(*(_problem(part, error_["loc"], error_, inside) for error_ in error.errors())) from error


def _problem(part: Part, loc: Loc, error: Any, inside: str | None) -> Problem:
    path = tuple(loc)
    where = part.at(path)
    if inside is not None and path and path[0] not in part.entries("a step"):
        where = part.at((inside, *path))
    message = str(error["msg"]).removeprefix("Value error, ")
    named = ".".join(str(step) for step in path)
    got = f" (got {error['input']!r})" if isinstance(error["input"], str) and error["input"] not in message else ""
    return where.problem(f"{named}: {message}{got}" if named else f"{message}{got}")


def gathering(problems: list[Problem], read: Callable[[], T]) -> T | None:
    """The value, or None with its problems put aside, so that one run tells everything that is wrong."""
    try:
        return read()
    except MalformedError as error:
        problems.extend(error.problems)
        return None
