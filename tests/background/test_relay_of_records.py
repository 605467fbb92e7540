"""Relay of entries: a record's workflow is started with its first entry and receives each later one."""

import pkgutil
from importlib import import_module

import pytest
from prometheus_client import REGISTRY
from temporalio.service import RPCStatusCode

import regulation
from background import stream_workflows, temporal
from background.stream_workflows import LONGEST_SUMMARY
from ledger.streams.outbox import ACCOUNT, Depth
from regulation.records import RecordType
from tests.background.noting import Noting
from tests.background.posting import Post, Refusing
from tests.ledger.notebook import Shut, Written, notebooks  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("notebooks")


async def test_the_first_entry_starts_the_workflow_and_later_ones_reach_it(post: Post) -> None:
    await post.write("n", Written(line="one"), Written(line="two"))
    told = await post.deliver()
    assert (told.entries, told.taken) == (2, {post.notebook("n")})
    await post.write("n", Written(line="three"))
    assert (await post.deliver()).entries == 1
    async with temporal.build_worker(post.client, post.database, post.queue, workflows=[Noting]):
        heard = await post.noting("n").query(Noting.told)
        assert [(t.version, len(t.entries), t.state["lines"]) for t in heard] == [
            (2, 2, ["one", "two"]),
            (3, 1, ["one", "two", "three"]),
        ]
        await post.write("n", Shut())
        await post.deliver()
        assert await post.noting("n").result() == 4
    assert await post.depth() == Depth(0, 0)


async def test_one_that_has_ended_begins_anew_when_its_record_goes_on(post: Post) -> None:
    await post.write("n", Written(line="one"), Shut())
    async with temporal.build_worker(post.client, post.database, post.queue, workflows=[Noting]):
        await post.deliver()
        assert await post.noting("n").result() == 2
        first = (await post.noting("n").describe()).run_id
        # Nothing more can be entered in a shut notebook, but the message may be repeated.
        async with post.database.transaction() as connection:
            await connection.exec_driver_sql(
                f"INSERT INTO outgoing (kind, stream, seq) VALUES ('notebook', '{post.name('n')}', 2)"
            )
        await post.deliver()
        assert (await post.noting("n").describe()).run_id != first
        assert await post.noting("n").result() == 2


async def test_a_summary_is_cut_to_what_temporal_takes(post: Post) -> None:
    await post.write("n", Written(line="one"))
    assert (await post.deliver()).taken == {post.notebook("n")}
    summary = await (await post.noting("n").describe()).static_summary()
    assert summary is not None
    assert summary.startswith(f"notebook {post.name('n')}: one长")
    assert LONGEST_SUMMARY - 3 < len(summary.encode()) <= LONGEST_SUMMARY


def waiting_entries() -> float | None:
    return REGISTRY.get_sample_value("standing_outbox_depth", {"stream": "entries"})


@pytest.mark.parametrize(
    ("status", "answer"), [(RPCStatusCode.UNAVAILABLE, "away"), (RPCStatusCode.INVALID_ARGUMENT, "refused")]
)
async def test_what_temporal_does_not_take_stays_and_holds_up_nobody(
    post: Post, status: RPCStatusCode, answer: str
) -> None:
    await post.write("bad", Written(line="one"))
    await post.write("good", Written(line="one"))
    told = await post.deliver(client=Refusing(post.client, post.notebook("bad"), status=status).client)
    assert (told.taken, told.failed, getattr(told, answer)) == (
        {post.notebook("good")},
        {post.notebook("bad")},
        {post.notebook("bad")},
    )
    assert await post.depth() == Depth(0, 1)
    assert waiting_entries() == 1, "what waits is counted, other than facts"
    assert (await post.deliver()).taken == {post.notebook("bad")}
    assert waiting_entries() == 0


async def test_a_kind_without_a_workflow_waits_for_a_worker_that_knows_it(post: Post) -> None:
    await post.write("n", Written(line="one"))
    told = await post.deliver(workflows={ACCOUNT: stream_workflows.LIFECYCLE})
    assert (told.taken, told.failed, told.full) == (set(), set(), False)
    assert waiting_entries() == 1, "also what this version knows no workflow for"
    assert (await post.deliver()).entries == 1


def test_every_kind_that_is_to_be_told_has_a_workflow() -> None:
    """Entries of a kind without a workflow would stay in the outbox for ever."""
    modules = [import_module(found.name) for found in pkgutil.walk_packages(regulation.__path__, "regulation.")]
    record_types = [value for module in modules for value in vars(module).values() if isinstance(value, RecordType)]
    assert len({record_type.kind for record_type in record_types}) >= 12, "all kinds are found"
    told = {record_type.kind for record_type in record_types if record_type.followed}
    assert {ACCOUNT} | told == set(stream_workflows.WORKFLOWS)
