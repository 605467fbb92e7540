"""Article 9: reports to the competent department. What may happen to one when, when it is tried again, when it is late.

Two literal tables: `MOVES` says which status allows what, `PAUSES` how the waiting grows.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal

from models.accounts.commands import Refusal
from models.instants import Instant, shown
from models.records import Listed
from models.reports.reports import (
    KIND,
    Acknowledged,
    Amended,
    Built,
    Channel,
    Delivered,
    DeliveryFailed,
    Escalated,
    Mismatched,
    Reconciled,
    Rejected,
    Released,
    Report,
    ReportBody,
    ReportEntry,
    Requested,
    Retried,
    Status,
    Terms,
)
from regulation.records import Decided, RecordType, Step
from regulation.reports.periods import SETTLING

ARTICLE: Final = 9

Decide = Callable[[Report | None, datetime], Decided[ReportBody]]
Move = Literal["build", "reconcile", "mismatch", "retry", "release", "deliver", "answer", "amend"]

MOVES: Final[Mapping[Status, Mapping[Move, Status]]] = {
    Status.REQUESTED: {"build": Status.BUILT},
    # Where nobody must release it, a report that adds up is ready at once.
    Status.BUILT: {"reconcile": Status.UNRELEASED, "mismatch": Status.MISMATCHED},
    Status.MISMATCHED: {"retry": Status.REQUESTED},
    Status.UNRELEASED: {"release": Status.READY, "retry": Status.REQUESTED},
    Status.READY: {"deliver": Status.DELIVERED},
    Status.DELIVERED: {"deliver": Status.DELIVERED, "answer": Status.ACKNOWLEDGED, "amend": Status.DELIVERED},
    Status.ACKNOWLEDGED: {"amend": Status.ACKNOWLEDGED},
    Status.REJECTED: {"amend": Status.REJECTED},
}
"""Which status allows what, and where that leads (an answer may also be a rejection)."""

CLOSED: Final = frozenset({Status.ACKNOWLEDGED, Status.REJECTED})
"""Nobody waits for these any more."""

_M, _H, _D = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

PAUSES: Final = (5 * _M, 15 * _M, _H, 3 * _H, 6 * _H, 12 * _H)
"""After a failed delivery, until the next; after the last of them, once a day."""
DAILY: Final = _D

UNDELIVERED_AFTER: Final = 3 * _D
"""How long a delivery may fail before a person must see to it; it is tried on meanwhile."""

SENT_AGAIN_AFTER: Final = (2 * _D, 4 * _D)
"""After a delivery without an answer; the regulator's side knows it by its identifier."""
UNACKNOWLEDGED_AFTER: Final = 7 * _D
"""How long an answer may take before a person must see to it; then it is sent again once a week."""

TWO: Final = 2
"""People who release a report, where that is wanted."""


# --- commands --------------------------------------------------------------------------------------------------------


def request(terms: Terms) -> Decide:
    """Ask for the report. Asked for twice, it is one report."""

    def decide(report: Report | None, now: datetime) -> Decided[ReportBody]:
        if report is not None:
            return Step()
        if now < terms.head.cut_off + SETTLING:
            return Refusal(
                code="period_running",
                message=f"{terms.head.period.id} can be reported from {shown(terms.head.cut_off + SETTLING)} on, "
                "when all of it is recorded",
                article=ARTICLE,
            )
        return Step((Requested(terms=terms),))

    return decide


def request_amendment(terms: Terms) -> Decide:
    """Ask for a report that replaces another one."""
    period, cut_off = terms.head.period, terms.head.cut_off
    if cut_off < period.end:
        return lambda _, __: Refusal(
            code="period_running",
            message=f"{period.id} can be amended from {shown(period.end + 2 * SETTLING)} on",
            article=ARTICLE,
        )
    return request(terms)


def built(body: Built) -> Decide:
    """Its files are written. A second builder finds it done."""
    return _once(Status.REQUESTED, body)


def reconciled(differences: tuple[str, ...]) -> Decide:
    """The second count agrees, or nothing is filed."""
    if differences:
        return _once(Status.BUILT, Mismatched(differences=differences), Escalated(because="mismatch"))
    return _once(Status.BUILT, Reconciled())


def retry(reason: str) -> Decide:
    """Build it anew."""

    def decide(report: Report, _: datetime) -> Decided[ReportBody]:
        return Step() if report.status is Status.REQUESTED else Step((Retried(reason=reason),))

    return _on_a_report("retry", decide, done_in=frozenset({Status.REQUESTED}))


