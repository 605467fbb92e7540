"""Workers away, databases away, answers lost: what was missed is made up for, once, and under its own time."""

from datetime import timedelta

import pytest
from temporalio import activity
from temporalio.api.enums.v1 import EventType

from activities.ledger import LedgerActivities
from activities.messages import BoundaryPassed, BoundaryRecorded
from background import temporal
from ledger.accounts.boundaries import record_boundaries, record_overdue
from ledger.store.database import Database, DatabaseAwayError
from models.accounts.commands import ChangeName, ImposeBan, Overturn
from models.words.violations import Category
from tests.workflows.world import World, living

DAY = timedelta(days=1)


def ban(name: str, days: int) -> ImposeBan:
    return ImposeBan(id=name, category=Category.FABRICATION, duration=timedelta(days=days))


async def test_boundaries_passed_without_a_worker_are_recorded_in_order_each_under_its_own_time(world: World) -> None:
    """Months later the worker comes back: three ends, three records, none stamped with the day of return."""
    await world.register("a")
    start = (await world.do("a", ban("b1", 7))).facts[0].recorded_at
    await world.stop_working()
    await world.pass_time_without_worker("a", 200 * DAY)
    await world.start_working()
    recorded = await world.each_boundary_is_recorded_once("a")
    assert [t.at for t in recorded][:2] == [start + 7 * DAY, start + 14 * DAY]
    assert all(t.recorded_at - start >= 200 * DAY for t in recorded)


async def test_a_fact_that_arrives_with_a_boundary_due_is_folded_first(world: World) -> None:
    """Signal and timer come in one activation; the fact was recorded before the boundary, so it counts there."""
    await world.register("a")
    start = (await world.do("a", ban("b1", 7))).facts[0].recorded_at
    await world.stop_working()
    await world.pass_time_without_worker("a", 3 * DAY)
    await world.record("a", ban("b2", 10))
    await world.pass_time_without_worker("a", 5 * DAY)
    await world.relay()
    await world.start_working()
    [ended] = await world.each_boundary_is_recorded_once("a")
    assert (ended.at, ended.version, ended.recorded_by) == (start + 7 * DAY, 3, "lifecycle")
    assert ended.changes == ()


async def test_an_overturn_that_arrives_with_the_boundary_due_takes_the_boundary_away(world: World) -> None:
    """What the ledger has overturned does not end any more, however late the lifecycle hears of it."""
    await world.register("a")
    await world.do("a", ban("b1", 7))
    await world.stop_working()
    await world.pass_time_without_worker("a", 3 * DAY)
    await world.record("a", Overturn(id="b1"))
    await world.pass_time_without_worker("a", 5 * DAY)
    await world.relay()
    await world.start_working()
    await world.caught_up("a")
    assert await world.each_boundary_is_recorded_once("a") == []
    assert await world.activities("a") == []


async def test_a_boundary_that_a_fact_removed_before_the_lifecycle_heard_of_it_is_not_recorded(world: World) -> None:
    """The timer fires on an old standing; the ledger knows better and records nothing."""
    await world.register("a")
    await world.do("a", ban("b1", 7))
    await world.pass_time(3 * DAY)
    await world.record("a", Overturn(id="b1"))
    await world.pass_time(5 * DAY)
    await world.caught_up_with_version("a", 2)
    assert await world.transitions("a") == []
    assert "nobody: a later fact removed this boundary" in await world.details("a")
    await world.relay()
    await world.caught_up("a")
    await world.pass_time(100 * DAY)
    assert await world.each_boundary_is_recorded_once("a") == []


async def test_a_fact_recorded_after_the_boundary_finds_it_recorded_by_the_ledger(world: World) -> None:
    """The command's own transaction records what was due before it; the lifecycle does not do it again."""
    await world.register("a")
    start = (await world.do("a", ban("b1", 7))).facts[0].recorded_at
    await world.stop_working()
    await world.pass_time_without_worker("a", 8 * DAY)
    await world.do("a", ChangeName(name="second"))
    await world.start_working()
    await world.caught_up("a")
    [ended] = await world.each_boundary_is_recorded_once("a")
    assert (ended.at, ended.version, ended.recorded_by) == (start + 7 * DAY, 2, "ledger")
    assert await world.activities("a") == []


async def test_a_boundary_that_the_backstop_recorded_is_known_to_the_lifecycle_as_such(world: World) -> None:
    """Whoever is first writes it down; the second reads who it was."""
    await world.register("a")
    await world.do("a", ban("b1", 7))
    await world.stop_working()
    await world.pass_time_without_worker("a", 8 * DAY)
    now = await world.now()
    assert await record_overdue(world.database, through=now, now=now, by="backstop") == 1
    await world.start_working()
    await world.caught_up_with_version("a", 2)
    [ended] = await world.each_boundary_is_recorded_once("a")
    assert ended.recorded_by == "backstop"
    assert "(recorded by backstop)" in await world.details("a")


