"""A bulk action's workflow: slice by slice to the end, over an absence of the worker, and back again."""

from datetime import timedelta
from typing import Any

from temporalio.client import WorkflowHandle

from ledger.sanctions import bulk, bulk_drafts
from ledger.streams import records
from models.accounts.commands import Register
from models.names import AccountKind
from models.sanctions.bulk import Ban, BulkStatus
from models.words.violations import Category
from regulation.sanctions.bulk import BULK, cancel, draft, revert, start, start_draft
from tests.workflows.world import World, until
from workflows.bulk_run import BulkRun

ACCOUNTS = tuple(f"a{number:03}" for number in range(bulk.SLICE + 5))
BAN = Ban(category=Category.FABRICATION, duration=timedelta(days=7))


def handle(world: World) -> WorkflowHandle[Any, Any]:
    return world.client.get_workflow_handle_for(BulkRun.run, "bulk:b1")


async def order(world: World) -> None:
    for account in ACCOUNTS[:3]:
        await world.record(account, Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name="早报"))
    command = bulk.BulkCommand(
        BULK, "b1", start(BAN, "one text", len(ACCOUNTS)), actor="key_op", now=await world.now(), besides=ACCOUNTS
    )
    await records.execute(world.database, command)
    await tell(world)


async def tell(world: World) -> None:
    await world.relay_records()


async def test_it_goes_on_after_the_worker_was_away_and_is_taken_back_by_a_second_run(world: World) -> None:
    await world.stop_working()
    await order(world)
    await world.start_working()
    end = await handle(world).result()
    assert end.status is BulkStatus.FINISHED
    details = await world.details_of("bulk:b1")
    assert f"ban on {len(ACCOUNTS)} accounts" in details
    assert f"3 done, {len(ACCOUNTS) - 3} refused" in details
    history = await handle(world).fetch_history()
    summaries = [event.user_metadata.summary.data.decode() for event in history.events]
    assert any("ban: the first accounts" in summary for summary in summaries)
    asked = bulk.BulkCommand(BULK, "b1", revert("wrong"), actor="key_op", now=await world.now())
    await records.execute(world.database, asked)
    await tell(world)

    async def reverted() -> bool:
        state = (await records.state_of(world.database, BULK, "b1")).state
        return state is not None and state.status is BulkStatus.REVERTED

    await until(reverted, "it is taken back")
    assert (await handle(world).result()).status is BulkStatus.REVERTED
    members = await bulk.members(world.database, "b1", reversal="done")
    assert [member.account for member in members] == list(ACCOUNTS[:3])


async def test_a_cancellation_reaches_the_workflow_and_nothing_more_is_carried_out(world: World) -> None:
    await world.stop_working()
    await order(world)
    asked = bulk.BulkCommand(BULK, "b1", cancel("the list was wrong"), actor="key_op", now=await world.now())
    await records.execute(world.database, asked)
    await tell(world)
    await world.start_working()
    assert (await handle(world).result()).status is BulkStatus.CANCELLED
    details = await world.details_of("bulk:b1")
    assert f"0 done, 0 refused, {len(ACCOUNTS)} cancelled" in details
    assert "cancelled 2" in details
    assert "the list was wrong" in details
    members = await bulk.members(world.database, "b1", outcome="cancelled")
    assert len(members) == len(ACCOUNTS)


async def test_a_draft_waits_for_its_start(world: World) -> None:
    for account in ACCOUNTS[:3]:
        await world.record(account, Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name="早报"))

    async def entered(decide: bulk.BulkCommand) -> None:
        assert (await records.execute(world.database, decide)).refusal is None
        await tell(world)

    now = await world.now()
    await entered(bulk.BulkCommand(BULK, "b1", draft(BAN, "one text", "key_op"), actor="key_op", now=now))
    await bulk_drafts.keep(world.database, "b1", ACCOUNTS)

    async def waits() -> bool:
        return "**draft**" in await world.details_of("bulk:b1")

    await until(waits, "the workflow shows the draft")
    assert not (await bulk.members(world.database, "b1", outcome="done")).items
    begin = start_draft(len(ACCOUNTS), len(ACCOUNTS))
    await entered(bulk.BulkCommand(BULK, "b1", begin, actor="key_op", now=await world.now()))
    assert (await handle(world).result()).status is BulkStatus.FINISHED
    assert len(await bulk.members(world.database, "b1", outcome="done")) == 3
