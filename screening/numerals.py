"""Conversion of numerals (digits, Roman letters, the forms used on cheques) to Chinese ones.

This is no part of the folding, because 陆 means six and continent, and a digit may stand for a letter. The converted
text is one more spelling that is tried. Folding has turned signs such as ④ and ❹ into digits before.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

DIGITS: Final = "零一二三四五六七八九"
CHINESE: Final = frozenset(f"{DIGITS}十百千")
_IN_FULL: Final = dict(
    zip("壹弌弍贰弎叁参亖肆伍陆柒捌玖拾〇廿卅佰仟幺", "一一二二三三三四四五六七八九十零二三百千一", strict=True)
)
"""Chinese digit for each form used on cheques and each older form; read digit by digit, 廿 is 二 and 卅 is 三."""
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
"""Most digits of a numeral in a protected name; longer numbers are not converted."""
_OTHER: Final = re.compile(rf"(?<![0-9])[0-9]{{1,{MOST_DIGITS}}}(?![0-9])|[{_WRITTEN}]|(?<![a-z])[ivx]{{1,4}}(?![a-z])")
_NUMERAL: Final = re.compile(rf"[{_WRITTEN}]|[0-9ivx](?:(?=[^\x00-\x7f])|(?<=[^\x00-\x7f].))")
AS_ONE: Final = 2
"""Most digits of a numeral that is also read as a number (13 as 十三), not only digit by digit (一三)."""


class Numbered(NamedTuple):
    """Text with its numerals converted to Chinese ones."""

    folded: str
    changed: tuple[int, ...]
    """Positions of the converted characters."""
    origins: list[int]
    """Position in the original text for each character."""


def seams(folded: str) -> Iterator[str]:
    """Pairs of characters at the borders of numerals, with the numeral converted to Chinese."""
    if _NUMERAL.search(folded) is None:
        return
    for found in _OTHER.finditer(folded):
        before, behind = folded[: found.start()][-1:], folded[found.end() : found.end() + 1]
        for as_number in (False, True):
            chinese = _chinese(found[0], as_number=as_number)
            yield before + chinese[0]
            yield chinese[-1] + behind


def readings(folded: str) -> Iterator[Numbered]:
    """Converted texts: numerals read digit by digit (八一), then as numbers (十三) where that differs."""
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
    """Chinese form of a number from 0 to 99: 十三, 二十一."""
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")
