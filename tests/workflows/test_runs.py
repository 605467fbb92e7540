"""A run's workflow: it waits for its rows, goes on over an absence of the worker, and ends when it is cancelled."""

from datetime import timedelta
from typing import Any

from temporalio.client import WorkflowHandle

from ledger.runs import rows
from ledger.runs.rows import Received
from ledger.streams import records
from models.accounts.commands import Register
from models.names import AccountKind
from models.runs import RunKind, RunStatus
from regulation import runs as rules
from regulation.runs import RUN
from tests.workflows.world import World
from workflows.command_run import CommandRun

ROWS = 130
"""More than one slice."""


def handle(world: World) -> WorkflowHandle[Any, Any]:
    return world.client.get_workflow_handle_for(CommandRun.run, "run:r1")


def row(number: int, **more: Any) -> Received:
    account = f"a{number:03}"
    registration = Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name=f"山野厨房{number}", **more)
    content = {"command": registration.model_dump(mode="json")}
    return Received(f"row-{number}", number, b"", account, content)


async def received(world: World, *numbers: int) -> None:
    await world.enter(RUN, "r1", rules.create(RunKind.REGISTER, "first batch", "key_op"))
    await rows.keep(world.database, "r1", [row(number) for number in numbers])


async def test_it_carries_out_all_rows_over_an_absence_of_the_worker(world: World) -> None:
    await received(world, *range(ROWS))
    await world.stop_working()
    command = records.Command(RUN, "r1", rules.start(ROWS, ROWS), actor="key_op", now=await world.now())
    await records.execute(world.database, command)
    await world.relay_records()
    await world.start_working()
    assert (await handle(world).result()).status is RunStatus.FINISHED
    details = await world.details_of("run:r1")
    assert f"register, {ROWS} rows" in details
    assert f"{ROWS} done, 0 held, 0 refused" in details
    history = await handle(world).fetch_history()
    summaries = [event.user_metadata.summary.data.decode() for event in history.events]
    assert any("register: the first rows" in summary for summary in summaries)
    assert (await rows.progress_of(world.database, "r1")).done == ROWS


async def test_one_that_is_cancelled_ends_without_its_rows(world: World) -> None:
    await received(world, 1, 2)
    await world.pass_time(timedelta(days=1))
    await world.enter(RUN, "r1", rules.cancel("the wrong file"))
    assert (await handle(world).result()).status is RunStatus.CANCELLED
    assert "the wrong file" in await world.details_of("run:r1")
    assert (await rows.progress_of(world.database, "r1")).cancelled == 2
