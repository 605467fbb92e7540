"""Similarity of a text to the claim of a rumour, and its place: the shares that make up the score.

Both sides become tokens (`regulation/rumours/reading.py`). A word of the claim may occur in the text itself, or another
word of its field (`regulation/rumours/fields.py`), which counts for part of its weight.
`regulation/rumours/matching.py` judges the score.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from models.rumours.rumours import Opening
from regulation.rumours.reading import FIELD_OF, Token, claim_tokens, reduced, tokens
from regulation.rumours.stance import NEGATIONS, Polarity, polarity_of
from screening.folding import fold

NAMED: Final = 3.0
"""Weight of the search terms from which all of them together name the rumour, and not only its topic."""
ABOUT_IT: Final = 0.35
"""Share of the search terms below which a text hardly concerns the rumour's topic."""
WHOLE: Final = 0.85
"""Share of the claim from which a passage is the claim itself, whatever else is close."""
FEW: Final = 4
"""Words of a claim below which a text repeats it only when it says little else."""
TELLING: Final = 1.0
"""Weight from which a word is telling, that is, informative by itself."""
ENOUGH: Final = 8
"""Telling words in common beyond which more of them add nothing."""
OF_FIELD: Final = 0.4
"""Share of a word's weight for another word of its field."""
CONTEXT: Final = 6
"""Words of the same clause that are counted to a passage on each side."""


@dataclass(frozen=True)
class Weights:
    """Weights of the parts of the score; they add up to one."""

    claim: float = 0.18
    """Share of the claim's words in the passage."""
    evenly: float = 0.24
    """The same share, of the third of the claim with the lowest one."""
    passage: float = 0.08
    """Share of the passage that is the claim's."""
    terms: float = 0.27
    """Share of the words of the rumour's search terms that is there: they name its topic."""
    common: float = 0.23
    """Telling words in common, relative to `ENOUGH`."""


WEIGHTS: Final = Weights()


@dataclass(frozen=True)
class Known:
    """Open rumour, prepared for comparison."""

    rumour: str
    opening: Opening
    words: Mapping[str, float]
    """Words and their fields, each with its weight."""
    thirds: tuple[Mapping[str, float], ...]
    length: int
    total: float
    count: int
    """Number of different words, without fields."""
    all_telling: float
    fields: Mapping[str, tuple[str, ...]]
    """Fields of telling words, each with the claim's words of it."""
    telling: Mapping[str, float]
    """Telling words, with their whole weight."""
    polarity: Polarity
    about: Mapping[str, float]
    """Words of the search terms."""
    terms: tuple[tuple[str, str], ...]
    """Search terms, in folded and in original form."""
    folded: str


def known_of(rumour: str, opening: Opening, claim: str) -> Known | None:
    """Prepare a rumour for comparison; None for a claim without a word."""
    found = claim_tokens(claim)
    plain = {token.key: token.weight for token in found}
    words = _with_fields(plain)
    if not words:
        return None
    thirds: tuple[dict[str, float], ...] = ({}, {}, {})
    whole, before = sum(token.weight for token in found), 0.0
    for token in found:
        if not any(token.key in third for third in thirds):
            thirds[min(2, int(3 * before / whole))].update(_with_fields({token.key: token.weight}))
        before += token.weight
    return Known(
        rumour=rumour,
        opening=opening,
        words=words,
        thirds=tuple(third for third in thirds if third),
        length=len(found),
        total=sum(words.values()),
        count=len(plain),
        all_telling=sum(weight for weight in plain.values() if weight >= TELLING) or sum(plain.values()),
        fields={
            field: tuple(word for word in plain if FIELD_OF.get(word) == field)
            for word, weight in plain.items()
            if weight >= TELLING and (field := FIELD_OF.get(word))
        },
        telling={word: weight for word, weight in plain.items() if weight >= TELLING} or plain,
        polarity=polarity_of(claim, found),
        about={
            token.key: token.weight
            for term in opening.terms
            for token in claim_tokens(term)
            if token.key not in NEGATIONS
        },
        terms=tuple((compared, term) for term in opening.terms if (compared := fold(term))),
        folded=fold(claim),
    )


