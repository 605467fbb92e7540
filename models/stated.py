"""Stated times of past events: an instant with its offset, or a day, a month or a year in Shanghai.

The hour of a past event is often unknown, and sometimes only the year is known, so a stated time keeps the precision
with which it was given. An instant from 1992 on is kept at +08:00, civil time in Shanghai since then. Before that
Shanghai had other offsets and summer time, so an older instant keeps its offset.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, TypeAdapter, WithJsonSchema

from models.instants import EARLIEST, LATEST, SHANGHAI, shown

FIRST_YEAR: Final = 1
"""First accepted year of an event: any year of the common era."""
FIRST_PHOTOGRAPH: Final = 1826
"""Year of the oldest surviving photograph, Niépce's view from his window at Le Gras: no footage is older."""

_DAY: Final = TypeAdapter(date)
_MOMENT: Final = TypeAdapter(datetime)
_EXAMPLES: Final = ("2019-07-01T10:00:00+08:00", "2019-07-01", "2019-07", "2019")
_STATED: Final = re.compile(r"(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?P<day>\d\d))?)?", re.ASCII)
_USUAL: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", re.ASCII)
"""Form in which nearly all instants are given."""
_DATED: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _stated_from(first: int) -> Callable[[Any], str]:
    def stated(value: Any) -> str:
        if isinstance(value, str) and _USUAL.fullmatch(value) and (kept := _usual(value)):
            return kept
        if isinstance(value, datetime) or (isinstance(value, str) and ":" in value and _DATED.match(value.strip())):
            return _instant(value, first)
        if isinstance(value, date):
            value = value.isoformat()
        written = value.strip() if isinstance(value, str) else None
        if written == "":
            return ""
        match = None if written is None else _STATED.fullmatch(written)
        if written is None or match is None:
            raise ValueError(f"write when it happened as exactly as it is known, such as {', '.join(_EXAMPLES)}")
        _require_possible(int(written[:4]), first)
        return _DAY.validate_python(written).isoformat() if match["day"] else written

    return stated


def _usual(value: str) -> str:
    """Instant in the usual form as it is kept; "" for one that does not exist, or that a limit of years is near. For
    those `_instant` has the words; for all others it has the same answer, three times as slowly.
    """
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return ""
    if at < EARLIEST or at.year >= LATEST.year:
        return ""
    return value if value.endswith("+08:00") else at.astimezone(SHANGHAI).isoformat()


def _instant(value: datetime | str, first: int) -> str:
    at = _MOMENT.validate_python(value)
    if at.tzinfo is None:
        raise ValueError(f"the time has no offset: write it as {_EXAMPLES[0]}, or the day alone as {_EXAMPLES[1]}")
    _require_possible(at.year, first)
    return (at if at < EARLIEST else at.astimezone(SHANGHAI)).isoformat()


def _require_possible(year: int, first: int) -> None:
    if not first <= year < LATEST.year:
        older = " (there was no photography before)" if first == FIRST_PHOTOGRAPH else ""
        raise ValueError(f"the year must lie between {first:04}{older} and {LATEST.year - 1}")


def _schema(years: str) -> WithJsonSchema:
    return WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "format": "date-time"},
                {"type": "string", "format": "date"},
                {"type": "string", "pattern": f"^{years}(-(0[1-9]|1[0-2]))?$"},
            ],
            "examples": [*_EXAMPLES],
        }
    )


PastTime = Annotated[str, BeforeValidator(_stated_from(FIRST_YEAR)), _schema("[012][0-9]{3}")]
"""Time of a past event, as exactly as it is known. The year comes first, in four digits."""

ShootingTime = Annotated[str, BeforeValidator(_stated_from(FIRST_PHOTOGRAPH)), _schema("(18|19|20)[0-9]{2}")]
"""Time at which a picture was taken, as exactly as it is known; not before the first photograph."""


def is_instant(time: str) -> bool:
    """Return whether the time is as exact as an instant."""
    return "T" in time


def begins(time: str) -> datetime:
    """Return the first instant of an instant, a day, a month or a year."""
    if is_instant(time):
        return datetime.fromisoformat(time)
    return datetime.fromisoformat(f"{time}-01-01"[:10]).replace(tzinfo=SHANGHAI)


def in_chinese(time: str) -> str:
    """Return the time for readers in Chinese, with the given precision: `1985年5月`."""
    if not is_instant(time):
        return _date_in_chinese(time)
    at = datetime.fromisoformat(time)
    if at >= EARLIEST:
        return shown(at)
    return f"{_date_in_chinese(time[:10])} {_clock(at)}（{_offset(at)}）"


def in_english(time: str) -> str:
    """Return the time for readers in English, with the given precision: `1985-05`."""
    if not is_instant(time):
        return f"AD {int(time)}" if time.startswith("0") and len(time) == len("0618") else time
    at = datetime.fromisoformat(time)
    return shown(at) if at >= EARLIEST else f"{time[:10]} {_clock(at)} ({_offset(at)})"


def _date_in_chinese(time: str) -> str:
    year, *rest = time.split("-")
    era = "公元" if year.startswith("0") else ""
    return f"{era}{int(year)}年" + "".join(f"{int(part)}{unit}" for part, unit in zip(rest, "月日", strict=False))


def _clock(at: datetime) -> str:
    return f"{at:%H:%M:%S}" if at.second or at.microsecond else f"{at:%H:%M}"


def _offset(at: datetime) -> str:
    """Return the given offset: `UTC+09:00` for summer time in Shanghai between 1986 and 1991."""
    return f"UTC{at.isoformat()[-len('+08:00') :]}"
