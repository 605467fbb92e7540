"""Numerals: a number may be in Chinese, as on cheques, in digits, in Roman letters; here all come to Chinese ones.

Not a part of the folding, because 陆 is six and a continent, and a digit may stand for a letter: it is one more
spelling that is tried. Signs such as ④ and ❹ are digits already when they come here.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

DIGITS: Final = "零一二三四五六七八九"
CHINESE: Final = frozenset(f"{DIGITS}十百千")
_IN_FULL: Final = dict(
    zip("壹弌弍贰弎叁参亖肆伍陆柒捌玖拾〇廿卅佰仟幺", "一一二二三三三四四五六七八九十零二三百千一", strict=True)
)
"""As amounts are written on cheques, and older forms; by itself a twenty is a two and a ten."""
_TENS: Final = {"廿": "二十", "卅": "三十"}
_ROMAN: Final = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
_WRITTEN: Final = "".join(_IN_FULL)
MOST_DIGITS: Final = 6
"""Digits of a numeral in a protected name; longer numbers are no part of one."""
_OTHER: Final = re.compile(rf"(?<![0-9])[0-9]{{1,{MOST_DIGITS}}}(?![0-9])|[{_WRITTEN}]|(?<![a-z])[ivx]{{1,4}}(?![a-z])")
_NUMERAL: Final = re.compile(rf"[{_WRITTEN}]|[0-9ivx](?:(?=[^\x00-\x7f])|(?<=[^\x00-\x7f].))")
AS_ONE: Final = 2
"""Digits of a numeral that is read as a number too, and not only digit by digit."""


class Numbered(NamedTuple):
    """A text whose numerals are Chinese ones."""

    folded: str
    changed: tuple[int, ...]
    """Which of its characters stand for another one of the text."""
    origins: list[int]
    """For each of its characters, which one of the text it stands for."""


def seams(folded: str) -> Iterator[str]:
    """Where a numeral of another kind stands beside a character: the two as they would be in Chinese."""
    if _NUMERAL.search(folded) is None:
        return
    for found in _OTHER.finditer(folded):
        before, behind = folded[: found.start()][-1:], folded[found.end() : found.end() + 1]
        for as_number in (False, True):
            chinese = _chinese(found[0], as_number=as_number)
            yield before + chinese[0]
            yield chinese[-1] + behind


def readings(folded: str) -> Iterator[Numbered]:
    """The text with Chinese numerals: digit by digit (八一), and where it differs as a number (十三)."""
    found = list(_OTHER.finditer(folded))
    if not found:
        return
    last = None
    for as_number in (False, True):
        made = _written(folded, found, as_number=as_number)
        if made.folded not in {last, folded}:
            yield made
        last = made.folded


def _written(folded: str, found: list[re.Match[str]], *, as_number: bool) -> Numbered:
    parts: list[str] = []
    origins: list[int] = []
    changed: list[int] = []
    at = 0
    for each in found:
        parts.append(folded[at : each.start()])
        origins += range(at, each.start())
        chinese = _chinese(each[0], as_number=as_number)
        changed += range(len(origins), len(origins) + len(chinese))
        origins += [min(each.start() + place, each.end() - 1) for place in range(len(chinese))]
        parts.append(chinese)
        at = each.end()
    parts.append(folded[at:])
    origins += range(at, len(folded))
    return Numbered("".join(parts), tuple(changed), origins)


def _chinese(numeral: str, *, as_number: bool) -> str:
    if numeral in _ROMAN:
        return of_number(_ROMAN[numeral])
    if not numeral.isdigit() or not numeral.isascii():
        return _TENS[numeral] if as_number and numeral in _TENS else _IN_FULL.get(numeral, numeral)
    if as_number and numeral[0] != "0" and len(numeral) <= AS_ONE:
        return of_number(int(numeral))
    return "".join(DIGITS[int(digit)] for digit in numeral)


def of_number(number: int) -> str:
    """A number up to ninety-nine as it is read: 十三, 二十一."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")
