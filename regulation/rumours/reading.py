"""Normalisation of texts for comparison with rumours: folded characters, numbers and synonyms become tokens.

Width, case, traditional characters, separators and look-alikes are folded as names are when they are screened. Numbers
are written in digits, with their unit in one token (`三天`, `3天`, `３日`). Synonyms become one token
(`regulation/rumours/words.py`), and words that carry no claim are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from regulation.rumours.fields import FIELDS
from regulation.rumours.words import COMMON, EMPTY, FORBIDDEN, NOT, SAME, UNABLE, UNITS, WHOLE
from screening.folding import FOLDING, fold

_SENTENCE: Final = frozenset("。！？!?\n；;…")
_PERCENT: Final = frozenset("%％")
_CLAUSE: Final = frozenset('，,、：:（）()【】[]“”"「」『』《》—') | _SENTENCE


@dataclass(frozen=True)
class Reduced:
    """Folded text, with the place of each of its characters in the original text."""

    text: str
    places: tuple[int, ...]
    clauses: tuple[int, ...]
    """Number of the clause of each character."""


def reduced(text: str) -> Reduced:
    """Fold a text; separators and decorations are left out, and end a clause where they do so."""
    written: list[str] = []
    places: list[int] = []
    clauses: list[int] = []
    clause = 0
    for place, character in enumerate(text):
        if character in _CLAUSE:
            clause += 1
            continue
        folded = "%" if character in _PERCENT else FOLDING[ord(character)]
        if folded:
            written.append(folded)
            places += [place] * len(folded)
            clauses += [clause] * len(folded)
    return Reduced("".join(written), tuple(places), tuple(clauses))


class Token(NamedTuple):
    """Word that carries meaning, with its place in the folded text."""

    key: str
    weight: float
    start: int
    end: int
    clause: int


_DIGITS: Final = {each: place for place, each in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"万": 10_000, "亿": 100_000_000}
_UNITS: Final = {fold(written): unit for written, unit in UNITS.items()}
_DAYS: Final = {"周": 7, "星期": 7, "礼拜": 7, "个月": 30, "季度": 90, "个季度": 90, "年": 360}
"""Units of time in days: 三个月, 90天 and 一季度 are equal."""
_YEARS: Final = 100
"""Number from which 年 names a year instead of a duration."""
_HALVES: Final = {
    "半个月": "15天",
    "半月": "15天",
    "半年": "180天",
    "半小时": "30分",
    "半个小时": "30分",
    "大半年": "180天",
}
_LONGEST: Final = sorted({*_UNITS, *_DAYS}, key=len, reverse=True)
_NUMBER: Final = re.compile(
    rf"(?P<half>{'|'.join(sorted(_HALVES, key=len, reverse=True))})|"
    r"(?P<percent>百分之)?(?P<number>[0-9]{1,12}[万亿]?|[零一二两三四五六七八九十百千万亿]{1,12})"
    r"(?P<sign>%|成(?![为本功熟分立员长年交绩果人])|个点|个百分点)?"
    rf"(?P<unit>{'|'.join(_LONGEST)})?"
)
"""Number with its unit; 成 (a tenth) is not a unit in 成为, 成本 and the like."""


def _value(written: str) -> str | None:
    """Number in digits; None for what is not a number (千万 alone, 万一)."""
    if written[0].isdigit():
        tail = _LARGE.get(written[-1], 1)
        return str(int(written.rstrip("万亿")) * tail)
    if written[0] in _LARGE or not any(each in _DIGITS or each == "十" for each in written):
        return None
    total = part = digit = 0
    plain = len(written) > 1 and all(each in _DIGITS for each in written)
    if plain:
        return str(int("".join(str(_DIGITS[each]) for each in written)))
    for each in written:
        if each in _DIGITS:
            digit = _DIGITS[each]
        elif each in _TENS:
            part += (digit or 1) * _TENS[each]
            digit = 0
        else:
            total += (part + digit or 1) * _LARGE[each]
            part = digit = 0
    return str(total + part + digit)


def _vocabulary() -> dict[str, tuple[str, float]]:
    words: dict[str, tuple[str, float]] = {fold(word): ("", 0.0) for word in EMPTY}
    for row in SAME:
        key = fold(row[0])
        for word in row:
            words.setdefault(fold(word), (key, _WORD))
    for word in WHOLE:
        words.setdefault(fold(word), (fold(word), _WORD))
    for key in (NOT, FORBIDDEN, UNABLE):
        for row in SAME:
            if row[0] == key:
                words.update({fold(word): (NOT if key == NOT else key, _NEGATION) for word in row})
    return words


_WORD: Final = 1.6
"""Weight of a word of the tables: it stands for about two characters."""
_NEGATION: Final = 0.3
_QUANTITY: Final = 1.6
_FEW: Final = 0.35
_WORDS: Final = _vocabulary()


def _fields() -> dict[str, str]:
    """Field of each word; words of the fields that are in no other table are read as words."""
    found: dict[str, str] = {}
    for row in FIELDS:
        for word in row:
            written = fold(word)
            if len(written) > 1:
                _WORDS.setdefault(written, (written, _WORD))
            key = _WORDS.get(written, (written, 0.0))[0]
            if key not in {"", NOT, FORBIDDEN, UNABLE}:
                found.setdefault(key, f"~{row[0]}")
    return found


FIELD_OF: Final = _fields()
"""Field of a word, by the word's key."""
_LISTED: Final = list(_WORDS)
_FINDER: Final = AhoCorasick(_LISTED, matchkind=MatchKind.LeftmostLongest)
_LATIN: Final = re.compile(r"[a-z]+[0-9]*|[0-9]+[a-z]+[0-9a-z]*")


