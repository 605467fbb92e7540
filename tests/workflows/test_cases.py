"""The life of a case in skipped time: a lease ends, a reminder, escalations, a decision; and what operators read."""

from datetime import datetime, timedelta
from typing import Any

from temporalio.client import WorkflowHandle

from ledger.people import people
from ledger.streams import records
from ledger.streams.records import Command
from models.accounts.commands import Close, Register
from models.cases.cases import CaseKind, CaseStatus, Outcome, Ruling
from models.names import AccountKind
from models.roles import Role
from regulation.cases.cases import DecideCase, claim, decide_case, open_case, opening
from regulation.cases.deferring import deferred
from regulation.cases.reducer import CASE
from regulation.people import add, change
from tests.workflows.world import World, until
from workflows.case_review import CaseReview

HOUR = timedelta(hours=1)
ANN = "key_ann"


def handle(world: World) -> WorkflowHandle[Any, Any]:
    return world.client.get_workflow_handle_for(CaseReview.run, "case:c1")


async def do(world: World, decide: DecideCase, actor: str = ANN) -> None:
    """Entered, and told to Temporal."""
    entered = await records.execute(world.database, Command(CASE, "c1", decide, actor=actor, now=await world.now()))
    assert entered.refusal is None
    await world.relay_records()


async def opened(world: World) -> datetime:
    # The holder has given the account up meanwhile, so nothing follows from the decision.
    await world.record("a1", Register(kind=AccountKind.INDIVIDUAL, holder="h_a1", name="早报"))
    await world.record("a1", Close(id="z"))
    now = await world.now()
    await do(world, open_case(opening(CaseKind.REGISTRATION, now, account="a1")))
    return now


async def told(world: World) -> list[tuple[str, datetime]]:
    entries = await records.entries_of(world.database, CASE, "c1")
    return [(entry.body.type, entry.recorded_at) for entry in entries]


async def has(world: World, count: int) -> list[tuple[str, datetime]]:
    """Wait until so many entries are there."""

    async def there() -> bool:
        return len(await told(world)) >= count

    await until(there, f"the case has {count} entries")
    return await told(world)


async def test_what_nobody_decides_is_brought_to_mind_and_escalated_each_at_its_own_time(world: World) -> None:
    begun = await opened(world)
    await world.pass_time(200 * HOUR)
    times = [(name, round((at - begun) / HOUR, 2)) for name, at in await has(world, 6)]
    assert times == [
        ("opened", 0),
        ("reminded", 18),
        ("escalated", 24),
        ("escalated", 48),
        ("escalated", 96),
        ("escalated", 192),
    ]
    await do(world, decide_case(ANN, Ruling(outcome=Outcome.APPROVED)))
    end = await handle(world).result()
    assert (end.status, end.outcome, end.escalations) == (CaseStatus.DECIDED, "approved", 4)


async def test_a_lease_ends_by_itself_and_a_decision_ends_the_waiting(world: World) -> None:
    await opened(world)
    await do(world, claim(ANN))
    claimed = (await told(world))[-1][1]
    await world.pass_time(2 * HOUR)
    assert (await has(world, 3))[-1] == ("released", claimed + timedelta(minutes=30))
    await do(world, decide_case(ANN, Ruling(outcome=Outcome.REJECTED, reason="not theirs")))
    end = await handle(world).result()
    assert (end.status, end.outcome) == (CaseStatus.DECIDED, "rejected")
    assert [name for name, _ in await told(world)] == ["opened", "claimed", "released", "decided"]


async def test_operators_read_what_is_to_be_decided_by_when_and_who_works_on_it(world: World) -> None:
    await opened(world)
    await do(world, claim(ANN))
    await until(lambda: _described(world, "key_ann works on it until"), "the details are shown")
    details = await world.details_of("case:c1")
    assert "an account with a protected name for account `a1` (article 1, normal)" in details
    history = await handle(world).fetch_history()
    summaries = [event.user_metadata.summary.data.decode() for event in history.events]
    assert any("the claim of key_ann ends at" in summary for summary in summaries)


async def test_operators_read_names_where_persons_act(world: World) -> None:
    """In the details and in the summaries; after a change of the name the next signal has the new one."""
    person = people.fresh_id()
    added = add("安莉", [Role.REVIEWER])
    await people.execute(world.database, person, added, actor="test", now=await world.now())
    await opened(world)
    await do(world, claim(person), person)
    await until(lambda: _described(world, f"安莉 ({person}) works on it until"), "the name is shown")
    renamed = change(name="安丽")
    await people.execute(world.database, person, renamed, actor="test", now=await world.now())
    await do(world, claim(person), person)
    await until(lambda: _described(world, f"安丽 ({person}) works on it until"), "the new name is shown")
    history = await handle(world).fetch_history()
    summaries = [event.user_metadata.summary.data.decode() for event in history.events]
    assert any(f"the claim of 安莉 ({person}) ends at" in summary for summary in summaries)


async def _described(world: World, words: str) -> bool:
    return words in await world.details_of("case:c1")


async def test_a_deferred_decision_takes_effect_at_the_end_of_its_window(world: World) -> None:
    window = timedelta(minutes=5)
    await world.record("a1", Register(kind=AccountKind.INDIVIDUAL, holder="h_a1", name="早报"))
    begun = await world.now()
    await do(world, open_case(opening(CaseKind.EMBLEM, begun, account="a1")))
    await do(world, deferred(decide_case(ANN, Ruling(outcome=Outcome.APPROVED)), window))
    decided_at = (await told(world))[-1][1]
    await world.pass_time(timedelta(minutes=10))
    entries = await has(world, 3)
    assert [name for name, _ in entries] == ["opened", "deferred", "decided"]
    assert timedelta(0) <= entries[-1][1] - decided_at - window < timedelta(minutes=4)
    end = await handle(world).result()
    assert (end.status, end.outcome) == (CaseStatus.DECIDED, "approved")
    state = (await records.state_of(world.database, CASE, "c1")).state
    assert state is not None
    assert state.decision is not None
    assert state.decision.by == ANN
