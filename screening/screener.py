"""Screener: one pass of an automaton over the folded text, then a judgement by the text left over beside its matches.

Most names contain nothing protected and cost one pass. Other spellings are tried only if a cheap test finds characters
that may be look-alikes, or letters that spell syllables.
"""

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping
from copy import copy
from itertools import accumulate, islice
from typing import Final

from ahocorasick_rs import AhoCorasick

from models.screening.screening import How, Level, Lexicon, Match, Outcome, Screening
from screening import claiming, grammar, holding
from screening.compiling import NAMES, PLACES, TITLES, Fillers, Found, Hit, Place, Role, Word, qualifiers, words_of
from screening.folding import FOLDING, LINES, NORMALISATION, fold, origins
from screening.respelling import Respelling, Spelt
from screening.shown import TURNING, either_way

_new: Final = object.__new__
_set: Final = object.__setattr__
_FIELDS: Final = set(Screening.model_fields)
_CLEAR: Final = Outcome.CLEAR


_RULES: Final = {
    Role.NAME: holding.PROTECTED_NAME,
    Role.PLAIN: holding.ORDINARY_WORD,
    Role.DIVISION: holding.DIVISION,
    Role.DIVISION_SHORT: holding.DIVISION_SHORT,
    Role.STATE: holding.STATE,
    Role.STRICT: holding.ORGAN_ALONE,
}
_TITLED: Final = {Role.STRICT: holding.ORGAN, Role.LOOSE: holding.OUTLET, Role.NEWSROOM: holding.NEWSROOM}
_IN_BIOS: Final = frozenset(
    {holding.PROTECTED_NAME, holding.SHORT_NAME, holding.STAFF, holding.ORGAN, holding.SERVICE, holding.STATE}
)
"""Rows whose matches count in a bio if a claim stands next to them."""
_CLAIMS: Final = tuple(fold(word) for word in grammar.words(grammar.CLAIMS))
_NEWSROOM: Final = tuple(fold(word) for word in grammar.words(grammar.NEWSROOM_ENDINGS))
BETWEEN: Final = "\n\n"
"""Separator of joined names: two characters, so that no pair of `beside` or `around` spans two names."""
AT_ONCE: Final = 1_000
"""Names that are searched in one pass."""
_NEAR_CLAIM: Final = 6
"""Most characters between a protected name in a bio and the start of a claim about it."""


