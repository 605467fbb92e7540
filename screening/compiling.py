"""Compilation of a lexicon to the folded words that are searched for, each with its possible roles in a name."""

from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache
from typing import Final, NamedTuple

from pypinyin import lazy_pinyin

from models.screening.screening import Level, Lexicon, ProtectedKind, ProtectedName
from screening import belonging, grammar, numerals
from screening.folding import fold

Hit = tuple[int, int, int]
"""Index of a word, its start and its end in the folded text."""
Place = tuple[int, int, "Word"]
"""Start and end of a place in the folded text, and its word."""


class Role(IntEnum):
    """Role of a word in a name. Of several roles the lowest number counts."""

    NAME = 0
    """Protected name that is no ordinary word."""
    PLAIN = 1
    """Protected name that is an ordinary word too."""
    DIVISION = 2
    DIVISION_SHORT = 3
    STATE = 4
    STRICT = 5
    """Word that names an organ or a medium by itself."""
    LOOSE = 6
    """Word that names official outlets and has everyday meanings too."""
    NEWSROOM = 7
    HERALD = 8
    """Word that official outlets put before a place."""
    SERVICE = 9
    """Word for police, fire service, courts or army: held behind a place, within a longer name too."""
    STATION = 10
    """Word for a station behind a place (湖南台): held if staff or a channel number follows."""


PLACES: Final = frozenset({Role.DIVISION, Role.DIVISION_SHORT, Role.STATE})
"""Roles of words that an organ may follow."""
NAMES: Final = PLACES | {Role.NAME, Role.PLAIN}
"""Roles of listed names and of words for the whole country."""
TITLES: Final = frozenset({Role.STRICT, Role.LOOSE, Role.NEWSROOM})
"""Roles of words that may follow a place."""

AUTHORITIES: Final = frozenset(
    {
        ProtectedKind.PARTY,
        ProtectedKind.GOVERNMENT,
        ProtectedKind.MILITARY,
        ProtectedKind.LEGISLATURE,
        ProtectedKind.JUDICIAL,
    }
)
"""Kinds whose organs are held without a place before them too."""


class Word(NamedTuple):
    """One meaning of a folded text."""

    role: Role
    entry: str
    protected: str
    kind: ProtectedKind
    alone: bool
    """Whether the word is held with nothing beside it."""
    level: Level | None = None
    is_pinyin: bool = False


class Found(NamedTuple):
    """Match that is held; `start` and `end` are positions in the folded text."""

    word: Word
    protected: str
    rule: str
    start: int
    end: int
    is_composed: bool = False
    is_pinyin: bool = False


SHORTEST_PINYIN: Final = 6
"""Fewest letters of a pinyin spelling that is searched for; shorter ones are words of other languages (dali, wuxi)."""
_SEVERAL: Final = frozenset("重长厦六乐朝都行传和单参曾尉铅蚌番荥浚省会藏调广大中解说校盛期车华都夏陆泊台堡济")
"""Characters of several readings, which depend on the phrase."""
SHORTEST_CONTAINED: Final = 3
"""Fewest characters of a name that is held within a longer one; two are part of too many words."""
SHORTEST_LATIN: Final = 6
"""The same in Latin letters: CCTV is also a word for cameras."""


def words_of(lexicon: Lexicon) -> dict[str, tuple[Word, ...]]:
    """Meanings of every folded word of the lexicon and the grammar, by role; written ones before pinyin."""
    found: dict[str, list[Word]] = {}
    for written, word in (*_listed(lexicon.names), *_grammar()):
        for folded in _forms(written, word):
            found.setdefault(folded.written, []).append(folded.word)
    return {written: tuple(_distinct(meanings)) for written, meanings in found.items()}


class _Form(NamedTuple):
    written: str
    word: Word


def _forms(written: str, word: Word) -> Iterator[_Form]:
    folded = fold(written)
    if not folded:
        return
    yield _Form(folded, word)
    if word.role is Role.SERVICE or word.role is Role.STATION:
        return
    if not folded.isascii():
        for numbered in numerals.readings(folded) if any("0" <= each <= "9" for each in folded) else ():
            yield _Form(numbered.folded, word)
    # The pinyin of a county's short name is two everyday syllables, so it is not searched for.
    if not folded.isascii() and not (word.role is Role.DIVISION_SHORT and word.level is Level.COUNTY):
        for spelled in _spellings(written):
            if len(spelled) >= (4 if word.role in TITLES else SHORTEST_PINYIN):
                yield _Form(spelled, word._replace(is_pinyin=True))


