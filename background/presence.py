"""Presence of a worker: ask Temporal whether this worker polls, and record it in the database.

`standing up` and `/readyz` read the record: a running process is not yet a working worker.
"""

import asyncio
import contextlib
from datetime import timedelta
from typing import Final

import structlog
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.service import RPCError

from background.bounding import CALL_WITHIN
from ledger.store import presence
from ledger.store.database import Database, DatabaseAwayError

FIRST_LOOK_S: Final = 0.2
"""Seconds between checks until the worker polls for the first time; `standing up` may be waiting for it."""
KINDS: Final = (TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW, TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)

log = structlog.get_logger("presence")


async def report_forever(
    database: Database, client: Client, *, task_queue: str, poll_s: float, within: timedelta = CALL_WITHIN
) -> None:
    """Record in the database every `poll_s` seconds that this worker polls, while Temporal confirms it; until
    cancelled.
    """
    polls = False
    try:
        while True:
            polled = polls
            polls = await _polls(client, task_queue, within)
            if polls:
                with contextlib.suppress(DatabaseAwayError):
                    await presence.tell(database, client.identity)
            if polls != polled:
                log.info("Temporal sees this worker poll" if polls else "Temporal does not see this worker poll")
            await asyncio.sleep(poll_s if polls else min(FIRST_LOOK_S, poll_s))
    finally:
        with contextlib.suppress(DatabaseAwayError):
            await presence.leave(database, client.identity)


async def _polls(client: Client, task_queue: str, within: timedelta) -> bool:
    """Return whether Temporal sees this worker poll for workflows and for activities."""
    try:
        for kind in KINDS:
            described = await client.workflow_service.describe_task_queue(
                DescribeTaskQueueRequest(
                    namespace=client.namespace, task_queue=TaskQueue(name=task_queue), task_queue_type=kind
                ),
                timeout=within,
            )
            if client.identity not in {poller.identity for poller in described.pollers}:
                return False
    except (RPCError, TimeoutError, OSError) as error:
        log.debug("Temporal could not be asked", error=str(error))
        return False
    return True