def tokens(given: Reduced) -> list[Token]:
    """Words of a text that carry meaning, in order."""
    text, clauses = given.text, given.clauses
    found: list[Token] = []
    taken = 0
    for start, end, key, weight in _spans(given):
        found += _single(text, taken, start, clauses)
        if key and start >= taken:
            found.append(Token(key, weight, start, end, clauses[start]))
        taken = max(taken, end)
    found += _single(text, taken, len(text), clauses)
    return found


def _spans(given: Reduced) -> Iterator[tuple[int, int, str, float]]:
    """Numbers, Latin words and words of the tables, from left to right, without overlaps."""
    text = given.text
    spans = [(*match.span(), *_number(match)) for match in _NUMBER.finditer(text)]
    spans = [span for span in spans if span[3]]
    for match in _LATIN.finditer(text):
        spans += [(start, end, *_latin(text[start:end])) for start, end in _words(given.places, *match.span())]
    spans += [(start, end, *_WORDS[_LISTED[place]]) for place, start, end in _FINDER.find_matches_as_indexes(text)]
    spans.sort(key=lambda span: (span[0], -span[1]))
    until = 0
    for span in spans:
        if span[0] >= until:
            yield span
            until = span[1]


def _words(places: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Latin words in the original text: folded text has no blanks between them."""
    begun = start
    for place in range(start + 1, end + 1):
        if place == end or places[place] - places[place - 1] > 1:
            yield begun, place
            begun = place


def _latin(word: str) -> tuple[str, float]:
    return _WORDS.get(word) or (word, 1.0 if len(word) > 3 else _WORD)


def _number(match: "re.Match[str]") -> tuple[str, float]:
    if match["half"]:
        return f"#{_HALVES[match['half']]}", _QUANTITY
    value = _value(match["number"])
    if value is None:
        return "", 0.0
    if match["percent"] or match["sign"]:
        return f"#{int(value) * 10 if match['sign'] == '成' else value}%", _QUANTITY
    unit = match["unit"]
    if unit in _DAYS:
        if unit == "年" and int(value) > _YEARS:
            return f"#{value}", 1.0
        return f"#{int(value) * _DAYS[unit]}天", _QUANTITY
    if unit == "天" and len(value) > 1:
        return f"#{value}天", _QUANTITY
    if unit == "点" and value == "0":
        return "#12", 1.0
    if unit is None or len(value) > 1:
        # From ten on the number alone is telling: 七十岁 and 干到70 are equal.
        return f"#{value}", 0.6 if len(value) == 1 else 1.0
    return f"#{value}{_UNITS[unit]}", _QUANTITY


def _single(text: str, start: int, end: int, clauses: tuple[int, ...]) -> Iterator[Token]:
    for place in range(start, end):
        character = text[place]
        yield Token(character, _FEW if character in COMMON else 1.0, place, place + 1, clauses[place])


@lru_cache(maxsize=16_384)
def claim_tokens(claim: str) -> tuple[Token, ...]:
    """Tokens of a claim, cached: claims are compared repeatedly."""
    return tuple(tokens(reduced(claim)))
