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
from models.names import AccountId, AccountKind
from models.words.privileges import GRANTED, LINEAGE, SERVICE, Field, publish_in
from models.words.restrictions import RestrictionKind
from regulation.standing.status import status_under
from regulation.standing.verdicts import permits
from regulation.words.restrictions import AccountStatus
from screening.folding import NORMALISATION, fold
from screening.lookalikes import BY_HAND

EDITION: Final = f"3-{NORMALISATION}"
"""Version of what is kept for the search: accounts kept in another one are written anew."""
MOST_STEPS: Final = 100
"""Greatest number of instants at which a kept standing changes; later ones are added as time passes."""

NAMING: Final = (
    f.AccountRegistered,
    f.NameChanged,
    f.ProfileChanged,
    f.ProfileRestored,
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
    always: tuple[str, ...] = ()
    """Words that do not depend on the instant."""
    edges: tuple[datetime, ...] = ()
    """Boundaries to come, in order: each is the account's next one until it has passed."""
    cut_at: datetime | None = None
    """Instant from which not everything is known, as there were more than `MOST_STEPS`."""

    @property
    def ever(self) -> tuple[str, ...]:
        """Words that hold at any of the instants."""
        return tuple(dict.fromkeys((*self.always, *(word for words in self.words for word in words))))

    @property
    def stale_from(self) -> datetime | None:
        """Instant from which the first words or the first boundary hold no more; None when they hold for ever."""
        return min((*self.since[1:2], *self.edges[:1]), default=None)


def steps_of(standing: Standing, since: datetime) -> Steps:
    """Words of the standing from `since` on, if nothing else happens."""
    turns = _turns(standing, since)
    instants = [since, *turns[: MOST_STEPS - 1]]
    words = [words_at(standing, instant) for instant in instants]
    kept = [place for place, one in enumerate(words) if place == 0 or one != words[place - 1]]
    closed = standing.closed_at is not None and standing.closed_at <= since
    return Steps(
        tuple(instants[place] for place in kept),
        tuple(words[place] for place in kept),
        always=(
            kind_word(standing.kind),
            *map(declared_word, standing.fields),
            *(() if standing.mcn is None else (network_word(standing.mcn),)),
        ),
        edges=() if closed else tuple(instants[1:]),
        cut_at=instants[-1] if len(turns) >= MOST_STEPS else None,
    )


def _turns(standing: Standing, since: datetime) -> list[datetime]:
    """Later instants at which an interval begins or ends; of a closed account, too."""
    intervals = [one.interval for one in standing.restrictions] + [one.interval for one in standing.grants]
    edges = {edge for interval in intervals for edge in (interval.start, interval.end) if edge is not None}
    return sorted(edge for edge in edges if edge > since)


def words_at(standing: Standing, at: datetime) -> tuple[str, ...]:
    """Words by which the account is found at an instant."""
    holding = [restriction for restriction in standing.restrictions if restriction.interval.covers(at)]
    return tuple(
        dict.fromkeys(
            (
                status_word(status_under(holding)),
                *(restriction_word(one.kind) for one in holding),
                *(article_word(one.article) for one in holding),
                *(closed_word(one.privilege) for one in holding),
                *(granted_word(one.privilege) for one in standing.grants if one.interval.covers(at)),
                *map(uncertified_word, _uncertified(standing, at)),
            )
        )
    )


def _uncertified(standing: Standing, at: datetime) -> Iterator[Field]:
    """Declared fields without a certification, of an account that has its service: those of `homepage.due`."""
    if standing.fields and permits(standing, SERVICE, at):
        granted = {grant.privilege for grant in standing.grants if grant.interval.covers(at)}
        yield from (field for field in Field if field in standing.fields and publish_in(field) not in granted)


def status_word(status: AccountStatus) -> str:
    """Word of the accounts that have the status."""
    return f"status:{status.value}"


def restriction_word(kind: RestrictionKind) -> str:
    """Word of the accounts under a restriction of this kind."""
    return f"restriction:{kind.value}"


def article_word(article: int) -> str:
    """Word of the accounts under a restriction that rests on this article."""
    return f"article:{article}"


def closed_word(privilege: str) -> str:
    """Word of the accounts under a restriction of this privilege."""
    return f"closed:{privilege}"


def granted_word(privilege: str) -> str:
    """Word of the accounts to which this privilege is granted, whether or not a restriction closes it."""
    return f"granted:{privilege}"


def uncertified_word(field: Field) -> str:
    """Word of the accounts that have declared the field and are not certified in it."""
    return f"uncertified:{field.value}"


def kind_word(kind: AccountKind) -> str:
    """Word of the accounts of this kind of holder."""
    return f"kind:{kind.value}"


def network_word(name: str) -> str:
    """Word of the accounts that show this network's name."""
    return f"network:{name}"


def declared_word(field: Field) -> str:
    """Word of the accounts that declared the field when they were registered."""
    return f"declared:{field.value}"


@dataclass(frozen=True)
class Opening:
    """Words by which it is known whether a privilege is open: `granted`, if there is one, and none of `closed`."""

    granted: str | None
    closed: tuple[str, ...]


def opening_of(privilege: str) -> Opening:
    """Words by which it is known whether a privilege is open at an instant: what `verdicts.permits` looks at."""
    return Opening(
        granted=granted_word(privilege) if privilege in GRANTED else None,
        closed=tuple(map(closed_word, LINEAGE[privilege])),
    )


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
