"""Stopping in order: what a process does when SIGTERM or Ctrl-C ask it to end."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, Final

import structlog

BEYOND_GRACE_S: Final = 10.0
"""Past its grace, work that has not ended is told again: a library may have taken the cancellation for its own."""

log = structlog.get_logger("stopping")


async def until_stopped(work: Coroutine[Any, Any, None], *, again_s: float) -> None:
    """Work until it ends by itself, or until SIGTERM or Ctrl-C ask it to end in order; told again until it has."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()

    def stop(*, again: bool = False) -> None:
        if task.done():
            return
        if again:
            log.warning("still not stopped: told again", after_s=again_s)
        task.cancel()
        loop.call_later(again_s, lambda: stop(again=True))

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        log.info("stopped")
