"""Traits of a case: what it has in common with similar cases, each with its weight."""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from models.accounts.standing import Standing
from models.cases.cases import Opening
from models.cases.subjects import (
    Appealed,
    CancellationAsked,
    CertificationApplied,
    ClosureAsked,
    EmblemSeen,
    ImitationSuspected,
    IrregularCode,
)
from models.evidence import Evidence
from regulation.articles.a07_one_holder import likenesses_of
from screening.folding import fold


class TraitKind(StrEnum):
    """Kind of a trait."""

    ACCOUNT = "account"
    HOLDER = "holder"
    PROTECTED = "protected"
    """Protected name that was matched."""
    IMITATED = "imitated"
    EMBLEM = "emblem"
    NAME = "name"
    """Form of the account's name: nearly the same name has one in common."""
    NETWORK = "network"
    CATEGORY = "category"
    FIELD = "field"


WEIGHTS: Final[Mapping[TraitKind, int]] = {
    TraitKind.ACCOUNT: 9,
    TraitKind.HOLDER: 8,
    TraitKind.IMITATED: 6,
    TraitKind.PROTECTED: 6,
    TraitKind.EMBLEM: 6,
    TraitKind.NAME: 5,
    TraitKind.NETWORK: 3,
    TraitKind.CATEGORY: 2,
    TraitKind.FIELD: 1,
}
"""Weight of a trait that two cases of one kind share; the sum ranks similar cases."""


class Trait(NamedTuple):
    """Trait of a case."""

    kind: TraitKind
    value: str


def traits_of(opening: Opening, evidence: Sequence[Evidence], standing: Standing | None) -> frozenset[Trait]:
    """Traits of a case when it is opened; `standing` is that of its account."""
    return frozenset((*_of_account(standing), *_of_subject(opening), *_of_matches(evidence)))


def _of_account(standing: Standing | None) -> Iterator[Trait]:
    if standing is None:
        return
    yield Trait(TraitKind.ACCOUNT, standing.account)
    yield Trait(TraitKind.HOLDER, standing.holder)
    yield from (Trait(TraitKind.NAME, form) for form in likenesses_of(standing.name))
    if standing.mcn:
        yield Trait(TraitKind.NETWORK, fold(standing.mcn))


def _of_subject(opening: Opening) -> Iterator[Trait]:
    subject = opening.subject
    if isinstance(subject, ClosureAsked | CancellationAsked | Appealed) and subject.category is not None:
        yield Trait(TraitKind.CATEGORY, subject.category.value)
    if isinstance(subject, CertificationApplied):
        yield Trait(TraitKind.FIELD, subject.field.value)
    if isinstance(subject, ImitationSuspected) and subject.imitated:
        yield Trait(TraitKind.IMITATED, fold(subject.imitated))
    if isinstance(subject, EmblemSeen):
        yield from (Trait(TraitKind.EMBLEM, emblem) for emblem in subject.emblems)
    if isinstance(subject, IrregularCode):
        yield Trait(TraitKind.HOLDER, subject.holder)


def _of_matches(evidence: Sequence[Evidence]) -> Iterator[Trait]:
    for piece in evidence:
        if piece.spot is not None:
            yield Trait(TraitKind.PROTECTED, fold(piece.spot.protected))
