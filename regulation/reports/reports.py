"""Article 9: reports to the competent department. The moves that each status allows, retries of delivery,
escalation.

Two literal tables: `MOVES` has the moves of each status, `PAUSES` the growing waits between deliveries.
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
    ReportStatus,
    Requested,
    Retried,
    Terms,
)
from regulation.people import NOBODY, Persons
from regulation.records import Decided, RecordType, Step
from regulation.reports.periods import SETTLING

ARTICLE: Final = 9

DecideReport = Callable[[Report | None, datetime], Decided[ReportBody]]
ReportMove = Literal["build", "reconcile", "mismatch", "retry", "release", "deliver", "answer", "amend"]

MOVES: Final[Mapping[ReportStatus, Mapping[ReportMove, ReportStatus]]] = {
    ReportStatus.REQUESTED: {"build": ReportStatus.BUILT},
    # If no release is required, a reconciled report is ready at once.
    ReportStatus.BUILT: {"reconcile": ReportStatus.UNRELEASED, "mismatch": ReportStatus.MISMATCHED},
    ReportStatus.MISMATCHED: {"retry": ReportStatus.REQUESTED},
    ReportStatus.UNRELEASED: {"release": ReportStatus.READY, "retry": ReportStatus.REQUESTED},
    ReportStatus.READY: {"deliver": ReportStatus.DELIVERED},
    ReportStatus.DELIVERED: {
        "deliver": ReportStatus.DELIVERED,
        "answer": ReportStatus.ACKNOWLEDGED,
        "amend": ReportStatus.DELIVERED,
    },
    ReportStatus.ACKNOWLEDGED: {"amend": ReportStatus.ACKNOWLEDGED},
    ReportStatus.REJECTED: {"amend": ReportStatus.REJECTED},
}
"""Moves that each status allows, and the status that each leads to (an answer may also be a rejection)."""

CLOSED: Final = frozenset({ReportStatus.ACKNOWLEDGED, ReportStatus.REJECTED})
"""Statuses of closed reports: nobody waits for them."""

_M, _H, _D = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

PAUSES: Final = (5 * _M, 15 * _M, _H, 3 * _H, 6 * _H, 12 * _H)
"""Waits after each failed delivery; after the last of them, once a day."""
DAILY: Final = _D

UNDELIVERED_AFTER: Final = 3 * _D
"""Longest time that a delivery may fail before it is escalated to a person; attempts go on meanwhile."""

SENT_AGAIN_AFTER: Final = (2 * _D, 4 * _D)
"""Waits after a delivery without an answer before it is sent again; the regulator recognises it by its identifier."""
UNACKNOWLEDGED_AFTER: Final = 7 * _D
"""Longest time without an answer before it is escalated to a person; then it is sent again once a week."""

TWO: Final = 2
"""Number of people who release a report, if a release is required."""


# --- commands --------------------------------------------------------------------------------------------------------


def request(terms: Terms) -> DecideReport:
    """Request the report. A second request changes nothing; an amendment is not requested again for another reason."""

    def decide(report: Report | None, now: datetime) -> Decided[ReportBody]:
        if report is not None:
            return Step() if report.terms.reason == terms.reason else _replaced(terms.head.replaces, report.id)
        if now < terms.head.cut_off + SETTLING:
            return Refusal(
                code="period_running",
                message=f"{terms.head.period.id} can be reported from {shown(terms.head.cut_off + SETTLING)} on, "
                "when all its facts are recorded",
                article=ARTICLE,
                until=terms.head.cut_off + SETTLING,
            )
        return Step((Requested(terms=terms),))

    return decide


def request_amendment(terms: Terms) -> DecideReport:
    """Request a report that replaces another one."""
    period, cut_off = terms.head.period, terms.head.cut_off
    if cut_off < period.end:
        return lambda _, __: Refusal(
            code="period_running",
            message=f"{period.id} can be amended from {shown(period.end + 2 * SETTLING)} on",
            article=ARTICLE,
            until=period.end + 2 * SETTLING,
        )
    return request(terms)


def built(body: Built) -> DecideReport:
    """Enter the built files. A second builder changes nothing."""
    return _once(ReportStatus.REQUESTED, body)


def reconciled(differences: tuple[str, ...]) -> DecideReport:
    """Enter the result of the second count; with differences nothing is filed."""
    if differences:
        return _once(ReportStatus.BUILT, Mismatched(differences=differences), Escalated(because="mismatch"))
    return _once(ReportStatus.BUILT, Reconciled())


def retry(reason: str) -> DecideReport:
    """Build the report anew."""

    def decide(report: Report, _: datetime) -> Decided[ReportBody]:
        return Step() if report.status is ReportStatus.REQUESTED else Step((Retried(reason=reason),))

    return _on_a_report("retry", decide, done_in=frozenset({ReportStatus.REQUESTED}))


def release(actor: str, *, persons: Persons = NOBODY) -> DecideReport:
    """Release the report; two different persons must. A release counts while its author may release reports."""

    def decide(report: Report, _: datetime) -> Decided[ReportBody]:
        if persons.of(actor) is None:
            return Refusal(
                code="person_needed",
                message=f"{actor} is no person but a service, and a report is released by two persons: use a person's "
                "key or sign-in",
                article=ARTICLE,
            )
        if any(persons.same(one, actor) for one in report.released_by):
            return Refusal(
                code="another_person_needed",
                message=f"{persons.called(actor)} has released it already: a second person must release it too",
                article=ARTICLE,
            )
        return Step((Released(without=tuple(one for one in report.released_by if not persons.may_release(one))),))

    return _on_a_report("release", decide)


def delivered(body: Delivered | DeliveryFailed, then: tuple[Acknowledged | Rejected, ...] = ()) -> DecideReport:
    """Enter the result of a delivery; one that was entered already changes nothing."""

    def decide(report: Report | None, _: datetime) -> Decided[ReportBody]:
        if report is None:
            return _unknown()
        if report.attempts >= body.attempt or "deliver" not in MOVES[report.status]:
            return Step()
        return Step((body, *then, *_escalated(then)))

    return decide


def acknowledge(receipt: str) -> DecideReport:
    """Enter the regulator's receipt. The same answer twice is one answer."""

    def decide(report: Report, _: datetime) -> Decided[ReportBody]:
        if report.status is ReportStatus.ACKNOWLEDGED and report.receipt == receipt:
            return Step()
        return _closed_to(report, "answer") or Step((Acknowledged(receipt=receipt),))

    return _known(decide)


