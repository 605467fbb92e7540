"""A run that grew long continues as new: histories stay short, and no fact is lost or doubled on the way."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from temporalio import activity
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory
from temporalio.worker import (
    ContinueAsNewInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)

from activities.ledger import LedgerActivities
from activities.messages import BoundaryPassed, BoundaryRecorded
from background import temporal
from ledger.store.database import Database
from models.accounts.commands import Certify, ChangeName, ImposeBan, Register
from models.accounts.facts import Fact
from models.names import AccountKind
from models.words.privileges import Field
from models.words.violations import Category
from regulation.tables.calendar import civil_date
from tests.workflows.world import World, living
from workflows.account_lifecycle import LONGEST_HISTORY, LONGEST_HISTORY_BEFORE_SLEEP, REMEMBERED

DAY = timedelta(days=1)
ONE_ROUND = 15
"""Events that the last round of a run may add after the limit was looked at: a task, signals, a timer."""


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """Workflows stay in memory here: long histories, replayed at each step, would take minutes."""
    async with living(database, max_cached_workflows=100) as alive:
        yield alive


def names_in(run: WorkflowHistory) -> list[str]:
    """What a run was told, signal by signal."""
    return [
        event.workflow_execution_signaled_event_attributes.input.payloads[0].data.decode()
        for event in run.events
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
    ]


async def rename(world: World, times: int) -> None:
    for number in range(times):
        await world.do("a", ChangeName(name=f"name {number}"))


async def test_histories_stay_short_however_long_the_account_lives(world: World) -> None:
    """A run that would sleep long hands over after some 60 events; the standing is that of the ledger."""
    await world.register("a")
    await rename(world, 30)
    runs = await world.runs("a")
    assert len(runs) >= 3
    assert all(len(run.events) <= LONGEST_HISTORY_BEFORE_SLEEP + ONE_ROUND for run in runs)
    assert await world.standing("a") == await world.in_ledger("a")
    assert await world.activities("a") == []


async def test_before_a_short_sleep_a_run_may_grow_longer(world: World) -> None:
    """While boundaries come one after the other it hands over after some 200 events only."""
    await world.register("a")
    await world.do("a", _ban("b1", DAY))
    await rename(world, 60)
    runs = await world.runs("a")
    assert len(runs) == 2
    assert max(len(run.events) for run in runs) > LONGEST_HISTORY_BEFORE_SLEEP + ONE_ROUND
    assert all(len(run.events) <= LONGEST_HISTORY + ONE_ROUND for run in runs)
    assert await world.standing("a") == await world.in_ledger("a")


async def test_a_boundary_beyond_the_handover_is_recorded_once_at_its_time(world: World) -> None:
    """Timers do not cross to the next run; the instant does."""
    await world.register("a")
    start = (await world.do("a", _ban("b1", 20 * DAY))).facts[0].recorded_at
    await rename(world, 20)
    assert len(await world.runs("a")) >= 2
    await world.pass_time(120 * DAY)
    recorded = await world.each_boundary_is_recorded_once("a")
    assert [t.at for t in recorded][:2] == [start + 20 * DAY, start + 40 * DAY]
    assert {t.recorded_by for t in recorded} == {"lifecycle"}


async def test_a_boundary_that_was_recorded_is_not_recorded_again_by_the_next_run(world: World) -> None:
    """The next run knows up to where boundaries are recorded, without asking."""
    await world.register("a")
    await world.do("a", _ban("b1", 2 * DAY))
    await world.pass_time(3 * DAY)
    await rename(world, 30)
    await world.pass_time(30 * DAY)
    assert len(await world.runs("a")) >= 2
    assert await world.activities("a") == ["record_boundary", "record_boundary"]
    await world.each_boundary_is_recorded_once("a")


async def test_what_happened_lately_is_handed_over(world: World) -> None:
    """The page that operators see does not begin anew with each run, and does not grow without end."""
    await world.register("a")
    await rename(world, 30)
    assert len(await world.runs("a")) >= 2
    lately = (await world.details("a")).split("**Lately:**")[1].strip().splitlines()
    assert len(lately) == REMEMBERED
    assert [line.split("(name ")[1] for line in lately] == [f"name {29 - place})" for place in range(REMEMBERED)]


@pytest.mark.parametrize("cached", [0, 100], ids=["replayed each time", "kept in memory"])
async def test_a_flood_of_facts_passes_through_many_runs_without_loss(database: Database, cached: int) -> None:
    """Facts that arrive while runs end and begin are each folded once: nobody has to ask the ledger for a gap."""
    async with living(database, max_cached_workflows=cached) as world:
        await world.record("a", Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="早报"))
        for number in range(150):
            await world.record("a", ChangeName(name=f"name {number}"))
        for fact in await world.facts("a"):
            await world.tell("a", fact)
        await world.caught_up("a")
        runs = await world.runs("a")
        assert len(runs) >= 2
        told = [name for run in runs for name in names_in(run)]
        assert len(told) == len(set(told)) == 151
        assert await world.standing("a") == await world.in_ledger("a")
        assert await world.activities("a") == []


class AtThatMoment(Interceptor):
    """Tells the lifecycle a fact just when it has decided to continue as new, before the server knows."""

    world: World
    facts: list[Fact]
    loop: asyncio.AbstractEventLoop

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:  # noqa: A002
        this = self

        class Outbound(WorkflowOutboundInterceptor):
            def continue_as_new(self, input: ContinueAsNewInput) -> Any:  # noqa: A002
                if this.facts:
                    told = this.world.tell("a", this.facts.pop(0))
                    asyncio.run_coroutine_threadsafe(told, this.loop).result()
                return super().continue_as_new(input)

        class Inbound(WorkflowInboundInterceptor):
            def init(self, outbound: WorkflowOutboundInterceptor) -> None:
                super().init(Outbound(outbound))

        return Inbound


@pytest.mark.parametrize("cached", [0, 100], ids=["replayed each time", "kept in memory"])
async def test_a_fact_that_arrives_at_the_very_moment_of_handover_is_kept(database: Database, cached: int) -> None:
    """The server refuses the handover, the run folds the fact first, and hands over then."""
    meddler = AtThatMoment()
    async with living(database, max_cached_workflows=cached, interceptors=[meddler]) as world:
        meddler.world, meddler.facts, meddler.loop = world, [], asyncio.get_running_loop()
        await world.register("a")
        await rename(world, 8)
        for number in range(4):
            await world.record("a", ChangeName(name=f"at that moment {number}"))
        every = await world.facts("a")
        meddler.facts = every[-4:]
        before = every[:-4]
        while len(meddler.facts) == 4:
            await world.tell("a", before[-1])
        await world.caught_up("a")
        while meddler.facts:
            await world.tell("a", before[-1])
            await world.caught_up_with_version("a", len(every) - len(meddler.facts))
        await world.caught_up("a")
        assert len(await world.runs("a")) >= 2
        assert await world.standing("a") == await world.in_ledger("a")
        assert await world.activities("a") == []
        told = [name for run in await world.runs("a") for name in names_in(run) if "at that moment" in name]
        assert len(told) == 4


class Talkative(LedgerActivities):
    """While a boundary is being recorded, the account gets another name and its lifecycle is told so."""

    world: World

    @activity.defn
    async def record_boundary(self, passed: BoundaryPassed) -> BoundaryRecorded:
        recorded = await super().record_boundary(passed)
        renamed = await self.world.record("a", ChangeName(name=f"name after {passed.boundary}"))
        await self.world.tell("a", *renamed.facts)
        return recorded


async def test_a_fact_that_arrives_while_a_boundary_is_recorded_is_not_left_behind(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever boundary is the last of its run: the fact that came with it is folded before the handover."""
    monkeypatch.setattr(temporal, "LedgerActivities", Talkative)
    async with living(database, max_cached_workflows=100) as world:
        monkeypatch.setattr(Talkative, "world", world, raising=False)
        await world.register("a")
        today = civil_date(await world.now())
        for number in range(1, 13):
            ends = today + timedelta(days=10 * number)
            await world.record("a", Certify(id=f"c{number}", field=Field.FINANCE, valid_from=today, valid_until=ends))
        await world.relay()
        await world.pass_time(130 * DAY)
        await world.caught_up("a")
        assert len(await world.runs("a")) >= 2
        assert (await world.in_ledger("a")).version == 25
        assert await world.standing("a") == await world.in_ledger("a")
        assert set(await world.activities("a")) == {"record_boundary"}
        assert len(await world.each_boundary_is_recorded_once("a")) == 12


def _ban(name: str, duration: timedelta) -> ImposeBan:
    return ImposeBan(id=name, category=Category.FABRICATION, duration=duration)
