"""Article 1: account information is checked at registration, at each change and again later; a profile with protected
names or emblems is reviewed by a person first, and an imitation gets no service.

Matches (from screening, or from the likeness to a closed account) arrive as grounds; this module decides what waits for
a person, and what follows from the person's decision.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final

from models.accounts.commands import ChangeName, ChangeProfile, Command, Refusal, Register
from models.accounts.facts import ImpersonationFound, ProfileChanged, RegistrationHeld, RegistrationRejected
from models.accounts.profiles import MOST_GROUNDS, Ground, Grounds, Likeness, PendingChange, Profile, Screened, Seen
from models.accounts.standing import Restriction, RestrictionKind, Standing
from models.evidence import Spot
from models.instants import shown
from models.intervals import Interval
from models.names import REVIEW
from models.words.privileges import SERVICE
from regulation.articles import a07_one_holder as a07
from regulation.words.sentences.chinese import told

ARTICLE: Final = 1
MOST_PENDING: Final = 5
"""Most changes of one account that may wait at once: a standing stays small, and reviewers are not overloaded."""
PARTS: Final = ("name", "bio", "avatar")
"""Parts of a profile."""


def review_id(account: str, version: int) -> str:
    """Identifier of a review: of what is held by the account's fact of that number."""
    return f"{REVIEW}{sha256(f'{account}:{version}'.encode()).hexdigest()[:20]}"


def profile_after(command: Command, standing: Standing | None) -> Profile | None:
    """Profile after a command; None for a command that changes none."""
    if isinstance(command, Register):
        return Profile(name=command.name, bio=command.bio, avatar=command.avatar)
    if standing is None or not isinstance(command, ChangeName | ChangeProfile):
        return None
    before = Profile(name=standing.name, bio=standing.bio, avatar=standing.avatar)
    asked = {part: value for part in PARTS if (value := getattr(command, part, None)) is not None}
    return before.model_copy(update=asked)


def grounds_of(screened: Screened, owned: Collection[str] = (), likenesses: Iterable[Likeness] = ()) -> Grounds | None:
    """Grounds for a review by a person; None when nothing was noticed, or only names that the holder may use."""
    seen = tuple(one for one in screened.seen if one.protected not in owned)
    noticed = [
        *map(_ground, seen),
        *(
            told(Ground(code=like.code, message=_LIKE[like.code].format(account=like.account)))
            for like in sorted(likenesses, key=lambda like: (like.code, like.account))
        ),
    ]
    if not noticed:
        return None
    return Grounds(
        article=ARTICLE if seen else a07.ARTICLE,
        noticed=tuple(noticed[:MOST_GROUNDS]),
        finding=finding_of(seen),
        lexicon=screened.lexicon if seen else "",
    )


def _ground(seen: Seen) -> Ground:
    if seen.part == "avatar" or seen.start is None or seen.end is None:
        return told(Ground(code="emblem" if seen.part == "avatar" else "protected_name", message=seen.message))
    spot = Spot(part=seen.part, text=seen.text, protected=seen.protected, start=seen.start, end=seen.end)
    return told(Ground(code="protected_name", message=seen.message, spot=spot))


def finding_of(seen: Iterable[Seen]) -> str:
    """Digest of matched texts and protected names: equal for equal matches, whichever version of the lists named them.

    A picture is screened when it is sent, and then seen by a person; it is not kept, so it is never screened again.
    """
    lines = sorted({f"{one.part}\x1f{one.text}\x1f{one.protected}" for one in seen if one.part != "avatar"})
    return sha256("\x1e".join(lines).encode()).hexdigest()[:32] if lines else ""


_LIKE: Final[Mapping[str, str]] = {
    "same_phone": "the phone of account {account}, which was closed as a sanction",
    "same_device": "the device of account {account}, which was closed as a sanction",
    "same_payout_account": "the payout account of account {account}, which was closed as a sanction",
    "similar_name": "nearly the name of account {account}, which was closed as a sanction",
}


