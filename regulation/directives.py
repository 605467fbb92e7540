"""Directives: the orders that exist, each with article and time limit, and the moves that each status allows.

Two literal tables, `ORDERS` and `MOVES`. Every order to the platform is one of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from models.accounts.commands import Refusal
from models.directives import (
    KIND,
    Acknowledged,
    Counts,
    Directive,
    DirectiveBody,
    DirectiveEntry,
    DirectiveStatus,
    Escalated,
    Issued,
    Order,
    SentAgain,
    Terms,
    Withdrawn,
)
from models.instants import Instant, shown
from models.records import Listed
from regulation.records import Decided, RecordType, Step
from regulation.tables.parameters import Dated, dated

Needs = Literal["account", "targets", "label"]


@dataclass(frozen=True)
class Kind:
    """One row of the table of orders."""

    article: int
    due: Dated[timedelta]
    """Time to carry it out. The notice says "promptly"; these are our defaults."""
    needs: frozenset[Needs]
    words: str
    words_zh: str


def _due(article: int, **length: float) -> Dated[timedelta]:
    return dated({date(2023, 7, 10): timedelta(**length)}, article=article)


ORDERS: Final[Mapping[Order, Kind]] = {
    Order.REMOVE_FOLLOWERS: Kind(
        10,
        _due(10, days=3),
        frozenset({"account"}),
        "remove followers gained through a violation",
        "清理违规获取的粉丝",
    ),
    Order.RESTORE_FOLLOWERS: Kind(
        10, _due(10, days=3), frozenset({"account"}), "restore followers removed in error", "恢复误清理的粉丝"
    ),
    Order.LABEL_CONTENT: Kind(
        6, _due(6, hours=2), frozenset({"targets", "label"}), "label content as a rumour", "为谣言内容加注标签"
    ),
    Order.UNLABEL_CONTENT: Kind(
        6, _due(6, hours=2), frozenset({"targets"}), "take a label back and say so", "撤销标签并予以说明"
    ),
    Order.PIN_INFORMATION: Kind(
        6,
        _due(6, hours=4),
        frozenset({"targets", "label"}),
        "pin verified information at the top of the search page",
        "在搜索页面置顶辟谣信息",
    ),
    Order.UNPIN_INFORMATION: Kind(
        6, _due(6, hours=4), frozenset({"targets"}), "take a pinned information back", "撤销置顶"
    ),
    Order.RECOMMEND_DEBUNKING: Kind(
        6,
        _due(6, hours=12),
        frozenset({"label"}),
        "recommend the debunking to those who saw the rumour",
        "向接触过谣言的用户推送辟谣信息",
    ),
    Order.REPORT_REACH: Kind(
        6, _due(6, hours=24), frozenset(), "report how far rumour and debunking reached", "报告谣言与辟谣信息的触达范围"
    ),
}

DirectiveMove = Literal["send_again", "acknowledge_done", "acknowledge_failed", "escalate", "withdraw"]

MOVES: Final[Mapping[DirectiveStatus, Mapping[DirectiveMove, DirectiveStatus]]] = {
    DirectiveStatus.OPEN: {
        "send_again": DirectiveStatus.OPEN,
        "acknowledge_done": DirectiveStatus.DONE,
        "acknowledge_failed": DirectiveStatus.FAILED,
        "escalate": DirectiveStatus.OVERDUE,
        "withdraw": DirectiveStatus.WITHDRAWN,
    },
    # An overdue order is still sent, and may still be carried out.
    DirectiveStatus.OVERDUE: {
        "send_again": DirectiveStatus.OVERDUE,
        "acknowledge_done": DirectiveStatus.DONE,
        "acknowledge_failed": DirectiveStatus.FAILED,
        "withdraw": DirectiveStatus.WITHDRAWN,
    },
    # A failed order may be tried again without a new order.
    DirectiveStatus.FAILED: {"acknowledge_done": DirectiveStatus.DONE, "withdraw": DirectiveStatus.WITHDRAWN},
    DirectiveStatus.DONE: {},
    DirectiveStatus.WITHDRAWN: {},
}
"""Moves that each status allows, and the status that each leads to."""

CLOSED: Final = frozenset({DirectiveStatus.DONE, DirectiveStatus.FAILED, DirectiveStatus.WITHDRAWN})
"""Statuses of closed orders: nobody waits for them."""

SENT_AGAIN_AFTER: Final = (0.25, 0.5, 0.75)
"""Shares of the time limit after which an unanswered order is sent again."""
SENT_AGAIN_WHEN_OVERDUE: Final = timedelta(days=1)


def issue(terms: Terms) -> Callable[[Directive | None, datetime], Decided[DirectiveBody]]:
    """Issue the order."""

    def decide(directive: Directive | None, now: datetime) -> Decided[DirectiveBody]:
        if directive is not None:
            return Refusal(code="duplicate_id", message=f"directive {directive.id} exists already: choose another id")
        if terms.due_at <= now:
            return Refusal(
                code="due_in_past",
                message=f"due_at {shown(terms.due_at)} is not after now, {shown(now)}: leave time to carry it out",
                article=terms.article,
            )
        return Step((Issued(terms=terms),))

    return decide


def missing(order: Order, terms: Mapping[str, object]) -> tuple[str, ...]:
    """Fields that an order of that kind needs and these terms lack."""
    named = {"account": "account", "targets": "targets", "label": "label_zh"}
    return tuple(sorted(named[need] for need in ORDERS[order].needs if not terms.get(named[need])))


def acknowledge(
    outcome: Literal["done", "failed"], reason: str, counts: Counts | None
) -> Callable[[Directive | None, datetime], Decided[DirectiveBody]]:
    """Enter the platform's answer. The same answer twice is one answer."""

    def decide(directive: Directive | None, _: datetime) -> Decided[DirectiveBody]:
        if directive is None:
            return _unknown()
        answered = Acknowledged(outcome=outcome, reason=reason, counts=counts)
        if directive.status.value == outcome and (directive.reason, directive.counts) == (answered.reason, counts):
            return Step()
        move: DirectiveMove = "acknowledge_done" if outcome == "done" else "acknowledge_failed"
        failed = (Escalated(because="failed"),) if outcome == "failed" else ()
        return _closed_to(directive, move) or Step((answered, *failed))

    return decide


