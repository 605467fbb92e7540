"""Folding of spellings that read alike, before a text is hashed, compared or searched for personal data.

It unifies compatibility forms (NFKC, pinned by pyunormalize), characters that show nothing, and the digits of every
script. Protected names are compared with more rules; see `screening.folding`.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

import pyunormalize

from models.texts.characters import INVISIBLE, LONE_ZEROS, ONES, ZEROS

_HIDDEN: Final = re.compile(f"[{INVISIBLE}]+")
_DIGITS: Final = {
    **{ord(zero) + value: str(value) for zero in ZEROS for value in range(10)},
    **{ord(one) + value - 1: str(value) for one in ONES for value in range(1, 10)},
    **dict.fromkeys(map(ord, LONE_ZEROS), "0"),
}
_BEHIND_DIGIT: Final = re.compile(r"(?<=[0-9])[^\x00-\x7f]+")


def folded(text: str) -> str:
    """Return the spelling in which a text is hashed, compared and searched; letters keep their case, blanks their
    place.
    """
    if text.isascii():
        return text
    plain = _HIDDEN.sub("", pyunormalize.NFKC(_HIDDEN.sub("", text))).translate(_DIGITS)
    return _BEHIND_DIGIT.sub(_without_marks, plain)


def separates(character: str) -> bool:
    """Return whether the character is a blank, a sign, a picture or a mark: no letter and no digit."""
    return unicodedata.category(character)[0] not in "LN"


def joined(text: str) -> str:
    """Return the folded text without separators: `13800138000` for `(138) 0013.8000`."""
    return "".join(character for character in folded(text) if not separates(character))


# --- numbers in a text -----------------------------------------------------------------------------------------------

LONGEST_NUMBER: Final = 20
"""Digits of the longest number that identifies a person."""

_NUMERALS: Final = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两", "0012345678912345678912")
_EX: Final = str.maketrans(dict.fromkeys("xХхΧχ×✕✖", "X"))
_GROUP: Final = re.compile(r"[0-9]+|(?<=[0-9])X(?![0-9])|(?<![0-9A-Za-z])X(?![0-9A-Za-z])")
_AS_NUMBERS_ARE_WRITTEN: Final = re.compile(r"[ \t\-‐-―−.·•‧・_()\[\]{}/\\|~*]{0,3}")
_HOWEVER: Final = re.compile(r"[\W_]{0,4}")


def numbers(text: str, *, however: bool = False) -> Iterator[str]:
    """Yield each number that a reader can put together.

    Neighbouring groups of digits are joined from every group to every later one, also if they are written in Chinese. A
    last X belongs to the number. Neighbours have nothing but a few blanks and signs between them, as in long grouped
    numbers; lists (`15000、130000`) are not joined, unless `however`: then any sign may separate them, for numbers with
    a check digit.
    """
    plain = folded(text)
    spellings = {plain, plain.translate(_NUMERALS)}
    between = _HOWEVER if however else _AS_NUMBERS_ARE_WRITTEN
    for spelling in spellings:
        yield from _together(spelling.translate(_EX), between)


def _together(text: str, between: re.Pattern[str]) -> Iterator[str]:
    groups = list(_GROUP.finditer(text))
    for first, begin in enumerate(groups):
        number, end = begin[0], begin.end()
        yield number
        for group in groups[first + 1 :]:
            number += group[0]
            if len(number) > LONGEST_NUMBER or not between.fullmatch(text, end, group.start()):
                break
            yield number
            end = group.end()


def _without_marks(found: re.Match[str]) -> str:
    run = found[0]
    marks = next((at for at, character in enumerate(run) if unicodedata.category(character)[0] != "M"), len(run))
    return run[marks:]