def seen_already(grounds: Grounds, standing: Standing) -> bool:
    """Whether a person has seen all of the grounds: the same texts with the same matches are not reviewed twice."""
    return grounds.finding != "" and grounds.finding == standing.seen and all(_screened(grounds))


def _screened(grounds: Grounds) -> Iterable[bool]:
    return (ground.code == "protected_name" for ground in grounds.noticed)


def hold_of(standing: Standing, identifier: str, at: datetime) -> Restriction | None:
    """Hold of that identifier, while it lasts."""
    return next(
        (
            r
            for r in standing.restrictions
            if r.kind is RestrictionKind.HOLD and r.cause == identifier and r.interval.covers(at)
        ),
        None,
    )


def denial_of(standing: Standing, identifier: str, at: datetime) -> Restriction | None:
    """Denial of service by that finding, while it lasts."""
    return next(
        (
            r
            for r in standing.restrictions
            if r.kind is RestrictionKind.DENIAL and r.cause == identifier and r.origin is None and r.interval.covers(at)
        ),
        None,
    )


def reviews_open(standing: Standing, at: datetime) -> tuple[str, ...]:
    """Identifiers that wait for a review at the instant, oldest first: the registration before every change."""
    holds = [r.cause for r in standing.restrictions if r.kind is RestrictionKind.HOLD and r.interval.covers(at)]
    return (*holds, *(change.id for change in standing.pending))


def refusal_to_wait(standing: Standing) -> Refusal | None:
    """Refusal of one more pending change when the limit is reached; None below it."""
    if len(standing.pending) < MOST_PENDING:
        return None
    waiting = ", ".join(change.id for change in standing.pending)
    return Refusal(
        code="too_many_changes",
        article=ARTICLE,
        message=f"{MOST_PENDING} changes of this account's profile wait for a reviewer already ({waiting}): "
        "let them be decided first",
    )


def closed_by_hold(held: RegistrationHeld, at: datetime) -> Restriction:
    """Restriction of a held registration: no service until a person has decided."""
    return Restriction(
        privilege=SERVICE,
        interval=Interval(start=at),
        kind=RestrictionKind.HOLD,
        article=held.grounds.article,
        cause=held.id,
    )


def closed_by_rejection(rejected: RegistrationRejected, article: int, at: datetime) -> Restriction:
    """Restriction after a rejection: no service at all, under the article of the hold."""
    return Restriction(
        privilege=SERVICE,
        interval=Interval(start=at),
        kind=RestrictionKind.DENIAL,
        article=article,
        cause=rejected.id,
    )


def closed_by_imitation(found: ImpersonationFound, at: datetime) -> Restriction:
    """Restriction of an imitation: no service is provided."""
    return Restriction(
        privilege=SERVICE,
        interval=Interval(start=at),
        kind=RestrictionKind.DENIAL,
        article=ARTICLE,
        cause=found.id,
    )


def still_pending(pending: tuple[PendingChange, ...], changed: ProfileChanged) -> tuple[PendingChange, ...]:
    """Changes still pending after another came into force. Earlier requests for the same parts are dropped: approved
    late, they would bring back what the holder no longer wants.
    """
    newer = {change.id for change in pending[_place(pending, changed.id) :]}
    passed = {part for part in PARTS if getattr(changed, part) is not None}
    return tuple(
        change if change.id in newer else change.model_copy(update=dict.fromkeys(passed))
        for change in pending
        if change.id != changed.id
    )


def _place(pending: tuple[PendingChange, ...], identifier: str | None) -> int:
    return next((place for place, change in enumerate(pending) if change.id == identifier), len(pending))


def already_decided(identifier: str, standing: Standing, at: datetime) -> Refusal:
    """Refusal of a second decision: nothing waits under the identifier any more."""
    return Refusal(
        code="already_decided",
        article=ARTICLE,
        message=f"{identifier!r} of account {standing.account} was decided already; nothing waits under it at "
        f"{shown(at)}",
    )
