"""Reports in the ledger: an escalated report opens a case; an answer or a correction closes it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.cases import escalations
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Act, Command, Entered, Happened
from models.cases.cases import CaseKind
from models.instants import SHANGHAI, shown
from models.names import TEXT_LENGTH
from models.reports.reports import Escalated, Report, ReportBody, Terms
from regulation.reports import reports as rules
from regulation.reports.periods import SETTLING
from regulation.reports.reports import REPORT, DecideReport

ReportCommand = Command[ReportBody, Report]
EnteredReport = Entered[ReportBody, Report]


async def open_case(happened: Happened[ReportBody, Report]) -> None:
    """React to an escalation: open a case, so that a person deals with the report."""
    report = happened.state
    for entry in happened.entries:
        if isinstance(entry.body, Escalated):
            title = f"report {report.id}: {entry.body.because}"
            await escalations.open_case(happened, CaseKind.REPORT, why(report, entry.body), title=title)


async def close_case(happened: Happened[ReportBody, Report]) -> None:
    """React to an answer, an amendment or counts that agree: close the case about the report."""
    for entry in happened.entries:
        reason = f"report {happened.record} is {entry.body.type} since {shown(entry.recorded_at)}"
        await escalations.close_case(happened, reason)


async def execute(database: Database, report: str, decide: DecideReport, *, actor: str, now: datetime) -> EnteredReport:
    """Carry out a command on a report."""
    return await records.execute(database, Command(REPORT, report, decide, actor=actor, now=now))


def amending(replaces: str) -> Act[ReportBody, Report]:
    """Return the act that requests a report and marks the one it replaces as amended, both or neither."""

    async def amend(connection: AsyncConnection, command: ReportCommand) -> EnteredReport:
        asked = Command(REPORT, replaces, rules.amend(command.record), actor=command.actor, now=command.now)
        replaced = await records.enter(connection, asked)
        if replaced.refusal is not None:
            return Entered(command.record, 0, None, refusal=replaced.refusal)
        return await records.enter(connection, command)

    return amend


def cut_off_now(now: datetime) -> datetime:
    """Return the cut-off of an amendment: a little before now, since facts are being recorded at this moment."""
    return now.astimezone(SHANGHAI).replace(microsecond=0) - SETTLING


def next_amendment(report: Report) -> str:
    """Return the identifier of the report that would replace it: 2026-10, 2026-10.a1, 2026-10.a2, …"""
    stem, _, number = report.id.partition(".a")
    return f"{stem}.a{int(number or 0) + 1}"


def amended(report: Report, cut_off: datetime, reason: str) -> Terms:
    """Return the terms of a report that replaces it, with what was recorded until another cut-off."""
    head = report.terms.head.model_copy(
        update={"report": next_amendment(report), "replaces": report.id, "cut_off": cut_off}
    )
    return report.terms.model_copy(update={"head": head, "reason": reason})


def why(report: Report, escalated: Escalated) -> str:
    """Return the reason for which a person must deal with the report, for the case."""
    said: dict[str, Sequence[str]] = {
        "mismatch": ("the second count over the ledger differs", *report.differences),
        "undelivered": (f"tried {report.attempts} times, the last time: {report.last_failure}",),
        "unacknowledged": (f"delivered {_when(report.delivered_at)}, and no answer since",),
        "rejected": (f"the regulator rejects it: {report.reason}",),
    }
    return "; ".join(said[escalated.because])[:TEXT_LENGTH]


def _when(at: datetime | None) -> str:
    return "never" if at is None else shown(at)
