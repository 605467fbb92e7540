"""Matches: which open rumours a text repeats, how closely, and why we think so."""

from typing import Annotated

from pydantic import Field as Described

from models.base import Frozen
from models.names import LabelText
from models.records import RecordId
from models.words.stances import Stance


class Repeated(Frozen):
    """An open rumour that a draft speaks of, with the label for it (empty for a denial), and how the draft stands."""

    rumour: RecordId
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

    rumour: RecordId
    claim: str
    score: Annotated[float, Described(ge=0, le=1, description="1: the text holds the whole claim.")]
    repeats: Annotated[bool, Described(description="Whether it is close enough for the rumour's label.")]
    denies: Annotated[bool, Described(description="Whether it says that the claim is not so.")] = False
    of_claim: Annotated[float, Described(ge=0, le=1, description="How much of the claim is in the passage.")]
    terms: Annotated[tuple[str, ...], Described(description="The rumour's search terms that the text holds.")] = ()
    passage: Passage | None = None
    explanation: str
    label_zh: Annotated[LabelText, Described(description="The label; empty where the text does not repeat the rumour.")]
    label_en: LabelText
    link: str | None = None


class Pinned(Frozen):
    """What to pin at the top of a search page: a rumour that the query looks for, and its verified information."""

    rumour: RecordId
    claim: str
    information_zh: Annotated[str, Described(description="What is so.")]
    information_en: str
    link: Annotated[str, Described(description="Where it can be read in full.")]
    label_zh: Annotated[LabelText, Described(description="The claim as the rumour, and the information beside it.")]
    label_en: LabelText
    score: Annotated[float, Described(ge=0, le=1, description="1: the query is one of the rumour's search terms.")]
    why: str
