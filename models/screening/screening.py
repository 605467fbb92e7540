"""Screening of names: whether a person must review a name before its use, and the data behind the result (article 1).

A match is a reason for a review, never a finding: it names the text, its place, and the row of the screening table
(`screening/holding.py`) that applies.
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
    """Kind of body or place to which a protected name belongs."""

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
    """Level of an administrative division."""

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
    """Name that nobody but its owner may use."""

    id: ProtectedId
    kind: ProtectedKind
    name: Annotated[Line, StringConstraints(min_length=1)]
    aliases: Words = ()
    """Short names, former names, names in other scripts; matched within a longer name like the name itself."""
    plain: Words = ()
    """Aliases that are ordinary words too (新华, 澎湃); matched only if almost nothing else is in the text."""
    level: Level | None = None
    """Level, for a division."""
    source: Line
    """List that contains the name."""
    listed_on: CivilDate
    """Date of that list."""


class How(StrEnum):
    """Way in which a text matches a protected name."""

    EXACT = "exact"
    """The text is the name, letter by letter."""
    CONTAINED = "contained"
    """The text contains the name, letter by letter, and other words."""
    VARIANT = "variant"
    """The text matches after normalisation: width, invisible or traditional characters, separators, other alphabets."""
    LOOK_ALIKE = "look_alike"
    """The text has one or two characters replaced by similar ones."""
    PINYIN = "pinyin"
    """The name is spelled in pinyin, wholly or in part."""
    COMPOSED = "composed"
    """The text is an administrative division with the designation of an organ or an outlet; no list contains it."""


class Outcome(StrEnum):
    """Result of a screening."""

    CLEAR = "clear"
    REVIEW = "review"
    """A person decides before the name takes effect (article 1)."""


class Match(Frozen):
    """Protected name found in a text."""

    entry: str
    """Identifier of the protected name; for a composed one, that of the division."""
    protected: str
    """Name or alias that was matched; for a composed one, the whole of it."""
    kind: ProtectedKind
    how: How
    rule: str
    """Row of the screening table that applies."""
    start: Annotated[int, Described(ge=0)]
    end: Annotated[int, Described(ge=0)]
    """End of the match in the original text, in characters, not included."""


class Screening(Frozen):
    """Matches in a text, with the versions of the lexicon and of the normalisation."""

    text: str
    outcome: Outcome
    matches: tuple[Match, ...] = ()
    lexicon: str
    """Version of the protected names and of the rows that are switched on."""
    normalisation: str
    """Version of the normalisation of texts."""


class Lexicon(Frozen):
    """Protected names of one version, and the switched rows of the screening table."""

    version: str
    names: tuple[ProtectedName, ...]
    preset: str = "balanced"
    """Preset of rows in force (`screening/holding.py`)."""
    switched: Mapping[str, bool] = Described(default_factory=dict)
    """Rows that differ from the preset."""
