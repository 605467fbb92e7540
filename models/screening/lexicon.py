"""The lexicon's history: lists that operators import, names that they retire, rows and presets that they switch.

There is one record of it; its version is a part of the lexicon's version, which every screening names. The names that
came with the program are not entered; only what operators changed about them.
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
"""The only record of this kind."""

MOST_NAMES: Final = 10_000
"""Names of one import; a longer list comes in parts."""
MOST_RETIRED: Final = 1_000
MOST_LISTS: Final = 500

Count = Annotated[int, Described(ge=0)]


_Word = Annotated[incoming.Line, Described(min_length=1)]
_Words = Annotated[tuple[_Word, ...], Described(max_length=MOST_ALIASES)]


class ListedName(Frozen):
    """One name of a list that is imported."""

    kind: ProtectedKind
    name: _Word
    aliases: _Words = ()
    plain: _Words = ()
    level: Level | None = None
    id: Annotated[ProtectedId, incoming.word] | None = None
    """Left out, the name itself without its spaces."""


class Imported(Frozen):
    """A list was taken in. Its names stand in a table of their own, which the digest holds fast."""

    type: Literal["imported"] = "imported"
    source: Line
    listed_on: CivilDate
    added: Count
    replaced: Annotated[int, Described(ge=0, description="Names that were there and now read otherwise.")]
    digest: Annotated[str, Described(description="SHA-256 of the names that were added or replaced.")]


class Retired(Frozen):
    """Names are protected no longer."""

    type: Literal["retired"] = "retired"
    entries: tuple[ProtectedId, ...]
    reason: Text = ""


class Switched(Frozen):
    """A row of the table of what is held was switched on or off."""

    type: Literal["switched"] = "switched"
    row: str
    on: bool
    reason: Text = ""


class PresetChosen(Frozen):
    """The rows were set as a preset has them; what was switched before counts no more."""

    type: Literal["preset_chosen"] = "preset_chosen"
    preset: str
    reason: Text = ""


LexiconBody = Annotated[Imported | Retired | Switched | PresetChosen, Described(discriminator="type")]
LexiconEntry = Entry[LexiconBody]


class ImportedList(Frozen):
    """One list that operators imported."""

    source: Line
    listed_on: CivilDate
    names: Count
    imported_at: Instant


class LexiconState(Frozen):
    """What operators changed, in sum."""

    lists: tuple[ImportedList, ...] = ()
    """The newest import of each source, the newest last."""
    retired: Count = 0
    preset: str = "balanced"
    switched: dict[str, bool] = Described(default_factory=dict)
    """Since the preset was chosen."""
    changed_at: Instant
