"""The recording instant: the database's clock, read once the locks are held.

One clock orders everything that is recorded, whichever host records it. It is read as late as the decision allows, so
that what `as_of` says and what was answered part only for the time between that reading and the commit. What waits for
a lock, a queue or a worker before that waits outside of it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

TIMES_GIVEN: Final = "times_given"
"""The option of an engine whose records bear the times that callers name (`Database(..., times_given=True)`)."""

_NOW: Final = text("SELECT clock_timestamp()")  # now() would be the start of the transaction, before its locks


async def recording_instant(connection: AsyncConnection, given: datetime) -> datetime:
    """The database's time now. Call it after the last lock and before the decision.

    `given`: the caller's own time. It counts only over a database whose times are given: one that a test or a scenario
    moves through time.
    """
    return (await recording_instants(connection, [given]))[0]


async def recording_instants(connection: AsyncConnection, given: Sequence[datetime]) -> Sequence[datetime]:
    """The same for several that are recorded together."""
    if connection.sync_engine.get_execution_options().get(TIMES_GIVEN):
        return given
    now: datetime = (await connection.execute(_NOW)).scalar_one()
    return [now] * len(given)
