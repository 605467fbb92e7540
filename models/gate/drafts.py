"""Drafts: content that an account wants to publish, with the attributes that articles 2 to 6 require."""

from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, HttpUrl, ValidationError, ValidationInfo
from pydantic import Field as Described

from models.base import Frozen
from models.names import LINE_LENGTH
from models.stated import PastTime, ShootingTime
from models.texts.incoming import Line, compared
from models.texts.legible import shows_something
from models.words.privileges import Field
from models.words.stances import Stance

LONGEST_TEXT: Final = 20_000
"""Characters of a text: twice a very long article; comparing it takes a few milliseconds."""
MOST_MEDIA: Final = 200
"""Media in a draft, more than the longest illustrated article has.

The limit bounds the time of a decision and the size of its answer: at most two labels and three reasons a medium.
"""


class Topic(StrEnum):
    """Topic of a draft that requires a source (article 3)."""

    CURRENT_AFFAIRS = "current_affairs"
    PUBLIC_POLICY = "public_policy"
    SOCIAL_EVENT = "social_event"


class MediumKind(StrEnum):
    """Origin of a picture, a video or a sound, as declared by the author (article 3)."""

    SELF_SHOT = "self_shot"
    SYNTHETIC = "synthetic"
    QUOTED = "quoted"


class Detection(StrEnum):
    """Result of the platform's detector for a medium: possibly synthetic, or with traces of synthesis."""

    POSSIBLE = "possible"
    SUSPECTED = "suspected"


def _named(value: str) -> str:
    if not value:
        raise ValueError("name the source, or leave it out")
    return value


class Source(Frozen):
    """Source of the information."""

    name: Annotated[Line, AfterValidator(_named), Described(json_schema_extra={"pattern": "\\S"})]
    link: HttpUrl | None = None


def _from_name(value: Any, info: ValidationInfo) -> Any:
    """Return a source given by its name alone; a blank name is no source."""
    if not isinstance(value, str):
        return value
    if info.context is None and len(value) <= LINE_LENGTH and (source := _source_named(value)) is not None:
        return source
    return {"name": value} if shows_something(value) else None


@lru_cache(maxsize=4096)  # most drafts name one of a few sources
def _source_named(name: str) -> Source | None:
    """Return the source of a name; None for a name with a fault, which the draft's validation explains, or a blank."""
    try:
        return Source(name=name)
    except ValidationError:
        return None


class Medium(Frozen):
    """Picture, video or sound in a draft (article 3)."""

    kind: MediumKind
    shot_at: ShootingTime | None = None
    place: Line | None = None
    marked: bool = False
    """Whether it has the mark of technically generated media."""
    detection: Detection | None = None


class OldEvent(Frozen):
    """Event reported by old news: its time and place (article 3)."""

    time: PastTime | None = None
    place: Line | None = None


class Draft(Frozen):
    """Content that an account wants to publish. An empty draft asks whether the account may publish at all."""

    fields: Annotated[tuple[Field, ...], Described(max_length=len(Field))] = ()
    topics: Annotated[tuple[Topic, ...], Described(max_length=len(Topic))] = ()
    source: Annotated[
        Source | None,
        BeforeValidator(_from_name, json_schema_input_type=Source | Line | None),
    ] = None
    first_hand: Annotated[
        bool,
        Described(
            description="Whether the account has reported it itself: then its own name is the source (article 3)."
        ),
    ] = False
    media: Annotated[tuple[Medium, ...], Described(max_length=MOST_MEDIA)] = ()
    old_event: OldEvent | None = None
    fictional: bool = False
    fiction_label: bool = False
    disputed: bool = False
    anonymous: bool = False
    text: Annotated[
        Annotated[str, compared] | None,
        Described(
            max_length=LONGEST_TEXT,
            description="Text, to be compared with open rumours (article 6). It is not stored.",
        ),
    ] = None
    stance: Annotated[
        Stance | None,
        Described(
            description="Stance of the text to the rumours that it mentions, if known (article 6); without it, "
            "it is derived from the text. `denies`: it debunks; `repeats`: even if it looks like a denial; "
            "`asks`: it only asks."
        ),
    ] = None
