"""Stopping: a process that is asked to stop ends, also when its work ignored the first cancellation."""

import asyncio
import os
import signal

from background.stopping import until_stopped


async def test_work_that_takes_the_order_for_its_own_is_told_again() -> None:
    heard: list[str] = []

    async def deaf_at_first() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            heard.append("taken for one of its own")
        await asyncio.Event().wait()

    await until_stopped(deaf_at_first(), again_s=0.01)

    assert heard == ["taken for one of its own"]


async def test_work_that_ends_by_itself_is_left_alone() -> None:
    done: list[str] = []

    async def short() -> None:
        done.append("done")

    await until_stopped(short(), again_s=0.01)

    assert done == ["done"]
