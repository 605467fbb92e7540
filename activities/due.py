"""What a workflow takes for due is due once the database's clock says so, whatever Temporal's server believes."""

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
"""So little is waited out: the clocks of two servers always differ by a few milliseconds."""
TRIED_AGAIN: Final = timedelta(seconds=30)
"""After which it is looked again at the latest: a clock may be set meanwhile."""

R = TypeVar("R")


class NotYetError(ApplicationError):
    """A step that a workflow takes for due lies ahead by the database's clock."""

    def __init__(self, step: datetime, now: datetime) -> None:
        self.ahead = step - now
        super().__init__(
            f"not yet: {step.isoformat()} lies {self.ahead} ahead by the database's clock; is the clock of Temporal's "
            "server right?",
            type="NotYet",
            next_retry_delay=min(self.ahead, TRIED_AGAIN),
        )


async def instant(database: Database, at: datetime) -> datetime:
    """The database's time, to work with. `at`: what a workflow takes for now; a little ahead of it is waited out.

    Raises:
        DatabaseAwayError: when the database cannot be reached.
    """
    now = await _now(database, at)
    if timedelta(0) < at - now <= AWAITED:
        await asyncio.sleep((at - now).total_seconds())
        now = await _now(database, at)
    return now


async def in_time(work: Callable[[], Awaitable[R]]) -> R:
    """Do the work; where it says that a step lies a little ahead, wait for the step and do it again.

    Raises:
        NotYetError: the step lies further ahead.
    """
    while True:
        try:
            return await work()
        except NotYetError as error:
            if error.ahead > AWAITED:
                raise
            await asyncio.sleep(error.ahead.total_seconds())


def unless_ahead(decide: Decide[S, B], step_of: Callable[[S], datetime | None], at: datetime) -> Decide[S, B]:
    """The same decision at the instant of recording; where nothing is due then, and the workflow takes the next step
    for due at `at`, the transaction ends with `NotYetError`.
    """

    def decided(state: S | None, now: datetime) -> Decided[B]:
        found = decide(state, now)
        if state is not None and isinstance(found, Step) and not found.bodies:
            require_reached(step_of(state), at, now)
        return found

    return decided


def require_reached(step: datetime | None, at: datetime, now: datetime) -> None:
    """Nothing, unless the workflow takes the next step for due, and by the database's clock it is not.

    Raises:
        NotYetError: then; Temporal tries the activity again in time.
    """
    if step is not None and now < step <= at:
        raise NotYetError(step, now)


async def _now(database: Database, at: datetime) -> datetime:
    async with database.transaction() as connection:
        return await recording_instant(connection, at)
