"""`RegulatorReport`: the workflow of one report to the regulator, from its request to the answer (article 9).

The schedule starts `ReportDue`, which requests the report of the period that has ended. The relay then starts the
report's own workflow, as it does for a report that a person requests. Heavy work has a task queue of its own.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey

with workflow.unsafe.imports_passed_through():
    from activities.messages import RecordFound, RecordStart
    from activities.reports import PeriodOver, ReportActivities, ReportStep
    from models.base import Frozen
    from models.instants import Instant, shown
    from models.records import RecordId
    from models.reports.content import Cadence
    from models.reports.reports import Report, ReportStatus
    from regulation.reports.reports import CLOSED, REPORT, attempted_at, escalated_at, next_step_at
    from workflows.deadlines import carried_out
    from workflows.records import RecordWorkflow

_NOMINAL = SearchAttributeKey.for_datetime("TemporalScheduledStartTime")


def reports_queue(task_queue: str) -> str:
    """Return the task queue of the heavy activities; its workers have slots for nothing else."""
    return f"{task_queue}-reports"


class ReportEnd(Frozen):
    """Result of the workflow: the report, its status, the delivery attempts and the regulator's receipt."""

    report: RecordId
    status: ReportStatus
    attempts: int
    receipt: str


class DueStart(Frozen):
    """Input from the schedule; without a nominal time, the server's start time counts."""

    cadence: Cadence
    nominal: Instant | None = None


@workflow.defn
class ReportDue:
    """Workflow that requests the report of the period that has ended; repeated, it requests nothing new."""

    @workflow.run
    async def run(self, start: DueStart) -> str:
        """Request the report and return its identifier."""
        nominal = start.nominal or workflow.info().typed_search_attributes.get(_NOMINAL) or workflow.now()
        found = await carried_out(
            ReportActivities.request_report,
            PeriodOver(cadence=start.cadence, nominal=nominal, at=workflow.now()),
            task_queue=reports_queue(workflow.info().task_queue),
            summary=f"{start.cadence.value}, due {shown(nominal)}: ask for the report",
        )
        return found.state.id


@workflow.defn
class RegulatorReport(RecordWorkflow[Report]):
    """Workflow that follows one report until the regulator has answered."""

    record_type = REPORT

    @workflow.init
    def __init__(self, start: RecordStart[Report]) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: RecordStart[Report]) -> ReportEnd:
        """Build, count again, wait for the release, deliver, and wait for the answer."""
        await self._begun()
        while True:
            report = self.record
            workflow.set_current_details(described(report, self._called))
            if report.status in CLOSED:
                return ReportEnd(
                    report=self._id, status=report.status, attempts=report.attempts, receipt=report.receipt
                )
            if report.status is ReportStatus.REQUESTED:
                await self._do(ReportActivities.build_report, "read the ledger, write the files")
            elif report.status is ReportStatus.BUILT:
                await self._do(ReportActivities.reconcile_report, "count again over the ledger")
            else:
                await self._on_time(report)

    async def _on_time(self, report: Report) -> None:
        """Deliver or escalate when due; otherwise wait for a person, the regulator or the next due time."""
        at, now = next_step_at(report), workflow.now()
        if at is not None and at <= now:
            late = escalated_at(report)
            if late is not None and late <= now:
                # Stamped with the due time, not with the time at which the run woke.
                await self._do(ReportActivities.escalate_report, f"late since {shown(late)}: open a case", at=late)
            else:
                attempt = report.attempts + 1
                await self._do(ReportActivities.deliver_report, f"deliver it, attempt {attempt}", attempt=attempt)
            return
        self._continue_as_new_if_long()
        await self._wait(at, "" if at is None else _awaited(report, at))

    async def _do(
        self,
        step: Any,
        summary: str,
        *,
        at: datetime | None = None,
        attempt: int = 0,
    ) -> None:
        found: RecordFound[Report] = await carried_out(
            step,
            ReportStep(record=self._id, at=at or workflow.now(), attempt=attempt),
            task_queue=reports_queue(workflow.info().task_queue),
            summary=summary,
        )
        self._learn(found.state, found.version)


def _awaited(report: Report, at: datetime) -> str:
    """Return the summary of the timer."""
    if at == attempted_at(report):
        again = "sent again" if report.status is ReportStatus.DELIVERED else f"attempt {report.attempts + 1}"
        return f"{again} at {shown(at)}"
    return f"escalated at {shown(at)} without an answer"


def described(report: Report, called: Callable[[str | None], str] = str) -> str:
    """Return the current details for the Temporal UI (Markdown)."""
    head = report.terms.head
    replaces = f", replaces {head.replaces}" if head.replaces else ""
    asked_by = called(report.requested_by)
    lines = [
        f"**{report.status}**: restrictions of profit-making, {head.period.id} (article 9){replaces}",
        "",
        f"- recorded before {shown(head.cut_off)}; asked for {shown(report.requested_at)} by {asked_by}",
    ]
    if report.restrictions is not None:
        moves = report.restrictions
        lines.append(f"- {moves.begun} begun, {moves.ended} ended, {moves.in_force} in force at the end")
    lines += [f"- does not add up: {difference}" for difference in report.differences[:5]]
    if report.terms.release and report.ready_at is None and not report.differences and report.files:
        lines.append(f"- waits for two people to release it; {len(report.released_by)} have")
    if report.attempts:
        failed = f"; the last failed: {report.last_failure}" if report.last_failure else ""
        lines.append(f"- {report.attempts} attempts by {report.terms.channel}{failed}")
    if report.delivered_at is not None:
        lines.append(f"- delivered {shown(report.delivered_at)}, receipt {report.receipt or 'none yet'}")
    if report.escalated_at is not None:
        lines.append(f"- escalated {shown(report.escalated_at)}")
    if report.answered_at is not None:
        why = f": {report.reason}" if report.reason else ""
        lines.append(f"- answered {shown(report.answered_at)} by {called(report.answered_by)}{why}")
    return "\n".join(lines)
