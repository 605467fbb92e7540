"""Temporal schedule of reports: created and updated by the worker at its start, listed under Schedules in the UI."""

from datetime import timedelta
from typing import Final

import structlog
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleState,
)

from background import schedules
from models.reports.content import Cadence
from workflows.regulator_report import DueStart, ReportDue

ID: Final = "regulator-report"
CATCH_UP: Final = timedelta(days=60)
"""Longest outage after which every missed report is still requested, once each and in order."""

CRON: Final = {
    # Two hours after midnight: the whole period is recorded, and office hours have not begun.
    Cadence.MONTHLY: "0 2 1 * *",
    Cadence.WEEKLY: "0 2 * * 1",
    Cadence.QUARTERLY: "0 2 1 1,4,7,10 *",
}

log = structlog.get_logger("reports")


def schedule_for(wanted: str, task_queue: str) -> Schedule:
    """Return the schedule for the value of the setting."""
    cadence = Cadence(wanted) if wanted in {cadence.value for cadence in CRON} else Cadence.CRON
    return Schedule(
        action=ScheduleActionStartWorkflow(
            ReportDue.run,
            DueStart(cadence=cadence),
            id="report-due",
            task_queue=task_queue,
            static_summary=f"{cadence.value} report to the regulator is due",
        ),
        spec=ScheduleSpec(cron_expressions=[CRON.get(cadence, wanted)], time_zone_name=schedules.TIME_ZONE),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.BUFFER_ALL, catchup_window=CATCH_UP),
        state=ScheduleState(note="Restrictions of profit-making are reported regularly (article 9)."),
    )


async def keep(client: Client, wanted: str, task_queue: str) -> None:
    """Create, update or delete the schedule. A pause set by an operator is kept."""
    await schedules.keep(client, ID, None if wanted == schedules.OFF else schedule_for(wanted, task_queue))
