"""History of the lexicon: lists that operators import, names that they retire, rows and presets that they switch.

There is one record of it; its version is part of the lexicon's version, which every screening names. The names built
into the program are not entered; only the operators' changes to them are.
"""

from typing import Annotated, Final, Literal

from pydantic import Field as Described

from models.base import Frozen
from models.instants import CivilDate, Instant
from models.names import Line, Text
from models.records import Entry
from models.screening.screening import MOST_ALIASES, Level, ProtectedId, ProtectedKind
from models.texts import incoming

KIND: Final = "lexicon"
RECORD: Final = "protected-names"
"""Identifier of the only record of this kind."""

MOST_NAMES: Final = 10_000
"""Names of one import; a longer list is split."""
MOST_RETIRED: Final = 1_000
MOST_LISTS: Final = 500

Count = Annotated[int, Described(ge=0)]


_Word = Annotated[incoming.Line, Described(min_length=1)]
_Words = Annotated[tuple[_Word, ...], Described(max_length=MOST_ALIASES)]


class ListedName(Frozen):
    """Name of an imported list."""

    kind: ProtectedKind
    name: _Word
    aliases: _Words = ()
    plain: _Words = ()
    level: Level | None = None
    id: Annotated[ProtectedId, incoming.word] | None = None
    """Identifier; without it, the name without spaces."""


class Imported(Frozen):
    """A list was imported. Its names have a table of their own, bound to this entry by the digest."""

    type: Literal["imported"] = "imported"
    source: Line
    listed_on: CivilDate
    added: Count
    replaced: Annotated[int, Described(ge=0, description="Number of existing names that were changed.")]
    digest: Annotated[str, Described(description="SHA-256 of the names added or replaced.")]


class Retired(Frozen):
    """Names are no longer protected."""

    type: Literal["retired"] = "retired"
    entries: tuple[ProtectedId, ...]
    reason: Text = ""


class Switched(Frozen):
    """A row of the screening table was switched on or off."""

    type: Literal["switched"] = "switched"
    row: str
    on: bool
    reason: Text = ""


class PresetChosen(Frozen):
    """The rows were set to a preset; earlier switches no longer apply."""

    type: Literal["preset_chosen"] = "preset_chosen"
    preset: str
    reason: Text = ""


LexiconBody = Annotated[Imported | Retired | Switched | PresetChosen, Described(discriminator="type")]
LexiconEntry = Entry[LexiconBody]


class ImportedList(Frozen):
    """List imported by operators."""

    source: Line
    listed_on: CivilDate
    names: Count
    imported_at: Instant


class LexiconState(Frozen):
    """Sum of the operators' changes."""

    lists: tuple[ImportedList, ...] = ()
    """Newest import of each source, in order of time."""
    retired: Count = 0
    preset: str = "balanced"
    switched: dict[str, bool] = Described(default_factory=dict)
    """Rows switched since the preset was chosen."""
    changed_at: Instant
