"""One turn of webhook delivery: in order, from the position reached, at least once, and never past a failure."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import text
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.webhooks import delivering
from activities.webhooks.delivering import DeliveryTurn, DeliveryWanted, PauseWanted, WebhookActivities
from activities.webhooks.sending import Sender
from ledger.events import webhooks
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Command
from models.accounts.commands import ChangeName
from models.events.webhooks import Subscription, SubscriptionChanged
from regulation.webhooks import SUBSCRIPTION, DecideSubscription, change, create, pause, replay
from tests.activities.webhooks.receiver import KEY, Got, Receiver, answering, receiving
from tests.ledger.doing import NOON, ban, days, do, registration
from tests.regulation.test_webhooks import CREATED


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


class Deliveries:
    """Ledger with a subscription, and turns one at a time."""

    def __init__(self, database: Database, sender: Sender) -> None:
        self.database = database
        self.activities = WebhookActivities(database, sender, turn_s=0.5)
        self.version = 0

    async def enter(self, decide: DecideSubscription) -> Subscription:
        entered = await records.execute(self.database, Command(SUBSCRIPTION, "w1", decide, actor="key_test", now=NOON))
        assert entered.state is not None
        self.version = entered.version
        return entered.state

    async def turn(self, **more: Any) -> DeliveryTurn:
        wanted = DeliveryWanted(record="w1", version=self.version, **more)
        return await ActivityEnvironment().run(self.activities.deliver_events, wanted)

    async def place(self) -> int:
        known = (await records.state_of(self.database, SUBSCRIPTION, "w1")).state
        assert known is not None
        return await webhooks.position_of(self.database, known)


@pytest.fixture
async def deliveries(database: Database, receiver: Receiver) -> AsyncIterator[Deliveries]:
    """Yield three accounts with two events each (1 to 6), then the subscription's own."""
    sender = Sender(KEY, clock=partial(datetime.now, UTC), allow_private=True, within_s=0.3)
    for account in "abc":
        await do(database, account, registration(f"holder-of-{account}"))
    for account in "abc":
        await do(database, account, ban())
    deliveries = Deliveries(database, sender)
    await deliveries.enter(create(CREATED.model_copy(update={"url": receiver.url, "after": 0})))
    yield deliveries
    await deliveries.activities.close()
    await sender.close()


def by_account(receiver: Receiver) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for got in receiver.got:
        found.setdefault(got.event["subject"], []).append(got.number)
    return found


def failing(*numbers: int) -> Callable[[Got], bytes]:
    """Return a receiver's answer that accepts every event but these."""
    return lambda got: answering(503 if got.number in numbers else 204)


async def test_everything_is_delivered_once_in_the_order_of_each_account(
    deliveries: Deliveries, receiver: Receiver
) -> None:
    turn = await deliveries.turn()
    assert (turn.ended, turn.delivered) == ("time", 6)
    assert by_account(receiver) == {"a": [1, 4], "b": [2, 5], "c": [3, 6]}
    log = await webhooks.deliveries(deliveries.database, "w1")
    assert sorted(attempt.event for attempt in log) == [1, 2, 3, 4, 5, 6]
    assert {(attempt.status, attempt.error) for attempt in log} == {(204, None)}
    assert (await deliveries.turn()).delivered == 0, "the place was kept"


async def test_a_failure_ends_the_turn_and_nothing_of_that_account_goes_ahead_of_it(
    deliveries: Deliveries, receiver: Receiver
) -> None:
    receiver.answer = failing(2)
    turn = await deliveries.turn()
    assert (turn.ended, turn.event, turn.said) == ("failed", 2, "answered 503")
    assert 5 not in receiver.numbers, "it waits behind 2"
    assert await deliveries.place() == 1
    receiver.answer = failing()
    receiver.got.clear()
    assert (await deliveries.turn(failing=True)).ended == "time"
    assert receiver.numbers[0] == 2, "the one that failed goes alone before the others"
    assert set(receiver.numbers) == {2, 3, 4, 5, 6}
    assert by_account(receiver)["b"] == [2, 5]
    failed = await webhooks.deliveries(deliveries.database, "w1", failed=True)
    assert [(attempt.event, attempt.error) for attempt in failed] == [(2, "answered 503")]


async def test_an_address_that_failed_is_tried_with_one_event_alone(deliveries: Deliveries, receiver: Receiver) -> None:
    receiver.answer = lambda _: None
    turn = await deliveries.turn(failing=True)
    assert (turn.ended, turn.event, turn.said) == ("failed", 1, "no answer within 0.3 s")
    assert receiver.numbers == [1]


async def test_a_turn_that_is_over_keeps_what_was_taken(deliveries: Deliveries, receiver: Receiver) -> None:
    """A page that takes longer than a turn would otherwise start again for ever. Here the worker stops."""
    env = ActivityEnvironment()

    def the_last_answer(_: Got) -> bytes:
        env.worker_shutdown()
        return answering(204)

    receiver.answer = the_last_answer
    wanted = DeliveryWanted(record="w1", version=deliveries.version)
    turn = await env.run(deliveries.activities.deliver_events, wanted)
    assert turn.ended == "time"
    assert set(receiver.numbers) == {1, 2, 3}, "the first of each account was under way"
    assert await deliveries.place() == 3
    receiver.answer = failing()
    await deliveries.turn()
    assert by_account(receiver) == {"a": [1, 4], "b": [2, 5], "c": [3, 6]}


