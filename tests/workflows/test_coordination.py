"""A sweep as Temporal runs it: what it says while it works, and that a worker that dies in the middle loses nothing."""

from datetime import timedelta

import pytest
from temporalio import activity

from activities.coordination import CoordinationActivities, StepDone, SweepStep
from background import schedules
from background.temporal import activities_over
from ledger.coordination import clusters, links, sweeps
from ledger.streams import records
from models.coordination import LinkRow, TieKind
from regulation.cases.reducer import CASE
from tests.workflows.world import TASK_QUEUE, World
from workflows.coordination_sweep import CoordinationSweep, SweepStart


async def tied(world: World, groups: int) -> None:
    now = await world.now()
    rows = [
        LinkRow(
            account=f"a{group}-{member}",
            kind=TieKind.PAYOUT,
            token=links.token_of(b"k" * 32, TieKind.PAYOUT, str(group)),
            seen_at=now,
        )
        for group in range(groups)
        for member in range(3)
    ]
    await links.add_links(world.database, rows)


async def test_a_sweep_opens_a_case_for_each_cluster_and_says_what_it_does(world: World) -> None:
    await tied(world, 3)
    handle = await world.client.start_workflow(CoordinationSweep.run, SweepStart(), id="sweep", task_queue=TASK_QUEUE)
    result = await handle.result()
    assert (result.found, result.opened, result.grown) == (3, 3, 0)
    assert await handle.query(CoordinationSweep.progress) == result
    assert "**finished: 3 new cases, 0 grown**" in await world.details_of("sweep")
    tomorrow = SweepStart(at=result.at + timedelta(days=1))  # by itself this clock runs on while nobody works
    again = await world.client.execute_workflow(CoordinationSweep.run, tomorrow, id="sweep", task_queue=TASK_QUEUE)
    assert (again.at, again.found, again.opened) == (tomorrow.at, 3, 0), "the next day's finds nothing new"


@pytest.mark.parametrize("dies_after", [1, 2])
async def test_what_was_dealt_with_before_a_failure_is_not_dealt_with_again(world: World, dies_after: int) -> None:
    """The activity fails after it has committed: the next attempt goes on behind that."""
    await tied(world, 3)
    attempts = 0

    class Dying(CoordinationActivities):
        @activity.defn(name="deal_with_clusters")
        async def deal_with_clusters(self, step: SweepStep) -> StepDone:
            nonlocal attempts
            attempts += 1
            done = await sweeps.deal(self._database, step.sweep, step.at, most=1)
            if attempts == dies_after:
                raise RuntimeError("the worker died before it could say so")
            return StepDone(dealt_with=done)

    others = [one for one in activities_over(world.database) if "deal_with_clusters" not in one.__qualname__]
    world.worker_options["activities"] = [*others, Dying(world.database).deal_with_clusters]
    await world.stop_working()
    await world.start_working()
    result = await world.client.execute_workflow(CoordinationSweep.run, SweepStart(), id="sweep", task_queue=TASK_QUEUE)
    assert (result.found, result.opened) == (3, 3)
    assert len(await records.listing(world.database, CASE)) == len(await clusters.page(world.database)) == 3
    assert attempts == 4, "three that committed, the failed one among them, and one that found the list empty"


def test_it_is_scheduled_once_a_day_and_never_twice_at_a_time() -> None:
    schedule = schedules.schedules(TASK_QUEUE)[schedules.COORDINATION_SWEEP]
    (calendar,) = schedule.spec.calendars
    assert (calendar.hour[0].start, calendar.minute[0].start, schedule.spec.time_zone_name) == (3, 30, "Asia/Shanghai")
    assert schedule.policy.overlap.name == "SKIP"
    assert schedule.policy.catchup_window == timedelta(hours=12), "what is later than that is the next one's"
