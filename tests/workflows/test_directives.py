"""The life of an order in skipped time: sent again, escalated, answered late; and with the worker away."""

from datetime import datetime, timedelta
from typing import Any

from temporalio.client import WorkflowHandle

from ledger.streams import records
from ledger.streams.records import Command, Decide, Entered
from models.directives import Directive, DirectiveBody, DirectiveStatus, Order, Terms
from regulation.directives import DIRECTIVE, acknowledge, issue, withdraw
from tests.workflows.world import World, until
from workflows.directive_follow_up import DirectiveFollowUp

DAY = timedelta(days=1)


def handle(world: World) -> WorkflowHandle[Any, Any]:
    return world.client.get_workflow_handle_for(DirectiveFollowUp.run, "directive:d1")


async def do(world: World, decide: Decide[Directive, DirectiveBody]) -> Entered[DirectiveBody, Directive]:
    """Entered, and told to Temporal."""
    now = await world.now()
    entered = await records.execute(world.database, Command(DIRECTIVE, "d1", decide, actor="key_test", now=now))
    assert entered.refusal is None
    await tell(world)
    return entered


async def tell(world: World) -> None:
    await world.relay_records()


async def issued(world: World) -> datetime:
    now = await world.now()
    terms = Terms(order=Order.REMOVE_FOLLOWERS, article=10, due_at=now + 4 * DAY, account="a1")
    await do(world, issue(terms))
    return now


async def told(world: World) -> list[tuple[str, datetime]]:
    entries = await records.entries_of(world.database, DIRECTIVE, "d1")
    return [(entry.body.type, entry.recorded_at) for entry in entries]


async def has(world: World, count: int) -> list[tuple[str, datetime]]:
    """Wait until so many entries are there."""

    async def there() -> bool:
        return len(await told(world)) >= count

    await until(there, f"the directive has {count} entries")
    return await told(world)


async def test_an_order_without_an_answer_is_sent_again_and_escalated_each_at_its_own_time(world: World) -> None:
    begun = await issued(world)
    await world.pass_time(5 * DAY + timedelta(hours=1))
    entries = await has(world, 6)
    times = [(name, round((at - begun) / DAY, 2)) for name, at in entries]
    assert times == [
        ("issued", 0),
        ("sent_again", 1),
        ("sent_again", 2),
        ("sent_again", 3),
        ("escalated", 4),
        ("sent_again", 5),
    ]


async def test_an_answer_ends_the_waiting(world: World) -> None:
    await issued(world)
    await world.pass_time(timedelta(hours=30))
    await has(world, 2)
    await do(world, acknowledge("done", "", None))
    end = await handle(world).result()
    assert (end.status, end.attempts) == (DirectiveStatus.DONE, 2)
    assert [name for name, _ in await told(world)] == ["issued", "sent_again", "acknowledged"]


async def test_what_was_due_while_the_worker_was_away_is_done_when_it_is_back(world: World) -> None:
    """The order was withdrawn meanwhile: nothing is sent any more."""
    await issued(world)
    await until(lambda: _described(world, "issued"), "the workflow shows the order")
    await world.stop_working()
    await do(world, withdraw("appeal upheld"))
    await world.start_working()
    end = await handle(world).result()
    assert end.status == DirectiveStatus.WITHDRAWN
    assert [name for name, _ in await told(world)] == ["issued", "withdrawn"]


async def test_operators_read_what_is_ordered_and_what_happens_next(world: World) -> None:
    await issued(world)
    await until(lambda: _described(world, "remove followers gained through a violation"), "the details are shown")
    details = await world.details_of("directive:d1")
    assert "for account `a1` (article 10)" in details
    history = await handle(world).fetch_history()
    summaries = [event.user_metadata.summary.data.decode() for event in history.events]
    assert any("without an answer" in summary for summary in summaries)


async def _described(world: World, words: str) -> bool:
    return words in await world.details_of("directive:d1")
