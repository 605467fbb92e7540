"""Check of due steps against the database's clock: a step counts as due only once that clock has reached it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from temporalio.exceptions import ApplicationError

from ledger.store.clock import recording_instant
from ledger.store.database import Database
from ledger.streams.records import Decide
from models.records import B, S
from regulation.records import Decided, Step

AWAITED: Final = timedelta(seconds=2)
"""Longest time for which an activity waits by itself: the clocks of two servers differ by some milliseconds."""
TRIED_AGAIN: Final = timedelta(seconds=30)
"""Longest delay before the next check: a clock may be corrected meanwhile."""

R = TypeVar("R")


class NotYetError(ApplicationError):
    """Raised when a step that the workflow takes for due is still ahead by the database's clock."""

    def __init__(self, step: datetime, now: datetime) -> None:
        self.ahead = step - now
        super().__init__(
            f"not yet: {step.isoformat()} lies {self.ahead} ahead by the database's clock; is the clock of Temporal's "
            "server right?",
            type="NotYet",
            next_retry_delay=min(self.ahead, TRIED_AGAIN),
        )


async def instant(database: Database, at: datetime) -> datetime:
    """Return the database's time. `at` is the workflow's time; if it is slightly ahead, wait until it is reached.

    Raises:
        DatabaseAwayError: when the database cannot be reached.
    """
    now = await _now(database, at)
    if timedelta(0) < at - now <= AWAITED:
        await asyncio.sleep((at - now).total_seconds())
        now = await _now(database, at)
    return now


async def in_time(work: Callable[[], Awaitable[R]]) -> R:
    """Do the work. If it reports that a step is slightly ahead, wait until the step is due and do the work again.

    Raises:
        NotYetError: the step is further ahead.
    """
    while True:
        try:
            return await work()
        except NotYetError as error:
            if error.ahead > AWAITED:
                raise
            await asyncio.sleep(error.ahead.total_seconds())


def unless_ahead(decide: Decide[S, B], step_of: Callable[[S], datetime | None], at: datetime) -> Decide[S, B]:
    """Wrap a decision so that it is made at the instant of recording.

    If nothing is due then, while the workflow takes the next step for due at `at`, the transaction ends with
    `NotYetError`.
    """

    def decided(state: S | None, now: datetime) -> Decided[B]:
        found = decide(state, now)
        if state is not None and isinstance(found, Step) and not found.bodies:
            require_reached(step_of(state), at, now)
        return found

    return decided


def require_reached(step: datetime | None, at: datetime, now: datetime) -> None:
    """Check that the step is due by the database's clock, if the workflow takes it for due.

    Raises:
        NotYetError: the step is still ahead; Temporal retries the activity in time.
    """
    if step is not None and now < step <= at:
        raise NotYetError(step, now)


async def _now(database: Database, at: datetime) -> datetime:
    async with database.transaction() as connection:
        return await recording_instant(connection, at)
