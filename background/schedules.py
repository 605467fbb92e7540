"""What Temporal starts by itself, and when: registered by the worker, kept as operators have changed or paused it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import structlog
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
)

from workflows.coordination_sweep import CoordinationSweep, SweepStart

log = structlog.get_logger("schedules")

COORDINATION_SWEEP: Final = "coordination-sweep"


def schedules(task_queue: str) -> Mapping[str, Schedule]:
    """By identifier. Times are civil time in Shanghai."""
    return {
        COORDINATION_SWEEP: Schedule(
            action=ScheduleActionStartWorkflow(
                CoordinationSweep.run,
                SweepStart(),
                id=COORDINATION_SWEEP,
                task_queue=task_queue,
                static_summary="accounts that act in concert (article 7)",
                static_details="Weighs what accounts share, finds clusters, and opens a case about each new one.",
            ),
            spec=ScheduleSpec(
                calendars=[ScheduleCalendarSpec(hour=[ScheduleRange(3)], minute=[ScheduleRange(30)])],
                time_zone_name="Asia/Shanghai",
            ),
            # One that is missed or late is made good by the next: each looks at everything anew.
            policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(hours=12)),
        )
    }


async def register(client: Client, task_queue: str) -> None:
    """Make those that are missing; one that is there stays as it is, since an operator may have changed it."""
    for name, schedule in schedules(task_queue).items():
        try:
            await client.create_schedule(name, schedule)
        except ScheduleAlreadyRunningError:
            continue
        log.info("schedule made", schedule=name)