def reject(reason: str) -> DecideReport:
    """Enter the regulator's rejection; a person must prepare an amendment."""

    def decide(report: Report, _: datetime) -> Decided[ReportBody]:
        if report.status is ReportStatus.REJECTED and report.reason == reason:
            return Step()
        body = Rejected(reason=reason)
        return _closed_to(report, "answer") or Step((body, *_escalated((body,))))

    return _known(decide)


def amend(by: str) -> DecideReport:
    """Mark the report as replaced by another one."""

    def decide(report: Report, _: datetime) -> Decided[ReportBody]:
        if report.replaced_by == by:
            return Step()
        if report.replaced_by is not None:
            return _replaced(report.id, report.replaced_by)
        return _closed_to(report, "amend") or Step((Amended(by=by),))

    return _known(decide)


def _replaced(report: str | None, by: str) -> Refusal:
    return Refusal(
        code="report_replaced", message=f"report {report} is replaced by {by} already: amend that one", article=ARTICLE
    )


def escalate(report: Report | None, now: datetime) -> Decided[ReportBody]:
    """Escalate the report if it is late."""
    if report is None:
        return _unknown()
    at = escalated_at(report)
    if at is None or now < at:
        return Step()
    return Step((Escalated(because="undelivered" if report.status is ReportStatus.READY else "unacknowledged"),))


# --- time ------------------------------------------------------------------------------------------------------------


def attempted_at(report: Report) -> datetime | None:
    """Instant of the next delivery, or repeated delivery, if no answer arrives."""
    last = report.last_attempt_at
    if report.status is ReportStatus.READY:
        if last is None:
            return report.ready_at
        return last + (PAUSES[report.attempts - 1] if report.attempts <= len(PAUSES) else DAILY)
    if report.status is ReportStatus.DELIVERED and report.terms.channel is Channel.HTTP and last is not None:
        assert report.delivered_at is not None
        again = [report.delivered_at + pause for pause in SENT_AGAIN_AFTER]
        return next((at for at in again if at > last), max(again[-1], last) + UNACKNOWLEDGED_AFTER)
    return None


def escalated_at(report: Report) -> datetime | None:
    """Instant of the escalation to a person if no answer arrives; None after it was escalated."""
    if report.status is ReportStatus.READY:
        since, patience = report.ready_at, UNDELIVERED_AFTER
    elif report.status is ReportStatus.DELIVERED:
        since, patience = report.delivered_at, UNACKNOWLEDGED_AFTER
    else:
        return None
    if since is None or (report.escalated_at is not None and report.escalated_at >= since):
        return None
    return since + patience


def next_step_at(report: Report) -> datetime | None:
    """Instant of the next automatic step."""
    return min((at for at in (attempted_at(report), escalated_at(report)) if at is not None), default=None)


# --- reducer ---------------------------------------------------------------------------------------------------------


