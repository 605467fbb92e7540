"""Presence: a worker is there when Temporal has seen it poll, not when its process runs."""

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
    """An activity that nobody calls: a worker without one does not poll for activities."""


@workflow.defn(sandboxed=False)
class _Idle:
    """A workflow that nobody starts."""

    @workflow.run
    async def run(self) -> None:
        """Do nothing."""


async def test_a_worker_is_present_while_temporal_sees_it_poll(database: Database, client: Client) -> None:
    """A process that only tells is not there; one that polls is; one that leaves is no more."""
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
    """One that was killed leaves its row, which counts only as long as it is fresh."""
    await presence.tell(database, "1@host")
    await presence.tell(database, "1@host")
    assert await presence.polling(database, LATELY) == 1
    assert await presence.polling(database, timedelta(0)) == 0
