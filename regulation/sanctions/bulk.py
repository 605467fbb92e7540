"""Bulk actions: the command for each account, its reversal, and the moves that each status allows."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Final, Literal

from models.accounts import commands as c
from models.accounts.commands import Command, Refusal
from models.instants import shown
from models.records import Listed
from models.sanctions import bulk as b
from models.sanctions.bulk import KIND, Bulk, BulkBody, BulkEntry, BulkStatus, Measure, Totals
from regulation.catalogue.rulebook import IN_FORCE
from regulation.records import Decided, RecordType, Step

DecideBulk = Callable[[Bulk | None, datetime], Decided[BulkBody]]

BulkMove = Literal[
    "start",
    "finish",
    "cancel",
    "finish_cancellation",
    "begin_reversal",
    "finish_reversal",
    "cancel_reversal",
    "finish_reversal_cancellation",
]

MOVES: Final[Mapping[BulkStatus, Mapping[BulkMove, BulkStatus]]] = {
    BulkStatus.DRAFT: {"start": BulkStatus.RUNNING, "cancel": BulkStatus.CANCELLING},
    BulkStatus.RUNNING: {"finish": BulkStatus.FINISHED, "cancel": BulkStatus.CANCELLING},
    BulkStatus.FINISHED: {"begin_reversal": BulkStatus.REVERTING},
    BulkStatus.CANCELLING: {"finish_cancellation": BulkStatus.CANCELLED},
    BulkStatus.CANCELLED: {"begin_reversal": BulkStatus.REVERTING},
    BulkStatus.REVERTING: {
        "finish_reversal": BulkStatus.REVERTED,
        "cancel_reversal": BulkStatus.REVERSAL_CANCELLING,
    },
    BulkStatus.REVERTED: {},
    BulkStatus.REVERSAL_CANCELLING: {"finish_reversal_cancellation": BulkStatus.REVERSAL_CANCELLED},
    BulkStatus.REVERSAL_CANCELLED: {"begin_reversal": BulkStatus.REVERTING},
}
"""Moves that each status allows, and the status that each leads to."""

AT_WORK: Final = frozenset(
    {BulkStatus.RUNNING, BulkStatus.CANCELLING, BulkStatus.REVERTING, BulkStatus.REVERSAL_CANCELLING}
)
OF_REVERSAL: Final = frozenset(
    {
        BulkStatus.REVERTING,
        BulkStatus.REVERTED,
        BulkStatus.REVERSAL_CANCELLING,
        BulkStatus.REVERSAL_CANCELLED,
    }
)
"""Statuses in which the progress is that of the reversal."""

REVERTED_BY: Final[Mapping[str, type[c.Overturn] | None]] = {
    "ban": c.Overturn,
    "violation": c.Overturn,
    "cancel_profit": c.Overturn,
    "close": c.Overturn,
    "overturn": None,  # an overturned finding is found anew, account by account
}
"""Command that undoes a measure on each account; None when it cannot be undone in bulk."""

TAKES_TWO: Final[Mapping[str, Literal["closure", "cancellation"]]] = {
    "close": "closure",
    "cancel_profit": "cancellation",
}
"""Measures that need two people, in bulk too, if the platform has set it so."""


def command_of(measure: Measure, bulk: str, reason: str) -> Command:
    """Command for each account. The fact it records has the bulk action's identifier."""
    match measure:
        case b.Ban():
            return c.ImposeBan(
                id=bulk, category=measure.category, duration=measure.duration, factor=measure.factor, reason=reason
            )
        case b.Violation():
            return c.RecordViolation(id=bulk, category=measure.category, reason=reason)
        case b.CancelProfit():
            return c.CancelMonetization(id=bulk, category=measure.category, reason=reason)
        case b.Closing():
            return c.Close(id=bulk, category=measure.category, reason=reason)
        case b.Overturning():
            return c.Overturn(id=measure.of, reason=reason)


def reversal_of(measure: Measure, bulk: str, reason: str) -> Command:
    """Command that undoes the measure on each account.

    Raises:
        ValueError: when no command undoes it; `revert` refuses that before.
    """
    undoing = REVERTED_BY[measure.type]
    if undoing is None:
        raise ValueError(f"nothing undoes {measure.type}")
    return undoing(id=bulk, reason=reason)


def start(measure: Measure, reason: str, accounts: int) -> DecideBulk:
    """Start the bulk action."""

    def decide(bulk: Bulk | None, now: datetime) -> Decided[BulkBody]:
        if bulk is not None:
            return _taken(bulk)
        return _unfit(measure, now) or Step((b.Started(measure=measure, reason=reason, accounts=accounts),))

    return decide


