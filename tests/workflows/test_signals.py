"""Facts may be told twice, late, in a wrong order or with a gap: the lifecycle ends up knowing what the ledger does."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations

import pytest
from temporalio.api.enums.v1 import EventType, WorkflowExecutionStatus
from temporalio.client import WorkflowQueryFailedError

from models.accounts.commands import ChangeName, Close, ImposeBan, Register
from models.accounts.facts import Fact
from models.names import AccountKind
from models.words.violations import Category
from tests.workflows.world import World, until
from workflows.account_lifecycle import AccountLifecycle

DAY = timedelta(days=1)
REGISTER = Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="早报")
BAN = ImposeBan(id="b1", category=Category.FABRICATION, duration=timedelta(days=7))


async def a_life_in_the_ledger(world: World, names: int = 2) -> list[Fact]:
    """Facts that are committed, with nobody told: registration, a ban, and some changes of name."""
    await world.record("a", REGISTER)
    await world.record("a", BAN)
    for number in range(names):
        await world.record("a", ChangeName(name=f"name {number}"))
    return await world.facts("a")


async def knows_all(world: World) -> None:
    await world.caught_up("a")
    assert await world.standing("a") == await world.in_ledger("a")


async def test_a_fact_told_twice_counts_once(world: World) -> None:
    """The second telling leaves the standing, and what is shown of it, as they were."""
    facts = await a_life_in_the_ledger(world)
    await world.tell("a", *facts)
    await knows_all(world)
    before = await world.details("a")
    await world.tell("a", *facts)
    await world.tell("a", facts[0])
    await world.tell("a", facts[-1], facts[-1], facts[1])
    await knows_all(world)
    assert _without_time(await world.details("a")) == _without_time(before)
    assert await world.activities("a") == []


@pytest.mark.parametrize("order", list(permutations(range(4)))[1::3], ids=str)
async def test_in_whatever_order_facts_are_told_the_end_is_the_same(world: World, order: Sequence[int]) -> None:
    """One signal a fact, in a wrong order: over each gap the ledger helps, what is late is passed over."""
    facts = await a_life_in_the_ledger(world)
    for place in order:
        await world.tell("a", facts[place])
    await knows_all(world)
    await world.pass_time(120 * DAY)
    assert len(await world.each_boundary_is_recorded_once("a")) == 3


async def test_a_fact_from_before_a_recorded_boundary_told_late_takes_nothing_back(world: World) -> None:
    """It was committed while the relay was away, before the ban's end that the lifecycle has recorded since."""
    await world.register("a")
    await world.do("a", BAN)
    end = await world.now() + 7 * DAY
    await world.pass_time(6 * DAY)
    await world.record("a", ChangeName(name="晚报"))
    await world.pass_time(2 * DAY)

    async def recorded() -> bool:
        return await world.activities("a") == ["record_boundary"]

    await until(recorded, "the end of the ban is recorded")
    await world.relay()
    await world.caught_up("a")
    settled = await world.handle("a").query(AccountLifecycle.settled_until)
    assert settled is not None
    assert abs(settled - end) < timedelta(minutes=1)
    assert await world.activities("a") == ["record_boundary"]
    await world.pass_time(120 * DAY)
    assert len(await world.each_boundary_is_recorded_once("a")) == 3
    assert await world.activities("a") == ["record_boundary"] * 3


async def test_a_gap_is_filled_from_the_ledger(world: World) -> None:
    """A lifecycle that misses facts reads the standing once, instead of folding across the gap."""
    facts = await a_life_in_the_ledger(world, names=5)
    await world.tell("a", facts[0])
    await knows_first(world)
    await world.tell("a", facts[-1])
    await knows_all(world)
    assert await world.activities("a") == ["load_standing"]
    assert "standing read from the ledger, version 7" in await world.details("a")


async def knows_first(world: World) -> None:
    async def is_so() -> bool:
        seen = await world.standing("a")
        return seen is not None and seen.version == 1

    await until(is_so, "the first fact was folded")


