"""Matching of a text to open rumours: does it repeat a claim, in its words or in others, or does it deny one?

Both sides become tokens (`regulation/rumour_reading.py`). A text comes near to a rumour where enough of the claim's
words stand close together; the score weighs how much of the claim is there, in all its thirds, how much of the passage
is the claim, and how many words both share. So a claim inside a long article is found, and one whose words are merely
scattered over it is not. What a text says of a rumour it is near to, `regulation/rumour_stance.py` reads.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Final

from models.drafts import LONGEST_TEXT
from models.matching import Match, Passage, Repeated
from models.rumours import Opening
from models.stances import Stance
from regulation.articles.a06_rumours import ARTICLE, label_text
from regulation.parameters import dated
from regulation.rumour_reading import Token, claim_tokens, reduced, tokens
from regulation.rumour_stance import NEGATIONS, Polarity, Written, denies, leaves_open, polarity_of, written_of
from screening.folding import fold

REPEATS_FROM: Final = dated({date(2023, 7, 10): 0.48}, article=ARTICLE)
"""Score from which on a text repeats a rumour, or denies it."""
UNEVEN: Final = 0.06
"""So much more it takes where a third of the claim is missing and the search terms do not make up for it."""
NAMED: Final = 3.0
"""Weight of the search terms from which on all of them together name the rumour, and not only its topic."""
ABOUT_IT: Final = 0.35
"""Part of the search terms below which a text hardly speaks of the rumour's topic."""
DENIES_FROM: Final = 0.42
"""Score from which on a text with a denial denies the rumour: who refutes a claim seldom tells it whole."""
WHOLE: Final = 0.85
"""Part of the claim from which on a passage is the claim itself, whatever else is near."""
FEW: Final = 4
"""Words of a claim below which a text repeats it only where it says little else."""
SHOWN_FROM: Final = 0.35
"""A score below is chance and not shown."""
LIKELY_FROM: Final = 0.25
"""Part of the claim's telling words that the whole text must hold before it is looked at closely."""
MOST_LIKELY: Final = 40
"""Rumours that one text is compared with closely: the likeliest."""
TELLING: Final = 1.0
"""Weight from which on a word tells something by itself."""
ENOUGH: Final = 8
"""Telling words in common from which on more of them say no more."""
CONTEXT: Final = 6
"""Words of the same clause that are counted to a passage on each side."""


@dataclass(frozen=True)
class Weights:
    """Parts of the score; they add up to one."""

    claim: float = 0.20
    """Part of the claim's words that stands in the passage."""
    evenly: float = 0.12
    """The same of that third of the claim of which the least is there."""
    passage: float = 0.18
    """Part of the passage that is the claim's."""
    terms: float = 0.22
    """Part of the words of the rumour's search terms that is there: they name what it is about."""
    common: float = 0.28
    """Telling words in common, of `ENOUGH`."""


WEIGHTS: Final = Weights()


@dataclass(frozen=True)
class _Known:
    rumour: str
    opening: Opening
    words: Mapping[str, float]
    thirds: tuple[Mapping[str, float], ...]
    length: int
    total: float
    telling: float
    polarity: Polarity
    about: Mapping[str, float]
    """Words of its search terms."""
    terms: tuple[tuple[str, str], ...]
    """As it is compared, and as it was written."""


def _known(rumour: str, opening: Opening, claim: str) -> _Known | None:
    found = claim_tokens(claim)
    words: dict[str, float] = {}
    for token in found:
        words[token.key] = max(token.weight, words.get(token.key, 0.0))
    if not words:
        return None
    thirds: tuple[dict[str, float], ...] = ({}, {}, {})
    whole, before = sum(token.weight for token in found), 0.0
    for token in found:
        if not any(token.key in third for third in thirds):
            thirds[min(2, int(3 * before / whole))][token.key] = token.weight
        before += token.weight
    return _Known(
        rumour=rumour,
        opening=opening,
        words=words,
        thirds=tuple(third for third in thirds if third),
        length=len(found),
        total=sum(words.values()),
        telling=sum(weight for weight in words.values() if weight >= TELLING) or sum(words.values()),
        polarity=polarity_of(claim, found),
        about={
            token.key: token.weight
            for term in opening.terms
            for token in claim_tokens(term)
            if token.key not in NEGATIONS
        },
        terms=tuple((compared, term) for term in opening.terms if (compared := fold(term))),
    )


@dataclass(frozen=True)
class _Given:
    """A text as it is compared."""

    folded: str
    places: tuple[int, ...]
    clauses: tuple[int, ...]
    tokens: Sequence[Token]
    at: Mapping[str, list[int]]
    """Where each word stands among the tokens."""
    weights: Sequence[float]
    """Sum of the weights before each token."""


