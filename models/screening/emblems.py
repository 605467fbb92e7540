"""Emblems: the bank of those that are protected (article 1), and what was recognised in a picture."""

from typing import Annotated, Literal

from pydantic import Field as Described

from models.base import Frozen
from models.instants import Instant
from models.names import CaseId, Line, Text


class Emblem(Frozen):
    """A reference emblem in the bank. It is retired, never deleted: what was found with it stays explained."""

    id: CaseId
    name: Annotated[Line, Described(min_length=1)]
    media_type: str
    width: int
    height: int
    digest: Annotated[str, Described(description="SHA-256 of the image, hexadecimal.")]
    added_at: Instant
    added_by: str
    retired_at: Instant | None = None
    retired_by: str | None = None
    reason: Text = ""
    """Why it was retired."""


class EmblemMatch(Frozen):
    """An emblem that seems to be in the picture: evidence for a person to look at, never a decision."""

    emblem: CaseId
    name: str
    how: Annotated[
        Literal["window", "features"],
        Described(description="By a part of the picture that looks alike, or by features that agree on one place."),
    ]
    likeness: Annotated[float, Described(ge=0, le=1, description="How much the pixels agree there.")]
    inliers: Annotated[int, Described(ge=0, description="Features that agree; 0 where a window was recognised.")]
    corners: Annotated[
        tuple[tuple[float, float], ...],
        Described(description="Where: the emblem's four corners, as parts of the picture's width and height."),
    ]


class EmblemScreening(Frozen):
    """What was recognised in one picture, with which version of the bank."""

    outcome: Literal["clear", "review"]
    matches: tuple[EmblemMatch, ...]
    bank: Annotated[int, Described(description="Version of the bank: each emblem added or retired makes a new one.")]
    emblems: Annotated[int, Described(description="How many were looked for.")]
    media_type: str
    width: int
    height: int
    digest: Annotated[str, Described(description="SHA-256 of the picture, hexadecimal.")]
    case: Annotated[
        CaseId | None, Described(description="The case that waits for a person, where an account was named.")
    ] = None
