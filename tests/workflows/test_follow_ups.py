"""Every kind of record that is followed up has a row, and a worker still serves what earlier versions asked for."""

import inspect
from datetime import datetime, timedelta
from typing import Any

import pytest
from temporalio.worker import Worker

from activities.follow_ups import FOLLOW_UPS, follow_ups
from activities.messages import RecordStart
from background.stream_workflows import WORKFLOWS as OF_STREAMS
from background.temporal import WORKFLOWS
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Command
from models.cases.cases import CaseKind
from models.directives import Order, Terms
from models.rumours.rumours import Opening, RumourField
from regulation.cases.cases import open_case, opening
from regulation.cases.reducer import CASE
from regulation.directives import DIRECTIVE, issue
from regulation.followers.reducer import CLEANUP
from regulation.records import AnyRecordType
from regulation.rumours.reducer import RUMOUR
from regulation.rumours.rumours import open_rumour
from tests.workflows import test_followers as followers
from tests.workflows.earlier import Earlier
from tests.workflows.world import TASK_QUEUE, World
from workflows.records import FollowUpWorkflow, RecordWorkflow

DAY = timedelta(days=1)
OF_RECORDS: list[type[Any]] = [one for one in WORKFLOWS if issubclass(one, RecordWorkflow)]


def test_each_workflow_that_follows_up_has_a_row_and_each_row_a_workflow() -> None:
    """A kind without a row would fail its first workflow task for ever."""
    assert {one.record_type.kind for one in OF_RECORDS if issubclass(one, FollowUpWorkflow)} == set(FOLLOW_UPS)
    assert all(kind == row.record_type.kind for kind, row in FOLLOW_UPS.items())


@pytest.mark.parametrize("workflow", OF_RECORDS, ids=lambda one: one.__name__)
def test_a_workflow_follows_the_kind_that_it_is_told_of(workflow: type[Any]) -> None:
    """And says everything that its base leaves open."""
    assert OF_STREAMS[workflow.record_type.kind].workflow is workflow
    assert not inspect.isabstract(workflow)
    start = OF_STREAMS[workflow.record_type.kind].start("d")
    assert isinstance(start, RecordStart)
    assert start.record == "d"


def test_the_names_by_which_running_workflows_call_the_activity_stay(database: Database) -> None:
    """A row may be added; none of these may go."""
    assert len(follow_ups(database)) == len(FOLLOW_UPS)
    names = {row.activity for row in FOLLOW_UPS.values()}
    assert names >= {"follow_up_case", "follow_up_directive", "follow_up_rumour", "follow_up_cleanup"}


async def entered_untold(world: World, record_type: AnyRecordType, decide: Any, now: datetime) -> None:
    """Recorded, but no workflow is told: its own timers would fire while the test's workflow is awaited."""
    await records.execute(world.database, Command(record_type, "d", decide, actor="key_test", now=now))


async def case(world: World, now: datetime) -> str:
    await entered_untold(world, CASE, open_case(opening(CaseKind.APPEAL, now, account=None)), now)
    return "d"


async def directive(world: World, now: datetime) -> str:
    terms = Terms(order=Order.REMOVE_FOLLOWERS, article=10, due_at=now + DAY, account="a")
    await entered_untold(world, DIRECTIVE, issue(terms), now)
    return "d"


async def rumour(world: World, now: datetime) -> str:
    claim = Opening(claim="自来水已被污染", field=RumourField.LIVELIHOOD, terms=("停水",))
    await entered_untold(world, RUMOUR, open_rumour(claim), now)
    return "d"


async def cleanup(world: World, now: datetime) -> str:
    await followers.begun(world)
    await followers.answered(world, "1", 900)
    return followers.ID


STEPS: list[tuple[AnyRecordType, Any, list[str]]] = [
    (CASE, case, ["reminded"]),
    (DIRECTIVE, directive, ["sent_again"]),
    (RUMOUR, rumour, ["escalated"]),
    (CLEANUP, cleanup, ["escalated"]),
]
"""A kind, how one is opened, and what its next step enters."""


@pytest.mark.parametrize(("record_type", "opened", "entered"), STEPS, ids=lambda one: getattr(one, "kind", ""))
async def test_an_activity_that_an_earlier_version_scheduled_is_served(
    world: World, record_type: AnyRecordType, opened: Any, entered: list[str]
) -> None:
    """By its name and input of then; and a second time finds nothing left to enter."""
    record = await opened(world, await world.now())
    before = await records.state_of(world.database, record_type, record)
    at = FOLLOW_UPS[record_type.kind].next_step_at(before.state)
    assert at is not None
    earlier: Any = Earlier.run
    for attempt in (1, 2):
        async with Worker(world.client, task_queue="earlier", workflows=[Earlier]):
            answer = await world.client.execute_workflow(
                earlier,
                args=[f"follow_up_{record_type.kind}", {record_type.kind: record, "at": at.isoformat()}, TASK_QUEUE],
                id=f"earlier-{attempt}",
                task_queue="earlier",
            )
        entries = await records.entries_of(world.database, record_type, record, after=before.version)
        assert [(entry.body.type, entry.recorded_at) for entry in entries] == [(name, at) for name in entered]
        after = await records.state_of(world.database, record_type, record)
        assert after.state is not None
        assert answer["version"] == before.version + len(entered)
        assert answer["state"] == after.state.model_dump(mode="json")
