"""Subjects: decisions on a network or a holder, applied to the accounts behind it by one rule.

A `Burden` is one such decision, as it stands now for one account. `reaching` compares the burdens with what has reached
the account already, and returns the missing facts: those that bind it, and those that free it.
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
"""Prefix of the identifiers under which a holder's actions reach other accounts of the holder."""


@dataclass(frozen=True)
class Burden:
    """A decision about a subject, as it stands for one account."""

    id: str
    """Identifier of the decision in the account's facts about it."""
    binds: FactBody | None = None
    """Fact to record when it has not reached the account yet; None when it binds no further account."""
    frees: FactBody | None = None
    """Fact to record when it has reached the account and must end; None when its restrictions stay."""


def inherited_id(origin: Origin) -> str:
    """Identifier under which an action on one account of a holder reaches another one: the same on all of them."""
    return f"{INHERITED}{sha256(f'{origin.account}/{origin.action}'.encode()).hexdigest()[:24]}"


def subject_of(restriction: Restriction) -> str | None:
    """Identifier of the burden that a restriction comes from; None for the account's own restrictions."""
    if restriction.origin is not None:
        return inherited_id(restriction.origin)
    return restriction.cause if restriction.kind is RestrictionKind.NETWORK else None


def reaching(burdens: Iterable[Burden], standing: Standing | None, at: datetime) -> Iterator[FactBody]:
    """Facts that are missing on the account; none when everything has reached it."""
    restrictions = () if standing is None else standing.restrictions
    reached = {subject_of(closed) for closed in restrictions if not closed.interval.ended_by(at)}
    for burden in burdens:
        missing = burden.frees if burden.id in reached else burden.binds
        if missing is not None:
            yield missing
