"""Other spellings of a text that are searched too: look-alikes, digits for letters, pinyin for characters.

A cheap test comes first: a replaced character must stand beside two characters of a protected word, or belong to a word
of two characters at a position where such words count. Most names fail this test and cost no further search.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import add
from typing import Final, NamedTuple

from models.screening.screening import How, Level
from screening import grammar, numerals, tables
from screening.compiling import PLACES, TITLES, Hit, Role, Word, spelling
from screening.lookalikes import alike

MOST_TRIES: Final = 60
"""Most searches for one text, so that a name full of look-alikes does not delay the others."""
SHORT: Final = 2
"""Length of the words that are only tried at certain positions, because one replaced character leaves one."""
SHORTEST_ANY: Final = 5
"""Fewest characters of a protected name that is recognised with any one character replaced, if it is the whole text."""
BROKEN: Final = 3
"""Number by which a word's known pairs fall short of its length when one of its characters is replaced."""
SHORTEST_PART: Final = 3
"""Fewest characters of a division that is recognised with any one replaced, if it and an organ are the whole text."""
LONGEST_ANY: Final = 24
NEAR, CLOSE, KNOWN = range(3)
"""Degrees of likeness: looks much alike, is among the most alike, is a pair written by hand."""
WITHIN: Final = ((3, KNOWN), (4, CLOSE), (MOST_TRIES, NEAR))
"""Least likeness that is required within a longer name, by the length of the protected name (up to the number).

In a composed name the characters of the place, which are unchanged, do not count.
"""
SHORTEST_TWICE: Final = 4
"""Fewest characters of a protected name of which two may be replaced."""
SHORTEST_TWICE_WIDE: Final = 7
"""The same where a replacement is only `NEAR`."""
_DIGITS: Final = tuple(str.maketrans("01345789", letters) for letters in ("oieastbg", "oleastbg"))
"""Translations of digits to the letters they look like; 1 is i or l."""
_LETTERED: Final = re.compile(r"[01345789]")
_TWOFOLD: Final = "1"
_MIXED: Final = re.compile(r"[a-z][0-9]|[0-9][a-z]")
_LATIN: Final = re.compile(r"[a-z]{2,}")
_WRITTEN: Final = re.compile(r"[a-z]{2}|[0-9]")
_BETWEEN: Final = re.compile(r"(?<=[^\x00-\x7f])[0-9a-z](?=[^\x00-\x7f])")
"""Single letter or digit between two characters, as a separator (人1民1日1报)."""
_UNSPELLABLE: Final = re.compile(r"[bcdfhjklmpqstwxyz][bcdfgjklmnpqrstwxyz]|[bcdfhjklmpqstwxyz](?![a-z])")
"""Letters that never follow each other or end a syllable in pinyin; most words of other languages have some."""


_BEHIND_PLACES: Final = frozenset(grammar.words(grammar.BEHIND_PLACES))
_NONE: Final[frozenset[str]] = frozenset()


class Spelt(NamedTuple):
    """Text in another spelling."""

    folded: str
    how: How
    changed: tuple[int, ...]
    """Positions of the changed characters."""
    origins: list[int] | None = None
    """Position in the folded text for each character; None if positions are unchanged."""
    likeness: int = KNOWN
    """Lowest degree of likeness among the replaced characters."""

    def counts(self, start: int, end: int, level: Level | None, *, is_composed: bool = False) -> bool:
        """Whether a match from `start` to `end` counts: it covers a change and enough unchanged characters."""
        if self.how is How.VARIANT:
            # The text as written had no match, so the change may also be a number beside the name.
            return True
        changed, length = sum(start <= at < end for at in self.changed), end - start
        if self.how is not How.LOOK_ALIKE or not changed:
            return changed > 0
        if length < len(self.folded):
            own = length - SHORT if is_composed else length
            least = next(likeness for longest, likeness in WITHIN if own <= longest)
        else:
            least = CLOSE if length == SHORT else NEAR
        if self.likeness < least or (length == SHORT and level is Level.COUNTY):
            return False
        if changed == 1:
            return True
        return length >= (SHORTEST_TWICE_WIDE if self.likeness == NEAR else SHORTEST_TWICE)