def draft(measure: Measure, reason: str, actor: str) -> DecideBulk:
    """Draft the bulk action, whose accounts are sent afterwards; the same draft by the same caller changes nothing."""

    def decide(bulk: Bulk | None, now: datetime) -> Decided[BulkBody]:
        if bulk is None:
            return _unfit(measure, now) or Step((b.Drafted(measure=measure, reason=reason),))
        same = (bulk.measure, bulk.reason, bulk.started_by) == (measure, reason, actor)
        return Step() if same and bulk.status is BulkStatus.DRAFT else _taken(bulk)

    return decide


def start_draft(accounts: int, expected: int | None) -> DecideBulk:
    """Start a drafted action on the accounts received; starting it again changes nothing."""

    def decide(bulk: Bulk | None, _: datetime) -> Decided[BulkBody]:
        if bulk is None:
            return _unknown()
        if bulk.status is not BulkStatus.DRAFT:
            again = bulk.status in {BulkStatus.RUNNING, BulkStatus.FINISHED} and expected in {None, bulk.accounts}
            return Step() if again else _no_draft(bulk)
        if not accounts:
            return Refusal(code="bulk_incomplete", message=f"bulk action {bulk.id} has no accounts: send them first")
        if expected is not None and expected != accounts:
            return Refusal(
                code="bulk_incomplete",
                message=f"bulk action {bulk.id} has {accounts} accounts, not {expected}: send the others, or correct "
                "the number",
            )
        return Step((b.Started(measure=bulk.measure, reason=bulk.reason, accounts=accounts),))

    return decide


def require_draft(bulk: Bulk | None) -> Refusal | None:
    """Return the refusal of further accounts; None while the action is a draft."""
    if bulk is None:
        return _unknown()
    return None if bulk.status is BulkStatus.DRAFT else _no_draft(bulk)


def _taken(bulk: Bulk) -> Refusal:
    return Refusal(code="duplicate_id", message=f"bulk action {bulk.id} exists already: choose another id")


def _unknown() -> Refusal:
    return Refusal(code="unknown_bulk", message="there is no such bulk action")


def _no_draft(bulk: Bulk) -> Refusal:
    return Refusal(code="bulk_not_draft", message=f"bulk action {bulk.id} is {bulk.status}: draft another one")


def _unfit(measure: Measure, now: datetime) -> Refusal | None:
    allowed = IN_FORCE.suspension_factor.at(now)
    if isinstance(measure, b.Ban) and measure.factor is not None and measure.factor not in allowed:
        return Refusal(
            code="factor_out_of_range",
            message=f"factor {measure.factor} is outside {allowed}: choose one within it",
            article=9,
        )
    return None


def finish(totals: Totals) -> DecideBulk:
    """Finish: every account has been dealt with; a second time changes nothing."""

    def decide(bulk: Bulk | None, _: datetime) -> Decided[BulkBody]:
        if bulk is not None and bulk.status is BulkStatus.RUNNING:
            return Step((b.Finished(totals=totals),))
        if bulk is not None and bulk.status is BulkStatus.CANCELLING:
            return Step((b.Cancelled(totals=totals),))
        if bulk is not None and bulk.status is BulkStatus.REVERTING:
            return Step((b.Reverted(totals=totals),))
        if bulk is not None and bulk.status is BulkStatus.REVERSAL_CANCELLING:
            return Step((b.ReversalCancelled(totals=totals),))
        return Step()

    return decide


def cancel(reason: str) -> DecideBulk:
    """Cancel the bulk action or its draft: accounts that wait stay as they are. Cancelling again changes nothing."""
    return _ending(
        "cancel",
        b.CancellationStarted(reason=reason),
        (BulkStatus.CANCELLING, BulkStatus.CANCELLED),
        lambda bulk: Refusal(
            code="bulk_not_running",
            message=f"bulk action {bulk.id} is {bulk.status}: only a draft, or one that is being carried out, "
            "can be cancelled",
        ),
    )


def cancel_reversal(reason: str) -> DecideBulk:
    """Cancel the reversal: what was overturned stays so, and the accounts that wait keep the action. Cancelling again
    changes nothing.
    """
    return _ending(
        "cancel_reversal",
        b.ReversalCancellationStarted(reason=reason),
        (BulkStatus.REVERSAL_CANCELLING, BulkStatus.REVERSAL_CANCELLED),
        lambda bulk: Refusal(
            code="bulk_not_reverting",
            message=f"bulk action {bulk.id} is {bulk.status}: only a reversal that is being carried out can be "
            "cancelled",
        ),
    )