async def test_a_settling_beyond_what_the_lifecycle_knows_is_no_loss(world: World) -> None:
    """Somebody settled the account up to now while the lifecycle still waits for the boundary: it finds it done."""
    await world.register("a")
    start = (await world.do("a", ban("b1", 7))).facts[0].recorded_at
    ahead = start + 15 * DAY
    await record_boundaries(world.database, "a", through=ahead, now=ahead, by="backstop")
    await world.pass_time(120 * DAY)
    recorded = await world.each_boundary_is_recorded_once("a")
    assert [t.recorded_by for t in recorded] == ["backstop", "backstop", "lifecycle"]


class Unlucky(LedgerActivities):
    """The database goes away before the boundary is recorded, and then right after it, before anybody is told."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.attempts = 0

    @activity.defn
    async def record_boundary(self, passed: BoundaryPassed) -> BoundaryRecorded:
        self.attempts += 1
        if self.attempts == 1:
            raise DatabaseAwayError("connection refused")
        recorded = await super().record_boundary(passed)
        if self.attempts == 2:
            raise DatabaseAwayError("connection was closed in the middle of operation")
        return recorded


async def test_an_answer_that_is_lost_does_not_record_the_boundary_twice(
    monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    """The activity is tried again without an end; the second record finds the first."""
    monkeypatch.setattr(temporal, "LedgerActivities", Unlucky)
    async with living(database) as world:
        await world.register("a")
        start = (await world.do("a", ban("b1", 7))).facts[0].recorded_at
        await world.pass_time(8 * DAY)
        [ended] = await world.each_boundary_is_recorded_once("a")
        await world.caught_up("a")
        assert ended.at == start + 7 * DAY
        assert "(recorded by lifecycle)" in await world.details("a")


class Overturning(LedgerActivities):
    """While the first boundary is being recorded the ban is overturned, and the lifecycle is told so."""

    world: World

    @activity.defn
    async def record_boundary(self, passed: BoundaryPassed) -> BoundaryRecorded:
        recorded = await super().record_boundary(passed)
        overturned = await self.world.record("a", Overturn(id="b1"))
        await self.world.tell("a", *overturned.facts)
        return recorded


async def test_a_fact_that_arrives_while_a_boundary_is_recorded_counts_before_the_next_one(
    monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    """Of two boundaries due together the second is looked at with the newest facts: here there is none any more."""
    monkeypatch.setattr(temporal, "LedgerActivities", Overturning)
    async with living(database) as world:
        monkeypatch.setattr(Overturning, "world", world, raising=False)
        await world.register("a")
        await world.do("a", ban("b1", 7))
        await world.stop_working()
        await world.pass_time_without_worker("a", 20 * DAY)
        await world.start_working()
        await world.caught_up_with_version("a", 3)
        assert await world.activities("a") == ["record_boundary"]
        recorded = await world.each_boundary_is_recorded_once("a")
        assert [t.recorded_by for t in recorded] == ["lifecycle", "ledger"]


async def test_a_clock_a_little_behind_loses_no_boundary(world: World) -> None:
    """A command whose process's clock is behind the lifecycle's is recorded all the same, and its ban ends."""
    await world.register("a")
    start = (await world.do("a", ban("b1", 7))).facts[0].recorded_at
    await world.pass_until(start + 7 * DAY + timedelta(seconds=1))
    await world.each_boundary_is_recorded_once("a")
    behind = await world.record_at("a", ban("b2", 3), start + 7 * DAY - timedelta(seconds=1))
    await world.relay()
    await world.caught_up("a")
    await world.pass_time(100 * DAY)
    recorded = await world.transitions("a")
    second = behind.facts[0].recorded_at
    ends = [start + 7 * DAY, second + 3 * DAY, second + 6 * DAY, start + 14 * DAY]
    assert [t.at for t in recorded][:4] == ends
    assert len(recorded) == len({t.at for t in recorded}) == 6


async def test_a_timer_that_was_running_is_cancelled_when_a_fact_comes(world: World) -> None:
    """One timer at a time: the history never shows two that wait."""
    await world.register("a")
    await world.do("a", ban("b1", 30))
    for days in (3, 2):
        await world.do("a", ban(f"c{days}", days))
    [run] = await world.runs("a")
    waiting = most = 0
    for event in run.events:
        waiting += event.event_type == EventType.EVENT_TYPE_TIMER_STARTED
        waiting -= event.event_type in {EventType.EVENT_TYPE_TIMER_CANCELED, EventType.EVENT_TYPE_TIMER_FIRED}
        most = max(most, waiting)
    assert (waiting, most) == (1, 1)
