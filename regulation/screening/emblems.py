"""Article 1: an avatar that resembles a protected emblem waits for a person; the likeness alone decides nothing."""

from datetime import datetime
from typing import Final

from models.accounts.commands import Refusal
from models.accounts.profiles import Seen
from models.cases.cases import CaseKind, Opening
from models.cases.subjects import EmblemSeen
from models.evidence import Evidence, EvidenceKind
from models.screening.emblems import Emblem, EmblemMatch, EmblemScreening
from regulation.cases.cases import opening

MOST: Final = 500
"""Most emblems in force: each costs a few milliseconds of every screening."""
MOST_NAMED: Final = 20
"""Most emblems named in one case; a picture that resembles more of them needs no longer list."""


def known_already(known: Emblem, *, id_: str, name: str, digest: str) -> Emblem | Refusal:
    """Answer when the picture or the identifier is in the bank: the known emblem if everything is the same, else a
    refusal.
    """
    if (known.id, known.name, known.digest, known.retired_at) == (id_, name, digest, None):
        return known
    if known.digest != digest:
        why = f"the identifier {known.id} is taken by {known.name}: choose another"
    elif known.retired_at is not None:
        why = f"this picture was retired as emblem {known.id}: add it again under another identifier"
    else:
        why = f"this picture is in the bank already, as emblem {known.id} ({known.name})"
    return Refusal(code="emblem_known", message=why, article=1)


def no_room(in_force: int) -> Refusal | None:
    """Refusal when the bank is full; None when there is room."""
    if in_force < MOST:
        return None
    return Refusal(code="bank_full", message=f"the bank holds {MOST} emblems, its limit: retire one that is not needed")


def unknown(emblem: str) -> Refusal:
    """Refusal of an unknown emblem."""
    return Refusal(code="unknown_emblem", message=f"there is no emblem {emblem}: `GET /v1/emblems` lists them")


def case_about(
    account: str, screening: EmblemScreening, now: datetime, link: str | None = None
) -> tuple[Opening, tuple[Evidence, ...]]:
    """Opening of the case about the picture, and the evidence for the likeness."""
    named = screening.matches[:MOST_NAMED]
    opened = opening(
        CaseKind.EMBLEM,
        now,
        account=account,
        title=f"an avatar like {named[0].name}"[:200],
        subject=EmblemSeen(
            avatar=screening.digest, emblems=tuple(match.emblem for match in named), bank=screening.bank
        ),
    )
    avatar = Evidence(kind=EvidenceKind.IMAGE, text="the avatar", link=link, digest=screening.digest)
    return opened, (avatar, *(Evidence(kind=EvidenceKind.MATCH, text=in_words(match)) for match in named))


def seen_in(screening: EmblemScreening) -> tuple[Seen, ...]:
    """Emblems recognised in an avatar, as matches in a profile."""
    return tuple(
        Seen(part="avatar", text=screening.digest, protected=match.name, message=_line(match))
        for match in screening.matches[:MOST_NAMED]
    )


def _line(match: EmblemMatch) -> str:
    return f"the avatar is {in_words(match)}"[:200]


def in_words(match: EmblemMatch) -> str:
    """Description of a match, for people."""
    how = f"{match.inliers} features agree" if match.how == "features" else "a part of the picture looks alike"
    return f"like the emblem {match.name} ({match.emblem}): {how}, likeness {match.likeness:.2f}"
