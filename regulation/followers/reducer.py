"""Reducer of a follower clean-up: the fold of its entries, and the moves that each status allows."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from models.followers import (
    KIND,
    Answered,
    Cleanup,
    CleanupBody,
    CleanupEntry,
    CleanupStatus,
    Escalated,
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
from models.records import Listed
from regulation.records import RecordType

CleanupMove = Literal["order", "find_nothing", "answer", "refuse", "verify", "settle", "stop", "restore", "restored"]

MOVES: Final[Mapping[CleanupStatus, Mapping[CleanupMove, CleanupStatus]]] = {
    CleanupStatus.OPEN: {
        "order": CleanupStatus.ORDERED,
        "find_nothing": CleanupStatus.CLEANED,
        "settle": CleanupStatus.SETTLED,
        "stop": CleanupStatus.STOPPED,
        "restore": CleanupStatus.RESTORING,
    },
    CleanupStatus.ORDERED: {
        "answer": CleanupStatus.ANSWERED,
        "refuse": CleanupStatus.ORDERED,
        "settle": CleanupStatus.SETTLED,
        "stop": CleanupStatus.STOPPED,
        "restore": CleanupStatus.RESTORING,
    },
    CleanupStatus.ANSWERED: {
        "verify": CleanupStatus.CLEANED,
        "settle": CleanupStatus.SETTLED,
        "stop": CleanupStatus.STOPPED,
        "restore": CleanupStatus.RESTORING,
    },
    CleanupStatus.STUCK: {
        "verify": CleanupStatus.CLEANED,
        "settle": CleanupStatus.SETTLED,
        "stop": CleanupStatus.STOPPED,
        "restore": CleanupStatus.RESTORING,
    },
    # If the violation is overturned later, removed followers are restored; if none were removed, nothing is left to do.
    CleanupStatus.CLEANED: {"stop": CleanupStatus.STOPPED, "restore": CleanupStatus.RESTORING},
    CleanupStatus.SETTLED: {"stop": CleanupStatus.STOPPED, "restore": CleanupStatus.RESTORING},
    CleanupStatus.RESTORING: {"restored": CleanupStatus.RESTORED, "refuse": CleanupStatus.RESTORING},
    CleanupStatus.STOPPED: {},
    CleanupStatus.RESTORED: {},
}
"""Moves that each status allows, and the status that each leads to. `verify` with followers left leads back to `open`,
or to `stuck`; with others missing to `stuck`. A cleaned one that takes followers over may return to `open`.
"""

CLOSED: Final = frozenset({CleanupStatus.CLEANED, CleanupStatus.SETTLED, CleanupStatus.STOPPED, CleanupStatus.RESTORED})
"""Statuses of closed clean-ups: nobody waits for them."""

MOST_ORDERS: Final = 3
"""Most orders of removal given automatically; followers left after that are a case for a person."""


def _ordered(cleanup: Cleanup, entry: Any) -> dict[str, Any]:
    body = entry.body
    return {
        "status": MOVES[cleanup.status]["order"],
        "orders": cleanup.orders + 1,
        "directive": body.directive,
        "ordered": body.remove,
        "tainted": body.tainted,
        "before": body.before,
        "done": 0,
        "answered_at": None,
        "watching": None,
    }


def _refused(cleanup: Cleanup, entry: Any) -> dict[str, Any]:
    stuck = entry.body.outcome == "withdrawn" and cleanup.status is CleanupStatus.ORDERED
    return {"status": CleanupStatus.STUCK if stuck else MOVES[cleanup.status]["refuse"], "reason": entry.body.reason}


def _verified(cleanup: Cleanup, entry: Any) -> dict[str, Any]:
    left, missing = entry.body.left, entry.body.missing
    if missing:
        return {"status": CleanupStatus.STUCK, "left": left, "missing": missing}
    if not left:
        return {"status": MOVES[cleanup.status]["verify"], "left": 0, "missing": 0}
    return {
        "status": CleanupStatus.STUCK if cleanup.orders >= MOST_ORDERS else CleanupStatus.OPEN,
        "left": left,
        "missing": 0,
    }


def _taken_over(cleanup: Cleanup, entry: Any) -> dict[str, Any]:
    """State after followers were taken over. Those not removed yet are found by the next verification; if none is to
    come, their removal is ordered. A removal that no count has shown yet is verified by the clean-up that takes it
    over.
    """
    taken = entry.body
    known = {"tainted": cleanup.tainted + taken.removed, "removed": cleanup.removed + taken.removed}
    rest = 0 if taken.everything else taken.tainted - taken.removed
    if cleanup.status is not CleanupStatus.CLEANED:
        return known
    if rest:
        return {**known, "status": CleanupStatus.OPEN, "left": rest}
    if taken.unverified is not None and taken.removed:
        return {
            **known,
            "status": CleanupStatus.ANSWERED,
            **dict(taken.unverified),
            "done": taken.removed,
            "watching": taken.cleanup,
        }
    return known


_FOLDS: Final[Mapping[type, Callable[[Cleanup, Any], dict[str, Any]]]] = {
    Ordered: _ordered,
    NothingTainted: lambda cleanup, _: {"status": MOVES[cleanup.status]["find_nothing"]},
    Answered: lambda cleanup, entry: {
        "status": MOVES[cleanup.status]["answer"],
        "done": entry.body.done,
        "removed": cleanup.removed + entry.body.done,
        "answered_at": entry.recorded_at,
    },
    Refused: _refused,
    TakenOver: _taken_over,
    KeptAway: lambda _, entry: {"restorable": entry.body.restorable},
    Verified: _verified,
    Escalated: lambda _, entry: {"escalated_at": entry.recorded_at},
    Settled: lambda cleanup, entry: {"status": MOVES[cleanup.status]["settle"], "reason": entry.body.reason},
    Stopped: lambda cleanup, entry: {"status": MOVES[cleanup.status]["stop"], "reason": entry.body.reason},
    RestoreOrdered: lambda cleanup, entry: {
        "status": MOVES[cleanup.status]["restore"],
        "directive": entry.body.directive,
        "ordered": entry.body.restore,
        "reason": entry.body.reason,
    },
    Restored: lambda cleanup, _: {"status": MOVES[cleanup.status]["restored"]},
}


def _apply(cleanup: Cleanup | None, entry: CleanupEntry) -> Cleanup:
    if isinstance(entry.body, Opened):
        return Cleanup(
            id=entry.record,
            status=CleanupStatus.OPEN,
            terms=entry.body.terms,
            opened_at=entry.recorded_at,
            opened_by=entry.actor,
        )
    if cleanup is None:
        raise ValueError(f"clean-up {entry.record}: its first entry is {entry.body.type}, not its opening")
    return cleanup.model_copy(update=_FOLDS[type(entry.body)](cleanup, entry))


def _listed(cleanup: Cleanup) -> Listed:
    return Listed(status=cleanup.status.value, account=cleanup.terms.account)


CLEANUP: Final[RecordType[CleanupBody, Cleanup]] = RecordType(KIND, CleanupEntry, Cleanup, _apply, _listed)
