"""Relay of facts: they reach the lifecycles in order and are never lost, whatever fails in between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from prometheus_client import REGISTRY
from temporalio.api.enums.v1 import EventType
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.client import Client

from background import temporal
from background.bounding import BoundedCalls
from background.stream_workflows import PER_SIGNAL
from embedded import EmbeddedTemporal
from ledger.accounts import reading
from ledger.accounts.commands import Request, execute
from ledger.events import feed
from ledger.people import people
from ledger.store.database import Database, DatabaseAwayError
from ledger.streams import outbox
from ledger.streams.outbox import Depth
from models.accounts.commands import ChangeName, ImposeBan, Register
from models.names import AccountKind
from models.roles import Role
from models.words.violations import Category
from regulation import people as people_rules
from tests.background.posting import Post, Refusing
from tests.workflows.world import until


@pytest.fixture
async def worker(post: Post) -> AsyncIterator[None]:
    async with temporal.build_worker(post.client, post.database, post.queue):
        yield


async def test_facts_are_told_in_their_order_batch_by_batch(post: Post) -> None:
    """Accounts are mixed, and batches are smaller than the backlog: each account receives 1, 2, 3 … once."""
    for number in range(6):
        for account in ("a", "b", "c"):
            await (post.register(account) if number == 0 else post.record(account, ChangeName(name=f"n{number}")))
    delivered = [(await post.deliver(batch=4)).facts for _ in range(6)]
    assert delivered == [4, 4, 4, 4, 2, 0]
    for account in ("a", "b", "c"):
        assert await post.told(account) == [1, 2, 3, 4, 5, 6]
    assert await post.depth() == Depth(0, 0)


async def test_many_facts_of_one_account_are_told_in_several_signals(post: Post) -> None:
    """Each signal is small enough for Temporal."""
    await post.register("a", renamed=PER_SIGNAL + 3)
    await post.deliver(batch=500)
    assert await post.told("a") == list(range(1, PER_SIGNAL + 5))


async def test_the_list_of_workflows_shows_the_accounts_name(post: Post) -> None:
    """The summary shows the name where the first fact is known, else the identifier. The longest possible name fits."""
    await post.register("a")
    longest = "😀" * 100
    await post.record("b", Register(kind=AccountKind.ENTERPRISE, holder="h_b", name=longest))
    await post.deliver()
    summary = await (await post.handle("a").describe()).static_summary()
    assert summary == f"早报 (individual, account {post.name('a')})"
    longest_shown = await (await post.handle("b").describe()).static_summary()
    assert longest_shown is not None
    assert longest_shown.startswith("😀😀😀")
    assert len(longest_shown.encode()) <= 400
    await post.handle("a").terminate()
    await post.record("a", ChangeName(name="second"))
    await post.deliver()
    assert await (await post.handle("a").describe()).static_summary() == f"account {post.name('a')}"


async def test_cancelled_between_delivery_and_commit_it_tells_again_and_the_lifecycle_passes_over(
    post: Post, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Temporal has the facts and the outbox still has them: nothing is lost, nothing counts twice."""
    await post.register("a", renamed=3)
    reached = asyncio.Event()

    async def never(*_: object) -> None:
        reached.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patched:
        patched.setattr(outbox.Batch, "delivered", never)
        dying = asyncio.ensure_future(post.deliver())
        await reached.wait()
        dying.cancel()
        with pytest.raises(asyncio.CancelledError):
            await dying
    assert await post.depth() == Depth(4, 0)
    assert (await post.deliver()).facts == 4
    assert await post.told("a") == [1, 2, 3, 4, 1, 2, 3, 4]
    await post.all_agree("a")


