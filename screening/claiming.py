"""Matches of longer names that claim to belong to a protected body: its staff, its channel, a service of a place.

The screener calls `claims` with the words that it found. `belonging` has the tables, `holding` the rows.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from models.screening.screening import ProtectedKind
from screening import belonging, grammar, holding
from screening.compiling import Fillers, Found, Place, Role, Word, qualifiers
from screening.folding import fold
from screening.grammar import words
from screening.numerals import DIGITS

Hits = Sequence[tuple[int, int, tuple[Word, ...]]]
"""Start, end and meanings of each word in the folded text, meanings limited to those that `claimants` returns."""


def _any(*tables: str) -> str:
    every = {fold(word) for table in tables for word in words(table)}
    return "|".join(map(re.escape, sorted(every, key=len, reverse=True)))


_STAFF: Final = f"(?:{_any(belonging.RANKS)}){{0,2}}(?:{_any(belonging.STAFF)})"
_NUMBER: Final = f"第?[0-9{DIGITS}十]{{1,3}}"
_TOPIC: Final = f"(?:{_any(belonging.TOPICS)})"
_CHANNEL: Final = f"(?:{_NUMBER}(?:频道|套|台)?{_TOPIC}{{0,2}}|{_TOPIC}{{1,2}})"
STAFFED: Final = re.compile(_STAFF)
"""Pattern directly behind a short name: a word for staff."""
STATIONED: Final = re.compile(
    rf"(?:频道|套|台)?{_CHANNEL}?(?:{_STAFF}|频道|(?:{belonging.NAMED})\Z)|{_NUMBER}(?:频道|套)"
)
"""Pattern directly behind the letters or the nickname of a station: staff, a channel or a person."""
CHANNELLED: Final = re.compile(rf"{_CHANNEL}?{_STAFF}|{_NUMBER}(?:频道|套)")
"""Pattern directly behind place + 台: a channel and staff, or a channel number."""
STAFFED_BEFORE: Final = re.compile(rf".*(?:{_any(belonging.STAFF_BEFORE)})", re.DOTALL)
BETWEEN: Final = re.compile(f"(?:{_any(belonging.BETWEEN)}){{0,3}}")
_CHANNELS: Final = re.compile(_CHANNEL)
_PERSON: Final = re.compile(belonging.PERSON)
_NAMED: Final = re.compile(belonging.NAMED)
_ADDRESSED: Final = frozenset(words(belonging.ADDRESSED))
_UNIT: Final = re.compile(rf".*(?<![0-9]){belonging.UNIT_NUMBER}", re.DOTALL)
_OUTLETS: Final = frozenset(words(belonging.OUTLETS))
_QUALIFIED: Final = qualifiers()
_SERVING: Final = Fillers(
    map(fold, words(" ".join((grammar.QUALIFIERS, belonging.STAFF, *belonging.SERVICES.values()))))
)
_NOWHERE: Final = re.compile("(?!)")


def _pattern(alternatives: str, before: str = "") -> re.Pattern[str]:
    return re.compile(f"{before}(?:{alternatives})", re.DOTALL) if alternatives else _NOWHERE


_UNMISTAKABLE: Final[Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]] = {
    fold(name): (_pattern(unless.before, ".*"), _pattern(unless.behind))
    for name, unless in belonging.UNMISTAKABLE.items()
}
_OTHER: Final[Mapping[str, re.Pattern[str]]] = {
    service: _pattern(behind) for service, behind in belonging.UNLESS_BEHIND.items()
}
_UNLESS: Final[Mapping[str, re.Pattern[str]]] = {
    service: _pattern("|".join(filter(None, (belonging.UNLESS_BEHIND.get(service), belonging.STORIES))))
    for table in belonging.SERVICES.values()
    for service in words(table)
}


def is_another(folded: str, end: int, service: str) -> bool:
    """Whether the text behind a service gives it another meaning: 公安县 is a county."""
    return (unless := _OTHER.get(service)) is not None and unless.match(folded, end) is not None


def claimants(meanings: Sequence[Word]) -> tuple[Word, ...]:
    """Meanings of a word that can be a part of a claim."""
    return tuple(word for word in meanings if word.role in _JUDGES and not word.is_pinyin)


def claims(folded: str, hits: Hits, places: Sequence[Place], begins: Mapping[int, int]) -> Iterator[Found]:
    """Claims in the folded name; `begins` maps a position to the start of the chain of places ending there."""
    for start, end, meanings in hits:
        for word in meanings:
            yield from _JUDGES[word.role](folded, start, end, word, places, begins)


def _of_short_name(
    folded: str, start: int, end: int, word: Word, _places: Sequence[Place], _begins: Mapping[int, int]
) -> Iterator[Found]:
    if (unless := _UNMISTAKABLE.get(folded[start:end])) is not None:
        before, behind = unless
        if not behind.match(folded, end) and not before.fullmatch(folded, 0, start):
            yield Found(word, word.protected, holding.SHORT_NAME, start, end)
        return
    is_latin = folded[start:end].isascii()
    if is_latin and start and "a" <= folded[start - 1] <= "z":
        return
    is_station = is_latin or word.kind is ProtectedKind.STATE_BROADCASTER
    is_staffed = (STATIONED if is_station else STAFFED).match(folded, end) is not None
    if not is_staffed and is_station and (channel := _CHANNELS.match(folded, end)):
        is_staffed = _QUALIFIED.fill(folded, channel.end(), len(folded))
    if not is_staffed and word.protected in _ADDRESSED:
        is_staffed = _NAMED.fullmatch(folded, end) is not None
    if is_staffed or (
        _QUALIFIED.fill(folded, end, len(folded)) and STAFFED_BEFORE.fullmatch(folded, 0, start) is not None
    ):
        yield Found(word, word.protected, holding.STAFF, start, end)


def _of_outlet(
    folded: str, start: int, end: int, word: Word, places: Sequence[Place], _begins: Mapping[int, int]
) -> Iterator[Found]:
    """Claims of the form place + outlet + staff: 北京台记者, 上海发布小编."""
    wanted = CHANNELLED if word.role is Role.STATION else STAFFED
    if word.role is not Role.STATION and word.protected not in _OUTLETS:
        return
    for begin, until, place in places:
        if until == start and not place.is_pinyin and wanted.match(folded, end):
            yield _composed(place, word, begin, end, holding.STAFF)


def _of_service(
    folded: str, start: int, end: int, word: Word, places: Sequence[Place], begins: Mapping[int, int]
) -> Iterator[Found]:
    """Claims of the form place + service within any name: 北京交警小王."""
    if _UNLESS[word.protected].match(folded, end):
        return
    for begin, until, place in places:
        # 公安 is a county too. A word that is also a service is no place beside another service.
        if place.is_pinyin or place.protected in _UNLESS:
            continue
        is_unambiguous = place.alone and place.role is not Role.STATE
        if until <= start and (until == start or BETWEEN.fullmatch(folded, until, start)):
            if is_unambiguous or _is_whole_claim(folded, begins.get(begin, begin), end):
                yield _composed(place, word, begin, end, holding.SERVICE, folded[until:start])
        elif begin == end and is_unambiguous and _is_whole_claim(folded, start, until):
            yield _composed(place, word, start, until, holding.SERVICE, is_before=True)
    if word.protected == belonging.UNIT and _UNIT.fullmatch(folded, 0, start):
        yield Found(word, word.protected, holding.SERVICE, start, end, is_composed=True)


def _is_whole_claim(folded: str, start: int, end: int) -> bool:
    """Whether the rest of the name is only qualifiers, words for staff and a form of address."""
    return _QUALIFIED.fill(folded, 0, start) and any(
        at == len(folded) or _PERSON.fullmatch(folded, at) for at in _SERVING.reached(folded, end, len(folded))
    )


def _composed(
    place: Word, word: Word, start: int, end: int, rule: str, between: str = "", *, is_before: bool = False
) -> Found:
    parts = (word.protected, place.protected) if is_before else (place.protected, between, word.protected)
    return Found(place._replace(kind=word.kind), "".join(parts), rule, start, end, is_composed=True)


_JUDGES: Final[Mapping[Role, Callable[..., Iterator[Found]]]] = {
    Role.PLAIN: _of_short_name,
    Role.LOOSE: _of_outlet,
    Role.NEWSROOM: _of_outlet,
    Role.STATION: _of_outlet,
    Role.SERVICE: _of_service,
}
"""Function for each role of a word that can be a part of a claim."""