def _ending(move: str, body: BulkBody, done: Collection[BulkStatus], refusal: Callable[[Bulk], Refusal]) -> DecideBulk:
    """Record the body where the status permits the move; nothing where the bulk action is `done` already."""

    def decide(bulk: Bulk | None, _: datetime) -> Decided[BulkBody]:
        if bulk is None:
            return _unknown()
        if bulk.status in done:
            return Step()
        if move not in MOVES[bulk.status]:
            return refusal(bulk)
        return Step((body,))

    return decide


def revert(reason: str) -> DecideBulk:
    """Revert the bulk action on every account that it changed; after a cancelled reversal, on those that are left."""

    def decide(bulk: Bulk | None, _: datetime) -> Decided[BulkBody]:
        if bulk is None:
            return _unknown()
        if REVERTED_BY[bulk.measure.type] is None:
            return Refusal(
                code="not_revertible",
                message=f"{bulk.measure.type} cannot be taken back in bulk: take it back on each account of its list",
            )
        if "begin_reversal" not in MOVES[bulk.status]:
            return Refusal(code="bulk_not_finished", message=_not_now(bulk))
        return Step((b.ReversalStarted(reason=reason),))

    return decide


def _not_now(bulk: Bulk) -> str:
    if bulk.status is BulkStatus.RUNNING:
        return f"bulk action {bulk.id} is still running: cancel it, or take it back when it has finished"
    if bulk.status is BulkStatus.DRAFT:
        return f"bulk action {bulk.id} is a draft: there is nothing to take back"
    if bulk.status is BulkStatus.CANCELLING:
        return f"bulk action {bulk.id} is being cancelled: take it back in a moment"
    if bulk.status is BulkStatus.REVERSAL_CANCELLING:
        return f"the reversal of bulk action {bulk.id} is being cancelled: take it back in a moment"
    when = "" if bulk.reverted_at is None else f" since {shown(bulk.reverted_at)}"
    return f"bulk action {bulk.id} is {bulk.status} already{when} ({bulk.reversal_reason})"


def _apply(bulk: Bulk | None, entry: BulkEntry) -> Bulk:
    body, at = entry.body, entry.recorded_at
    if bulk is None and isinstance(body, b.Drafted):
        return Bulk(
            id=entry.record,
            status=BulkStatus.DRAFT,
            measure=body.measure,
            reason=body.reason,
            accounts=0,
            started_at=at,
            started_by=entry.actor,
        )
    if bulk is None and isinstance(body, b.Started):
        return Bulk(
            id=entry.record,
            status=BulkStatus.RUNNING,
            measure=body.measure,
            reason=body.reason,
            accounts=body.accounts,
            started_at=at,
            started_by=entry.actor,
        )
    if bulk is None:
        raise ValueError(f"bulk action {entry.record}: its first entry is {body.type}, not its start")
    return bulk.model_copy(update=_changed(bulk, entry))


def _changed(bulk: Bulk, entry: BulkEntry) -> dict[str, Any]:
    body, at, moves = entry.body, entry.recorded_at, MOVES[bulk.status]
    if isinstance(body, b.Started):
        return {"status": moves["start"], "accounts": body.accounts, "started_at": at, "started_by": entry.actor}
    if isinstance(body, b.Finished):
        return {"status": moves["finish"], "totals": body.totals, "finished_at": at}
    if isinstance(body, b.CancellationStarted):
        return {
            "status": moves["cancel"],
            "cancellation_reason": body.reason,
            "cancelled_by": entry.actor,
            "cancelled_at": at,
        }
    if isinstance(body, b.Cancelled):
        return {"status": moves["finish_cancellation"], "totals": body.totals, "finished_at": at}
    if isinstance(body, b.ReversalStarted):
        return {
            "status": moves["begin_reversal"],
            "reversal_reason": body.reason,
            "reversal_by": entry.actor,
            "reversal_totals": None,
            "reverted_at": None,
            "reversal_cancellation_reason": "",
            "reversal_cancelled_by": None,
            "reversal_cancelled_at": None,
        }
    if isinstance(body, b.Reverted):
        return {"status": moves["finish_reversal"], "reversal_totals": body.totals, "reverted_at": at}
    if isinstance(body, b.ReversalCancellationStarted):
        return {
            "status": moves["cancel_reversal"],
            "reversal_cancellation_reason": body.reason,
            "reversal_cancelled_by": entry.actor,
            "reversal_cancelled_at": at,
        }
    if isinstance(body, b.ReversalCancelled):
        return {
            "status": moves["finish_reversal_cancellation"],
            "reversal_totals": body.totals,
            "reverted_at": at,
        }
    raise AssertionError("a bulk action is started once")


def _listed(bulk: Bulk) -> Listed:
    return Listed(status=bulk.status.value, label=bulk.measure.type)


BULK: Final[RecordType[BulkBody, Bulk]] = RecordType(KIND, BulkEntry, Bulk, _apply, _listed)
