"""The schedule of reports: made and brought up to date by the program at its start, seen under Schedules in the UI."""

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
"""An outage as long as this leaves no gap: every missed report is asked for, once, in order."""

CRON: Final = {
    # Two hours after midnight: everything of the period is recorded, and people are not at work yet.
    Cadence.MONTHLY: "0 2 1 * *",
    Cadence.WEEKLY: "0 2 * * 1",
    Cadence.QUARTERLY: "0 2 1 1,4,7,10 *",
}

log = structlog.get_logger("reports")


def schedule_for(wanted: str, task_queue: str) -> Schedule:
    """The schedule that the setting asks for."""
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
    """Make the schedule, bring it up to date, or take it away. A pause that an operator set stays."""
    await schedules.keep(client, ID, None if wanted == schedules.OFF else schedule_for(wanted, task_queue))
