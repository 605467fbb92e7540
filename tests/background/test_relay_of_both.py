"""One relay for facts and entries of one outbox: neither delays the other, whatever fails."""

import asyncio

import pytest

from background import temporal
from background.pacing import Pace
from ledger.streams import outbox
from ledger.streams.outbox import ACCOUNT, Depth
from models.accounts.commands import ChangeName
from tests.background.noting import Noting
from tests.background.posting import NOTEBOOK, Intercepting, Post, Refusing
from tests.ledger.notebook import Written, notebooks  # noqa: F401 - a fixture
from workflows.account_lifecycle import AccountLifecycle

pytestmark = pytest.mark.usefixtures("notebooks")

KINDS = (ACCOUNT, NOTEBOOK)


@pytest.mark.parametrize("flood", KINDS)
async def test_a_flood_of_one_kind_does_not_delay_the_other(post: Post, flood: str) -> None:
    """The latest row of the other kind is in the first batch, although a dozen older rows wait."""
    if flood == ACCOUNT:
        await post.register("a", renamed=11)
        await post.write("n", Written(line="one"))
        told = await post.deliver(batch=4)
        assert (told.facts, told.entries) == (2, 1)
    else:
        await post.write("n", *(Written(line=f"line {number}") for number in range(12)))
        await post.register("a")
        told = await post.deliver(batch=4)
        assert (told.facts, told.entries) == (1, 2)
    assert told.full, "more waits"
    told = await post.deliver(batch=4)
    assert told.facts + told.entries == 4, "what waits alone has the whole batch"
    async with post.relaying(batch=4):
        await post.empty()


async def test_the_kinds_take_turns_with_temporal(post: Post) -> None:
    """With one call at a time, a round that ends early has ended for all kinds alike."""
    await post.register(*(f"a{number}" for number in range(6)))
    for number in range(6):
        await post.write(f"n{number}", Written(line="one"))
    begun: list[str] = []

    async def note(stream: str) -> None:
        begun.append(stream.split(":", maxsplit=1)[0])

    told = await post.deliver(client=Intercepting(post.client, note).client, pace=Pace(1))
    assert begun == [ACCOUNT, NOTEBOOK] * 6
    assert (told.facts, told.entries, told.full) == (6, 6, False)


@pytest.mark.parametrize("refused", KINDS)
async def test_what_is_refused_rests_alone_while_others_of_both_kinds_are_told(post: Post, refused: str) -> None:
    """The refused stream has more rows than a batch, and existing and later rows of other streams are delivered."""
    await post.register("bad", renamed=9)
    await post.write("bad", *(Written(line=f"line {number}") for number in range(10)))
    await post.register("a")
    await post.write("n", Written(line="one"))
    bad = post.account("bad") if refused == ACCOUNT else post.notebook("bad")
    left = Depth(10, 0) if refused == ACCOUNT else Depth(0, 10)
    refusing = Refusing(post.client, bad)
    async with post.relaying(client=refusing.client, batch=4):
        await post.waits(left)
        await post.record("a", ChangeName(name="second"))
        await post.write("n", Written(line="two"))
        await post.waits(left)
        refusing.refused = ()
        await post.empty()
    assert await post.told("a") == [1, 2]
    assert await post.told("bad") == list(range(1, 11))


async def test_killed_between_temporals_answer_and_the_commit_both_are_told_twice_and_pass_over_it(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows are unlocked with the connection: nothing is lost, nothing counts twice."""
    await post.register("a", renamed=1)
    await post.write("n", Written(line="one"))
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
    assert await post.depth() == Depth(2, 1)
    told = await post.deliver()
    assert (told.facts, told.entries) == (2, 1)
    assert await post.told("a") == [1, 2, 1, 2]
    async with temporal.build_worker(post.client, post.database, post.queue, workflows=[AccountLifecycle, Noting]):
        await post.all_agree("a")
        assert [changed.version for changed in await post.noting("n").query(Noting.told)] == [1, 1]


async def test_rows_of_one_stream_leave_in_their_order_though_another_relay_holds_some(post: Post) -> None:
    """A relay skips rows that another has locked; each has its rows oldest first."""
    await post.register("a", renamed=5)
    async with outbox.waiting(post.database, KINDS, 2) as first, outbox.waiting(post.database, KINDS, 2) as second:
        [mine], [others] = first.messages, second.messages
        assert isinstance(mine.news, tuple)
        assert isinstance(others.news, tuple)
        assert [[fact.seq for fact in news] for news in (mine.news, others.news)] == [[1, 2], [3, 4]]
        await second.delivered({others.name})
    assert await post.depth() == Depth(4, 0)
    assert (await post.deliver()).facts == 4
    assert await post.told("a") == [1, 2, 5, 6]