async def test_an_address_that_wants_nothing_more_says_so(deliveries: Deliveries, receiver: Receiver) -> None:
    receiver.answer = lambda _: answering(410)
    assert (await deliveries.turn()).gone


async def test_a_change_ends_the_turn_and_the_next_one_has_the_new_types(
    deliveries: Deliveries, receiver: Receiver
) -> None:
    stale = deliveries.version
    await deliveries.enter(change(SubscriptionChanged(types=("account.ban_*",))))
    wanted = DeliveryWanted(record="w1", version=stale)
    turn = await ActivityEnvironment().run(deliveries.activities.deliver_events, wanted)
    assert (turn.ended, receiver.got) == ("changed", [])
    await deliveries.turn()
    assert sorted(receiver.numbers) == [4, 5, 6]


async def test_a_pause_ends_the_turn_that_is_under_way(deliveries: Deliveries, receiver: Receiver) -> None:
    """A page may still be on its way, then nothing more is sent, although new events arrive."""
    deliveries.activities._turn_s = 30.0
    turn = asyncio.create_task(deliveries.turn())
    while len(receiver.got) < 6:  # noqa: ASYNC110 - the receiver is a server
        await asyncio.sleep(0.01)
    await deliveries.enter(pause("command", ""))
    number = 0
    while not turn.done():
        number += 1
        await do(deliveries.database, "a", ChangeName(name=f"名{number}"), NOON + days(1))
        await asyncio.sleep(0.05)
        assert number < 200, "the turn goes on"
    assert (await turn).ended == "changed"
    sent = len(receiver.got)
    await do(deliveries.database, "a", ChangeName(name="后来"), NOON + days(1))
    await asyncio.sleep(0.1)
    assert len(receiver.got) == sent


@pytest.mark.parametrize("slow", [2, 3])
async def test_of_two_failures_side_by_side_the_first_in_the_stream_counts(
    deliveries: Deliveries, receiver: Receiver, slow: int
) -> None:
    """The first in the feed counts, whichever of the two accounts' events is answered first."""
    receiver.answer = lambda got: (None if got.number == slow else answering(503)) if got.number > 1 else answering(204)
    turn = await deliveries.turn()
    assert (turn.ended, turn.event, turn.delivered) == ("failed", 2, 1)
    assert turn.said == ("no answer within 0.3 s" if slow == 2 else "answered 503")
    assert {2, 3} <= set(receiver.numbers)
    assert await deliveries.place() == 1


async def test_the_place_moves_also_over_what_was_not_wanted(
    deliveries: Deliveries, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A subscription to rare types is not searched again from the start after a restart."""
    await deliveries.enter(change(SubscriptionChanged(types=("account.closed",))))
    await deliveries.turn()
    assert (receiver.got, await deliveries.place()) == ([], 0), "not worth a statement yet"
    monkeypatch.setattr(delivering, "PAGE", 3)
    await deliveries.turn()
    assert receiver.got == []
    assert await deliveries.place() >= 6


async def test_a_replay_begins_at_its_place_with_the_same_ids(deliveries: Deliveries, receiver: Receiver) -> None:
    await deliveries.turn()
    first = sorted(got.event["id"] for got in receiver.got)
    receiver.got.clear()
    await deliveries.enter(replay(3))
    await deliveries.turn()
    assert sorted(got.event["id"] for got in receiver.got) == first[3:]
    assert await deliveries.place() >= 6


async def test_a_late_turn_of_before_a_replay_moves_nothing(deliveries: Deliveries) -> None:
    before = await deliveries.enter(pause("command", ""))
    await deliveries.enter(replay(0))
    await webhooks.move(deliveries.database, (await deliveries.enter(replay(2))), 4, [], NOON)
    await webhooks.move(deliveries.database, before, 99, [], NOON)
    assert await deliveries.place() == 4


async def test_a_pause_is_entered_once(deliveries: Deliveries) -> None:
    wanted = PauseWanted(record="w1", because="failing", reason="answered 500", at=NOON + days(3))
    env = ActivityEnvironment()
    found = [await env.run(deliveries.activities.pause_subscription, wanted) for _ in range(2)]
    assert found[0] == found[1]
    assert found[0].state.paused_at == NOON + days(3)
    assert (await deliveries.turn()).ended == "changed"


async def test_the_log_forgets_after_thirty_days(deliveries: Deliveries) -> None:
    await deliveries.turn()
    async with deliveries.database.transaction() as connection:
        old = "SELECT id FROM webhook_deliveries ORDER BY id LIMIT 3"  # accounts side by side: any three events
        await connection.execute(
            text(f"UPDATE webhook_deliveries SET at = at - interval '31 days' WHERE id IN ({old})")
        )
    log = await webhooks.deliveries(deliveries.database, "w1")
    await webhooks.prune(deliveries.database, "w1", log[0].at + timedelta(minutes=1))
    assert (await webhooks.deliveries(deliveries.database, "w1")).items == log[:3]
    await webhooks.prune(deliveries.database, "w1", log[0].at + timedelta(days=31))
    assert not await webhooks.deliveries(deliveries.database, "w1")


async def test_a_subscription_that_is_not_there_is_an_error(deliveries: Deliveries) -> None:
    with pytest.raises(ApplicationError, match="no webhook w2"):
        await ActivityEnvironment().run(deliveries.activities.deliver_events, DeliveryWanted(record="w2", version=1))
