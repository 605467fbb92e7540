"""Workflow of an earlier version: it calls an activity by the name and with the input of that version."""

from datetime import timedelta
from typing import Any

from temporalio import workflow


@workflow.defn
class Earlier:
    @workflow.run
    async def run(self, name: str, given: dict[str, Any], task_queue: str) -> dict[str, Any]:
        within = timedelta(seconds=20)
        done: dict[str, Any] = await workflow.execute_activity(
            name, given, task_queue=task_queue, start_to_close_timeout=within
        )
        return done
