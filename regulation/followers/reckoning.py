"""Follower clean-ups of one account compared: followers that stay away after an overturn, and counts changed by others'
orders.

Followers can be tainted by several violations, and each is removed once, by the clean-up that claimed them first. When
its violation is overturned, the others that taint them take the claim over: only followers that no standing violation
has tainted are restored, and never more than were ordered away (article 10).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from models.followers import (
    MOST_FOLLOWERS,
    Answered,
    Cleanup,
    CleanupEntry,
    CleanupStatus,
    Gain,
    KeptAway,
    Ordered,
    Refused,
    Restored,
    RestoreOrdered,
    Settled,
    Stopped,
    TakenOver,
    Unverified,
    Verified,
)
from models.instants import EARLIEST
from models.words.scopes import Window
from regulation.followers.cleanups import overlapping, share

UNDONE: Final = frozenset({CleanupStatus.STOPPED, CleanupStatus.RESTORING, CleanupStatus.RESTORED})
"""Statuses after the violation is overturned: the clean-up taints nothing any more."""


def tainted_by(cleanup: Cleanup, gain: Gain) -> int:
    """Number of followers of a gain that the violation has tainted. Clearing an account taints those it had by then."""
    if cleanup.terms.scope.everything:
        return overlapping(gain, (Window(begins=EARLIEST, ends=cleanup.opened_at),))
    return share(gain, cleanup.terms.scope)


# --- restoring -------------------------------------------------------------------------------------------------------


def ordered_away(entries: Iterable[CleanupEntry]) -> int:
    """Number of followers away because of the clean-up: answered as removed, no more than was ordered, without those
    that the next count has shown to be there still; plus those that it has taken over.
    """
    away, of_order = 0, 0
    size: int | None = None
    for entry in entries:
        body = entry.body
        if isinstance(body, Ordered):
            away, of_order, size = away + of_order, 0, body.remove
        elif isinstance(body, Answered):
            of_order = body.done if size is None else min(body.done, size)
        elif isinstance(body, Verified) and size is not None and body.expected is not None:
            of_order = min(of_order, max(0, size - max(0, body.count.followers - body.expected)))
        elif isinstance(body, TakenOver):
            away += of_order
            of_order, size = body.removed, None if body.unverified is None else body.removed
    return away + of_order


@dataclass
class Taken:
    """Share that one standing clean-up takes over from one whose violation is overturned."""

    cleanup: Cleanup
    gains: dict[str, int] = field(default_factory=dict)
    """Followers of each gain that it claims in addition."""
    removed: int = 0

    @property
    def tainted(self) -> int:
        """Number of followers it takes over, removed or not."""
        return max(sum(self.gains.values()), self.removed)

    def entry(self, undone: Cleanup) -> TakenOver:
        """Entry for the same."""
        unverified = None
        if undone.status is CleanupStatus.ANSWERED and undone.answered_at is not None:
            gone = undone.done if undone.ordered is None else min(undone.done, undone.ordered)
            unverified = Unverified(ordered=gone, before=undone.before, answered_at=undone.answered_at)
        return TakenOver(
            cleanup=undone.id,
            tainted=self.tainted,
            removed=self.removed,
            everything=self.cleanup.terms.scope.everything,
            unverified=unverified,
        )


def taken_over(
    undone: Cleanup,
    away: int,
    freed: Mapping[str, int],
    gains: Sequence[Gain],
    standing: Sequence[tuple[Cleanup, Mapping[str, int]]],
) -> list[Taken]:
    """Shares that the standing clean-ups take over, oldest first, each with what it claims already.

    Args:
        undone: The clean-up whose violation is overturned.
        away: Number of followers away because of it.
        freed: Its claims, by gain.
        gains: Those gains.
        standing: The other clean-ups of the account.
    """
    left = dict(freed)
    takers: list[Taken] = []
    for cleanup, claims in sorted(standing, key=lambda one: (one[0].opened_at, one[0].id)):
        if cleanup.status in UNDONE:
            continue
        taken = Taken(cleanup)
        for gain in gains:
            more = min(left.get(gain.id, 0), tainted_by(cleanup, gain) - claims.get(gain.id, 0))
            if more > 0:
                taken.gains[gain.id] = more
                left[gain.id] -= more
        # Followers removed before an account was cleared would have been removed with all the others.
        covers = cleanup.terms.scope.everything and cleanup.opened_at >= undone.opened_at
        taken.removed = away if covers else min(away, sum(taken.gains.values()))
        away -= taken.removed
        if taken.tainted:
            takers.append(taken)
    return takers


def kept_away(undone: Cleanup, away: int, takers: Sequence[Taken]) -> KeptAway | None:
    """Part of the removed followers that is not restored; None when all may be."""
    tainted = sum(taken.removed for taken in takers)
    surplus = max(0, undone.removed - away)
    if not tainted and not surplus:
        return None
    by = tuple(taken.cleanup.id for taken in takers if taken.removed)
    return KeptAway(restorable=away - tainted, tainted=tainted, by=by, surplus=surplus)


# --- changes by others' orders ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """Change of a count by the orders of other clean-ups, at least and at most: an order under way may or may not be
    carried out already.
    """

    least: int = 0
    most: int = 0

    def plus(self, other: "Change") -> "Change":
        """Sum of both."""
        return Change(self.least + other.least, self.most + other.most)


@dataclass
class _Order:
    issued_at: datetime
    sign: int
    size: int | None
    ended_at: datetime | None = None
    answered: bool = False

    def change(self, since: datetime, until: datetime) -> Change:
        if self.issued_at > until or (self.ended_at is not None and self.ended_at <= since):
            return Change()
        amount = self.sign * (MOST_FOLLOWERS if self.size is None else self.size)
        if self.answered and self.issued_at >= since and self.ended_at is not None and self.ended_at <= until:
            return Change(amount, amount)
        return Change(min(0, amount), max(0, amount))


def changed(
    entries: Iterable[CleanupEntry], since: datetime, until: datetime, *, without_removals: bool = False
) -> Change:
    """Change between two counts by the orders of one clean-up, with its removals or without."""
    total = Change()
    for order in _orders(entries):
        if not (without_removals and order.sign < 0):
            total = total.plus(order.change(since, until))
    return total


def _orders(entries: Iterable[CleanupEntry]) -> list[_Order]:
    orders: list[_Order] = []
    for entry in entries:
        body, at = entry.body, entry.recorded_at
        if isinstance(body, Ordered | RestoreOrdered):
            if orders and orders[-1].ended_at is None:
                orders[-1].ended_at = at  # withdrawn
            removing = isinstance(body, Ordered)
            orders.append(_Order(at, -1 if removing else 1, body.remove if isinstance(body, Ordered) else body.restore))
        elif orders and isinstance(body, Answered | Restored):
            orders[-1].size, orders[-1].ended_at, orders[-1].answered = body.done, at, True
        elif orders and orders[-1].ended_at is None and _called_off(body):
            orders[-1].ended_at = at
    return orders


def _called_off(body: object) -> bool:
    return isinstance(body, Stopped | Settled) or (isinstance(body, Refused) and body.outcome == "withdrawn")
