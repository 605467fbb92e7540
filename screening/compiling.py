"""From a lexicon to what is searched for: folded words, each with the roles that it can have in a name."""

from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cache
from typing import Final, NamedTuple

from pypinyin import lazy_pinyin

from models.screening import Level, Lexicon, ProtectedKind, ProtectedName
from screening import belonging, grammar, numerals
from screening.folding import fold

Hit = tuple[int, int, int]
"""Index of a word, where it begins and where it ends in the folded text."""
Place = tuple[int, int, "Word"]
"""Where a place begins and ends, and which."""


class Role(IntEnum):
    """What a word does in a name. Of one word with several the first counts."""

    NAME = 0
    """A protected name that is no ordinary word."""
    PLAIN = 1
    """One that is."""
    DIVISION = 2
    DIVISION_SHORT = 3
    STATE = 4
    STRICT = 5
    """An organ or a medium."""
    LOOSE = 6
    """What official outlets are called, among other things."""
    NEWSROOM = 7
    HERALD = 8
    """What official outlets put before a place."""
    SERVICE = 9
    """Police, fire service, courts, army: behind a place held within a longer name."""
    STATION = 10
    """What a station is called behind a place (湖南台), where more says that one is meant."""


PLACES: Final = frozenset({Role.DIVISION, Role.DIVISION_SHORT, Role.STATE})
"""What an organ may stand behind."""
NAMES: Final = PLACES | {Role.NAME, Role.PLAIN}
"""What stands on a list, and what claims the whole country."""
TITLES: Final = frozenset({Role.STRICT, Role.LOOSE, Role.NEWSROOM})
"""What may stand behind a place."""

AUTHORITIES: Final = frozenset(
    {
        ProtectedKind.PARTY,
        ProtectedKind.GOVERNMENT,
        ProtectedKind.MILITARY,
        ProtectedKind.LEGISLATURE,
        ProtectedKind.JUDICIAL,
    }
)
"""What an organ of is held without a place before it, too."""


class Word(NamedTuple):
    """One meaning of a folded text."""

    role: Role
    entry: str
    protected: str
    kind: ProtectedKind
    alone: bool
    """Whether it is held with nothing beside it."""
    level: Level | None = None
    is_pinyin: bool = False


class Found(NamedTuple):
    """What is held, in places of the folded text."""

    word: Word
    protected: str
    rule: str
    start: int
    end: int
    is_composed: bool = False
    is_pinyin: bool = False


SHORTEST_PINYIN: Final = 6
"""Letters of a spelling that is looked for: shorter ones are words of other languages (dali, anhui, wuxi)."""
_SEVERAL: Final = frozenset("重长厦六乐朝都行传和单参曾尉铅蚌番荥浚省会藏调广大中解说校盛期车华都夏陆泊台堡济")
"""Characters of several readings: only with these does the phrase decide."""
SHORTEST_CONTAINED: Final = 3
"""Characters of a name that is held within a longer one: two are part of too many words."""
SHORTEST_LATIN: Final = 6
"""Letters of one in Latin script: CCTV is also what cameras are called."""


def words_of(lexicon: Lexicon) -> dict[str, tuple[Word, ...]]:
    """Every folded word with its meanings, the most telling first."""
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
    # A county's short name is two syllables of everyday speech: spelled out it says nothing.
    if not folded.isascii() and not (word.role is Role.DIVISION_SHORT and word.level is Level.COUNTY):
        for spelled in _spellings(written):
            if len(spelled) >= (4 if word.role in TITLES else SHORTEST_PINYIN):
                yield _Form(spelled, word._replace(is_pinyin=True))


@cache
def spelling(character: str) -> str:
    """A character in pinyin without tones, as it is compared, by its commonest reading; a letter as it is."""
    return fold("".join(lazy_pinyin(character)))


def _spellings(written: str) -> set[str]:
    """Character by character, as whoever mixes letters in would, and as it is really read (重庆 is chongqing)."""
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
            role = Role.NAME if _telling(written) and written not in name.plain else Role.PLAIN
            yield written, Word(role, name.id, written, name.kind, alone=True)
        for written in name.plain:
            yield written, Word(Role.PLAIN, name.id, written, name.kind, alone=True)


def _telling(written: str) -> bool:
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
    """Words of which a part of a text may be made up, one after the other. It takes a time that grows with the text
    alone: a pattern would try each way to divide 官方号官方号… again.
    """

    def __init__(self, fillers: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = {}
        for word in {*fillers, *"0123456789"}:
            self._by_first.setdefault(word[0], []).append(word)

    def reached(self, text: str, start: int, end: int) -> set[int]:
        """How far one comes from the start with these words alone, without passing the end."""
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
        """Whether the part is made up of them."""
        return start == end or (text[start] in self._by_first and end in self.reached(text, start, end))


def qualifiers(*, of_places: bool = False) -> Fillers:
    """What may be left over beside a protected name without making another name of it.

    Beside a place a word that outlets are called says something: it is judged by its own rows.
    """
    listed = set(grammar.words(grammar.QUALIFIERS))
    if of_places:
        listed -= {word for table in (*grammar.LOOSE.values(), grammar.NEWSROOM) for word in grammar.words(table)}
    return Fillers(map(fold, listed))