@cache
def spelling(character: str) -> str:
    """Folded pinyin of a character without tones, by its commonest reading; a letter is returned as it is."""
    return fold("".join(lazy_pinyin(character)))


def _spellings(written: str) -> set[str]:
    """Pinyin of each character by itself, and of the phrase as it is read (重庆 is chongqing)."""
    plain = "".join(map(spelling, written))
    if not _SEVERAL.intersection(written):
        return {plain}
    return {plain, fold("".join(lazy_pinyin(written)))}


def _distinct(meanings: list[Word]) -> list[Word]:
    best: dict[Role, Word] = {}
    for word in sorted(meanings, key=lambda word: (word.is_pinyin, word.role)):
        best.setdefault(word.role, word)
    return list(best.values())


def _listed(names: Iterable[ProtectedName]) -> Iterator[tuple[str, Word]]:
    ordinary = frozenset(grammar.words(grammar.ORDINARY))
    for name in names:
        if name.kind is ProtectedKind.DIVISION:
            alone = name.name not in ordinary
            yield name.name, Word(Role.DIVISION, name.id, name.name, name.kind, alone=alone, level=name.level)
            for short in (*name.aliases, *name.plain):
                alone = short not in ordinary and short not in name.plain
                yield short, Word(Role.DIVISION_SHORT, name.id, short, name.kind, alone=alone, level=name.level)
            continue
        for written in (name.name, *name.aliases):
            role = Role.NAME if _is_distinctive(written) and written not in name.plain else Role.PLAIN
            yield written, Word(role, name.id, written, name.kind, alone=True)
        for written in name.plain:
            yield written, Word(Role.PLAIN, name.id, written, name.kind, alone=True)


def _is_distinctive(written: str) -> bool:
    folded = fold(written)
    return len(folded) >= (SHORTEST_LATIN if folded.isascii() else SHORTEST_CONTAINED)


def _grammar() -> Iterator[tuple[str, Word]]:
    alone = frozenset(grammar.words(grammar.STATE_ALONE))
    for written in grammar.words(grammar.STATE):
        word = Word(Role.STATE, f"state:{written}", written, ProtectedKind.GOVERNMENT, alone=written in alone)
        yield written, word._replace(level=Level.PROVINCE)
    for role, table in ((Role.STRICT, grammar.STRICT), (Role.LOOSE, grammar.LOOSE)):
        for kind, listed in table.items():
            is_authority = role is Role.STRICT and kind in AUTHORITIES
            for written in grammar.words(listed):
                yield written, Word(role, f"organ:{written}", written, kind, alone=is_authority)
    for kind, listed in belonging.SERVICES.items():
        for written in grammar.words(listed):
            yield written, Word(Role.SERVICE, f"service:{written}", written, kind, alone=False)
    station = Word(Role.STATION, "organ:台", belonging.STATION, ProtectedKind.NEWS_MEDIA, alone=False)
    yield belonging.STATION, station
    for written in grammar.words(grammar.HERALDS):
        yield written, Word(Role.HERALD, f"herald:{written}", written, ProtectedKind.GOVERNMENT, alone=False)
    for written in grammar.words(grammar.NEWSROOM):
        yield written, Word(Role.NEWSROOM, f"newsroom:{written}", written, ProtectedKind.NEWS_MEDIA, alone=False)


class Fillers:
    """Test whether a part of a text consists of given words, one after the other.

    The time is linear in the length of the text; a regular expression would try every division of 官方号官方号….
    """

    def __init__(self, fillers: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for word in {*fillers, *"0123456789"}:
            self._by_first.setdefault(word[0], []).append(word)

    def reached(self, text: str, start: int, end: int) -> set[int]:
        """Positions up to `end` that a sequence of these words reaches from `start`, `start` included."""
        reached, todo = {start}, [start]
        while todo:
            at = todo.pop()
            for word in self._by_first.get(text[at], ()) if at < end else ():
                to = at + len(word)
                if to <= end and to not in reached and text.startswith(word, at):
                    reached.add(to)
                    todo.append(to)
        return reached

    def fill(self, text: str, start: int, end: int) -> bool:
        """Whether the part from `start` to `end` is a sequence of these words; an empty part is."""
        return start == end or (text[start] in self._by_first and end in self.reached(text, start, end))


def qualifiers(*, of_places: bool = False) -> Fillers:
    """Words that may stand beside a protected name without making it another name.

    Beside a place, words for outlets are no qualifiers: they have rows of their own.
    """
    listed = set(grammar.words(grammar.QUALIFIERS))
    if of_places:
        listed -= {word for table in (*grammar.LOOSE.values(), grammar.NEWSROOM) for word in grammar.words(table)}
    return Fillers(map(fold, listed))