async def test_an_account_that_brought_its_past_along_is_read_from_the_ledger(world: World) -> None:
    """Its first signal has a number above 1; the ban that came with the past still ends on time."""
    facts = await a_life_in_the_ledger(world)
    await world.tell("a", facts[-1])
    await knows_all(world)
    assert await world.activities("a") == ["load_standing"]
    await world.pass_time(8 * DAY)
    [ended] = await world.each_boundary_is_recorded_once("a")
    assert ended.at == facts[1].recorded_at + 7 * DAY
    assert ended.recorded_by == "lifecycle"


async def test_a_fact_that_the_ledger_does_not_hold_yet_is_waited_for(world: World) -> None:
    """A signal that is ahead of the ledger it finds (a restored backup) is tried again until the ledger has it."""
    await world.register("a")
    ahead = (await world.facts("a"))[0].model_copy(update={"seq": 3})
    await world.tell("a", ahead)

    async def failing() -> bool:
        pending = (await world.described("a")).pending_activities
        return any("holds version 1" in one.last_failure.message for one in pending)

    await until(failing, "the activity says what is wrong")
    await world.record("a", ChangeName(name="second"))
    await world.record("a", ChangeName(name="third"))
    await world.pass_time(timedelta(minutes=2))
    await knows_all(world)


async def test_before_the_first_fact_a_question_is_refused_and_nothing_is_known(world: World) -> None:
    """A lifecycle that was started without facts waits, and says so."""
    await world.tell("a")
    assert await world.standing("a") is None
    with pytest.raises(WorkflowQueryFailedError, match="account a has no standing yet"):
        await world.explain("a", "publish")


async def test_an_empty_signal_changes_nothing(world: World) -> None:
    """Nothing is not a fact."""
    await world.register("a")
    await world.tell("a")
    await knows_all(world)
    assert (await world.standing("a")) is not None


async def test_the_facts_of_a_closed_account_told_again_by_the_relay_start_nothing(world: World) -> None:
    """A relay that died before it tidied up tells the whole life again, even in part: no new lifecycle is opened."""
    await world.register("a")
    await world.do("a", BAN)
    await world.record("a", Close(id="z1"))
    await world.relay()
    await world.handle("a").result()
    run = (await world.described("a")).workflow_execution_info.execution.run_id
    for seq in (1, 2, 3):
        async with world.database.transaction() as connection:
            await connection.exec_driver_sql(
                "INSERT INTO outgoing (kind, stream, seq) VALUES ('account', 'a', $1)", (seq,)
            )
        await world.relay()
    info = (await world.described("a")).workflow_execution_info
    assert info.execution.run_id == run
    assert info.status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED


async def test_a_late_signal_that_starts_a_closed_account_ends_at_once(world: World) -> None:
    """Told past the relay, the new run asks the ledger, sees the closure and completes."""
    await world.register("a")
    await world.do("a", BAN)
    await world.record("a", Close(id="z1"))
    await world.relay()
    await world.handle("a").result()
    await world.tell("a", (await world.facts("a"))[1])
    end = await world.handle("a").result()
    assert end["version"] == 3
    [again] = await world.runs("a")
    assert EventType.EVENT_TYPE_TIMER_STARTED not in [event.event_type for event in again.events]


async def test_a_lifecycle_that_somebody_ended_comes_back_with_the_next_fact(world: World) -> None:
    """Terminated in the UI by mistake: the next fact starts it, and the ledger tells it the rest."""
    await world.register("a")
    await world.do("a", BAN)
    await world.handle("a").terminate("a slip of the hand")
    await world.record("a", ChangeName(name="second"))
    await world.relay()
    await knows_all(world)
    await world.pass_time(8 * DAY)
    assert len(await world.each_boundary_is_recorded_once("a")) == 1


def _without_time(details: str) -> list[str]:
    return [line for line in details.splitlines() if not line.startswith("Version")]