def _given(text: str) -> _Given:
    whole = reduced(text)
    found = tokens(whole)
    at: dict[str, list[int]] = defaultdict(list)
    for place, token in enumerate(found):
        at[token.key].append(place)
    return _Given(
        whole.text, whole.places, whole.clauses, found, at, [0.0, *accumulate(token.weight for token in found)]
    )


@dataclass(frozen=True)
class _Near:
    """How near a text comes to a rumour, and where."""

    score: float
    of_claim: float
    of_passage: float
    common: int
    complete: bool
    """Whether something of each third of the claim is there, or all that names the rumour."""
    first: int
    last: int


class Index:
    """The open rumours by identifier, ready to be looked for. Made anew when one of them changes."""

    def __init__(self, openings: Mapping[str, Opening] | None = None) -> None:
        self._openings: Mapping[str, Opening] = dict(openings or {})
        self._known: list[_Known] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for rumour, opening in self._openings.items():
            for claim in dict.fromkeys((opening.claim, opening.claim_en)):
                known = _known(rumour, opening, claim)
                if known is None:
                    continue
                for word, weight in known.words.items():
                    if weight >= TELLING or known.telling == known.total:
                        self._by_word[word].append(len(self._known))
                self._known.append(known)

    def __len__(self) -> int:
        return len(self._known)

    def matches(self, text: str, now: datetime, most: int = 20) -> tuple[Match, ...]:
        """The rumours that the text comes near to, the nearest first."""
        if not self._known:
            return ()
        text = text[:LONGEST_TEXT]
        given = _given(text)
        nearby = [(known, near) for known, near in self._nearby(given) if near.score >= SHOWN_FROM]
        if not nearby:
            return ()
        written = written_of(text)
        passages = {known.rumour: _passage(given, near) for known, near in nearby if near.score >= DENIES_FROM}
        found: dict[str, Match] = {}
        for known, near in nearby:
            others = [passage for rumour, passage in passages.items() if rumour != known.rumour]
            match = _match(known, given, near, _Context(written, others, now))
            before = found.get(known.rumour)
            if before is None or before.score < match.score:
                found[known.rumour] = match
        return tuple(sorted(found.values(), key=lambda one: (-one.score, one.rumour))[:most])

    def repeated(self, text: str, now: datetime, stance: Stance | None = None) -> tuple[Repeated, ...]:
        """The rumours that the text repeats or denies; `stance` is what the caller says of it. What is denied has no
        label.
        """
        return tuple(
            self._repeated(one.rumour, stance or (Stance.DENIES if one.denies else Stance.REPEATS))
            for one in self.matches(text, now)
            if one.repeats or one.denies
        )

    def _repeated(self, rumour: str, stance: Stance) -> Repeated:
        label_zh, label_en, link = _shown(self._openings[rumour], is_shown=stance is not Stance.DENIES)
        return Repeated(rumour=rumour, label_zh=label_zh, label_en=label_en, link=link, stance=stance)

    def _nearby(self, given: _Given) -> Iterator[tuple[_Known, _Near]]:
        for number in self._likely(given):
            near = _near(self._known[number], given)
            if near is not None:
                yield self._known[number], near

    def _likely(self, given: _Given) -> list[int]:
        """The rumours whose telling words the text holds, the likeliest first."""
        held: dict[int, float] = defaultdict(float)
        for word in given.at:
            for number in self._by_word.get(word, ()):
                held[number] += self._known[number].words[word]
        likely = [
            (-held[number] / self._known[number].telling, number)
            for number in held
            if held[number] >= LIKELY_FROM * self._known[number].telling
        ]
        return [number for _, number in sorted(likely)[:MOST_LIKELY]]


def _near(known: _Known, given: _Given) -> _Near | None:
    hits = sorted((place, word) for word in known.words for place in given.at.get(word, ()))
    if not hits:
        return None
    first, last = _densest(hits, known.words, max(2 * known.length + 6, 24))
    there = {word for place, word in hits if first <= place <= last}
    of_claim = sum(known.words[word] for word in there) / known.total
    evenly = min(
        sum(weight for word, weight in third.items() if word in there) / sum(third.values()) for third in known.thirds
    )
    start, end = _widened(given.tokens, first, last)
    among = bisect_left(hits, (start, "")), bisect_right(hits, (end, "\U0010ffff"))
    of_passage = sum(given.tokens[place].weight for place, _ in hits[slice(*among)]) / (
        given.weights[end + 1] - given.weights[start]
    )
    around = {token.key for token in given.tokens[start : end + 1]}
    of_terms = (
        sum(weight for word, weight in known.about.items() if word in around) / sum(known.about.values())
        if known.about
        else of_claim
    )
    common = sum(known.words[word] >= TELLING for word in there)
    score = (
        WEIGHTS.claim * of_claim
        + WEIGHTS.evenly * evenly
        + WEIGHTS.passage * of_passage
        + WEIGHTS.terms * of_terms
        + WEIGHTS.common * min(1.0, common / ENOUGH)
    )
    if len(known.words) < FEW:
        score *= of_passage**2
    if of_claim >= WHOLE and (len(known.words) >= FEW or of_passage >= WHOLE):
        score = max(score, of_claim)
    complete = (evenly > 0 and of_terms >= ABOUT_IT) or (of_terms == 1 and sum(known.about.values()) >= NAMED)
    return _Near(min(1.0, score), of_claim, of_passage, common, complete, first, last)