def release(actor: str) -> Decide:
    """Let it go; it takes two different people."""

    def decide(report: Report, _: datetime) -> Decided[ReportBody]:
        if actor in report.released_by:
            return Refusal(
                code="another_person_needed",
                message=f"{actor} has released it already: it takes a second person",
                article=ARTICLE,
            )
        return Step((Released(),))

    return _on_a_report("release", decide)


def delivered(body: Delivered | DeliveryFailed, then: tuple[Acknowledged | Rejected, ...] = ()) -> Decide:
    """What came of an attempt; one that was entered already changes nothing."""

    def decide(report: Report | None, _: datetime) -> Decided[ReportBody]:
        if report is None:
            return _unknown()
        if report.attempts >= body.attempt or "deliver" not in MOVES[report.status]:
            return Step()
        return Step((body, *then, *_escalated(then)))

    return decide


def acknowledge(receipt: str) -> Decide:
    """The regulator has received it. The same answer twice is one answer."""

    def decide(report: Report, _: datetime) -> Decided[ReportBody]:
        if report.status is Status.ACKNOWLEDGED and report.receipt == receipt:
            return Step()
        return _closed_to(report, "answer") or Step((Acknowledged(receipt=receipt),))

    return _known(decide)


def reject(reason: str) -> Decide:
    """The regulator does not accept it; a person must see to an amendment."""

    def decide(report: Report, _: datetime) -> Decided[ReportBody]:
        if report.status is Status.REJECTED and report.reason == reason:
            return Step()
        body = Rejected(reason=reason)
        return _closed_to(report, "answer") or Step((body, *_escalated((body,))))

    return _known(decide)


def amend(by: str) -> Decide:
    """Another report replaces it."""

    def decide(report: Report, _: datetime) -> Decided[ReportBody]:
        if report.replaced_by == by:
            return Step()
        if report.replaced_by is not None:
            return Refusal(
                code="report_replaced",
                message=f"report {report.id} is replaced by {report.replaced_by} already: amend that one",
                article=ARTICLE,
            )
        return _closed_to(report, "amend") or Step((Amended(by=by),))

    return _known(decide)


def escalate(report: Report | None, now: datetime) -> Decided[ReportBody]:
    """Say that it is late, if it is."""
    if report is None:
        return _unknown()
    at = escalated_at(report)
    if at is None or now < at:
        return Step()
    return Step((Escalated(because="undelivered" if report.status is Status.READY else "unacknowledged"),))


# --- time ------------------------------------------------------------------------------------------------------------


def attempted_at(report: Report) -> datetime | None:
    """When it is delivered next, or again, if nothing is heard."""
    last = report.last_attempt_at
    if report.status is Status.READY:
        if last is None:
            return report.ready_at
        return last + (PAUSES[report.attempts - 1] if report.attempts <= len(PAUSES) else DAILY)
    if report.status is Status.DELIVERED and report.terms.channel is Channel.HTTP and last is not None:
        assert report.delivered_at is not None
        again = [report.delivered_at + pause for pause in SENT_AGAIN_AFTER]
        return next((at for at in again if at > last), max(again[-1], last) + UNACKNOWLEDGED_AFTER)
    return None


def escalated_at(report: Report) -> datetime | None:
    """When a person must see to it, if nothing is heard; none once that was said."""
    if report.status is Status.READY:
        since, patience = report.ready_at, UNDELIVERED_AFTER
    elif report.status is Status.DELIVERED:
        since, patience = report.delivered_at, UNACKNOWLEDGED_AFTER
    else:
        return None
    if since is None or (report.escalated_at is not None and report.escalated_at >= since):
        return None
    return since + patience


def next_step_at(report: Report) -> datetime | None:
    """When something happens by itself."""
    return min((at for at in (attempted_at(report), escalated_at(report)) if at is not None), default=None)


# --- course ----------------------------------------------------------------------------------------------------------


def _apply(report: Report | None, entry: ReportEntry) -> Report:
    body, at = entry.body, entry.recorded_at
    if isinstance(body, Requested):
        return Report(
            id=entry.record,
            status=Status.REQUESTED,
            terms=body.terms,
            requested_at=at,
            requested_by=entry.actor,
        )
    if report is None:
        raise ValueError(f"report {entry.record} begins with {body.type}")
    return report.model_copy(update=_changed(report, body, entry.actor, at))


