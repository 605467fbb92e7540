"""Article 1: an avatar in which a protected emblem seems to be waits for a person; the likeness decides nothing."""

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
"""Emblems in force: each costs a few milliseconds of every screening."""
MOST_NAMED: Final = 20
"""Emblems that are named in one case; a picture with more of them needs no longer list."""


def known_already(known: Emblem, *, id_: str, name: str, digest: str) -> Emblem | Refusal:
    """What is said when the picture or the identifier is in the bank: itself, if it is the same in everything."""
    if (known.id, known.name, known.digest, known.retired_at) == (id_, name, digest, None):
        return known
    if known.digest != digest:
        why = f"the identifier {known.id} is taken by {known.name}: choose another"
    elif known.retired_at is not None:
        why = f"this picture was retired as {known.id}: add it again under another identifier"
    else:
        why = f"this picture is in the bank already, as {known.id} ({known.name})"
    return Refusal(code="emblem_known", message=why, article=1)


def no_room(in_force: int) -> Refusal | None:
    """Why no further one is taken."""
    if in_force < MOST:
        return None
    return Refusal(code="bank_full", message=f"the bank holds {MOST} emblems, its limit: retire one that is not needed")


def unknown(emblem: str) -> Refusal:
    """There is none of that name."""
    return Refusal(code="unknown_emblem", message=f"there is no emblem {emblem}: `GET /v1/emblems` lists them")


def case_about(
    account: str, screening: EmblemScreening, now: datetime, link: str | None = None
) -> tuple[Opening, tuple[Evidence, ...]]:
    """What is to be decided about the picture, and what speaks for a likeness."""
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
    """The emblems in an avatar, as what is seen in a profile."""
    return tuple(
        Seen(part="avatar", text=screening.digest, protected=match.name, message=_line(match))
        for match in screening.matches[:MOST_NAMED]
    )


def _line(match: EmblemMatch) -> str:
    return f"the avatar is {in_words(match)}"[:200]


def in_words(match: EmblemMatch) -> str:
    """What was recognised, for people."""
    how = f"{match.inliers} features agree" if match.how == "features" else "a part of the picture looks alike"
    return f"like the emblem {match.name} ({match.emblem}): {how}, likeness {match.likeness:.2f}"