def _apply(report: Report | None, entry: ReportEntry) -> Report:
    body, at = entry.body, entry.recorded_at
    if isinstance(body, Requested):
        return Report(
            id=entry.record,
            status=ReportStatus.REQUESTED,
            terms=body.terms,
            requested_at=at,
            requested_by=entry.actor,
        )
    if report is None:
        raise ValueError(f"report {entry.record}: its first entry is {body.type}, not its request")
    return report.model_copy(update=_changed(report, body, entry.actor, at))


def _changed(report: Report, body: ReportBody, actor: str, at: Instant) -> Mapping[str, object]:
    if isinstance(body, Requested):
        raise ValueError(f"report {report.id}: a second request was entered")  # noqa: TRY004 - a fault in the data, not in a type
    if isinstance(body, Built | Reconciled | Mismatched | Retried | Released):
        return _made(report, body, actor, at)
    return _filed(report, body, actor, at)


def _made(
    report: Report, body: Built | Reconciled | Mismatched | Retried | Released, actor: str, at: Instant
) -> Mapping[str, object]:
    """Changes of state by entries before the delivery."""
    ready = {"status": ReportStatus.READY, "ready_at": at}
    match body:
        case Built():
            return {
                "status": ReportStatus.BUILT,
                "files": body.files,
                "rows": body.rows,
                "restrictions": body.restrictions,
                "made_with": body.made_with,
                "differences": (),
            }
        case Reconciled():
            return {"status": ReportStatus.UNRELEASED} if report.terms.release else ready
        case Mismatched():
            return {"status": ReportStatus.MISMATCHED, "differences": body.differences}
        case Retried():
            return {"status": ReportStatus.REQUESTED, "released_by": (), "ready_at": None}
        case Released():
            released_by = (*(one for one in report.released_by if one not in body.without), actor)
            return {"released_by": released_by, **(ready if len(released_by) >= TWO else {})}


def _filed(
    report: Report,
    body: Delivered | DeliveryFailed | Escalated | Acknowledged | Rejected | Amended,
    actor: str,
    at: Instant,
) -> Mapping[str, object]:
    """Changes of state by entries from the delivery on."""
    match body:
        case Delivered():
            return {
                "status": ReportStatus.DELIVERED,
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
            return {**_answered(ReportStatus.ACKNOWLEDGED, actor, at), "receipt": body.receipt or report.receipt}
        case Rejected():
            return {**_answered(ReportStatus.REJECTED, actor, at), "reason": body.reason}
        case Amended():
            return {"replaced_by": body.by}


def _answered(status: ReportStatus, actor: str, at: Instant) -> Mapping[str, object]:
    return {"status": status, "answered_at": at, "answered_by": actor}


def _listed(report: Report) -> Listed:
    head = report.terms.head
    return Listed(status=report.status.value, label=head.period.cadence.value, due_at=escalated_at(report))


REPORT: Final[RecordType[ReportBody, Report]] = RecordType(KIND, ReportEntry, Report, _apply, _listed)


# --- refusals --------------------------------------------------------------------------------------------------------


def _unknown() -> Refusal:
    return Refusal(code="unknown_report", message="there is no such report: `standing report list` shows them")


def _closed_to(report: Report, move: ReportMove) -> Refusal | None:
    if move in MOVES[report.status]:
        return None
    able = ", ".join(status.value for status, moves in MOVES.items() if move in moves)
    return Refusal(
        code="report_not_there",
        message=f"report {report.id} is {report.status}; {move} needs a report that is {able}",
        article=ARTICLE,
    )


def _known(decide: Callable[[Report, datetime], Decided[ReportBody]]) -> DecideReport:
    def known(report: Report | None, now: datetime) -> Decided[ReportBody]:
        return _unknown() if report is None else decide(report, now)

    return known


def _on_a_report(
    move: ReportMove,
    decide: Callable[[Report, datetime], Decided[ReportBody]],
    done_in: frozenset[ReportStatus] = frozenset(),
) -> DecideReport:
    def allowed(report: Report, now: datetime) -> Decided[ReportBody]:
        refusal = None if report.status in done_in else _closed_to(report, move)
        return refusal or decide(report, now)

    return _known(allowed)


def _once(expected: ReportStatus, *bodies: ReportBody) -> DecideReport:
    """Command that enters `bodies` once: a report that has left the expected status stays as it is."""
    return _known(lambda report, _: Step(bodies) if report.status is expected else Step())


def _escalated(answers: tuple[Acknowledged | Rejected, ...]) -> tuple[Escalated, ...]:
    return (Escalated(because="rejected"),) if any(isinstance(one, Rejected) for one in answers) else ()
