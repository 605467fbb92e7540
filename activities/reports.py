"""Activities of a report's workflow: request it, build it, count it again, deliver it, escalate it (article 9)."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Final, TypeVar

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.due import in_time, instant, require_reached, unless_ahead
from activities.messages import RecordDue, RecordFound
from activities.report_delivery import deliver
from ledger.reports import files, reports
from ledger.reports.facts import last_cron_period
from ledger.reports.second_count import count_again, differences
from ledger.store.database import Database
from ledger.streams import records
from models.base import Frozen
from models.instants import Instant
from models.reports.content import Cadence, Period, Summary
from models.reports.reports import Built, File, Report
from regulation.reports import periods
from regulation.reports import reports as rules
from regulation.reports.reports import REPORT, DecideReport
from regulation.tables.calendar import civil_date, midnight, months_after
from reports import building
from reports.as_json import summary_at_the_beginning
from reports.filing import Filing, terms_of
from reports.verifying import made_with

ACTOR: Final = "regulator report"
HEARTBEAT_S: Final = 2.0

T = TypeVar("T")


class PeriodOver(Frozen):
    """Input from the schedule: a period has ended."""

    cadence: Cadence
    nominal: Instant
    """Scheduled time, not the time of the start: repeated look-ups find the same period."""
    at: Instant


class ReportStep(RecordDue):
    """Step of a report, at the workflow's time; entries carry the database's time."""

    attempt: int = 0


async def kept_summary(database: Database, report: Report) -> Summary:
    """Return the summary from the stored JSON form, without the individual restrictions.

    Raises:
        ValueError: there is no file with the recorded hash.
    """
    content = b""
    async for piece in files.pieces(database, report.files[0].sha256):
        content += piece
        if (summary := summary_at_the_beginning(content)) is not None:
            return summary
    raise ValueError(f"report {report.id} has no file {report.files[0].name} with the hash that was recorded")


async def beating(
    work: asyncio.Future[T], stop: Callable[[], object], progress: Sequence[int] = (), *, every_s: float = HEARTBEAT_S
) -> T:
    """Wait for long work and send heartbeats meanwhile, so that another worker takes over soon after a crash."""
    try:
        while not work.done():
            await asyncio.wait({work}, timeout=every_s)
            activity.heartbeat(*progress)
    except asyncio.CancelledError:
        stop()
        await asyncio.wait({work})
        raise
    return await work


class ReportActivities:
    """Activities of reports over one database. They have a task queue and slots of their own, so no lifecycle waits for
    a report.
    """

    def __init__(self, database: Database, filing: Filing) -> None:
        self._database = database
        self._filing = filing

    @activity.defn
    async def request_report(self, over: PeriodOver) -> RecordFound[Report]:
        """Request the report of the period that has ended; a repetition returns the existing one."""
        now = await instant(self._database, over.at)
        require_reached(over.nominal, max(over.nominal, over.at), now)
        period = periods.last_ended(over.cadence, over.nominal) or await self._period_since_last(over.nominal)
        return await self._enter(period.id, rules.request(terms_of(self._filing, period)), now)

    @activity.defn
    async def build_report(self, step: ReportStep) -> RecordFound[Report]:
        """Write and store the files. After a crash it starts again and produces the same bytes."""
        report = await self._report(step.record)
        stop, progress = Event(), [0, 0]
        work = asyncio.ensure_future(asyncio.to_thread(built_apart, self._database, report, stop, progress))
        return await self._enter(step.record, rules.built(await beating(work, stop.set, progress)), step.at)

    @activity.defn
    async def reconcile_report(self, step: ReportStep) -> RecordFound[Report]:
        """Count again over the ledger and compare with the stored JSON form."""
        report = await self._report(step.record)
        head = report.terms.head
        summary = await kept_summary(self._database, report)
        counting = asyncio.ensure_future(count_again(self._database, head.period, head.cut_off))
        differing = differences(summary.totals, await beating(counting, counting.cancel))
        return await self._enter(step.record, rules.reconciled(differing), step.at)

    @activity.defn
    async def deliver_report(self, step: ReportStep) -> RecordFound[Report]:
        """Deliver the report and record the result. A repetition sends the same files under the same identifier."""
        report = await self._report(step.record)
        if report.attempts < step.attempt:
            delivering = asyncio.ensure_future(deliver(self._database, self._filing, report, step.attempt))
            attempt = await beating(delivering, delivering.cancel)
            return await self._enter(step.record, rules.delivered(attempt.body, attempt.then), step.at)
        return await self._found(step.record)

    @activity.defn
    async def escalate_report(self, step: ReportStep) -> RecordFound[Report]:
        """Record that the report is overdue, and open a case, if it is."""
        decide = unless_ahead(rules.escalate, rules.escalated_at, step.at)
        return await self._enter(step.record, decide, step.at)

    async def _period_since_last(self, nominal: datetime) -> Period:
        """Return the period without a calendar: from the end of the last report to the midnight before the scheduled
        time.
        """
        end = midnight(civil_date(nominal))
        last = await last_cron_period(self._database, end)
        if last is not None and last.end == end:
            return last
        return periods.between(months_after(end, -1) if last is None else last.end, end)

    async def _report(self, report: str) -> Report:
        return (await self._found(report)).state

    async def _found(self, report: str) -> RecordFound[Report]:
        found = await records.state_of(self._database, REPORT, report)
        if found.state is None:
            raise ApplicationError(f"there is no report {report}: is this the right database?")
        return RecordFound(state=found.state, version=found.version)

    async def _enter(self, report: str, decide: DecideReport, at: datetime) -> RecordFound[Report]:
        entered = await in_time(lambda: reports.execute(self._database, report, decide, actor=ACTOR, now=at))
        if entered.refusal is not None or entered.state is None:
            raise ApplicationError(entered.refusal.message if entered.refusal else f"there is no report {report}")
        return RecordFound(state=entered.state, version=entered.version)


def built_apart(like: Database, report: Report, stop: Event, progress: list[int]) -> Built:
    """Build a report in a thread with its own event loop and connections, so that the worker's loop is not blocked."""

    def advance(done: int, of: int) -> None:
        if stop.is_set():
            raise CancelledError
        progress[:] = [done, of]

    async def work(folder: Path) -> Built:
        database = Database(like.url, pool_size=2, deadlines=like.deadlines)
        try:
            built = await building.build(
                database, report.terms.head, folder, bilingual=report.terms.bilingual, advance=advance
            )
            for file in built.files:
                await files.keep(database, file.path, file.digest)
        finally:
            await database.close()
        return Built(
            files=tuple(
                File(name=file.name, media_type=building.MEDIA_TYPES[file.name], size=file.size, sha256=file.digest)
                for file in built.files
            ),
            rows=built.rows,
            restrictions=built.summary.totals.restrictions,
            made_with=made_with(),
        )

    with TemporaryDirectory(prefix="standing-report-") as folder:
        return asyncio.run(work(Path(folder)))
