"""Graceful shutdown of a process on SIGTERM or Ctrl-C."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, Final

import structlog

BEYOND_GRACE_S: Final = 10.0
"""Seconds after the grace period until work that has not ended is cancelled again: a library may have swallowed the
first cancellation.
"""

log = structlog.get_logger("stopping")


async def until_stopped(work: Coroutine[Any, Any, None], *, again_s: float) -> None:
    """Run until the work ends, or SIGTERM or Ctrl-C cancels it; the cancellation is repeated every `again_s` seconds
    until the work has ended.
    """
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()

    def stop(*, again: bool = False) -> None:
        if task.done():
            return
        if again:
            log.warning("still not stopped: cancelled again", after_s=again_s)
        task.cancel()
        loop.call_later(again_s, lambda: stop(again=True))

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        log.info("stopped")
