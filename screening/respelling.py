"""Other spellings of a text, worth another search: look-alikes, digits for letters, syllables for characters.

Nothing is tried before a cheap look: a replaced character must stand beside one that a protected name has there.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise, product
from typing import Final, NamedTuple

from models.screening import How, Level
from screening.compiling import Word, spelling
from screening.lookalikes import alike

MOST_TRIES: Final = 60
"""Searches for one text: a name that is nothing but look-alikes must not hold up the others."""
SHORTEST_TWICE: Final = 4
"""Characters of a protected name of which two may be replaced."""
_DIGITS: Final = tuple(str.maketrans("01345789", letters) for letters in ("oieastbg", "oleastbg"))
"""Digits that stand for letters; a one is i or l."""
_MIXED: Final = re.compile(r"[a-z][0-9]|[0-9][a-z]")
_LATIN: Final = re.compile(r"[a-z]{2,}")


_NOBODY: Final[frozenset[str]] = frozenset()


class Spelt(NamedTuple):
    """The text in another spelling."""

    folded: str
    how: How
    changed: tuple[int, ...]
    """Which of its characters are other ones than before."""
    origins: list[int] | None = None
    """For each of its characters, which one of the folded text it stands for; None: the one on the same place."""
    is_close: bool = True

    def bears(self, start: int, end: int, level: Level | None) -> bool:
        """Whether what was found there is a near match: it rests on what was changed, and on enough besides."""
        changed = sum(start <= at < end for at in self.changed)
        if self.how is not How.LOOK_ALIKE:
            return changed > 0
        if end - start == 2 and (not self.is_close or level is Level.COUNTY):
            return False
        return 0 < changed <= (2 if end - start >= SHORTEST_TWICE else 1)


class Respelling:
    """The ways to spell these words otherwise."""

    def __init__(self, words: Mapping[str, tuple[Word, ...]]) -> None:
        native = [written for written in words if not written.isascii()]
        alphabet = {character for written in native for character in written if not character.isascii()}
        self._after: dict[str, set[str]] = {}
        self._before: dict[str, set[str]] = {}
        for written in native:
            for one, other in pairwise(written):
                self._after.setdefault(one, set()).add(other)
                self._before.setdefault(other, set()).add(one)
        close, self._near = alike(alphabet)
        self._close = {other: frozenset(ones) for other, ones in close.items()}
        self._near_set = {other: frozenset(ones) for other, ones in self._near.items()}
        self._near_after = self._union(self._after)
        self._near_before = self._union(self._before)
        self._syllables = {ord(character): spelling(character) for character in alphabet}
        sounds = sorted({sound for sound in self._syllables.values() if sound}, key=len, reverse=True)
        self._is_spelled = re.compile(rf"(?:{'|'.join(sounds)})+").fullmatch if sounds else re.compile("$.").fullmatch

    def _union(self, beside: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
        return {
            other: frozenset().union(*(beside.get(one, _NOBODY) for one in ones)) for other, ones in self._near.items()
        }

    def tries(self, folded: str) -> Iterator[Spelt]:
        """What is worth another search, the likeliest first."""
        if not folded.isascii():
            if spots := self._spots(folded):
                yield from islice(self._replaced(folded, spots), MOST_TRIES)
            if (runs := _LATIN.findall(folded)) and all(map(self._is_spelled, runs)):
                yield self._spelled(folded)
        if _MIXED.search(folded):
            yield from _letters(folded)

    def _spots(self, folded: str) -> list[int]:
        """Where a character stands that may take the place of one that its neighbours know."""
        after, before, nobody = self._near_after, self._near_before, _NOBODY
        spots, last = [], ""
        for at, character in enumerate(folded):
            if last in before.get(character, nobody):
                spots.append(at)
            elif character in after.get(last, nobody) and (not spots or spots[-1] != at - 1):
                spots.append(at - 1)
            last = character
        return spots

    def _options(self, folded: str, at: int) -> list[str]:
        before, after = folded[at - 1 : at] if at else "", folded[at + 1 : at + 2]
        return [
            one
            for one in self._near[folded[at]]
            if (after and after in self._after.get(one, _NOBODY))
            or (before and before in self._before.get(one, _NOBODY))
        ]

    def _replaced(self, folded: str, spots: list[int]) -> Iterator[Spelt]:
        options = {at: self._options(folded, at) for at in spots}
        for at in spots:
            for one in options[at]:
                yield self._with(folded, {at: one})
        if len(folded) < SHORTEST_TWICE:
            return
        for first, at in enumerate(spots):
            for other in spots[first + 1 :]:
                if other > at + 1:
                    for one, two in product(options[at], options[other]):
                        yield self._with(folded, {at: one, other: two})
        for first in sorted({beside for at in spots for beside in (at - 1, at) if 0 <= beside < len(folded) - 1}):
            yield from self._two_together(folded, first)

    def _two_together(self, folded: str, at: int) -> Iterator[Spelt]:
        seconds = self._near_set.get(folded[at + 1], _NOBODY)
        for one in self._near.get(folded[at], "") if seconds else "":
            for two in seconds.intersection(self._after.get(one, _NOBODY)):
                yield self._with(folded, {at: one, at + 1: two})

    def _with(self, folded: str, replaced: Mapping[int, str]) -> Spelt:
        characters = list(folded)
        is_close = True
        for at, one in replaced.items():
            is_close = is_close and one in self._close.get(characters[at], ())
            characters[at] = one
        return Spelt("".join(characters), How.LOOK_ALIKE, tuple(replaced), is_close=is_close)

    def _spelled(self, folded: str) -> Spelt:
        parts = [self._syllables.get(ord(character), character) for character in folded]
        origins = [at for at, part in enumerate(parts) for _ in part]
        spelled = "".join(parts)
        changed = tuple(at for at, origin in enumerate(origins) if folded[origin] != parts[origin])
        return Spelt(spelled, How.PINYIN, changed, origins)


def _letters(folded: str) -> Iterator[Spelt]:
    for table in _DIGITS:
        lettered = folded.translate(table)
        changed = tuple(at for at, (one, other) in enumerate(zip(folded, lettered, strict=True)) if one != other)
        yield Spelt(lettered, How.VARIANT, changed)