def _changed(report: Report, body: ReportBody, actor: str, at: Instant) -> Mapping[str, object]:
    if isinstance(body, Requested):
        raise ValueError(f"report {report.id} is asked for twice")  # noqa: TRY004 - a fault in the data, not in a type
    if isinstance(body, Built | Reconciled | Mismatched | Retried | Released):
        return _made(report, body, actor, at)
    return _filed(report, body, actor, at)


def _made(
    report: Report, body: Built | Reconciled | Mismatched | Retried | Released, actor: str, at: Instant
) -> Mapping[str, object]:
    """Until it may leave."""
    ready = {"status": Status.READY, "ready_at": at}
    match body:
        case Built():
            return {
                "status": Status.BUILT,
                "files": body.files,
                "rows": body.rows,
                "restrictions": body.restrictions,
                "made_with": body.made_with,
                "differences": (),
            }
        case Reconciled():
            return {"status": Status.UNRELEASED} if report.terms.release else ready
        case Mismatched():
            return {"status": Status.MISMATCHED, "differences": body.differences}
        case Retried():
            return {"status": Status.REQUESTED, "released_by": (), "ready_at": None}
        case Released():
            released_by = (*report.released_by, actor)
            return {"released_by": released_by, **(ready if len(released_by) >= TWO else {})}


def _filed(
    report: Report,
    body: Delivered | DeliveryFailed | Escalated | Acknowledged | Rejected | Amended,
    actor: str,
    at: Instant,
) -> Mapping[str, object]:
    """From then on."""
    match body:
        case Delivered():
            return {
                "status": Status.DELIVERED,
                "attempts": body.attempt,
                "last_attempt_at": at,
                "last_failure": "",
                "receipt": body.receipt or report.receipt,
                "delivered_at": report.delivered_at or at,
            }
        case DeliveryFailed():
            return {"attempts": body.attempt, "last_attempt_at": at, "last_failure": body.reason}
        case Escalated():
            return {"escalated_at": at}
        case Acknowledged():
            return {**_answered(Status.ACKNOWLEDGED, actor, at), "receipt": body.receipt or report.receipt}
        case Rejected():
            return {**_answered(Status.REJECTED, actor, at), "reason": body.reason}
        case Amended():
            return {"replaced_by": body.by}


def _answered(status: Status, actor: str, at: Instant) -> Mapping[str, object]:
    return {"status": status, "answered_at": at, "answered_by": actor}


def _listed(report: Report) -> Listed:
    head = report.terms.head
    return Listed(status=report.status.value, label=head.period.cadence.value, due_at=escalated_at(report))


REPORT: Final[RecordType[ReportBody, Report]] = RecordType(KIND, ReportEntry, Report, _apply, _listed)


# --- refusals --------------------------------------------------------------------------------------------------------


def _unknown() -> Refusal:
    return Refusal(code="unknown_report", message="there is no such report: `standing report list` shows them")


def _closed_to(report: Report, move: Move) -> Refusal | None:
    if move in MOVES[report.status]:
        return None
    able = ", ".join(status.value for status, moves in MOVES.items() if move in moves)
    return Refusal(
        code="report_not_there",
        message=f"report {report.id} is {report.status}; to {move} it takes one that is {able}",
        article=ARTICLE,
    )


def _known(decide: Callable[[Report, datetime], Decided[ReportBody]]) -> Decide:
    def known(report: Report | None, now: datetime) -> Decided[ReportBody]:
        return _unknown() if report is None else decide(report, now)

    return known


def _on_a_report(
    move: Move,
    decide: Callable[[Report, datetime], Decided[ReportBody]],
    done_in: frozenset[Status] = frozenset(),
) -> Decide:
    def allowed(report: Report, now: datetime) -> Decided[ReportBody]:
        refusal = None if report.status in done_in else _closed_to(report, move)
        return refusal or decide(report, now)

    return _known(allowed)


def _once(expected: Status, *bodies: ReportBody) -> Decide:
    """Entered by whoever comes first; a report that is further already stays as it is."""
    return _known(lambda report, _: Step(bodies) if report.status is expected else Step())


def _escalated(answers: tuple[Acknowledged | Rejected, ...]) -> tuple[Escalated, ...]:
    return (Escalated(because="rejected"),) if any(isinstance(one, Rejected) for one in answers) else ()
