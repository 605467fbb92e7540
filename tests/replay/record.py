"""Record the stories anew: `python -m tests.replay.record [story …]`.

A history is a promise to running workflows: do not replace one because a test fails. Add a story for new behaviour, and
record that one; the old ones must replay until no workflow can be at that point any more.
"""

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from google.protobuf.json_format import MessageToDict
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import History, HistoryEvent
from temporalio.client import WorkflowHistory

from embedded import EmbeddedPostgres
from ledger.store.database import Database
from ledger.store.migrating import migrate
from tests.replay.stories import STORIES, told_of
from tests.workflows.world import living

HISTORIES = Path(__file__).parent / "histories"


async def told(name: str, database: Database) -> list[WorkflowHistory]:
    """Run the story with the current code; return the histories of its runs."""
    async with living(database) as world:
        await STORIES[name](world)
        return await world.runs_of(told_of(name).workflow_id)


def recorded(name: str) -> list[WorkflowHistory]:
    """Return the histories of the story as recorded."""
    return [
        WorkflowHistory.from_json(told_of(name).workflow_id, path.read_text(encoding="utf-8"))
        for path in sorted(HISTORIES.glob(f"{name}.*.json"))
    ]


def commands(runs: Iterable[WorkflowHistory]) -> list[str]:
    """Return the commands of the workflow in order: one compact line each, without values that depend on the day."""
    return [line for run in runs for event in run.events if (line := _command(event)) is not None]


def _command(event: HistoryEvent) -> str | None:
    kind = EventType.Name(event.event_type).removeprefix("EVENT_TYPE_").lower()
    said = _undated(event.user_metadata.summary.data.decode().strip('"')) if event.HasField("user_metadata") else ""
    match event.event_type:
        case EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            return f"{event.activity_task_scheduled_event_attributes.activity_type.name}: {said}"
        case EventType.EVENT_TYPE_TIMER_STARTED:
            return f"timer: {said}"
        case EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES:
            fields = event.upsert_workflow_search_attributes_event_attributes.search_attributes.indexed_fields
            return f"search attributes: {fields['StandingStatus'].data.decode()}"
        case (
            EventType.EVENT_TYPE_TIMER_CANCELED
            | EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW
            | EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED
            | EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED
        ):
            return kind
        case _:
            return None


def _undated(words: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?", "…", words)


def _as_json(run: WorkflowHistory) -> str:
    """Return the history as indented JSON, so that a change can be read."""
    return json.dumps(MessageToDict(History(events=run.events)), indent=1, ensure_ascii=False) + "\n"


async def record(names: Iterable[str]) -> None:
    """Run the stories in a new world and write their histories."""
    HISTORIES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder)) as postgres:
        for name in names:
            postgres.create_database(name)
            database = Database(postgres.url(name), times_given=True)
            await migrate(database)
            runs = await told(name, database)
            await database.close()
            for old in HISTORIES.glob(f"{name}.*"):
                old.unlink()
            for number, run in enumerate(runs, start=1):
                (HISTORIES / f"{name}.{number}.json").write_text(_as_json(run), encoding="utf-8")
            (HISTORIES / f"{name}.commands.txt").write_text("\n".join(commands(runs)) + "\n", encoding="utf-8")
            print(f"{name}: {len(runs)} runs, {sum(len(run.events) for run in runs)} events")


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1:] or STORIES))
