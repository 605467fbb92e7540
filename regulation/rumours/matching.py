"""Matching of a text to open rumours: whether it repeats a claim, in its words or in others, or denies it.

Both sides become tokens (`regulation/rumours/reading.py`). A text is close to a rumour when enough of the claim's words
stand close together; the score weighs the share of the claim that is there, in all its thirds, the share of the passage
that is the claim, and the number of words in common. So a claim inside a long article is found, and one whose words are
scattered over it is not. `regulation/rumours/stance.py` reads the stance of a text towards a rumour it is close to.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from models.gate.drafts import LONGEST_TEXT
from models.rumours.matching import Match, Passage, Repeated
from models.rumours.rumours import Opening
from models.words.stances import Stance
from regulation.articles.a06_rumours import ARTICLE, label_text
from regulation.rumours.nearness import TELLING, Given, Known, Near, given_of, known_of, near_of, widened
from regulation.rumours.reading import Token, claim_tokens
from regulation.rumours.register import is_alarm, is_practical
from regulation.rumours.stance import Written, denies, leaves_open, written_of
from regulation.tables.parameters import dated
from screening.folding import fold

REPEATS_FROM: Final = dated({date(2023, 7, 10): 0.50}, article=ARTICLE)
"""Score from which a text repeats a rumour, or denies it."""
UNEVEN: Final = 0.04
"""Added to the required score when a third of the claim is missing and the search terms do not make up for it."""
DENIES_FROM: Final = 0.38
"""Score from which a text with a denial denies the rumour: a refutation seldom repeats the whole claim."""
PRACTICAL: Final = 0.18
"""Added to the required score when the passage reads like everyday news or advice."""
ALARM: Final = 0.06
"""Subtracted from the required score when the passage warns, reports hearsay or asks to pass it on."""
AROUND: Final = 12
"""Characters on both sides of the passage that are searched for such words."""
SHOWN_FROM: Final = 0.35
"""Score below which a match is chance and not shown."""
LIKELY_FROM: Final = 0.2
"""Share of the claim's telling words that the whole text must contain before it is compared closely."""
MOST_LIKELY: Final = 40
"""Most rumours that one text is compared with closely: the likeliest."""


class Index:
    """Index of the open rumours by identifier. It is rebuilt when one of them changes."""

    def __init__(self, openings: Mapping[str, Opening] | None = None) -> None:
        self._openings: Mapping[str, Opening] = dict(openings or {})
        self._known: list[Known] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for rumour, opening in self._openings.items():
            for claim in dict.fromkeys((opening.claim, opening.claim_en)):
                known = known_of(rumour, opening, claim)
                if known is None:
                    continue
                for word in known.telling:
                    self._by_word[word].append(len(self._known))
                self._known.append(known)

    def __len__(self) -> int:
        return len(self._known)

    def matches(self, text: str, now: datetime, most: int = 20) -> tuple[Match, ...]:
        """Rumours that the text is close to, the closest first."""
        if not self._known:
            return ()
        text = text[:LONGEST_TEXT]
        given = given_of(text)
        nearby = [(known, near) for known, near in self._nearby(given) if near.score >= SHOWN_FROM]
        if not nearby:
            return ()
        written = written_of(text)
        needed = REPEATS_FROM.at(now)
        passages = {known.rumour: _passage(given, near) for known, near in nearby if near.score >= needed}
        found: dict[str, Match] = {}
        for known, near in nearby:
            others = [passage for rumour, passage in passages.items() if rumour != known.rumour]
            match = _match(known, given, near, _Context(written, others, now))
            before = found.get(known.rumour)
            if before is None or before.score < match.score:
                found[known.rumour] = match
        return tuple(sorted(found.values(), key=lambda one: (-one.score, one.rumour))[:most])

    def repeated(self, text: str, now: datetime, stance: Stance | None = None) -> tuple[Repeated, ...]:
        """Rumours that the text repeats or denies; `stance` is the caller's own statement. A denied rumour has no
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

    def _nearby(self, given: Given) -> Iterator[tuple[Known, Near]]:
        for number in self._likely(given):
            near = near_of(self._known[number], given)
            if near is not None:
                yield self._known[number], near

    def _likely(self, given: Given) -> list[int]:
        """Rumours whose telling words the text contains, the likeliest first."""
        held: dict[int, float] = defaultdict(float)
        for word in given.at:
            for number in self._by_word.get(word, ()):
                held[number] += self._known[number].telling[word]
        likely = [
            (-part, number)
            for number in held
            if (part := held[number] / self._known[number].all_telling) >= LIKELY_FROM
        ]
        return [number for _, number in sorted(likely)[:MOST_LIKELY]]


@dataclass(frozen=True)
class _Context:
    """Inputs of a match besides its passage."""

    written: Written
    others: Sequence[tuple[int, int]]
    now: datetime


def _passage(given: Given, near: Near) -> tuple[int, int]:
    """Passage in the original text, extended to the beginning of its first clause if none of the words there carries
    meaning.
    """
    first, last = given.tokens[near.first], given.tokens[near.last]
    start = first.start
    if near.first == 0 or given.tokens[near.first - 1].clause != first.clause:
        while start and given.clauses[start - 1] == first.clause:
            start -= 1
    return given.places[start], given.places[last.end - 1] + 1


def _match(known: Known, given: Given, near: Near, context: _Context) -> Match:
    needed = REPEATS_FROM.at(context.now)
    start, end = widened(given.tokens, near.first, near.last)
    within = [
        Token(word.key, word.weight, given.places[word.start], given.places[word.end - 1] + 1, word.clause)
        for word in given.tokens[start : end + 1]
    ]
    passage = _passage(given, near)
    needed += (0.0 if near.complete else UNEVEN) + _register(known, given, start, end)
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
    """Label in both languages and its link; empty for a text that does not get the label."""
    if not is_shown:
        return "", "", None
    return *label_text(opening), None if opening.information is None else opening.information.link


def _register(known: Known, given: Given, start: int, end: int) -> float:
    """Change of the required score (negative: lower) by the words in and around the passage."""
    around = given.folded[max(0, given.tokens[start].start - AROUND) : given.tokens[end].end + AROUND]
    practical = PRACTICAL if is_practical(around, known.folded) else 0.0
    return practical - (ALARM if is_alarm(around, known.folded) else 0.0)


def _explained(near: Near, needed: float, *, repeats: bool, is_denial: bool) -> str:
    said = (
        f"{near.of_claim:.0%} of the claim stands in one passage, {near.of_passage:.0%} of the passage is the claim, "
        f"with {near.common:.3g} telling words"
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
