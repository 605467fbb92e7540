"""What an account says about itself, and what was noticed in it that a person must judge (articles 1 and 7)."""

from typing import Annotated, Literal

from pydantic import Field as Described
from pydantic import StringConstraints

from models.base import Frozen
from models.names import CaseId, Line, Name, Text

Fingerprint = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32})?$")]
"""Of what screening found in a profile: the same for the same words and the same matches, empty for nothing."""

MOST_GROUNDS = 20


class Ground(Frozen):
    """One thing that was noticed."""

    code: Literal["protected_name", "emblem", "same_phone", "same_device", "same_payout_account", "similar_name"]
    message: Line
    """What was noticed, as a reviewer reads it."""


class Grounds(Frozen):
    """Why a person must look before it counts."""

    article: int
    noticed: Annotated[tuple[Ground, ...], Described(min_length=1, max_length=MOST_GROUNDS)]
    finding: Fingerprint = ""
    """Of what screening found in the profile; empty where only other things were noticed."""
    lexicon: Line = ""
    """The version of the protected names that it was screened with."""

    def __str__(self) -> str:
        return "; ".join(ground.message for ground in self.noticed)


class PendingChange(Frozen):
    """A change of the profile that waits for a person; None for what it leaves alone, or a later change went past."""

    id: CaseId
    name: Name | None = None
    bio: Text | None = None
    avatar: Line | None = None
    finding: Fingerprint = ""
