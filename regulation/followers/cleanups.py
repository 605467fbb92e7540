"""Article 10: followers gained through a violation are promptly verified and removed, and never transferred.

Decides which gains a violation has tainted, the orders to give, what a count proves, and what the overturn of a
violation restores.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Final

from models.accounts.commands import Refusal
from models.directives import Acknowledged, DirectiveEntry, Withdrawn
from models.followers import (
    Answered,
    Cleanup,
    CleanupBody,
    CleanupStatus,
    CleanupTerms,
    Escalated,
    FollowerCount,
    Gain,
    KeptAway,
    NothingTainted,
    Opened,
    Ordered,
    Refused,
    Restored,
    RestoreOrdered,
    Settled,
    Stopped,
    TakenOver,
    Verified,
)
from models.instants import shown
from models.words.scopes import Scope, Window
from regulation.followers.reducer import CLOSED, MOST_ORDERS, MOVES, CleanupMove
from regulation.records import Decided, Step
from regulation.tables.parameters import dated

ARTICLE: Final = 10
VERIFIED_WITHIN: Final = dated({date(2023, 7, 10): timedelta(days=7)}, article=ARTICLE)
"""Longest time until the next count. The notice says "promptly verified"; this is our default."""

GONE_BY_THEMSELVES: Final = dated({date(2023, 7, 10): 0.01}, article=ARTICLE)
"""Share of an account's followers that may leave by themselves until the next count. A larger loss is a case; our
default.
"""

DecideCleanup = Callable[[Cleanup | None, datetime], Decided[CleanupBody]]


@dataclass(frozen=True)
class Reckoned:
    """Figures of the reports at this moment."""

    tainted: int
    """All followers that the violation has brought."""
    last: FollowerCount | None
    """Newest count."""
    gained_since: int = 0
    """Followers gained between the count before the order and the newest one."""
    others_least: int = 0
    """Least change of the count by the orders of other clean-ups meanwhile."""
    others_most: int = 0
    """Most change of the count by the orders of other clean-ups meanwhile."""


def cleanup_id(account: str, violation: str) -> str:
    """Identifier of the only clean-up for a violation of an account."""
    return f"cleanup-{sha256(f'{account} {violation}'.encode()).hexdigest()[:20]}"


# --- gains -----------------------------------------------------------------------------------------------------------


def share(gain: Gain, scope: Scope) -> int:
    """Number of tainted followers of a gain: all of a gain through tainted content; of others the share of their window
    that lies in a tainted one, rounded up.
    """
    if scope.everything or (gain.content is not None and gain.content in scope.contents):
        return gain.gained
    return overlapping(gain, scope.windows)


def overlapping(gain: Gain, windows: Iterable[Window]) -> int:
    """Part of a gain that fell into any of the windows, spread evenly over its own window; rounded up."""
    inside, upto = timedelta(0), gain.begins
    for window in sorted(windows, key=lambda one: one.begins):
        begin, end = max(window.begins, upto), min(window.ends, gain.ends)
        if begin < end:
            inside, upto = inside + (end - begin), end
    return -(-gain.gained * (inside // _TICK) // ((gain.ends - gain.begins) // _TICK))


_TICK: Final = timedelta(microseconds=1)


# --- commands --------------------------------------------------------------------------------------------------------


def open_cleanup(terms: CleanupTerms) -> DecideCleanup:
    """Open the clean-up; one per violation."""

    def decide(cleanup: Cleanup | None, _: datetime) -> Decided[CleanupBody]:
        if cleanup is not None:
            return Refusal(
                code="duplicate_id",
                message=f"the followers gained through {terms.violation} are cleaned up already: {cleanup.id}",
            )
        return Step((Opened(terms=terms),))

    return decide


def order(reckoned: Reckoned) -> DecideCleanup:
    """Order the removal of the tainted followers that are left; no entry when none are."""

    def decide(cleanup: Cleanup | None, _: datetime) -> Decided[CleanupBody]:
        if cleanup is None:
            return _unknown()
        if cleanup.status is not CleanupStatus.OPEN:
            return Step()
        remove = _to_remove(cleanup, reckoned)
        if remove == 0:
            return Step((NothingTainted(),))
        directive = f"{cleanup.id}-{cleanup.orders + 1}"
        ordered = Ordered(directive=directive, remove=remove, tainted=reckoned.tainted, before=reckoned.last)
        return Step((ordered,))

    return decide


def _to_remove(cleanup: Cleanup, reckoned: Reckoned) -> int | None:
    scope = cleanup.terms.scope
    if cleanup.left is not None:
        return cleanup.left
    if scope.everything and reckoned.last is not None:
        return reckoned.last.followers
    if not scope.said or scope.everything:
        return None
    # Followers tainted before the first order are those taken over from another clean-up; they are removed already.
    return max(0, reckoned.tainted - cleanup.tainted)


def hear(directive: str, entries: Sequence[DirectiveEntry]) -> DecideCleanup:
    """Enter the answer to the order that is under way; entries of an earlier order are ignored."""

    def decide(cleanup: Cleanup | None, _: datetime) -> Decided[CleanupBody]:
        if cleanup is None:
            return _unknown()
        under_way = cleanup.status in {CleanupStatus.ORDERED, CleanupStatus.RESTORING}
        if cleanup.directive != directive or not under_way:
            return Step()
        return Step(tuple(body for entry in entries for body in _heard(cleanup, entry)))

    return decide


def _heard(cleanup: Cleanup, entry: DirectiveEntry) -> tuple[CleanupBody, ...]:
    body, directive = entry.body, entry.record
    if isinstance(body, Withdrawn):
        withdrawn = Refused(directive=directive, outcome="withdrawn", reason=body.reason)
        return (withdrawn, Escalated(because="withdrawn"))
    if not isinstance(body, Acknowledged):
        return ()
    if body.outcome == "failed":
        return (Refused(directive=directive, outcome="failed", reason=body.reason),)
    done = (cleanup.ordered or 0) if body.counts is None else body.counts.done
    if cleanup.status is CleanupStatus.RESTORING:
        return (Restored(directive=directive, done=done),)
    left = 0 if body.counts is None else body.counts.left
    return (Answered(directive=directive, done=done, left=left),)


def verify(reckoned: Reckoned) -> DecideCleanup:
    """Compare the newest count with the expected one; only a count taken after the answer proves anything."""

    def decide(cleanup: Cleanup | None, _: datetime) -> Decided[CleanupBody]:
        if cleanup is None:
            return _unknown()
        last, answered = reckoned.last, cleanup.answered_at
        if "verify" not in MOVES[cleanup.status] or last is None or answered is None or last.at < answered:
            return Step()
        verified = _held_against(cleanup, reckoned, last)
        if verified.missing:
            escalated = cleanup.status is CleanupStatus.STUCK and cleanup.missing
            return Step() if escalated else Step((verified, Escalated(because="removed_too_many")))
        if not verified.left or cleanup.orders < MOST_ORDERS:
            return Step((verified,))
        if cleanup.status is CleanupStatus.STUCK:
            return Step()
        return Step((verified, Escalated(because="not_removed")))

    return decide


def _held_against(cleanup: Cleanup, reckoned: Reckoned, last: FollowerCount) -> Verified:
    """Result of a count: tainted followers that are still there, or others that are missing."""
    meant = cleanup.done if cleanup.ordered is None else cleanup.ordered
    # Clearing an account is verified by its count alone: it does not matter when the followers were tainted.
    late = 0 if cleanup.terms.scope.everything else max(0, reckoned.tainted - cleanup.tainted)
    if cleanup.before is None:
        expected, left, missing = None, max(0, meant - cleanup.done), max(0, cleanup.done - meant)
    else:
        without_others = cleanup.before.followers + reckoned.gained_since - meant
        expected = max(0, without_others + reckoned.others_most)
        # Of a removal that was taken over, only the part taken over belongs to this clean-up.
        most = meant if cleanup.watching is None else cleanup.done
        left = min(most, max(0, last.followers - expected))
        fewest = max(0, without_others + reckoned.others_least)
        missing = max(0, fewest - last.followers)
        if missing <= ceil(fewest * GONE_BY_THEMSELVES.at(last.at)):
            missing = 0
    # Followers reported late may have been removed already.
    return Verified(count=last, expected=expected, left=left + max(0, late - missing), missing=max(0, missing - late))


def remind(cleanup: Cleanup | None, now: datetime) -> Decided[CleanupBody]:
    """Entries that are due by now: a missing count is escalated, once."""
    at = None if cleanup is None else next_step_at(cleanup)
    return Step() if at is None or now < at else Step((Escalated(because="no_count"),))


def next_step_at(cleanup: Cleanup) -> datetime | None:
    """Instant of the next automatic step if no count arrives."""
    answered, escalated = cleanup.answered_at, cleanup.escalated_at
    if (
        cleanup.status is not CleanupStatus.ANSWERED
        or answered is None
        or (escalated is not None and escalated >= answered)
    ):
        return None
    return answered + VERIFIED_WITHIN.at(answered)


def overturn(reason: str) -> DecideCleanup:
    """Overturn the violation behind it: stop the orders not carried out, restore the followers removed."""

    def decide(cleanup: Cleanup | None, _: datetime) -> Decided[CleanupBody]:
        if cleanup is None:
            return _unknown()
        if cleanup.status in {CleanupStatus.STOPPED, CleanupStatus.RESTORING, CleanupStatus.RESTORED}:
            return Step()
        restore = cleanup.removed if cleanup.restorable is None else cleanup.restorable
        if not restore:
            return _closed_to(cleanup, "stop") or Step((Stopped(reason=reason),))
        directive = f"{cleanup.id}-back"
        return Step((RestoreOrdered(directive=directive, restore=restore, reason=reason),))

    return decide


def keeping(kept: KeptAway | None, decide: DecideCleanup) -> DecideCleanup:
    """Command `decide` of an overturn, with the part of the removed followers that must stay away entered first."""

    def kept_first(cleanup: Cleanup | None, now: datetime) -> Decided[CleanupBody]:
        if kept is None or cleanup is None:
            return decide(cleanup, now)
        decided = decide(cleanup.model_copy(update={"restorable": kept.restorable}), now)
        return Step((kept, *decided.bodies)) if isinstance(decided, Step) and decided.bodies else decided

    return kept_first


def take_over(taken: TakenOver) -> DecideCleanup:
    """Take over followers removed by another clean-up: they stay away because of this violation."""

    def decide(cleanup: Cleanup | None, _: datetime) -> Decided[CleanupBody]:
        return _unknown() if cleanup is None else Step((taken,))

    return decide


def settle(reason: str) -> DecideCleanup:
    """Settle the clean-up: a person has dealt with it."""

    def decide(cleanup: Cleanup | None, _: datetime) -> Decided[CleanupBody]:
        if cleanup is None:
            return _unknown()
        if cleanup.status in CLOSED:
            return Step()
        return _closed_to(cleanup, "settle") or Step((Settled(reason=reason),))

    return decide


def _unknown() -> Refusal:
    return Refusal(
        code="unknown_cleanup", message="there is no such clean-up: `GET /v1/follower-cleanups` lists them", article=10
    )


def _closed_to(cleanup: Cleanup, move: CleanupMove) -> Refusal | None:
    if move in MOVES[cleanup.status]:
        return None
    return Refusal(
        code="cleanup_closed",
        message=f"clean-up {cleanup.id} is {cleanup.status}, opened {shown(cleanup.opened_at)}: {move} is not possible",
        article=ARTICLE,
    )
