"""Temporal schedules: registered by the worker, and kept as operators have changed or paused them.

The schedule of rescreens follows the settings; when it is paused, it stays paused.
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
    """Return schedules by identifier. Times are civil time in Shanghai."""
    return {
        COORDINATION_SWEEP: Schedule(
            action=ScheduleActionStartWorkflow(
                CoordinationSweep.run,
                SweepStart(),
                id=COORDINATION_SWEEP,
                task_queue=task_queue,
                static_summary="accounts that act in concert (article 7)",
                static_details="Weighs what accounts share, finds clusters, and opens a case about each new cluster.",
            ),
            spec=ScheduleSpec(
                calendars=[ScheduleCalendarSpec(hour=[ScheduleRange(3)], minute=[ScheduleRange(30)])],
                time_zone_name=TIME_ZONE,
            ),
            # A missed or late run needs no repetition: the next run checks everything anew.
            policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(hours=12)),
        )
    }


async def register(client: Client, task_queue: str) -> None:
    """Create the missing schedules; existing ones stay unchanged, since an operator may have changed them."""
    for name, schedule in schedules(task_queue).items():
        try:
            await client.create_schedule(name, schedule)
        except ScheduleAlreadyRunningError:
            continue
        log.info("schedule created", schedule=name)


def rescreens(task_queue: str, cron: str) -> Schedule:
    """Return the schedule of rescreens: all accounts are screened again at the times of `cron` (article 1)."""
    return Schedule(
        action=ScheduleActionStartWorkflow(
            RescreenOnSchedule.run,
            id="rescreen-on-schedule",
            task_queue=task_queue,
            static_summary="rescreen of all accounts",
        ),
        spec=ScheduleSpec(cron_expressions=[cron], time_zone_name=TIME_ZONE),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(hours=12)),
    )


async def keep(client: Client, name: str, wanted: Schedule | None) -> None:
    """Create or update a schedule, or delete it when `wanted` is None. A pause set by an operator is kept."""
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
    """Retry until done; the server may be unavailable now and return later."""

    def on_failure(error: Exception, pause: float) -> None:
        log.warning("schedules cannot be kept now", error=str(error), next_try_in_s=pause)

    await until_done(what, failing=(RPCError, OSError), first_s=1.0, longest_s=LONGEST_PAUSE_S, on_failure=on_failure)


async def keep_rescreens(client: Client, task_queue: str, cron: str) -> None:
    """Create, update or delete the schedule of rescreens as the setting says: a cron expression, or `off`."""
    await keep(client, RESCREENS, None if cron == OFF else rescreens(task_queue, cron))
