"""The recording instant: the database's clock, read once the locks are held.

One clock orders everything that is recorded, whichever host records it. It is read as late as the decision allows, so
that what `as_of` says and what was answered part only for the time between that reading and the commit. What waits for
a lock, a queue or a worker before that waits outside of it.

The host's own clock is compared with it in the same moment: where it differs by much, nothing is recorded (see decision
20). This is the one place that refuses, in whatever process; `ledger.store.host_clock` tells people, and stops workers.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

TIMES_GIVEN: Final = "times_given"
"""The option of an engine whose records bear the times that callers name (`Database(..., times_given=True)`)."""

REFUSED_S: Final = "clock_refused_s"
"""The option that says by how many seconds the host's clock may differ for something to be recorded."""
USUAL_REFUSED_S: Final = 10.0

_NOW: Final = text("SELECT clock_timestamp()")  # now() would be the start of the transaction, before its locks


def host_time() -> datetime:
    """What this host's own clock shows. Nobody decides by it; it is only compared with the database's."""
    return datetime.now(UTC)


class ClockDiffersError(Exception):
    """The host's clock differs from the database's by more than is allowed; nothing was recorded."""

    def __init__(self, difference_s: float) -> None:
        super().__init__(f"{in_words(difference_s)}: set it by NTP, and look at the database's host too")
        self.difference_s = difference_s


def in_words(difference_s: float) -> str:
    """The difference as people read it; positive: the host is ahead."""
    where = "ahead of" if difference_s > 0 else "behind"
    return f"this host's clock is {abs(difference_s):,.1f} s {where} the database's"


async def recording_instant(connection: AsyncConnection, given: datetime) -> datetime:
    """The database's time now. Call it after the last lock and before the decision.

    `given`: the caller's own time. It counts only over a database whose times are given: one that a test or a scenario
    moves through time.

    Raises:
        ClockDiffersError: when this host's clock is too far from the database's.
    """
    return (await recording_instants(connection, [given]))[0]


async def recording_instants(connection: AsyncConnection, given: Sequence[datetime]) -> Sequence[datetime]:
    """The same for several that are recorded together."""
    options = connection.sync_engine.get_execution_options()
    if options.get(TIMES_GIVEN):
        return given
    before = host_time()
    now: datetime = (await connection.execute(_NOW)).scalar_one()
    _require_same(before, now, host_time(), timedelta(seconds=options.get(REFUSED_S, USUAL_REFUSED_S)))
    return [now] * len(given)


async def require_same_time(connection: AsyncConnection) -> None:
    """Nothing, unless this host's clock is too far from the database's for anything to be recorded from here: for
    whatever is written down and takes its times from somewhere else.

    Raises:
        ClockDiffersError: when it is.
    """
    await recording_instants(connection, [])


def _require_same(before: datetime, shown: datetime, after: datetime, most: timedelta) -> None:
    """The database's clock was read between the two instants of the host's; how long that took is no difference."""
    if before - shown > most:
        raise ClockDiffersError((before - shown).total_seconds())
    if shown - after > most:
        raise ClockDiffersError((after - shown).total_seconds())
