"""Recorded histories are replayed: the current workflow issues the same commands."""

from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Replayer, WorkflowReplayResult
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from background.temporal import PASSED_THROUGH
from ledger.store.database import Database
from tests.replay.changed import CHANGED
from tests.replay.record import HISTORIES, commands, recorded, told
from tests.replay.stories import BEFORE, STORIES, told_of
from workflows.account_lifecycle import AccountLifecycle


async def replayed(workflow: type[Any], *histories: WorkflowHistory) -> list[WorkflowReplayResult]:
    """Replay in the sandbox and with the converter of production."""
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    replayer = Replayer(
        workflows=[workflow],
        workflow_runner=SandboxedWorkflowRunner(restrictions=restrictions),
        data_converter=pydantic_data_converter,
    )
    return [await replayer.replay_workflow(history, raise_on_replay_failure=False) for history in histories]


def test_every_story_was_recorded_and_every_record_has_its_story() -> None:
    """Nothing is left out by a misspelt name."""
    assert {path.name.split(".")[0] for path in HISTORIES.iterdir()} == set(STORIES)
    assert all(recorded(name) for name in STORIES)


@pytest.mark.parametrize("name", STORIES)
async def test_a_recorded_life_replays(name: str) -> None:
    """Accounts and records at any point of this story can continue with the current code."""
    results = await replayed(told_of(name).workflow, *recorded(name))
    assert [result.replay_failure for result in results] == [None] * len(results)


@pytest.mark.parametrize("name", STORIES)
def test_the_order_of_commands_is_the_one_written_down(name: str) -> None:
    """The list beside the history is for readers; it must equal the history, except for the words of a summary: the
    list has today's, and replay ignores them.
    """
    assert [_unworded(line) for line in commands(recorded(name))] == [_unworded(line) for line in _written(name)]


@pytest.mark.parametrize("name", [name for name in STORIES if name not in BEFORE])
async def test_told_today_a_life_asks_for_the_same_in_the_same_order(name: str, database: Database) -> None:
    """Timers, activities and their inputs must be equal, also where a replay would not notice a difference."""
    assert commands(await told(name, database)) == _written(name)


@pytest.mark.parametrize("changed", CHANGED, ids=lambda changed: changed.__name__)
async def test_a_careless_change_does_not_replay(changed: type[Any]) -> None:
    """A careless change fails, which shows that these tests can fail."""
    results = await replayed(changed, *recorded(CHANGED[changed]))
    assert any("Nondeterminism" in repr(result.replay_failure) for result in results)


async def test_a_history_cut_off_anywhere_replays() -> None:
    """A worker that is replaced at any task of the story can continue."""
    [history] = recorded("ban_changed")
    started = EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED
    ends = [number for number, event in enumerate(history.events, start=1) if event.event_type == started]
    assert len(ends) > 8
    cut = [WorkflowHistory(history.workflow_id, list(history.events[:end])) for end in ends]
    results = await replayed(AccountLifecycle, *cut)
    assert [result.replay_failure for result in results] == [None] * len(cut)


async def test_a_run_that_the_server_tells_to_continue_continues_as_new() -> None:
    """However few events it has. The same history, but with the server's advice at its last task: the recorded run went
    on where today's code hands over.
    """
    [history] = recorded("ban_changed")
    started = EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED
    *_, last = [event for event in history.events if event.event_type == started]
    assert not last.workflow_task_started_event_attributes.suggest_continue_as_new
    last.workflow_task_started_event_attributes.suggest_continue_as_new = True
    [result] = await replayed(AccountLifecycle, history)
    assert "Continue as new workflow machine" in str(result.replay_failure)


def _written(name: str) -> list[str]:
    return (HISTORIES / f"{name}.commands.txt").read_text(encoding="utf-8").splitlines()


def _unworded(line: str) -> str:
    """Return the command without its summary; search attributes are no summary, and stay."""
    return line if line.startswith("search attributes: ") else line.partition(": ")[0]
