"""Matches of a text with open rumours: the rumours, the similarity, and the evidence (article 6)."""

from typing import Annotated

from pydantic import Field as Described

from models.base import Frozen
from models.names import LabelText
from models.records import RecordId
from models.words.stances import Stance


class Repeated(Frozen):
    """Open rumour that a draft mentions, with its label (empty for a denial) and the draft's stance."""

    rumour: RecordId
    label_zh: LabelText
    label_en: LabelText
    link: str | None = None
    stance: Stance = Stance.REPEATS


class Passage(Frozen):
    """Position of the claim in the text, in characters."""

    start: int
    end: int


class Match(Frozen):
    """Similarity of a text to a rumour."""

    rumour: RecordId
    claim: str
    score: Annotated[float, Described(ge=0, le=1, description="1: the text contains the whole claim.")]
    repeats: Annotated[bool, Described(description="Whether it is similar enough for the rumour's label.")]
    denies: Annotated[bool, Described(description="Whether the text denies the claim.")] = False
    of_claim: Annotated[float, Described(ge=0, le=1, description="Share of the claim that the passage contains.")]
    terms: Annotated[tuple[str, ...], Described(description="Search terms of the rumour that the text contains.")] = ()
    passage: Passage | None = None
    explanation: str
    label_zh: Annotated[LabelText, Described(description="Label; empty if the text does not repeat the rumour.")]
    label_en: LabelText
    link: str | None = None


class Pinned(Frozen):
    """Information to pin at the top of a search page: the rumour that the query concerns, and its verified
    information.
    """

    rumour: RecordId
    claim: str
    information_zh: Annotated[str, Described(description="Verified information.")]
    information_en: str
    link: Annotated[str, Described(description="Address of the full text.")]
    label_zh: Annotated[LabelText, Described(description="Label with the claim and the verified information.")]
    label_en: LabelText
    score: Annotated[float, Described(ge=0, le=1, description="1: the query is one of the rumour's search terms.")]
    why: str