async def test_a_connection_cut_between_delivery_and_commit_is_told_as_the_database_being_away(
    post: Post, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are unlocked with the connection, and are delivered in the next round."""
    await post.register("a", renamed=3)
    delivered = outbox.Batch.delivered

    async def cut(batch: outbox.Batch, streams: set[str]) -> None:
        async with post.database.transaction() as other:
            await other.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await delivered(batch, streams)

    with monkeypatch.context() as patched:
        patched.setattr(outbox.Batch, "delivered", cut)
        with pytest.raises(DatabaseAwayError):
            await post.deliver()
    assert (await post.deliver()).facts == 4
    await post.all_agree("a")


async def test_while_temporal_is_down_facts_wait_and_then_go(
    post: Post, worker: None, server: EmbeddedTemporal
) -> None:
    """A running relay continues without intervention."""
    bounded = Client(**(post.client.config() | {"interceptors": [BoundedCalls(timedelta(seconds=1))]}))
    await post.register("a")
    await post.deliver()
    async with AsyncExitStack() as relays:
        await asyncio.to_thread(server.kill)
        try:
            await post.record("a", ChangeName(name="second"))
            await post.register("b", renamed=2)
            told = await post.deliver(client=bounded)
            assert (told.taken, told.away) == (set(), {post.account("a"), post.account("b")})
            assert await post.depth() == Depth(4, 0)
            assert REGISTRY.get_sample_value("standing_outbox_depth", {"stream": "facts"}) == 4
            await relays.enter_async_context(post.relaying(client=bounded, poll_s=0.05, batch=100))
        finally:
            await asyncio.to_thread(server.start)
        await post.empty()
    await post.all_agree("a", "b")


async def test_an_account_that_temporal_refuses_does_not_stop_the_others(post: Post, worker: None) -> None:
    """The refused account's facts stay; those of all others are delivered, later ones too, without growing pauses."""
    await post.register("a", "bad", "c", renamed=2)
    refusing = Refusing(post.client, post.account("bad"))
    told = await post.deliver(client=refusing.client)
    assert (told.facts, told.refused, told.away) == (6, {post.account("bad")}, set())
    assert await post.depth() == Depth(3, 0)
    await post.all_agree("a", "c")
    await post.register("d")
    told = await post.deliver(client=refusing.client)
    assert (told.facts, told.refused) == (1, {post.account("bad")})
    await post.all_agree("d")
    assert (await post.deliver()).facts == 3
    await post.all_agree("bad")


async def test_more_refused_facts_than_a_batch_holds_do_not_stop_the_others(post: Post, worker: None) -> None:
    """Refused rows are skipped for a while, so that those behind them are delivered."""
    await post.register("bad", renamed=9)
    await post.register("a")
    refusing = Refusing(post.client, post.account("bad"))
    async with post.relaying(client=refusing.client, poll_s=0.05, batch=5):
        await post.waits(Depth(10, 0))
        refusing.refused = ()
        await post.empty()
    await post.all_agree("a", "bad")


async def test_two_relays_at_once_lose_nothing(post: Post, worker: None) -> None:
    """Two relays take different rows; when both have facts of one account, the lifecycle closes the gap itself."""
    accounts = [f"a{number}" for number in range(15)]
    await post.register(*accounts, renamed=6)
    second = Database(post.database.url, times_given=True)
    async with post.relaying(batch=4), post.relaying(database=second, batch=4):
        await post.empty()
    await second.close()
    await post.all_agree(*accounts)
    for account in accounts:
        assert sorted(await post.told(account)) == list(range(1, 8))


async def test_a_database_that_goes_away_is_waited_for(
    post: Post, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The relay continues by itself when the server is available again."""
    await post.register("a")
    failures = 0
    waiting = outbox.waiting

    def away_at_first(*words: Any, **more: Any) -> Any:
        nonlocal failures
        failures += 1
        if failures < 3:
            raise DatabaseAwayError("connection refused")
        return waiting(*words, **more)

    monkeypatch.setattr(outbox, "waiting", away_at_first)
    async with post.relaying(batch=4):
        await post.empty()
    await post.all_agree("a")


async def test_a_flood_through_continued_runs_on_a_real_server_loses_nothing(post: Post, worker: None) -> None:
    """Facts are delivered one by one while runs end and begin: no gap has to be filled from the ledger."""
    await post.register("a", renamed=90)
    while (await post.deliver(batch=1)).facts:
        pass
    await post.all_agree("a")
    history = await post.handle("a").fetch_history()
    started = history.events[0].workflow_execution_started_event_attributes
    assert started.continued_execution_run_id
    assert len(history.events) < 300
    kinds = [event.event_type for event in history.events]
    assert EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED not in kinds


async def test_a_ban_of_a_second_ends_by_the_lifecycle(post: Post, worker: None) -> None:
    """On a real server with its real clock, the timer records the end at the boundary's own time."""
    await post.register("a")
    await post.record("a", ImposeBan(id="b1", category=Category.FABRICATION, duration=timedelta(seconds=1)))
    await post.deliver()

    async def both_ends() -> list[datetime]:
        events = (await feed.page(post.database)).events
        return [event.transition.at for event in events if event.transition is not None]

    async def recorded() -> bool:
        return len(await both_ends()) == 2

    await until(recorded, "the ends of ban and suspension are recorded")
    imposed = (await reading.facts_of(post.database, post.name("a")))[1].fact.recorded_at
    assert await both_ends() == [imposed + timedelta(seconds=1), imposed + timedelta(seconds=2)]


async def test_operators_read_who_recorded_a_fact(post: Post, worker: None) -> None:
    """The name of a person comes with the facts, beside the identifier that the facts have."""
    person = people.fresh_id()
    await people.execute(
        post.database, person, people_rules.add("安莉", (Role.REVIEWER,), None), actor="test", now=datetime.now(UTC)
    )
    await post.register("a")
    ban = ImposeBan(id="b1", category=Category.FABRICATION, duration=timedelta(days=7))
    await execute(post.database, Request(account=post.name("a"), command=ban, actor=person, now=datetime.now(UTC)))
    await post.deliver()

    async def named() -> bool:
        metadata = await post.handle("a").query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
        return ", by 安莉" in metadata.current_details

    await until(named, "the details name the person")