class Screener:
    """Screener of texts against one lexicon. It has no state between calls, so threads may share it."""

    def __init__(self, lexicon: Lexicon) -> None:
        words = words_of(lexicon)
        self.version = lexicon.version
        self._rows = holding.in_force(lexicon.switched, lexicon.preset)
        self._words = list(words.values())
        self._claimants = list(map(claiming.claimants, self._words))
        self._find = AhoCorasick(list(words)).find_matches_as_indexes
        self._qualified = qualifiers()
        self._qualified_place = qualifiers(of_places=True)
        self._respelling = Respelling(words)
        self._beside = AhoCorasick(list(self._respelling.beside)).find_matches_as_indexes
        self._around = AhoCorasick(list(self._respelling.around)).find_matches_as_indexes

    def switched(self, rows: Mapping[str, bool], version: str, preset: str = holding.BALANCED) -> "Screener":
        """Screener of the same names with other rows in force; the compiled words are shared."""
        other = copy(self)
        other.version, other._rows = version, holding.in_force(rows, preset)
        return other

    def screen(self, text: str) -> Screening:
        """Result for a name: clear, or review by a person with the reasons. Covers written and display order."""
        return either_way(self._screen, text)

    def _screen(self, text: str) -> Screening:
        folded = text.translate(FOLDING)
        hits = self._find(folded, True)
        if hits and (readings := list(self._readings(folded, hits))):
            # If only rows that are off would hold it, it is clear, and no other spelling is tried.
            found = self._judged(readings)
            return self._review(text, found, None, None) if found else _clear(text, self.version)
        for spelt in self._respelling.tries(folded, hits):
            if found := self._held_otherwise(spelt):
                return self._review(text, found, spelt.how, spelt.origins)
        return _clear(text, self.version)

    def screen_each(self, texts: Iterable[str]) -> Iterator[Screening]:
        """Results for many names, in their order. A first pass over all of them selects those to screen one by one."""
        rest = iter(texts)
        while some := list(islice(rest, AT_ONCE)):
            doubtful = self._doubtful(some)
            for at, text in enumerate(some):
                yield self.screen(text) if at in doubtful else _clear(text, self.version)

    def _doubtful(self, texts: list[str]) -> Container[int]:
        """Indices of the texts that must be screened one by one."""
        joined = BETWEEN.join(texts).translate(LINES)
        lines = joined.split(BETWEEN)
        if len(lines) != len(texts):
            return range(len(texts))
        marks = [start for _, start, _ in self._find(joined, True)]
        marks += [start for _, start, _ in self._beside(joined, True)]
        for odd in (0, 1):
            marks += [2 * start + odd for _, start, _ in self._around(joined[odd::2], True)]
        starts = list(accumulate((len(line) + len(BETWEEN) for line in lines), initial=0))
        doubtful = {bisect_right(starts, mark) - 1 for mark in marks}
        doubtful.update(at for at, line in enumerate(lines) if self._respelling.is_doubtful(line))
        doubtful.update(at for at, text in enumerate(texts) if TURNING.search(text))
        return doubtful

    def screen_bio(self, text: str) -> Screening:
        """Result for a bio. It may mention protected bodies; only a claim to be one or to belong to one is held."""
        return either_way(self._screen_bio, text)

    def _screen_bio(self, text: str) -> Screening:
        folded = text.translate(FOLDING)
        found: list[Found] = []
        hits = (
            self._find(folded, True) if holding.BIO_CLAIM in self._rows or holding.BIO_CONTAINED in self._rows else []
        )
        if hits and holding.BIO_CLAIM in self._rows:
            claims = [at for claim in _CLAIMS for at in _everywhere(claim, folded)]
            found = [
                each._replace(rule=holding.BIO_CLAIM)
                for each in self._within(folded, hits)
                if any(each.start - _NEAR_CLAIM <= at <= each.end + _NEAR_CLAIM for at in claims)
            ]
        if holding.BIO_CONTAINED in self._rows:
            found += [each._replace(rule=holding.BIO_CONTAINED) for each in self._contained(hits)]
        return self._review(text, _largest(found), None, None)

    def _judged(self, readings: Iterable[Found]) -> list[Found]:
        """Matches whose rows are in force, without those inside larger ones."""
        rows = self._rows
        return _largest(
            [each for each in readings if each.rule in rows and (holding.PINYIN in rows or not each.is_pinyin)]
        )

    def _readings(self, folded: str, hits: list[Hit]) -> Iterator[Found]:
        places, titles = self._places(hits), self._titles(hits)
        begins = _chained(places)
        for index, start, end in hits:
            for word in self._words[index]:
                if not word.alone:
                    continue
                if word.role is Role.NAME and not word.is_pinyin and not folded[start:end].isascii():
                    is_held = end == len(folded) or folded[end] not in _others(word.protected)
                elif word.role in PLACES:
                    is_held = self._is_whole(folded, begins.get(start, start), end, self._qualified_place)
                else:
                    is_held = self._is_whole(folded, start, end, self._qualified)
                if is_held:
                    yield Found(word, word.protected, _RULES[word.role], start, end, is_pinyin=word.is_pinyin)
        yield from self._composed(folded, places, titles, begins)
        yield from self._heralded(folded, hits, places)
        if claimants := [(start, end, ones) for index, start, end in hits if (ones := self._claimants[index])]:
            yield from claiming.claims(folded, claimants, places, begins)
        if holding.CONTAINED in self._rows:
            yield from self._contained(hits)
        if holding.NEWSROOM_ALONE in self._rows and folded.endswith(_NEWSROOM):
            yield from self._newsroom(folded, hits)

    def _composed(
        self, folded: str, places: list[Place], titles: Mapping[int, list[tuple[int, Word]]], begins: Mapping[int, int]
    ) -> Iterator[Found]:
        for start, end, place in places:
            for until, title in titles.get(end, ()):
                is_pinyin = place.is_pinyin or title.is_pinyin
                is_strict = title.role is Role.STRICT and not claiming.is_another(folded, until, title.protected)
                if (is_strict and not is_pinyin) or self._is_whole(
                    folded, begins.get(start, start), until, self._qualified
                ):
                    rule = holding.STATE if place.role is Role.STATE else _TITLED[title.role]
                    protected = place.protected + title.protected
                    word = place._replace(kind=title.kind)
                    yield Found(word, protected, rule, start, until, is_composed=True, is_pinyin=is_pinyin)

    def _heralded(self, folded: str, hits: list[Hit], places: list[Place]) -> Iterator[Found]:
        """Outlets of the form herald + place with nothing else but qualifiers: 平安北京."""
        heralds = {
            end: (start, word)
            for index, start, end in hits
            for word in self._words[index]
            if word.role is Role.HERALD and not word.is_pinyin
        }
        for start, end, place in places if heralds else ():
            if start in heralds and not place.is_pinyin:
                begin, herald = heralds[start]
                if self._is_whole(folded, begin, end, self._qualified):
                    protected = herald.protected + place.protected
                    yield Found(place, protected, holding.OUTLET, begin, end, is_composed=True)

    def _contained(self, hits: list[Hit]) -> Iterator[Found]:
        """Every listed name and every organ, at any position."""
        for index, start, end in hits:
            for word in self._words[index]:
                if word.role in NAMES or (word.role is Role.STRICT and word.alone):
                    yield Found(word, word.protected, holding.CONTAINED, start, end, is_pinyin=word.is_pinyin)

    def _within(self, folded: str, hits: list[Hit]) -> Iterator[Found]:
        """Protected names and organs of divisions that a bio mentions."""
        for each in self._readings(folded, hits):
            if each.rule in _IN_BIOS and not each.is_pinyin:
                yield each

    def _newsroom(self, folded: str, hits: list[Hit]) -> Iterator[Found]:
        for index, start, end in hits:
            for word in self._words[index]:
                if word.role is Role.NEWSROOM and end == len(folded) and word.protected in _NEWSROOM:
                    yield Found(word, word.protected, holding.NEWSROOM_ALONE, start, end)

    def _places(self, hits: list[Hit]) -> list[Place]:
        return [(start, end, word) for index, start, end in hits for word in self._words[index] if word.role in PLACES]

    def _titles(self, hits: list[Hit]) -> dict[int, list[tuple[int, Word]]]:
        titles: dict[int, list[tuple[int, Word]]] = {}
        for index, start, end in hits:
            for word in self._words[index]:
                if word.role in TITLES:
                    titles.setdefault(start, []).append((end, word))
        return titles

    def _is_whole(self, folded: str, start: int, end: int, qualified: Fillers) -> bool:
        """Whether only qualifiers stand beside the part from `start` to `end`."""
        return qualified.fill(folded, 0, start) and qualified.fill(folded, end, len(folded))

    def _held_otherwise(self, spelt: Spelt) -> list[Found]:
        row = {How.LOOK_ALIKE: holding.LOOK_ALIKE, How.PINYIN: holding.PINYIN}.get(spelt.how)
        if row is not None and row not in self._rows:
            return []
        hits = self._find(spelt.folded, True)
        found = self._judged(self._readings(spelt.folded, hits)) if hits else []
        return [
            each for each in found if spelt.counts(each.start, each.end, _level(each), is_composed=each.is_composed)
        ]

    def _review(self, text: str, found: list[Found], how: How | None, where: list[int] | None) -> Screening:
        places = origins(text)
        if where is not None:
            places = [places[at] for at in where]
        matches = []
        for each in found:
            start, end = places[each.start], places[each.end - 1] + 1
            matches.append(
                Match(
                    entry=each.word.entry,
                    protected=each.protected,
                    kind=each.word.kind,
                    how=how or _how(each, text, start, end),
                    rule=each.rule,
                    start=start,
                    end=end,
                )
            )
        return Screening(
            text=text,
            outcome=Outcome.REVIEW if matches else Outcome.CLEAR,
            matches=tuple(matches),
            lexicon=self.version,
            normalisation=NORMALISATION,
        )


