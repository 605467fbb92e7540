"""Search pages: verified information pinned at the top for a query (article 6).

Only open rumours with verified information are found: before that there is nothing to pin. A query finds a rumour by
one of its search terms, or by enough words of its claim. The index is in memory; each query is read once for all
rumours.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from models.rumours.matching import Pinned
from models.rumours.rumours import Information, Opening
from regulation.articles.a06_rumours import label_text
from regulation.rumours.nearness import TELLING
from regulation.rumours.reading import claim_tokens, reduced, tokens
from screening.folding import fold

IS_TERM: Final = 1.0
HOLDS_TERM: Final = 0.9
PART_OF_TERM: Final = 0.7
"""Scores of a query that is a search term, that holds one, and that is a part of one."""
_RELATION: Final = {IS_TERM: "is", HOLDS_TERM: "holds", PART_OF_TERM: "is part of"}
OF_QUERY: Final = 0.7
"""Share of the query from which it is about the claim."""
OF_CLAIM: Final = 0.3
"""Share of the claim that a query must name: many queries about anything name its topic alone."""
MOST_SCORE: Final = 0.89
"""Highest score of a query that names no search term: it ranks below those that do."""


@dataclass(frozen=True)
class _Found:
    rumour: str
    opening: Opening
    information: Information
    terms: tuple[tuple[str, str], ...]
    """Search terms, in folded and in original form."""
    words: Mapping[str, float]
    total: float


class SearchIndex:
    """Index of the open rumours with verified information. It is rebuilt when one of them changes."""

    def __init__(self, openings: Mapping[str, Opening]) -> None:
        self._found: list[_Found] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_pair: dict[str, set[int]] = defaultdict(set)
        for rumour, opening in openings.items():
            if opening.information is None:
                continue
            number = len(self._found)
            claim = (*claim_tokens(opening.claim), *claim_tokens(opening.claim_en))
            words = {token.key: token.weight for token in claim}
            terms = tuple((fold(term), term) for term in opening.terms)
            for word, weight in words.items():
                if weight >= TELLING:
                    self._by_word[word].append(number)
            for term, _ in terms:
                for pair in _pairs(term):
                    self._by_pair[pair].add(number)
            self._found.append(_Found(rumour, opening, opening.information, terms, words, sum(words.values())))

    def search(self, query: str, most: int) -> tuple[Pinned, ...]:
        """Information to pin, the best match first."""
        folded = fold(query)
        asked = {token.key: token.weight for token in tokens(reduced(query))}
        likely = {number for word in asked for number in self._by_word.get(word, ())}
        likely.update(number for pair in _pairs(folded) for number in self._by_pair.get(pair, ()))
        scored = [(self._found[number], *_scored(self._found[number], folded, asked)) for number in likely]
        best = sorted((one for one in scored if one[1] > 0), key=lambda one: (-one[1], one[0].rumour))[:most]
        return tuple(_pinned(found, score, why) for found, score, why in best)


def _pairs(text: str) -> set[str]:
    """Pairs of adjacent characters: a term and a query that share no pair share nothing."""
    return {text[place : place + 2] for place in range(len(text) - 1)}


def _scored(found: _Found, folded: str, asked: Mapping[str, float]) -> tuple[float, str]:
    """Score of a rumour for a query, from 0 (no match) to 1, and the explanation."""
    by_term = [(_of_term(term, folded), written) for term, written in found.terms]
    score, written = max(by_term, default=(0.0, ""))
    together = sum(weight for word, weight in asked.items() if word in found.words)
    of_query = together / (sum(asked.values()) or 1.0)
    of_claim = sum(weight for word, weight in found.words.items() if word in asked) / (found.total or 1.0)
    by_claim = MOST_SCORE * (of_query + of_claim) / 2 if of_query >= OF_QUERY and of_claim >= OF_CLAIM else 0.0
    if score >= by_claim and score:
        return score, f"the query {_RELATION[score]} the search term “{written}”"
    return by_claim, f"{of_query:.0%} of the query is in the claim, and {of_claim:.0%} of the claim in the query"


def _of_term(term: str, folded: str) -> float:
    if not term or not folded:
        return 0.0
    if term == folded:
        return IS_TERM
    if len(term) > 1 and term in folded:
        return HOLDS_TERM
    return PART_OF_TERM if len(folded) > 2 and folded in term else 0.0


def _pinned(found: _Found, score: float, why: str) -> Pinned:
    label_zh, label_en = label_text(found.opening)
    return Pinned(
        rumour=found.rumour,
        claim=found.opening.claim,
        information_zh=found.information.text_zh,
        information_en=found.information.text_en,
        link=found.information.link,
        label_zh=label_zh,
        label_en=label_en,
        score=round(score, 3),
        why=why,
    )
