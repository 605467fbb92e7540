"""What Temporal starts by itself, and when: registered by the worker, kept as operators have changed or paused it.

When all accounts are looked at again is a setting, so that schedule follows the settings; paused, it stays paused.
"""

from collections.abc import Awaitable, Callable, Mapping
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
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError, RPCStatusCode

from background.pauses import until_done
from workflows.coordination_sweep import CoordinationSweep, SweepStart
from workflows.rescreen import RescreenOnSchedule

log = structlog.get_logger("schedules")

COORDINATION_SWEEP: Final = "coordination-sweep"
RESCREENS: Final = "rescreens"
TIME_ZONE: Final = "Asia/Shanghai"
OFF: Final = "off"
LONGEST_PAUSE_S: Final = 10.0


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
                time_zone_name=TIME_ZONE,
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


def rescreens(task_queue: str, cron: str) -> Schedule:
    """All accounts are looked at again at these times (article 1)."""
    return Schedule(
        action=ScheduleActionStartWorkflow(
            RescreenOnSchedule.run,
            id="rescreen-on-schedule",
            task_queue=task_queue,
            static_summary="all accounts are to be looked at again",
        ),
        spec=ScheduleSpec(cron_expressions=[cron], time_zone_name=TIME_ZONE),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(hours=12)),
    )


async def keep(client: Client, name: str, wanted: Schedule | None) -> None:
    """Make a schedule, bring it up to date, or (None) take it away. A pause that an operator set stays."""
    handle = client.get_schedule_handle(name)
    if wanted is None:
        try:
            await handle.delete()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                raise
        return

    def updated(found: ScheduleUpdateInput) -> ScheduleUpdate:
        wanted.state.paused = found.description.schedule.state.paused
        return ScheduleUpdate(schedule=wanted)

    try:
        await client.create_schedule(name, wanted)
    except ScheduleAlreadyRunningError:
        await handle.update(updated)
    log.info("schedule kept", schedule=name)


async def patiently(what: Callable[[], Awaitable[None]]) -> None:
    """Until it is done; a server that is away now is there later."""

    def told(error: Exception, pause: float) -> None:
        log.warning("schedules cannot be kept now", error=str(error), next_try_in_s=pause)

    await until_done(what, failing=(RPCError, OSError), first_s=1.0, longest_s=LONGEST_PAUSE_S, told=told)


async def keep_rescreens(client: Client, task_queue: str, cron: str) -> None:
    """Have all accounts looked at again as the setting says: at the times of a cron line, or `off`."""
    await keep(client, RESCREENS, None if cron == OFF else rescreens(task_queue, cron))