Replaced = tuple[int, str]
"""Position of a replaced character, and its replacement."""
Gap = tuple[str, str]
"""Text before and text behind a missing character."""


class Respelling:
    """Generator of other spellings of a text, for one set of protected words."""

    def __init__(self, words: Mapping[str, tuple[Word, ...]], everyday: frozenset[str] | None = None) -> None:
        native = [written for written in words if not written.isascii()]
        alphabet = {character for written in native for character in written if not character.isascii()}
        self._alike = alike(alphabet)
        self._near = self._alike.near
        self._behind: dict[str, set[str]] = {}
        self._before: dict[str, set[str]] = {}
        self._between: dict[str, set[str]] = {}
        for written in native:
            for one, two, three in zip(written, written[1:], written[2:], strict=False):
                self._behind.setdefault(one + two, set()).add(three)
                self._before.setdefault(two + three, set()).add(one)
                self._between.setdefault(one + three, set()).add(two)
        self.beside = frozenset(two for two in (*self._behind, *self._before) if not two.isascii())
        """Pairs of neighbouring characters in words of three or more."""
        self.around = frozenset(two for two in self._between if not two.isascii())
        """Pairs of characters with one character between them."""
        self._numbered = frozenset(
            two for written in native for two in map(add, written, written[1:]) if not numerals.CHINESE.isdisjoint(two)
        )
        """Pairs of neighbouring characters of a word, one of them a numeral."""
        self._everyday = tables.everyday_words() if everyday is None else everyday
        self._pairs = self._replaced_pairs(native)
        self._places = {at: written for at, written in enumerate(words) if _has(words[written], PLACES)}
        self._titles = {at: written for at, written in enumerate(words) if _has(words[written], TITLES)}
        self._place_names = frozenset(self._places.values())
        self._strict = {at for at, written in enumerate(words) if _has(words[written], (Role.STRICT,))}
        self._short_places = _Halves(written for written in self._places.values() if len(written) == SHORT)
        self._short_organs = _Halves(
            written for written in native if len(written) == SHORT and _has(words[written], (Role.STRICT,))
        )
        self._gaps = _gaps(
            written for written in native if len(written) >= SHORTEST_ANY and any(word.alone for word in words[written])
        )
        self._place_gaps = _gaps(written for written in self._places.values() if len(written) >= SHORTEST_PART)
        self._syllables = {ord(character): spelling(character) for character in alphabet}
        self._sounds = frozenset(self._syllables.values())
        self._longest_sound = max(map(len, self._sounds), default=0)

    def _replaced_pairs(self, native: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Words of two characters by the pairs that differ from them in one character, which looks most alike."""
        others: dict[str, list[str]] = {}
        for other, ones in self._alike.close.items():
            for one in ones:
                others.setdefault(one, []).append(other)
        pairs: dict[str, tuple[str, ...]] = {}
        for written in native:
            if len(written) == SHORT:
                one, two = written[0], written[1]
                for pair in (*(other + two for other in others.get(one, ())), *(one + o for o in others.get(two, ()))):
                    pairs[pair] = (*pairs.get(pair, ()), written)
        return {pair: ones for pair, ones in pairs.items() if pair not in self._everyday}

    def is_look_alike(self, pair: str) -> bool:
        """Whether a pair of characters is tried as a look-alike of a place or an organ."""
        return pair in self._pairs or any(
            self._one_of(pair, 0, ones) for ones in (self._short_organs, self._short_places)
        )

    def tries(self, folded: str, hits: Sequence[Hit]) -> Iterable[Spelt]:
        """Spellings to search, the likeliest first; `hits` are the words found in the folded text as it is.

        For nearly every name this is empty, after a test of its pairs of characters.
        """
        if folded.isascii():
            return _letters(folded) if _MIXED.search(folded) else ()
        alike: Iterable[Spelt] = ()
        if (
            hits
            or not self.beside.isdisjoint(map(add, folded, folded[1:]))
            or not self.around.isdisjoint(map(add, folded, folded[2:]))
            or folded[:SHORT] in self._pairs
            or folded[-SHORT:] in self._pairs
        ):
            alike = self._look_alikes(folded, hits)
        if _WRITTEN.search(folded) or hits or self._is_numbered(folded):
            return chain(alike, self._written(folded, is_numbered=bool(hits) or self._is_numbered(folded)))
        return alike

    def is_doubtful(self, folded: str) -> bool:
        """Whether spellings exist for a text without a pair of `beside` or `around`."""
        if folded.isascii():
            return _MIXED.search(folded) is not None
        return (
            folded[:SHORT] in self._pairs
            or folded[-SHORT:] in self._pairs
            or self._is_numbered(folded)
            or (
                _WRITTEN.search(folded) is not None
                and (not _UNSPELLABLE.search(folded) or bool(_MIXED.search(folded) or _BETWEEN.search(folded)))
            )
        )

    def _is_numbered(self, folded: str) -> bool:
        """Whether a numeral of another kind stands where a word has a Chinese numeral."""
        return not self._numbered.isdisjoint(numerals.seams(folded))

    def _look_alikes(self, folded: str, hits: Sequence[Hit]) -> Iterator[Spelt]:
        if singles := self._within_words(folded) + self._short_words(folded, hits):
            yield from islice(self._replaced(folded, singles), MOST_TRIES)
        if SHORTEST_ANY <= len(folded) <= LONGEST_ANY:
            yield from self._any(folded, hits)

    def _written(self, folded: str, *, is_numbered: bool) -> Iterator[Spelt]:
        """Spellings of a text with letters or numerals among its characters."""
        for numbered in numerals.readings(folded) if is_numbered else ():
            yield Spelt(numbered.folded, How.VARIANT, numbered.changed, numbered.origins)
            singles = self._within_words(numbered.folded)
            for spelt in islice(self._replaced(numbered.folded, singles), MOST_TRIES) if singles else ():
                yield spelt._replace(origins=numbered.origins)
        runs = _LATIN.findall(folded)
        if runs and not _UNSPELLABLE.search(folded) and all(map(self._is_spelled, runs)):
            yield self._spelled(folded)
        if _MIXED.search(folded):
            yield from _letters(folded)
        if _BETWEEN.search(folded):
            yield _without(folded)

    def _within_words(self, folded: str) -> list[Replaced]:
        """Replacements of a character beside two characters of a word by the word's own character."""
        found: list[Replaced] = []
        near, none, last = self._near, _NONE, len(folded) - 1
        for at, two in enumerate(map(add, folded, folded[1:])):
            if two in self.beside:
                if at + 1 < last and (ones := self._behind.get(two)) and not self._is_everyday(two, folded, at + 2):
                    found += [(at + 2, other) for other in ones & near.get(folded[at + 2], none)]
                if at and (ones := self._before.get(two)):
                    found += [(at - 1, other) for other in ones & near.get(folded[at - 1], none)]
        for at, two in enumerate(map(add, folded, folded[2:])):
            if two in self.around:
                ones = self._between[two]
                found += [(at + 1, other) for other in ones & near.get(folded[at + 1], none)]
        return found

    def _is_everyday(self, two: str, folded: str, at: int) -> bool:
        """Whether the text ends in an everyday word that begins with a place (开封菜)."""
        return at + 1 == len(folded) and folded[at] in _BEHIND_PLACES and two in self._place_names

    def _short_words(self, folded: str, hits: Sequence[Hit]) -> list[Replaced]:
        """Replacements for words of two characters: at the start, at the end, and where place and organ meet."""
        found: list[Replaced] = []
        starts = {0, len(folded) - SHORT}
        for index, start, end in hits:
            if index in self._places:
                starts.add(end)
                if end + SHORT == len(folded) and folded[end:] not in self._everyday:
                    found += self._one_of(folded, end, self._short_organs)
            if index in self._titles and start >= SHORT:
                starts.add(start - SHORT)
                if index in self._strict and folded[start - SHORT : start] not in self._everyday:
                    found += self._one_of(folded, start - SHORT, self._short_places)
        for start in starts:
            for written in self._pairs.get(folded[start : start + SHORT], ()):
                found += [(start + at, one) for at, one in enumerate(written) if folded[start + at] != one]
        return found

    def _one_of(self, folded: str, start: int, halves: "_Halves") -> list[Replaced]:
        one, two = folded[start], folded[start + 1]
        firsts = self._near.get(one, _NONE) & halves.before.get(two, _NONE)
        seconds = self._near.get(two, _NONE) & halves.behind.get(one, _NONE)
        return [(start, other) for other in firsts] + [(start + 1, other) for other in seconds]

    def _any(self, folded: str, hits: Iterable[Hit]) -> Iterator[Spelt]:
        """Spellings of a text that is a long protected name except for any one character."""
        if sum(two in self.beside for two in map(add, folded, folded[1:])) >= len(folded) - BROKEN:
            yield from self._filled(folded, self._gaps, len(folded))
        for index, start, end in hits:
            if end == len(folded) and start >= SHORTEST_PART and index in self._titles:
                yield from self._filled(folded, self._place_gaps, start)

    def _filled(self, folded: str, gaps: Mapping[Gap, str], end: int) -> Iterator[Spelt]:
        for at in range(end):
            if one := gaps.get((folded[:at], folded[at + 1 : end])):
                yield self._with(folded, {at: one})

    def _replaced(self, folded: str, singles: list[Replaced]) -> Iterator[Spelt]:
        once = list(dict.fromkeys(singles))
        once.sort(key=lambda each: -self._likeness(folded[each[0]], each[1]))
        for at, one in once:
            yield self._with(folded, {at: one})
        if len(folded) < SHORTEST_TWICE:
            return
        for at, one in once:
            changed = folded[:at] + one + folded[at + 1 :]
            for other, two in self._within_words(changed):
                if other != at:
                    yield self._with(folded, {at: one, other: two})

    def _with(self, folded: str, replaced: Mapping[int, str]) -> Spelt:
        characters = list(folded)
        for at, one in replaced.items():
            characters[at] = one
        likeness = min(self._likeness(folded[at], one) for at, one in replaced.items())
        return Spelt("".join(characters), How.LOOK_ALIKE, tuple(replaced), likeness=likeness)

    def _likeness(self, other: str, one: str) -> int:
        if one in self._alike.known.get(other, _NONE):
            return KNOWN
        return CLOSE if one in self._alike.close.get(other, _NONE) else NEAR

    def _is_spelled(self, run: str) -> bool:
        """Whether a run of letters is a sequence of syllables."""
        ends = [0]
        for end in range(1, len(run) + 1):
            if any(run[start:end] in self._sounds for start in ends[-self._longest_sound :]):
                ends.append(end)
            elif end - ends[-1] >= self._longest_sound:
                return False
        return ends[-1] == len(run)

    def _spelled(self, folded: str) -> Spelt:
        parts = [self._syllables.get(ord(character), character) for character in folded]
        origins = [at for at, part in enumerate(parts) for _ in part]
        spelled = "".join(parts)
        changed = tuple(at for at, origin in enumerate(origins) if folded[origin] != parts[origin])
        return Spelt(spelled, How.PINYIN, changed, origins)


class _Halves:
    """Words of two characters, indexed by each of their characters."""

    def __init__(self, words: Iterable[str]) -> None:
        self.before: dict[str, set[str]] = {}
        self.behind: dict[str, set[str]] = {}
        for word in words:
            self.before.setdefault(word[1], set()).add(word[0])
            self.behind.setdefault(word[0], set()).add(word[1])


def _has(meanings: Iterable[Word], roles: Container[Role]) -> bool:
    return any(word.role in roles and not word.is_pinyin for word in meanings)


def _gaps(written: Iterable[str]) -> dict[Gap, str]:
    return {(word[:at], word[at + 1 :]): word[at] for word in written for at in range(len(word))}


def _without(folded: str) -> Spelt:
    separators = {found.start() for found in _BETWEEN.finditer(folded)}
    origins = [at for at in range(len(folded)) if at not in separators]
    changed = tuple(at for at, origin in enumerate(origins) if origin - 1 in separators)
    return Spelt("".join(folded[at] for at in origins), How.VARIANT, changed, origins)


def _letters(folded: str) -> Iterator[Spelt]:
    changed = tuple(found.start() for found in _LETTERED.finditer(folded))
    for table in _DIGITS if _TWOFOLD in folded else _DIGITS[:1]:
        yield Spelt(folded.translate(table), How.VARIANT, changed)
