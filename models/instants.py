"""Instants and durations in input and output: RFC 3339 with an offset, shown in Asia/Shanghai time."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

SHANGHAI: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Time zone of Shanghai.

China has kept +08:00 without summer time since 1992, so a fixed offset is exact from `EARLIEST` on. It replaces
`ZoneInfo` because workflow code must not read the zone database.
"""

EARLIEST: Final = datetime(1992, 1, 1, tzinfo=SHANGHAI)
LATEST: Final = datetime(2999, 12, 31, tzinfo=SHANGHAI)
LONGEST_DURATION: Final = timedelta(days=3653)
"""Longest duration, ten years; a longer measure is a closure."""

_RFC3339_EXAMPLE: Final = "2026-03-01T09:00:00+08:00"
_DATED: Final = re.compile(r"\s*\d{4}-\d\d-\d\d")
_ISO_8601_DURATION: Final = re.compile(
    r"P(?=\d|T\d)(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,6})?S)?)?"
)


def _only_text_or_datetime(value: Any) -> Any:
    # Pydantic would parse a text of digits as seconds since 1970.
    if isinstance(value, datetime) or (isinstance(value, str) and _DATED.match(value)):
        return value
    raise ValueError(f"a time is written as RFC 3339 text with an offset, such as {_RFC3339_EXAMPLE}")


def _aware_in_shanghai(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"the time has no offset: write it as {_RFC3339_EXAMPLE}")
    try:
        local = value.astimezone(SHANGHAI)
    except OverflowError:
        local = datetime.max.replace(tzinfo=UTC)
    if not EARLIEST <= local <= LATEST:
        raise ValueError(f"the time must lie between {EARLIEST:%Y-%m-%d} and {LATEST:%Y-%m-%d}")
    return local


def rfc3339(at: datetime) -> str:
    """Return the instant as written in every answer: at +08:00, whatever its offset was."""
    return (at if at.tzinfo is SHANGHAI else at.astimezone(SHANGHAI)).isoformat()


def _written(at: Any) -> Any:
    # In a union Pydantic calls this first, also for values of other types.
    return rfc3339(at) if isinstance(at, datetime) else at


Instant = Annotated[
    datetime,
    BeforeValidator(_only_text_or_datetime),
    AfterValidator(_aware_in_shanghai),
    PlainSerializer(_written, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": [_RFC3339_EXAMPLE]}),
]
"""Exact instant, kept and shown at +08:00; one without an offset is an error. The offset is also written for values
made without validation (`trusted`, `model_copy`) from a clock or a row in UTC.
"""


def _has_a_next_midnight(value: date) -> date:
    if not EARLIEST.date() <= value < LATEST.date():
        raise ValueError(f"the date must lie between {EARLIEST:%Y-%m-%d} and {LATEST - timedelta(days=1):%Y-%m-%d}")
    return value


CivilDate = Annotated[date, AfterValidator(_has_a_next_midnight)]
"""Day in Shanghai with a representable next midnight, so that the end of a validity through it is an `Instant`."""


def _iso_8601_without_months(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str):
        raise ValueError("a duration is ISO 8601 text such as P7D or PT12H")  # noqa: TRY004 - Pydantic wants ValueError
    if not _ISO_8601_DURATION.fullmatch(value):
        raise ValueError(
            f"{value!r} is not a duration we can multiply exactly: use weeks, days, hours, minutes and seconds, "
            "such as P7D, P30D or PT12H (months and years differ in length)"
        )
    return value


def _positive_and_bounded(value: timedelta) -> timedelta:
    if value <= timedelta(0):
        raise ValueError("the duration must be longer than zero")
    if value > LONGEST_DURATION:
        raise ValueError(f"the duration must be at most P{LONGEST_DURATION.days}D (ten years)")
    return value


def iso_8601(length: timedelta) -> str:
    """Return the duration in days, hours, minutes and seconds.

    Pydantic's own form turns 400 days into `P1Y35D`, which cannot be read back exactly.
    """
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{length.microseconds:06d}".rstrip("0") if length.microseconds else ""
    parts = ((hours, "", "H"), (minutes, "", "M"), (seconds, fraction, "S"))
    clock = "".join(f"{count}{rest}{unit}" for count, rest, unit in parts if count or rest)
    days = f"{length.days}D" if length.days else ""
    return f"P{days}T{clock}" if clock else f"P{days}"


Duration = Annotated[
    timedelta,
    BeforeValidator(_iso_8601_without_months),
    AfterValidator(_positive_and_bounded),
    PlainSerializer(iso_8601, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "duration", "examples": ["P7D"]}),
]
"""Duration that can be multiplied exactly: no months, no years, at most ten years."""


@lru_cache(maxsize=1024)  # a sentence in two languages shows each instant twice
def shown(at: datetime) -> str:
    """Return the instant for readers, in Shanghai time: `2026-03-17 12:00`; with seconds only if they are not zero."""
    local = at.astimezone(SHANGHAI)
    # Formatted by hand: `strftime` takes four times as long, and a command shows a dozen instants.
    minute = f"{local.year:04}-{local.month:02}-{local.day:02} {local.hour:02}:{local.minute:02}"
    return f"{minute}:{local.second:02}" if local.second or local.microsecond else minute