def _clear(text: str, version: str) -> Screening:
    """Clear result, built field by field as `Screening.trusted` does, for speed: nearly every name is clear."""
    made = _new(Screening)
    values = made.__dict__
    values["text"] = text
    values["outcome"] = _CLEAR
    values["matches"] = ()
    values["lexicon"] = version
    values["normalisation"] = NORMALISATION
    _set(made, "__pydantic_fields_set__", _FIELDS)
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


def _how(found: Found, text: str, start: int, end: int) -> How:
    if found.is_pinyin:
        return How.PINYIN
    if found.is_composed:
        return How.COMPOSED
    if text[start:end] != found.protected:
        return How.VARIANT
    return How.EXACT if end - start == len(text) else How.CONTAINED


def _level(found: Found) -> Level | None:
    return None if found.is_composed or found.word.role not in PLACES else found.word.level


def _others(protected: str) -> str:
    return grammar.UNLESS_FOLLOWED.get(protected, grammar.UNLESS_AFTER_NET if protected.endswith("网") else "")


def _chained(places: Iterable[Place]) -> dict[int, int]:
    """Start of the chain of divisions that ends at each position: 河北省石家庄市 is one claim, not two."""
    begins: dict[int, int] = {}
    for start, end, _ in sorted(places, key=lambda place: place[1]):
        begins[end] = min(begins.get(end, end), begins.get(start, start))
    return begins


def _everywhere(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _largest(found: list[Found]) -> list[Found]:
    """Matches without those inside another, ordered by position; of several at one position the first role counts."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda each: (each.start - each.end, each.word.role, each.is_pinyin)):
        if not any(other.start <= each.start and each.end <= other.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda each: each.start)
