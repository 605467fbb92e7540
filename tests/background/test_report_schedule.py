"""Schedule of reports on a real Temporal server: created, updated, deleted, and caught up after an outage."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from temporalio.client import Client, ScheduleBackfill, ScheduleDescription, ScheduleOverlapPolicy
from temporalio.service import RPCError

from background import report_schedule, schedules, temporal
from background.relay import relay_once
from background.stream_workflows import WORKFLOWS
from ledger.store.database import Database
from ledger.streams import records
from models.reports.reports import ReportStatus
from regulation.reports.reports import REPORT
from reports.filing import Filing
from tests.reports.ledgers import autumn
from tests.workflows.world import until

REPORTS = {REPORT.kind: WORKFLOWS[REPORT.kind]}
KNOWN = {"2024-09": (3, 0, 3), "2024-10": (6, 4, 5), "2024-11": (1, 5, 1)}
"""Restrictions begun, ended, and in force at the end."""


def middle_of(month: int) -> datetime:
    return datetime(2024, month, 15, tzinfo=UTC)


@pytest.fixture
async def queue(client: Client, database: Database) -> AsyncIterator[str]:
    """Yield a task queue with both workers; no schedule is left at the end."""
    name = f"reports-{uuid4()}"
    async with (
        temporal.build_worker(client, database, name),
        temporal.build_report_worker(client, database, Filing(), name),
    ):
        yield name
    await report_schedule.keep(client, schedules.OFF, name)


async def described(client: Client) -> ScheduleDescription:
    return await client.get_schedule_handle(report_schedule.ID).describe()


async def test_the_schedule_is_made_and_brought_up_to_date_and_a_pause_stays(client: Client, queue: str) -> None:
    await report_schedule.keep(client, "monthly", queue)
    made = (await described(client)).schedule
    assert (made.spec.time_zone_name, made.policy.overlap) == ("Asia/Shanghai", ScheduleOverlapPolicy.BUFFER_ALL)
    assert made.policy.catchup_window == report_schedule.CATCH_UP
    following = (await described(client)).info.next_action_times[0]
    assert (following.astimezone(UTC).hour, following.astimezone(UTC).minute) == (18, 0), "two o'clock in Shanghai"
    await client.get_schedule_handle(report_schedule.ID).pause(note="an audit")
    await report_schedule.keep(client, "weekly", queue)
    changed = await described(client)
    assert changed.schedule.state.paused
    assert {time.astimezone(UTC).weekday() for time in changed.info.next_action_times} == {6}
    await report_schedule.keep(client, "0 2 10 * *", queue)
    assert (await described(client)).info.next_action_times[0].astimezone(UTC).day == 9
    for _ in range(2):
        await report_schedule.keep(client, "off", queue)
    with pytest.raises(RPCError, match="not found"):
        await described(client)


async def test_missed_periods_are_caught_up_with_in_order_and_overlapping_requests_file_none_twice(
    client: Client, database: Database, queue: str
) -> None:
    await autumn(database)
    await report_schedule.keep(client, "monthly", queue)
    handle = client.get_schedule_handle(report_schedule.ID)

    async def caught_up(first: datetime, last: datetime, overlap: ScheduleOverlapPolicy, periods: list[str]) -> None:
        actions = (await described(client)).info.num_actions
        months = last.month - first.month
        await handle.backfill(ScheduleBackfill(start_at=first, end_at=last, overlap=overlap))

        async def all_filed() -> bool:
            await relay_once(database, client, task_queue=queue, batch=100, workflows=REPORTS)
            found = await records.listing(database, REPORT, statuses=[ReportStatus.DELIVERED.value])
            return len(found) == len(periods) and (await described(client)).info.num_actions == actions + months

        await until(all_filed, f"{periods} are filed, and each was asked for", deadline_s=120)
        assert [filed.id for filed in await records.listing(database, REPORT)] == periods

    buffered = ScheduleOverlapPolicy.BUFFER_ALL
    await caught_up(middle_of(9), middle_of(11), buffered, ["2024-09", "2024-10"])
    # As after a restored backup: both are requested again, with one more, all at once.
    everything = ScheduleOverlapPolicy.ALLOW_ALL
    await caught_up(middle_of(9), middle_of(12), everything, ["2024-09", "2024-10", "2024-11"])
    for filed in await records.listing(database, REPORT):
        moves = filed.state.restrictions
        assert moves is not None
        assert (moves.begun, moves.ended, moves.in_force) == KNOWN[filed.id], filed.id
        assert filed.state.attempts == 1
