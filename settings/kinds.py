"""Types of settings, each with a description of its valid values."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field


@dataclass(frozen=True)
class Expected:
    """Description of a variable's valid values, for error messages."""

    words: str


def only_iso(value: object) -> object:
    """Refuse a bare number, which would be read as seconds although days are likely meant.

    Raises:
        ValueError: when the text is no ISO 8601 duration.
    """
    if isinstance(value, str) and not value.lstrip("+-").startswith("P"):
        raise ValueError("not an ISO-8601 duration")
    return value


def listed(value: object) -> object:
    """Values that are separated by commas, because environment variables have no lists."""
    return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value


Port = Annotated[int, Field(ge=1, le=65535), Expected("a TCP port, 1 to 65535, for example 8000")]
Seconds = Annotated[float, Field(gt=0, le=3600), Expected("seconds, more than 0 and at most 3600, for example 0.5")]
LongSeconds = Annotated[
    float, Field(gt=0, le=86_400), Expected("seconds, more than 0 and at most 86400 (a day), for example 3600")
]
Count = Annotated[int, Field(ge=1, le=100_000), Expected("a whole number from 1 to 100000")]
Duration = Annotated[
    timedelta,
    BeforeValidator(only_iso),
    Field(gt=timedelta(0)),
    Expected("a positive ISO-8601 duration, for example P30D or PT12H"),
]
LogLevel = Annotated[Literal["debug", "info", "warning", "error"], Expected("one of debug, info, warning, error")]
Word = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"), Expected("a name of letters, digits and . _ -")
]
