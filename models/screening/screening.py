"""Screening: whether a name must be looked at by a person before it is used (article 1), and everything it rests on.

A match is a reason to look, never a finding: it says what was seen, where, and by which row of what is held
(`screening/holding.py`).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field as Described
from pydantic import StringConstraints

from models.base import Frozen
from models.instants import CivilDate
from models.names import Line


class ProtectedKind(StrEnum):
    """What a protected name belongs to."""

    PARTY = "party"
    GOVERNMENT = "government"
    MILITARY = "military"
    LEGISLATURE = "legislature"
    JUDICIAL = "judicial"
    MASS_ORGANISATION = "mass_organisation"
    NEWS_MEDIA = "news_media"
    STATE_BROADCASTER = "state_broadcaster"
    DIVISION = "administrative_division"


class Level(StrEnum):
    """How high an administrative division stands."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


ProtectedId = Annotated[
    str,
    StringConstraints(pattern=r"^[^\s/?#\x00-\x1f\x7f]{1,100}$"),
    "identifier of a protected name within the lexicon",
]
MOST_ALIASES: Final = 30
Words = Annotated[tuple[Annotated[Line, StringConstraints(min_length=1)], ...], Described(max_length=MOST_ALIASES)]


class ProtectedName(Frozen):
    """A name that nobody else may bear."""

    id: ProtectedId
    kind: ProtectedKind
    name: Annotated[Line, StringConstraints(min_length=1)]
    aliases: Words = ()
    """Short names, former names, names in other scripts: held within a longer name, as the name itself."""
    plain: Words = ()
    """Aliases that are ordinary words too (新华, 澎湃): held only where next to nothing else is there."""
    level: Level | None = None
    """Of a division."""
    source: Line
    """The list that it comes from."""
    listed_on: CivilDate
    """The date of that list."""


class How(StrEnum):
    """In which way a text comes to a protected name."""

    EXACT = "exact"
    """It is the name, letter by letter."""
    CONTAINED = "contained"
    """It holds the name, letter by letter, beside other words."""
    VARIANT = "variant"
    """The same after normalisation: width, invisible or traditional characters, separators, other alphabets."""
    LOOK_ALIKE = "look_alike"
    """One or two characters are replaced by such as look alike."""
    PINYIN = "pinyin"
    """It is spelled out, wholly or in part."""
    COMPOSED = "composed"
    """No list holds it: an administrative division and what an organ or an outlet is called."""


class Outcome(StrEnum):
    """What a screening comes to."""

    CLEAR = "clear"
    REVIEW = "review"
    """A person decides before it takes effect (article 1)."""


class Match(Frozen):
    """One protected name that was seen in a text."""

    entry: str
    """Identifier of the protected name; for a composed one that of the division."""
    protected: str
    """The name or alias that was come to; for a composed one the whole of it."""
    kind: ProtectedKind
    how: How
    rule: str
    """The row of the table of what is held."""
    start: Annotated[int, Described(ge=0)]
    end: Annotated[int, Described(ge=0)]
    """Where it stands in the text as it was given, in characters, `end` not included."""


class Screening(Frozen):
    """What a text was found to hold, by which lexicon and which normalisation."""

    text: str
    outcome: Outcome
    matches: tuple[Match, ...] = ()
    lexicon: str
    """Version of the protected names and of the rows that are switched on."""
    normalisation: str
    """Version of how texts are made comparable."""


class Lexicon(Frozen):
    """The protected names as they stand at one version, and which rows of the table of what is held are switched."""

    version: str
    names: tuple[ProtectedName, ...]
    preset: str = "balanced"
    """Which set of rows stands (`screening/holding.py`)."""
    switched: Mapping[str, bool] = Described(default_factory=dict)
    """Rows that stand otherwise than the preset says."""