def _with_fields(words: Mapping[str, float]) -> dict[str, float]:
    """Words with their fields, each field with its share of the weight."""
    found: dict[str, float] = {}
    for word, weight in words.items():
        field = FIELD_OF.get(word)
        found[word] = weight if field is None else weight * (1 - OF_FIELD)
        if field is not None:
            found[field] = max(found.get(field, 0.0), weight * OF_FIELD)
    return found


@dataclass(frozen=True)
class Given:
    """Text, prepared for comparison."""

    folded: str
    places: tuple[int, ...]
    clauses: tuple[int, ...]
    tokens: Sequence[Token]
    at: Mapping[str, list[int]]
    """Positions of each word among the tokens."""
    weights: Sequence[float]
    """Sum of the weights before each token."""


def given_of(text: str) -> Given:
    """Prepare a text, once for all rumours."""
    whole = reduced(text)
    found = tokens(whole)
    at: dict[str, list[int]] = defaultdict(list)
    for place, token in enumerate(found):
        at[token.key].append(place)
        if (field := FIELD_OF.get(token.key)) is not None:
            at[field].append(place)
    return Given(
        whole.text, whole.places, whole.clauses, found, at, [0.0, *accumulate(token.weight for token in found)]
    )


@dataclass(frozen=True)
class Near:
    """Similarity of a text to a rumour, and its place."""

    score: float
    of_claim: float
    of_passage: float
    common: float
    complete: bool
    """Whether a part of each third of the claim is there, or all that names the rumour."""
    first: int
    last: int


def near_of(known: Known, given: Given) -> Near | None:
    """Similarity of the text to the rumour; None when they share no word."""
    hits = sorted((place, word) for word in known.words for place in given.at.get(word, ()))
    if not hits:
        return None
    first, last = _densest(hits, known.words, max(2 * known.length + 6, 24))
    there = {word for place, word in hits if first <= place <= last}
    of_claim = sum(known.words[word] for word in there) / known.total
    evenly = min(
        sum(weight for word, weight in third.items() if word in there) / sum(third.values()) for third in known.thirds
    )
    start, end = widened(given.tokens, first, last)
    among = bisect_left(hits, (start, "")), bisect_right(hits, (end, "\U0010ffff"))
    of_passage = _held(given, hits[slice(*among)]) / (given.weights[end + 1] - given.weights[start])
    around = {token.key for token in given.tokens[start : end + 1]}
    of_terms = (
        sum(weight for word, weight in known.about.items() if word in around) / sum(known.about.values())
        if known.about
        else of_claim
    )
    common = sum(word in there for word in known.telling) + OF_FIELD * sum(
        field in there and not any(word in there for word in words) for field, words in known.fields.items()
    )
    score = (
        WEIGHTS.claim * of_claim
        + WEIGHTS.evenly * evenly
        + WEIGHTS.passage * of_passage
        + WEIGHTS.terms * of_terms
        + WEIGHTS.common * min(1.0, common / ENOUGH)
    )
    if known.count < FEW:
        score *= of_passage**2
    if of_claim >= WHOLE and (known.count >= FEW or of_passage >= WHOLE):
        score = max(score, of_claim)
    complete = (evenly > 0 and of_terms >= ABOUT_IT) or (of_terms == 1 and sum(known.about.values()) >= NAMED)
    return Near(min(1.0, score), of_claim, of_passage, common, complete, first, last)


def _held(given: Given, hits: Sequence[tuple[int, str]]) -> float:
    """Weight of the claim's words in the passage; a word of a field counts for its share."""
    held: dict[int, float] = {}
    for place, word in hits:
        weight = given.tokens[place].weight
        held[place] = max(held.get(place, 0.0), weight * OF_FIELD if word[0] == "~" else weight)
    return sum(held.values())


def _densest(hits: Sequence[tuple[int, str]], words: Mapping[str, float], length: int) -> tuple[int, int]:
    """First and last hit within the `length` tokens that hold the most of the claim's words, by weight."""
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


def widened(found: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Passage extended within its first and last clause."""
    start, end = first, last
    while start > max(0, first - CONTEXT) and found[start - 1].clause == found[first].clause:
        start -= 1
    while end < min(len(found) - 1, last + CONTEXT) and found[end + 1].clause == found[last].clause:
        end += 1
    return start, end
