"""Search of accounts: the form in which a name is sought, and the words by which a standing is found at an instant.

A name is sought by pairs of neighbouring characters of its folded form, since Chinese has no blanks between words. The
folded form is that of screening, so traditional characters, full-width letters and letters of other alphabets make no
difference; each character of a query also stands for those that look like it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from models.accounts import facts as f
from models.accounts.facts import Fact
from models.accounts.standing import Standing
from models.names import AccountId
from models.words.privileges import Field
from models.words.restrictions import RestrictionKind
from regulation.standing.status import status_of
from regulation.words.restrictions import AccountStatus
from screening.folding import NORMALISATION, fold
from screening.lookalikes import BY_HAND

EDITION: Final = f"1-{NORMALISATION}"
"""Version of what is kept for the search: accounts kept in another one are written anew."""
MOST_STEPS: Final = 100
"""Greatest number of instants at which a kept standing changes; later ones are added as time passes."""

NAMING: Final = (
    f.AccountRegistered,
    f.NameChanged,
    f.ProfileChanged,
    f.HolderChanged,
    f.NetworkSigned,
    f.NetworkLeft,
)
"""Facts that may change the account's name, holder or network."""


def renames(facts: Iterable[Fact]) -> bool:
    """Whether one of the facts may change what `Named` has."""
    return any(isinstance(fact.body, NAMING) for fact in facts)


def folded_name(name: str) -> str:
    """Form in which a name is compared. A name of signs alone, which folds to nothing, stays as it is."""
    return fold(name) or name.casefold()


def pairs_of(text: str) -> list[str]:
    """Pairs of neighbouring characters, and the last character: each character begins one of them."""
    return list(dict.fromkeys(text[place : place + 2] for place in range(len(text))))


@dataclass(frozen=True)
class Sought:
    """Text that is sought in names, identifiers and references of holders."""

    text: str
    folded: str
    pairs: tuple[tuple[str, ...], ...]
    """For each pair of neighbouring characters the pairs that look like it; the name has one of each."""
    pattern: str | None
    """Regular expression of the text with look-alikes; None where nothing but the text itself is sought."""


def sought(text: str) -> Sought:
    """Prepare the text of a query."""
    plain = folded_name(text)
    alike = [_alike(character) for character in plain]
    pairs = tuple(tuple(sorted(one + other for one in first for other in second)) for first, second in pairwise(alike))
    pattern = "".join(f"[{''.join(sorted(one))}]" if len(one) > 1 else re.escape(*one) for one in alike)
    varied = len(plain) > 1 and any(len(one) > 1 for one in alike)
    return Sought(text, plain, pairs, pattern if varied else None)


def _pairs_by_hand() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in BY_HAND.split():
        one, others = row.split(":")
        for a, b in ((fold(one), fold(other)) for other in others):
            if len(a) == len(b) == 1 and a != b:
                found.setdefault(a, {a}).add(b)
                found.setdefault(b, {b}).add(a)
    return {character: frozenset(alike) for character, alike in found.items()}


_ALIKE: Final = _pairs_by_hand()


def _alike(character: str) -> frozenset[str]:
    """Folded characters that look like this one, itself included."""
    return _ALIKE.get(character, frozenset({character}))


@dataclass(frozen=True)
class Steps:
    """Words by which a standing is found, from each instant at which they change."""

    since: tuple[datetime, ...]
    words: tuple[tuple[str, ...], ...]

    @property
    def ever(self) -> tuple[str, ...]:
        """Words that hold at any of the instants."""
        return tuple(dict.fromkeys(word for words in self.words for word in words))

    @property
    def stale_from(self) -> datetime | None:
        """Instant from which the first words hold no more; None when they hold for ever."""
        return self.since[1] if len(self.since) > 1 else None


def steps_of(standing: Standing, since: datetime) -> Steps:
    """Words of the standing from `since` on, if nothing else happens."""
    instants = list(_instants(standing, since))
    words = [words_at(standing, instant) for instant in instants]
    kept = [place for place, one in enumerate(words) if place == 0 or one != words[place - 1]]
    return Steps(tuple(instants[place] for place in kept), tuple(words[place] for place in kept))


def _instants(standing: Standing, since: datetime) -> Iterator[datetime]:
    """Instants at which an interval begins or ends, `since` first; of a closed account, too."""
    intervals = [one.interval for one in standing.restrictions] + [one.interval for one in standing.grants]
    edges = {edge for interval in intervals for edge in (interval.start, interval.end) if edge is not None}
    yield since
    yield from sorted(edge for edge in edges if edge > since)[: MOST_STEPS - 1]


def words_at(standing: Standing, at: datetime) -> tuple[str, ...]:
    """Words by which the account is found at an instant."""
    holding = [restriction for restriction in standing.restrictions if restriction.interval.covers(at)]
    return tuple(
        dict.fromkeys(
            (
                status_word(status_of(standing, at)),
                *(restriction_word(one.kind) for one in holding),
                *(article_word(one.article) for one in holding),
                *(f"closed:{one.privilege}" for one in holding),
                *(f"granted:{one.privilege}" for one in standing.grants if one.interval.covers(at)),
            )
        )
    )


def status_word(status: AccountStatus) -> str:
    """Word of the accounts that have the status."""
    return f"status:{status.value}"


def restriction_word(kind: RestrictionKind) -> str:
    """Word of the accounts under a restriction of this kind."""
    return f"restriction:{kind.value}"


def article_word(article: int) -> str:
    """Word of the accounts under a restriction that rests on this article."""
    return f"article:{article}"


@dataclass(frozen=True)
class Named:
    """Properties by which an account is found at any instant."""

    account: AccountId
    name: str
    folded: str
    pairs: tuple[str, ...]
    holder: str
    network: str | None
    kind: str
    fields: tuple[Field, ...]
    registered_at: datetime


def named(standing: Standing) -> Named:
    """Return the properties of an account."""
    folded = folded_name(standing.name)
    return Named(
        account=standing.account,
        name=standing.name,
        folded=folded,
        pairs=tuple(pairs_of(folded)),
        holder=standing.holder,
        network=standing.mcn,
        kind=standing.kind.value,
        fields=standing.fields,
        registered_at=standing.registered_at,
    )
