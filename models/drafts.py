"""Drafts: what an account wants to publish, as far as articles 2 to 6 ask about it."""

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, HttpUrl, TypeAdapter, WithJsonSchema
from pydantic import Field as Described

from models.base import Frozen
from models.instants import LATEST, Instant
from models.names import Line
from models.privileges import Field

LONGEST_TEXT: Final = 20_000
"""Characters: twice the longest article that anybody reads to the end; comparing it takes a few milliseconds."""
MOST_MEDIA: Final = 200
"""More pictures than the longest illustrated article holds. It bounds the time one decision takes and the size of its
answer: two labels and three reasons a medium at most."""


_INSTANT: Final[TypeAdapter[datetime]] = TypeAdapter(Instant)
_DAY: Final = TypeAdapter(date)
_EXAMPLES: Final = ("2019-07-01T10:00:00+08:00", "2019-07-01", "2019-07", "2019")
_STATED: Final = re.compile(r"(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?P<day>\d\d))?)?", re.ASCII)


def _stated(value: Any) -> str:
    if isinstance(value, datetime) or (isinstance(value, str) and ":" in value):
        return _INSTANT.validate_python(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    written = value.strip() if isinstance(value, str) else None
    if written == "":
        return ""
    match = None if written is None else _STATED.fullmatch(written)
    if written is None or match is None or int(written[:4]) > LATEST.year:
        raise ValueError(f"write when it happened as exactly as it is known, such as {', '.join(_EXAMPLES)}")
    return _DAY.validate_python(written).isoformat() if match["day"] else written


PastTime = Annotated[
    str,
    BeforeValidator(_stated),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "format": "date-time"},
                {"type": "string", "format": "date"},
                {"type": "string", "pattern": "^[12][0-9]{3}(-(0[1-9]|1[0-2]))?$"},
            ],
            "examples": [*_EXAMPLES],
        }
    ),
]
"""When something of the past happened, as exactly as it is known: an instant with its offset, a day, a month or a year
in Shanghai. Of many old events no one knows the hour, and those before 1992 can only be named by their day. The year
stands first, in four digits."""


class Topic(StrEnum):
    """What a draft is about, where that demands a source (article 3)."""

    CURRENT_AFFAIRS = "current_affairs"
    PUBLIC_POLICY = "public_policy"
    SOCIAL_EVENT = "social_event"


class MediumKind(StrEnum):
    """Where a picture, a video or a sound comes from, as the author declares it (article 3)."""

    SELF_SHOT = "self_shot"
    SYNTHETIC = "synthetic"
    QUOTED = "quoted"


class Detection(StrEnum):
    """What the platform's detector makes of a medium: it may be synthetic, or it shows traces of it."""

    POSSIBLE = "possible"
    SUSPECTED = "suspected"


def _named(value: str) -> str:
    if not value:
        raise ValueError("name the source, or leave it out")
    return value


class Source(Frozen):
    """Whom the information comes from."""

    name: Annotated[Line, AfterValidator(_named), Described(json_schema_extra={"pattern": "\\S"})]
    link: HttpUrl | None = None


def _from_name(value: Any) -> Any:
    """A source may be given by its name alone; a blank name is none."""
    if isinstance(value, str):
        return {"name": value} if value.strip() else None
    return value


class Medium(Frozen):
    """A picture, a video or a sound in a draft (article 3)."""

    kind: MediumKind
    shot_at: Instant | None = None
    place: Line | None = None
    marked: bool = False
    """Whether it carries the mark of technically generated media."""
    detection: Detection | None = None


class OldEvent(Frozen):
    """The event that old news is about: when and where it happened (article 3)."""

    time: PastTime | None = None
    place: Line | None = None


class Draft(Frozen):
    """What an account wants to publish. Empty, it asks nothing but whether the account may publish at all."""

    fields: Annotated[tuple[Field, ...], Described(max_length=len(Field))] = ()
    topics: Annotated[tuple[Topic, ...], Described(max_length=len(Topic))] = ()
    source: Annotated[
        Source | None,
        BeforeValidator(_from_name, json_schema_input_type=Source | Line | None),
    ] = None
    media: Annotated[tuple[Medium, ...], Described(max_length=MOST_MEDIA)] = ()
    old_event: OldEvent | None = None
    fictional: bool = False
    fiction_label: bool = False
    disputed: bool = False
    anonymous: bool = False
    text: Annotated[
        str | None,
        Described(
            max_length=LONGEST_TEXT,
            description="What it says, to be compared with open rumours (article 6). It is not kept.",
        ),
    ] = None