def _densest(hits: Sequence[tuple[int, str]], words: Mapping[str, float], length: int) -> tuple[int, int]:
    """From where to where the most of the claim's words stand within so many tokens."""
    counts: dict[str, int] = defaultdict(int)
    weight = best = 0.0
    first = last = start = 0
    for place, word in hits:
        weight += 0.0 if counts[word] else words[word]
        counts[word] += 1
        while place - hits[start][0] >= length or counts[hits[start][1]] > 1:
            left = hits[start][1]
            counts[left] -= 1
            weight -= 0.0 if counts[left] else words[left]
            start += 1
        if weight > best + 1e-9:
            best, first, last = weight, hits[start][0], place
    return first, last


def _widened(found: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """The passage with what stands in its first and last clause."""
    start, end = first, last
    while start > max(0, first - CONTEXT) and found[start - 1].clause == found[first].clause:
        start -= 1
    while end < min(len(found) - 1, last + CONTEXT) and found[end + 1].clause == found[last].clause:
        end += 1
    return start, end


@dataclass(frozen=True)
class _Context:
    """What a match hangs on besides its passage."""

    written: Written
    others: Sequence[tuple[int, int]]
    now: datetime


def _passage(given: _Given, near: _Near) -> tuple[int, int]:
    """Where the passage stands in the text as it was written, from the beginning of its first clause if none of the
    words there carries meaning.
    """
    first, last = given.tokens[near.first], given.tokens[near.last]
    start = first.start
    if near.first == 0 or given.tokens[near.first - 1].clause != first.clause:
        while start and given.clauses[start - 1] == first.clause:
            start -= 1
    return given.places[start], given.places[last.end - 1] + 1


def _match(known: _Known, given: _Given, near: _Near, context: _Context) -> Match:
    needed = REPEATS_FROM.at(context.now)
    start, end = _widened(given.tokens, near.first, near.last)
    within = [
        Token(word.key, word.weight, given.places[word.start], given.places[word.end - 1] + 1, word.clause)
        for word in given.tokens[start : end + 1]
    ]
    passage = _passage(given, near)
    needed += 0.0 if near.complete else UNEVEN
    is_denial = near.score >= DENIES_FROM and denies(context.written, passage, within, known.polarity, context.others)
    repeats = near.score >= needed and not is_denial and not leaves_open(within, known.polarity)
    label_zh, label_en, link = _shown(known.opening, is_shown=repeats)
    return Match(
        rumour=known.rumour,
        claim=known.opening.claim,
        score=round(near.score, 3),
        repeats=repeats,
        denies=is_denial,
        of_claim=round(near.of_claim, 3),
        terms=tuple(written for compared, written in known.terms if compared in given.folded),
        passage=Passage(start=passage[0], end=passage[1]),
        explanation=_explained(near, needed, repeats=repeats, is_denial=is_denial),
        label_zh=label_zh,
        label_en=label_en,
        link=link,
    )


def _shown(opening: Opening, *, is_shown: bool) -> tuple[str, str, str | None]:
    """The label in both languages and its link; nothing for a text that does not get the label."""
    if not is_shown:
        return "", "", None
    return *label_text(opening), None if opening.information is None else opening.information.link


def _explained(near: _Near, needed: float, *, repeats: bool, is_denial: bool) -> str:
    said = (
        f"{near.of_claim:.0%} of the claim stands in one passage, {near.of_passage:.0%} of the passage is the claim, "
        f"with {near.common} telling words"
    )
    verdict = "it denies" if is_denial else "it repeats" if repeats else "too little to repeat"
    return f"{said}: score {near.score:.2f}; {verdict} the rumour (from {needed:.2f})"


_EITHER: Final = "either"
"""Stands for a rumour whose identifier does not matter."""


def alike(opening: Opening, others: Mapping[str, Opening], now: datetime) -> dict[str, Opening]:
    """Those of the others that an opening repeats, or that repeat it: one rumour in two wordings."""
    index = Index({_EITHER: opening})
    words = {token.key for token in claim_tokens(opening.claim) if token.weight >= TELLING}

    def is_alike(other: Opening) -> bool:
        if not any(token.key in words for token in claim_tokens(other.claim)):
            return fold(other.claim) == fold(opening.claim)
        found = (*index.matches(other.claim, now), *Index({_EITHER: other}).matches(opening.claim, now))
        return any(match.repeats for match in found)

    return {name: other for name, other in others.items() if is_alike(other)}
