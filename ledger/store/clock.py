"""The instant of recording: the database's clock, read once the locks are held.

One clock orders everything that is recorded, on whichever host. It is read as late as the decision allows, so that the
answer to `as_of` and the answer given at the time differ only between that reading and the commit. Waits for a lock, a
queue or a worker come before the reading.

The host's own clock is compared with it in the same moment: where the two differ by too much, nothing is recorded (see
decision 20). This is the one place that refuses, in every process; `ledger.store.host_clock` warns people, and stops
workers.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

TIMES_GIVEN: Final = "times_given"
"""Option of an engine whose records carry the times that callers give (`Database(..., times_given=True)`)."""

REFUSED_S: Final = "clock_refused_s"
"""Option for the seconds by which the host's clock may differ for something to be recorded."""
USUAL_REFUSED_S: Final = 10.0

_NOW: Final = text("SELECT clock_timestamp()")  # now() is the start of the transaction, before its locks


def host_time() -> datetime:
    """Return the time of this host's own clock. No decision uses it; it is only compared with the database's."""
    return datetime.now(UTC)


class ClockDiffersError(Exception):
    """Raised when the host's clock differs from the database's by more than is allowed; nothing was recorded."""

    def __init__(self, difference_s: float) -> None:
        super().__init__(f"{in_words(difference_s)}: set it by NTP, and look at the database's host too")
        self.difference_s = difference_s


def in_words(difference_s: float) -> str:
    """Return the difference in words; positive: the host is ahead."""
    where = "ahead of" if difference_s > 0 else "behind"
    return f"this host's clock is {abs(difference_s):,.1f} s {where} the database's"


async def recording_instant(connection: AsyncConnection, given: datetime) -> datetime:
    """Return the database's time now. Call it after the last lock and before the decision.

    Args:
        connection: A connection in a transaction.
        given: The caller's own time. It is returned only for a database with `times_given`, which tests and scenarios
            move
            through time.

    Raises:
        ClockDiffersError: when this host's clock is too far from the database's.
    """
    return (await recording_instants(connection, [given]))[0]


async def recording_instants(connection: AsyncConnection, given: Sequence[datetime]) -> Sequence[datetime]:
    """Return the instants of recording of several commands that are recorded together."""
    options = connection.sync_engine.get_execution_options()
    if options.get(TIMES_GIVEN):
        return given
    before = host_time()
    now: datetime = (await connection.execute(_NOW)).scalar_one()
    _require_same(before, now, host_time(), timedelta(seconds=options.get(REFUSED_S, USUAL_REFUSED_S)))
    return [now] * len(given)


async def require_same_time(connection: AsyncConnection) -> None:
    """Check that this host's clock is near enough to the database's for something to be recorded; for records that take
    their times from elsewhere.

    Raises:
        ClockDiffersError: when it is not.
    """
    await recording_instants(connection, [])


def _require_same(before: datetime, shown: datetime, after: datetime, most: timedelta) -> None:
    """Compare the database's clock with the host's, read before and after it; the time between does not count as a
    difference.
    """
    if before - shown > most:
        raise ClockDiffersError((before - shown).total_seconds())
    if shown - after > most:
        raise ClockDiffersError((after - shown).total_seconds())