def withdraw(reason: str) -> Callable[[Directive | None, datetime], Decided[DirectiveBody]]:
    """Withdraw the order: it need not be carried out any more."""

    def decide(directive: Directive | None, _: datetime) -> Decided[DirectiveBody]:
        if directive is None:
            return _unknown()
        return _closed_to(directive, "withdraw") or Step((Withdrawn(reason=reason),))

    return decide


def remind(directive: Directive | None, now: datetime) -> Decided[DirectiveBody]:
    """Entries that are due by now: sending it again, escalating it, or none."""
    if directive is None or directive.status in CLOSED:
        return Step()
    entries: list[DirectiveBody] = []
    if directive.status is DirectiveStatus.OPEN and now >= directive.terms.due_at:
        entries.append(Escalated(because="overdue"))
    if (again := sent_again_at(directive)) is not None and now >= again:
        entries.append(SentAgain(terms=directive.terms, attempt=directive.attempts + 1))
    return Step(tuple(entries))


def sent_again_at(directive: Directive) -> datetime | None:
    """Instant at which it is sent again if no answer arrives; None when it is closed."""
    if directive.status in CLOSED:
        return None
    due, issued = directive.terms.due_at, directive.issued_at
    if directive.status is DirectiveStatus.OVERDUE:
        return max(due, directive.last_sent_at) + SENT_AGAIN_WHEN_OVERDUE
    times = [issued + part * (due - issued) for part in SENT_AGAIN_AFTER]
    return next((at for at in times if at > directive.last_sent_at), None)


def next_step_at(directive: Directive) -> datetime | None:
    """Instant of the next automatic step if no answer arrives: sending again, or escalation."""
    again = sent_again_at(directive)
    due = directive.terms.due_at if directive.status is DirectiveStatus.OPEN else None
    return min((at for at in (again, due) if at is not None), default=None)


def _unknown() -> Refusal:
    return Refusal(
        code="unknown_directive", message="there is no such directive: its id is in the event `directive.issued`"
    )


def _closed_to(directive: Directive, move: DirectiveMove) -> Refusal | None:
    """Refusal when the directive does not allow the move any more; None when it does."""
    if move in MOVES[directive.status]:
        return None
    when = directive.acknowledged_at
    since = "" if when is None else f" since {shown(when)} ({directive.reason or 'no reason given'})"
    return Refusal(code="directive_closed", message=f"directive {directive.id} is {directive.status}{since}")


def _apply(directive: Directive | None, entry: DirectiveEntry) -> Directive:
    body, at = entry.body, entry.recorded_at
    if isinstance(body, Issued):
        return Directive(
            id=entry.record,
            status=DirectiveStatus.OPEN,
            terms=body.terms,
            issued_at=at,
            issued_by=entry.actor,
            last_sent_at=at,
        )
    if directive is None:
        raise ValueError(f"directive {entry.record}: its first entry is {body.type}, not its issue")
    return directive.model_copy(update=_changed(directive, entry, at))


def _changed(directive: Directive, entry: DirectiveEntry, at: Instant) -> dict[str, object]:
    body = entry.body
    if isinstance(body, SentAgain):
        return {"attempts": body.attempt, "last_sent_at": at}
    if isinstance(body, Escalated):
        overdue = {"status": MOVES[directive.status]["escalate"]} if body.because == "overdue" else {}
        return {**overdue, "escalated_at": directive.escalated_at or at}
    if isinstance(body, Acknowledged):
        move: DirectiveMove = "acknowledge_done" if body.outcome == "done" else "acknowledge_failed"
        return {
            "status": MOVES[directive.status][move],
            "acknowledged_at": at,
            "acknowledged_by": entry.actor,
            "reason": body.reason,
            "counts": body.counts,
        }
    if isinstance(body, Withdrawn):
        return {"status": MOVES[directive.status]["withdraw"], "reason": body.reason}
    raise AssertionError(f"a directive has no second {body.type}")


def _listed(directive: Directive) -> Listed:
    return Listed(
        status=directive.status.value,
        label=directive.terms.order.value,
        account=directive.terms.account,
        due_at=directive.terms.due_at,
    )


DIRECTIVE: Final[RecordType[DirectiveBody, Directive]] = RecordType(
    KIND, DirectiveEntry, Directive, _apply, _listed, origin=lambda directive: directive.terms.origin
)
