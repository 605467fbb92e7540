"""Subjects: what is decided about a network, or done by a holder, reaches the accounts behind it. One rule for both.

A `Burden` is one such decision, as it stands now for one account. `reaching` compares the burdens with what has reached
the account already, and says which facts are missing: those that bind it, and those that free it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from models.accounts.facts import FactBody
from models.accounts.standing import Restriction, RestrictionKind, Standing
from models.words.restrictions import Origin

INHERITED: Final = "inherited-"
"""How the identifiers begin under which a holder's actions reach other accounts of the holder."""


@dataclass(frozen=True)
class Burden:
    """A decision about a subject, as it stands for one account."""

    id: str
    """As the account's facts about it bear it."""
    binds: FactBody | None = None
    """What is recorded where it has not reached the account yet; None: it binds nobody anew."""
    frees: FactBody | None = None
    """What is recorded where it has reached the account; None: it closes there what it should."""


def inherited_id(origin: Origin) -> str:
    """The identifier under which an action on one account of a holder reaches another one: the same on all of them."""
    return f"{INHERITED}{sha256(f'{origin.account}/{origin.action}'.encode()).hexdigest()[:24]}"


def subject_of(restriction: Restriction) -> str | None:
    """The identifier of the burden that a restriction comes from; None for what the account has brought on itself."""
    if restriction.origin is not None:
        return inherited_id(restriction.origin)
    return restriction.cause if restriction.kind is RestrictionKind.NETWORK else None


def reaching(burdens: Iterable[Burden], standing: Standing | None, at: datetime) -> Iterator[FactBody]:
    """The facts that are missing on the account; nothing, when everything has reached it."""
    restrictions = () if standing is None else standing.restrictions
    reached = {subject_of(closed) for closed in restrictions if not closed.interval.ended_by(at)}
    for burden in burdens:
        missing = burden.frees if burden.id in reached else burden.binds
        if missing is not None:
            yield missing
