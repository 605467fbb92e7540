"""The life of a webhook in skipped time: an address that fails for days, one that is dead, a replay, a rotation.

The receivers are real ones on real sockets; only the waiting is skipped.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle

from activities.webhooks.envelope import secret
from activities.webhooks.sending import Sender
from background import temporal
from ledger.events import feed, webhooks
from ledger.streams import records
from ledger.streams.records import Command
from models.accounts.commands import ChangeName
from models.events.webhooks import Subscription, SubscriptionChanged, SubscriptionStatus
from regulation.webhooks import SUBSCRIPTION, DecideSubscription, change, create, delete, pause, replay, resume, rotate
from tests.activities.webhooks.receiver import KEY, Receiver, answering, receiving
from tests.regulation.test_webhooks import CREATED
from tests.workflows.world import TASK_QUEUE, World, until
from workflows.webhook_delivery import PAUSES, WebhookDelivery

DAY = timedelta(days=1)
ACCOUNT_EVENTS = ("account.*",)
ACCOUNT_TYPES = ("account.registered", "account.name_changed")


class Post:
    """A world with webhooks, and the worker that delivers."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._working = AsyncExitStack()

    async def start(self, *, within_s: float = 0.5) -> None:
        sender = Sender(KEY, clock=partial(datetime.now, UTC), allow_private=True, within_s=within_s)
        self._working.push_async_callback(sender.close)
        await self._working.enter_async_context(
            temporal.delivering(self.world.client, self.world.database, sender, TASK_QUEUE, turn_s=0.3)
        )

    async def stop(self) -> None:
        await self._working.aclose()

    async def do(self, webhook: str, decide: DecideSubscription) -> Subscription:
        """Entered, and told to Temporal."""
        command = Command(SUBSCRIPTION, webhook, decide, actor="key_test", now=await self.world.now())
        entered = await records.execute(self.world.database, command)
        assert entered.refusal is None
        assert entered.state is not None
        await self.world.relay_records()
        return entered.state

    async def subscribe(self, webhook: str, receiver: Receiver) -> Subscription:
        created = CREATED.model_copy(update={"url": receiver.url, "types": ACCOUNT_EVENTS, "after": 0})
        return await self.do(webhook, create(created))

    async def state(self, webhook: str = "w1") -> Subscription:
        found = (await records.state_of(self.world.database, SUBSCRIPTION, webhook)).state
        assert found is not None
        return found

    async def stands(self, status: SubscriptionStatus, webhook: str = "w1") -> Subscription:
        async def so() -> bool:
            return (await self.state(webhook)).status is status

        await until(so, f"webhook {webhook} is {status}")
        return await self.state(webhook)

    async def has(self, receiver: Receiver, *numbers: int) -> None:
        """Wait until these have come, then see that nothing else has."""

        async def there() -> bool:
            return set(numbers) <= set(receiver.numbers)

        await until(there, f"events {numbers} were delivered")
        assert set(receiver.numbers) == set(numbers)

    async def written_up(self, place: int, webhook: str = "w1") -> None:
        """Wait until the ledger knows that everything up to there is delivered."""

        async def there() -> bool:
            return await webhooks.position_of(self.world.database, await self.state(webhook)) >= place

        await until(there, f"webhook {webhook} has reached {place}")

    async def entries(self, webhook: str = "w1") -> list[tuple[str, datetime]]:
        found = await records.entries_of(self.world.database, SUBSCRIPTION, webhook)
        return [(entry.body.type, entry.recorded_at) for entry in found]

    def handle(self, webhook: str = "w1") -> WorkflowHandle[Any, Any]:
        return self.world.client.get_workflow_handle_for(WebhookDelivery.run, f"subscription:{webhook}")


@pytest.fixture
async def post(world: World) -> AsyncIterator[Post]:
    """Two accounts with an event each, 1 and 2, before anybody subscribes."""
    post = Post(world)
    await world.register("a")
    await world.register("b")
    await post.start()
    yield post
    await post.stop()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


async def renamed(post: Post, account: str, name: str) -> None:
    await post.world.do(account, ChangeName(name=name))


