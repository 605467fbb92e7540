"""Matches: which open rumours a text repeats, how closely, and why we think so."""

from typing import Annotated

from pydantic import Field as Described

from models.base import Frozen
from models.dossiers import DossierId
from models.names import LabelText
from models.stances import Stance


class Repeated(Frozen):
    """An open rumour that a draft speaks of, with the label for it and how the draft stands to it."""

    rumour: DossierId
    label_zh: LabelText
    label_en: LabelText
    link: str | None = None
    stance: Stance = Stance.REPEATS


class Passage(Frozen):
    """Where in the text the claim stands, in characters."""

    start: int
    end: int


class Match(Frozen):
    """How closely a text repeats a rumour."""

    rumour: DossierId
    claim: str
    score: Annotated[float, Described(ge=0, le=1, description="1: the text holds the whole claim.")]
    repeats: Annotated[bool, Described(description="Whether it is close enough for the rumour's label.")]
    denies: Annotated[bool, Described(description="Whether it says that the claim is not so.")] = False
    of_claim: Annotated[float, Described(ge=0, le=1, description="How much of the claim is in the passage.")]
    terms: Annotated[tuple[str, ...], Described(description="The rumour's search terms that the text holds.")] = ()
    passage: Passage | None = None
    explanation: str
    label_zh: LabelText
    label_en: LabelText
    link: str | None = None
