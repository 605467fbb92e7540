"""Matching a text to open rumours: by near-duplicate of the claim, and by the terms that the rumour is searched for.

Both sides are reduced to what is read, as names are when they are screened: one width, one case, simplified characters,
no spaces, no punctuation. Of the claim the runs of three
characters are kept; a text repeats it where enough of them stand close together. So a claim inside a long article is
found, and one whose words are merely scattered over it is not. A text is looked at once, however many rumours are open.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from models.drafts import LONGEST_TEXT
from models.matching import Match, Passage, Repeated
from models.rumours import Opening
from regulation.articles.a06_rumours import ARTICLE, label_text
from regulation.parameters import dated
from screening.folding import fold_character

RUN: Final = 3
"""Characters that are compared together: of Chinese about two words, and of any alphabet too few to matter alone."""

REPEATS_FROM: Final = dated({date(2023, 7, 10): 0.6}, article=ARTICLE)
"""Part of the claim's wording in one passage from which on a text repeats it."""
REPEATS_WITH_TERMS_FROM: Final = dated({date(2023, 7, 10): 0.35}, article=ARTICLE)
"""The same for a text that also holds all of the rumour's search terms, two at least."""
SHOWN_FROM: Final = 0.2
"""Less than that is chance and not shown."""
STRETCH: Final = 2
"""A passage may be so many times as long as the claim: words are put in between."""


@dataclass(frozen=True)
class Reduced:
    """A text as it is compared, and where each of its characters stands in the text as it was written."""

    text: str
    places: tuple[int, ...]


def reduced(text: str) -> Reduced:
    """What reads the same is the same; what only separates or decorates is left out."""
    folded = [_fold(character) for character in text]
    places = [place for place, written in enumerate(folded) for _ in written]
    return Reduced("".join(folded), tuple(places))


@lru_cache(maxsize=16_384)
def _fold(character: str) -> str:
    return fold_character(character)


def _runs(text: str) -> list[str]:
    """Every run of characters; a text shorter than one is a run by itself."""
    return [text[start : start + RUN] for start in range(max(1, len(text) - RUN + 1))] if text else []


@dataclass(frozen=True)
class _Known:
    rumour: str
    opening: Opening
    length: int
    runs: int
    terms: tuple[tuple[str, str], ...]
    """As it is compared, and as it was written."""


class Index:
    """The open rumours by identifier, ready to be looked for. Made anew when one of them changes."""

    def __init__(self, openings: Mapping[str, Opening] | None = None) -> None:
        self._known: list[_Known] = []
        self._by_run: dict[str, list[int]] = defaultdict(list)
        for number, (rumour, opening) in enumerate((openings or {}).items()):
            claim = reduced(opening.claim).text
            runs = set(_runs(claim))
            terms = tuple((reduced(term).text, term) for term in opening.terms)
            self._known.append(_Known(rumour, opening, len(claim), len(runs), tuple(term for term in terms if term[0])))
            for run in runs:
                self._by_run[run].append(number)

    def __len__(self) -> int:
        return len(self._known)

    def matches(self, text: str, now: datetime, most: int = 20) -> tuple[Match, ...]:
        """The rumours that the text comes near to, the nearest first."""
        if not self._known:
            return ()
        given = reduced(text[:LONGEST_TEXT])
        hits: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for place, run in enumerate(_runs(given.text)):
            for number in self._by_run.get(run, ()):
                hits[number].append((place, run))
        found = [
            self._match(self._known[number], given, places, now)
            for number, places in hits.items()
            if len(places) >= SHOWN_FROM * self._known[number].runs
        ]
        kept = sorted((one for one in found if one is not None), key=lambda one: (-one.score, one.rumour))
        return tuple(kept[:most])

    def repeated(self, text: str, now: datetime) -> tuple[Repeated, ...]:
        """The rumours that the text repeats, with their labels."""
        return tuple(
            Repeated(rumour=one.rumour, label_zh=one.label_zh, label_en=one.label_en, link=one.link)
            for one in self.matches(text, now)
            if one.repeats
        )

    def _match(self, known: _Known, given: Reduced, hits: Sequence[tuple[int, str]], now: datetime) -> Match | None:
        together, first, last = _densest(hits, STRETCH * known.length)
        of_claim = together / known.runs
        if of_claim < SHOWN_FROM:
            return None
        terms = tuple(written for compared, written in known.terms if compared in given.text)
        all_terms = len(terms) >= 2 and len(terms) == len(known.terms)
        needed = (REPEATS_WITH_TERMS_FROM if all_terms else REPEATS_FROM).at(now)
        repeats = of_claim >= needed
        information = known.opening.information
        label_zh, label_en = label_text(known.opening)
        end = min(last + RUN, len(given.places)) - 1
        return Match(
            rumour=known.rumour,
            claim=known.opening.claim,
            score=round(of_claim, 3),
            repeats=repeats,
            of_claim=round(of_claim, 3),
            terms=terms,
            passage=Passage(start=given.places[first], end=given.places[end] + 1),
            explanation=_explained(of_claim, needed, terms, known, repeats=repeats, all_terms=all_terms),
            label_zh=label_zh,
            label_en=label_en,
            link=None if information is None else information.link,
        )


def _densest(hits: Sequence[tuple[int, str]], length: int) -> tuple[int, int, int]:
    """How many different runs stand within so many characters at most, and from where to where."""
    counts: dict[str, int] = defaultdict(int)
    best, first, last, start = 0, 0, 0, 0
    for place, run in hits:
        counts[run] += 1
        while place - hits[start][0] >= length:
            left = hits[start][1]
            counts[left] -= 1
            if not counts[left]:
                del counts[left]
            start += 1
        if len(counts) > best:
            best, first, last = len(counts), hits[start][0], place
    return best, first, last


def _explained(
    of_claim: float, needed: float, terms: Sequence[str], known: _Known, *, repeats: bool, all_terms: bool
) -> str:
    said = f"{of_claim:.0%} of the claim's wording stands in one passage"
    if known.terms:
        said += f", and {len(terms)} of {len(known.terms)} search terms in the text"
    why = " because all search terms are there" if all_terms else ""
    return f"{said}; {'it repeats' if repeats else 'too little to repeat'} the rumour (from {needed:.0%}{why})"