async def test_an_address_that_fails_for_three_days_is_paused_with_notice_and_goes_on_where_it_stopped(
    post: Post, receiver: Receiver
) -> None:
    receiver.answer = lambda _: answering(503, b"we are rebuilding")
    await post.subscribe("w1", receiver)
    await post.world.pass_time(2.9 * DAY)
    assert (await post.state()).status is SubscriptionStatus.ACTIVE
    await post.world.pass_time(0.2 * DAY)
    paused = await post.stands(SubscriptionStatus.PAUSED)
    assert (paused.paused_because, paused.reason) == ("failing", "answered 503: we are rebuilding")
    (_, created), (what, at) = await post.entries()
    assert what == "paused"
    assert timedelta(0) <= at - created - 3 * DAY < timedelta(minutes=5)
    told = (await feed.page(post.world.database, types=("subscription.paused",))).events
    assert len(told) == 1, "whoever follows the feed is given notice"

    tried = len(await webhooks.deliveries(post.world.database, "w1", failed=True))
    await renamed(post, "a", "second name")
    receiver.answer = lambda _: answering(204)
    await post.world.pass_time(DAY)
    assert len(await webhooks.deliveries(post.world.database, "w1")) == tried, "nothing is sent while it is paused"
    receiver.got.clear()
    await post.do("w1", resume())
    numbers = [event.id for event in (await feed.page(post.world.database, types=ACCOUNT_TYPES)).events]
    await post.has(receiver, *numbers)
    assert sorted(receiver.numbers) == numbers, "each came once"


async def test_the_pauses_between_tries_grow_and_are_read_in_words(post: Post, receiver: Receiver) -> None:
    receiver.answer = lambda _: answering(500)
    await post.subscribe("w1", receiver)
    await post.world.pass_time(timedelta(hours=2))
    await until(lambda: _described(post.world, "w1", "event 1 fails since"), "the details are shown")
    history = await post.handle().fetch_history()
    timers = [event for event in history.events if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED]
    lengths = [event.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta() for event in timers]
    assert tuple(lengths) == PAUSES[: len(lengths)]
    assert len(lengths) == 8, "seven are over after 6,680 s, the eighth lasts two hours"
    assert all(shorter < longer for shorter, longer in pairwise(lengths))
    assert timers[0].user_metadata.summary.data.decode().strip('"') == "answered 500; try 2 after 5 seconds"


async def test_a_change_of_address_is_not_kept_waiting_for_the_next_try(post: Post, receiver: Receiver) -> None:
    receiver.answer = lambda _: answering(500)
    await post.subscribe("w1", receiver)
    await post.world.pass_time(timedelta(hours=2))
    async with receiving() as other:
        await post.do("w1", change(SubscriptionChanged(url=other.url)))
        await post.has(other, 1, 2)


async def test_an_address_that_is_gone_is_paused_at_once(post: Post, receiver: Receiver) -> None:
    receiver.answer = lambda _: answering(410)
    await post.subscribe("w1", receiver)
    assert (await post.stands(SubscriptionStatus.PAUSED)).paused_because == "gone"


async def test_paused_by_command_replayed_and_rotated_it_is_signed_with_both_secrets(
    post: Post, receiver: Receiver
) -> None:
    before = await post.subscribe("w1", receiver)
    await post.has(receiver, 1, 2)
    await post.written_up(2)
    await post.do("w1", pause("command", "maintenance"))
    after = await post.do("w1", rotate("b" * 64))
    await post.do("w1", replay(1))
    receiver.got.clear()
    await post.do("w1", resume())
    await post.has(receiver, 2)
    [got] = receiver.got
    for salt in (before.salt, after.salt):
        Webhook(secret(KEY, salt)).verify(got.body, dict(got.headers))
    assert before.salt != after.salt
    with pytest.raises(WebhookVerificationError):
        Webhook(secret(KEY, "c" * 64)).verify(got.body, dict(got.headers))


async def test_a_dead_address_delays_no_other_and_no_lifecycle(post: Post, receiver: Receiver) -> None:
    """It takes every event and never answers: its turns are stuck from beginning to end of this test."""
    await post.stop()
    await post.start(within_s=60)
    async with receiving() as dead:
        dead.answer = lambda _: None
        await post.subscribe("dead", dead)
        await until(lambda: _truth(len(dead.got) == 2), "the dead one holds an event of each account")
        await post.subscribe("w1", receiver)
        await post.has(receiver, 1, 2)
        await renamed(post, "a", "second name")  # waits until the lifecycle has caught up
        await until(lambda: _truth(len(receiver.got) == 3), "what comes later is delivered")
        assert await webhooks.position_of(post.world.database, await post.state("dead")) == 0
        assert len(dead.got) == 2
        await post.stop()


async def test_with_the_worker_away_nothing_is_lost_and_a_deleted_webhook_ends(post: Post, receiver: Receiver) -> None:
    await post.subscribe("w1", receiver)
    await post.has(receiver, 1, 2)
    await post.written_up(2)
    await post.stop()
    await post.world.stop_working()
    await post.world.record("a", ChangeName(name="second name"))
    await post.world.start_working()
    await post.start()
    number = (await feed.page(post.world.database, types=("account.name_changed",))).events[0].id
    await post.has(receiver, 1, 2, number)
    await post.do("w1", delete())
    await post.handle().result()
    assert [name for name, _ in await post.entries()] == ["created", "deleted"]


async def _described(world: World, webhook: str, words: str) -> bool:
    return words in await world.details_of(f"subscription:{webhook}")


async def _truth(value: bool) -> bool:
    return value
