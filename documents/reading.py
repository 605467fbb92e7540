"""Parsing of document nodes into the types of `models`; every error names the line of its node."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from documents.document import MalformedError, Part, Problem
from models.instants import Instant

T = TypeVar("T")

_TIMES: Final = frozenset({"at", "until", "as_of", "eligible_at", "occurred_at"})
_DAYS: Final = frozenset({"valid_from", "valid_until", "since"})

_TIME: Final = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[Tt]|[ \t]+)(\d\d?):(\d\d)(?::(\d\d)(\.\d{1,6})?)?[ \t]*([Zz]|[-+]\d\d?(?::?\d\d)?)?"
)
"""Timestamp as RFC 3339 and YAML allow it: seconds may be missing, and blanks may replace the T."""
_DAY: Final = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_INSTANT: Final[TypeAdapter[datetime]] = TypeAdapter(Instant)


class Form(NamedTuple):
    """Required and optional keys of a mapping."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """All keys, the required ones first."""
        return (*self.required, *self.optional)

    def __str__(self) -> str:
        return ", ".join((*self.required, *(f"[{key}]" for key in self.optional)))


def filled_in(part: Part, form: Form, what: str) -> dict[str, Part]:
    """Entries of a mapping that has all required keys and no unknown one.

    Raises:
        MalformedError: with every unknown and every missing key.
    """
    entries = part.entries(what)
    problems = [
        part.key(key).problem(f"unknown key {key!r}{meant(key, form.known)}: {what} takes {form}")
        for key in entries
        if key not in form.known
    ]
    problems += [part.problem(f"{what} lacks {key!r}: it takes {form}") for key in form.required if key not in entries]
    if problems:
        raise MalformedError(*problems)
    return entries


def values(entries: Mapping[str, Part]) -> dict[str, Any]:
    """Value of each key; times and days are brought to the spelling that the types of `models` parse.

    Raises:
        MalformedError: with every value that should be a time or a day and is none.
    """
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for key, part in entries.items():
        with Gathering(problems):
            found[key] = _value(key, part)
    if problems:
        raise MalformedError(*problems)
    return found


def read(adapter: TypeAdapter[T], part: Part) -> T:
    """Value of the node as the adapter's type.

    Raises:
        MalformedError: with every validation error.
    """
    return validated(part, lambda: adapter.validate_python(part.data()))


def validated(part: Part, make: Callable[[], T]) -> T:
    """Result of `make`, which validates the node's value.

    Raises:
        MalformedError: with every validation error, each at the line of its value.
    """
    try:
        return make()
    except ValidationError as error:
        raise MalformedError(*(_problem(part, details) for details in error.errors())) from error


def spelt(written: str) -> str | None:
    """Time in the spelling that `Instant` parses; None if the text is no time."""
    match = _TIME.fullmatch(written.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    return f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute}:{second or '00'}{fraction or ''}{_offset(offset or '')}"


class Gathering:
    """Context manager that collects the errors of its block, so that one run reports all errors of a file."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> bool:
        if not isinstance(error, MalformedError):
            return False
        self._problems.extend(error.problems)
        return True


def meant(word: str, known: tuple[str, ...]) -> str:
    """Suffix that suggests the known word nearest to a misspelt one; "" if none is near."""
    near = get_close_matches(word, known, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def _problem(part: Part, details: Any) -> Problem:
    path = tuple(details["loc"])
    message = str(details["msg"]).removeprefix("Value error, ")
    got = details["input"]
    shown = f" (got {got!r})" if isinstance(got, str) and repr(got) not in message else ""
    named = ".".join(str(step) for step in path)
    return part.at(path).problem(f"{named}: {message}{shown}" if named else f"{message}{shown}")


def _value(key: str, part: Part) -> Any:
    value = part.data()
    if key in _TIMES and value != "never":
        return _instant(part, value)
    if key in _DAYS:
        return _day(part, value)
    return value


def _instant(part: Part, value: Any) -> datetime:
    time = spelt(value) if isinstance(value, str) else None
    if time is None:
        raise MalformedError(
            part.problem(f"{value!r} is not a time: write RFC 3339 with an offset, such as 2026-03-01T09:00+08:00")
        )
    return validated(part, lambda: _INSTANT.validate_python(time))


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
