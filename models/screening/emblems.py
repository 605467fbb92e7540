"""Protected emblems in the bank, and matches found in pictures (article 1)."""

from typing import Annotated, Literal

from pydantic import Field as Described

from models.base import Frozen
from models.instants import Instant
from models.names import CaseId, Line, Text


class Emblem(Frozen):
    """Reference emblem of the bank. It is retired, never deleted, so that earlier matches stay explained."""

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
    """Reason for the retirement."""


class EmblemMatch(Frozen):
    """Emblem that may be in the picture: evidence for a person to review, never a decision."""

    emblem: CaseId
    name: str
    how: Annotated[
        Literal["window", "features"],
        Described(description="Method: a similar window of the picture, or features that agree on one place."),
    ]
    likeness: Annotated[float, Described(ge=0, le=1, description="Agreement of the pixels there.")]
    inliers: Annotated[int, Described(ge=0, description="Number of features that agree; 0 for a window.")]
    corners: Annotated[
        tuple[tuple[float, float], ...],
        Described(description="Four corners of the emblem, as fractions of the picture's width and height."),
    ]


class EmblemScreening(Frozen):
    """Matches in one picture, with the version of the bank."""

    outcome: Literal["clear", "review"]
    matches: tuple[EmblemMatch, ...]
    bank: Annotated[int, Described(description="Version of the bank: each addition or retirement makes a new one.")]
    emblems: Annotated[int, Described(description="Number of emblems searched for.")]
    media_type: str
    width: int
    height: int
    digest: Annotated[str, Described(description="SHA-256 of the picture, hexadecimal.")]
    case: Annotated[CaseId | None, Described(description="Case for a person to review, if an account was named.")] = (
        None
    )
