"""Drafts: what an account wants to publish, as far as articles 2 to 6 ask about it."""

from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator, HttpUrl
from pydantic import Field as Described

from models.base import Frozen
from models.stated import PastTime, ShootingTime
from models.texts.incoming import Line, compared
from models.texts.legible import shows_something
from models.words.privileges import Field
from models.words.stances import Stance

LONGEST_TEXT: Final = 20_000
"""Characters: twice the longest article that anybody reads to the end; comparing it takes a few milliseconds."""
MOST_MEDIA: Final = 200
"""More pictures than the longest illustrated article holds. It bounds the time one decision takes and the size of its
answer: two labels and three reasons a medium at most."""


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
        return {"name": value} if shows_something(value) else None
    return value


class Medium(Frozen):
    """A picture, a video or a sound in a draft (article 3)."""

    kind: MediumKind
    shot_at: ShootingTime | None = None
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
    first_hand: Annotated[
        bool,
        Described(description="The account has reported it itself: its own name is the source then (article 3)."),
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
            description="What it says, to be compared with open rumours (article 6). It is not kept.",
        ),
    ] = None
    stance: Annotated[
        Stance | None,
        Described(
            description="How the text stands to the rumours that it speaks of, where you know it (article 6); left "
            "out, it is read from the text. `denies`: it debunks; `repeats`: also where it looks like a denial; "
            "`asks`: it only asks."
        ),
    ] = None
