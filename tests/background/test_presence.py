"""Presence: a worker counts when Temporal has seen it poll, not when its process runs."""

import asyncio
import contextlib
from datetime import timedelta
from uuid import uuid4

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import Worker

from background import presence as telling
from ledger.store import presence
from ledger.store.database import Database
from tests.workflows.world import until

LATELY = timedelta(minutes=1)


@activity.defn
async def _nothing() -> None:
    """Activity that nobody calls: a worker without one does not poll for activities."""


@workflow.defn(sandboxed=False)
class _Idle:
    """Workflow that nobody starts."""

    @workflow.run
    async def run(self) -> None:
        """Do nothing."""


async def test_a_worker_is_present_while_temporal_sees_it_poll(database: Database, client: Client) -> None:
    """A process counts while it polls and reports; one that leaves counts no longer."""
    queue = f"queue-{uuid4()}"

    async def there() -> bool:
        return await presence.polling(database, LATELY) == 1

    told = asyncio.create_task(telling.report_forever(database, client, task_queue=queue, poll_s=0.1))
    try:
        await asyncio.sleep(0.5)
        assert not await there()
        async with Worker(client, task_queue=queue, workflows=[_Idle], activities=[_nothing]):
            await until(there, "a worker that polls is present")
    finally:
        told.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await told
    assert not await there()


async def test_a_silent_worker_is_not_counted(database: Database) -> None:
    """A killed process leaves its row, which counts only as long as it is fresh."""
    await presence.tell(database, "1@host")
    await presence.tell(database, "1@host")
    assert await presence.polling(database, LATELY) == 1
    assert await presence.polling(database, timedelta(0)) == 0
