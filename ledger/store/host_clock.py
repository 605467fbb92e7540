"""Comparison of the host's clock with the database's, which decides what is due and when something was recorded
(decision 20).

A process reads the database's clock every few seconds and counts on with a monotonic clock in between, so that it knows
the database's time without asking for it each time. It also knows the difference of its own clock: it logs a difference
above the first limit, and does no work that depends on time above the second.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.clock import USUAL_REFUSED_S, ClockDiffersError, host_time
from ledger.store.database import Database, DatabaseAwayError

POLL_S: Final = 5.0
"""Seconds between two readings."""
UNREAD_POLL_S: Final = 0.5
"""Seconds between two attempts until there is a first reading."""
SAMPLES: Final = 3
"""Samples of a reading; the quickest counts."""
LOOK_S: Final = 0.5
"""Seconds between two checks of the difference: a change of the host's clock is noticed without another reading."""
DRIFT: Final = 2e-4
"""Seconds by which a monotonic clock may drift in one second, as a generous bound."""
SAID_AGAIN_S: Final = 60.0
"""Seconds after which a difference is logged again."""

_NOW: Final = text("SELECT clock_timestamp()")

log = structlog.get_logger("clock")


class Agreement(StrEnum):
    """Agreement of the host's clock with the database's."""

    UNKNOWN = "unknown"
    """The clocks were never compared."""
    SAME = "same"
    DIFFERS = "differs"
    """The difference is more than usual: logged, and work goes on."""
    UNFIT = "unfit"
    """The difference is so large that no work is done that depends on time."""


@dataclass(frozen=True)
class Limits:
    """Limits of the difference between the two clocks, in seconds."""

    said_s: float = 1.0
    """Difference above which it is reported: in the log, as a metric, in the readiness probe."""
    refused_s: float = USUAL_REFUSED_S
    """Difference above which nothing is done that depends on time."""


@dataclass(frozen=True)
class _Reading:
    """Time of the database's clock at a moment of the monotonic clock."""

    shown: datetime
    counted_s: float
    within_s: float
    """Half of the time that the reading took, which bounds its error."""


def _counted_s() -> float:
    """Return a monotonic time in seconds, including the time in which the machine slept where the system counts it."""
    boottime: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)


class HostClock:
    """The host's clock of one process. `wall` is the host's clock; `stopwatch` is monotonic and counts sleep of the
    machine.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        wall: Callable[[], datetime] = host_time,
        stopwatch: Callable[[], float] = _counted_s,
    ) -> None:
        self._limits = limits or Limits()
        self._wall = wall
        self._stopwatch = stopwatch
        self._reading: _Reading | None = None

    def now(self) -> datetime:
        """Return the database's time, without asking for it.

        Raises:
            DatabaseAwayError: when the database's clock was never read.
        """
        return self._at(self._known(), self._stopwatch())

    def difference_s(self) -> float | None:
        """Return the seconds by which the host's clock is ahead of the database's; negative: behind. None: never
        compared.
        """
        if self._reading is None:
            return None
        return (self._wall() - self._at(self._reading, self._stopwatch())).total_seconds()

    def uncertain_s(self) -> float:
        """Return the greatest possible error of `now`, in seconds.

        Raises:
            DatabaseAwayError: when the database's clock was never read.
        """
        return self._uncertain_s(self._known(), self._stopwatch())

    def agreement(self) -> Agreement:
        """Return the agreement of the two clocks at this moment; a slow reading never counts as a difference."""
        difference = self.difference_s()
        if difference is None or self._reading is None:
            return Agreement.UNKNOWN
        certain = abs(difference) - self._uncertain_s(self._reading, self._stopwatch())
        if certain > self._limits.refused_s:
            return Agreement.UNFIT
        return Agreement.DIFFERS if certain > self._limits.said_s else Agreement.SAME

    def require_fit(self) -> None:
        """Check that the clocks are near enough for work that depends on time.

        Raises:
            ClockDiffersError: when they are not.
        """
        if self.agreement() is Agreement.UNFIT:
            raise ClockDiffersError(self.difference_s() or 0.0)

    async def until_fit(self) -> None:
        """Wait until the clocks were compared, and are near enough for work that depends on time."""
        while self.agreement() in {Agreement.UNKNOWN, Agreement.UNFIT}:  # noqa: ASYNC110 - the clock has no event to wait for
            await asyncio.sleep(LOOK_S)

    async def until_unfit(self) -> None:
        """Wait until the clocks are too far apart for work that depends on time."""
        while self.agreement() is not Agreement.UNFIT:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_S)

    async def read(self, database: Database) -> None:
        """Read the database's clock, and compare.

        Raises:
            DatabaseAwayError: when the database cannot be reached; the last reading stays in use.
        """
        async with database.transaction() as connection:
            taken = [await self._take(connection) for _ in range(SAMPLES)]
        best = min(taken, key=lambda reading: reading.within_s)
        known = self._reading
        if known is None or not self._is_better(known, best):
            self._reading = best

    async def watch_forever(
        self, database: Database, *, poll_s: float = POLL_S, observe: Callable[[float], None] = lambda _: None
    ) -> None:
        """Read repeatedly until cancelled; log when the clocks begin to differ and when they agree again.

        `observe` is called with the difference in seconds after each reading.
        """
        before, said_at = Agreement.UNKNOWN, 0.0
        while True:
            try:
                await self.read(database)
            except DatabaseAwayError as error:
                log.debug("the database's clock cannot be read", error=str(error).splitlines()[0])
            difference, agreement = self.difference_s(), self.agreement()
            if difference is not None:
                observe(difference)
                again = agreement is not Agreement.SAME and self._stopwatch() - said_at > SAID_AGAIN_S
                if agreement is not before or again:
                    _say(agreement, difference)
                    before, said_at = agreement, self._stopwatch()
            await asyncio.sleep(poll_s if difference is not None else min(poll_s, UNREAD_POLL_S))

    def _known(self) -> _Reading:
        if self._reading is None:
            raise DatabaseAwayError("the database's clock was not read yet")
        return self._reading

    async def _take(self, connection: AsyncConnection) -> _Reading:
        begun = self._stopwatch()
        shown: datetime = (await connection.execute(_NOW)).scalar_one()
        took = self._stopwatch() - begun
        return _Reading(shown, begun + took / 2, took / 2)

    def _is_better(self, known: _Reading, new: _Reading) -> bool:
        """Return whether the known reading is still the more exact of the two, and consistent with the new one."""
        uncertain = self._uncertain_s(known, new.counted_s)
        apart = abs((new.shown - self._at(known, new.counted_s)).total_seconds())
        return uncertain < new.within_s and apart <= uncertain + new.within_s

    def _at(self, reading: _Reading, counted_s: float) -> datetime:
        return reading.shown + timedelta(seconds=counted_s - reading.counted_s)

    def _uncertain_s(self, reading: _Reading, counted_s: float) -> float:
        return reading.within_s + DRIFT * max(0.0, counted_s - reading.counted_s)


async def time_of(database: Database) -> datetime:
    """Return the database's time, asked for now.

    Raises:
        DatabaseAwayError: when the database cannot be reached.
    """
    async with database.transaction() as connection:
        now: datetime = (await connection.execute(_NOW)).scalar_one()
    return now


def _say(agreement: Agreement, difference_s: float) -> None:
    match agreement:
        case Agreement.UNFIT:
            log.error(
                "the host's clock is wrong: no work that depends on time is done here until it is set",
                difference_s=round(difference_s, 3),
            )
        case Agreement.DIFFERS:
            log.warning("the host's clock differs from the database's", difference_s=round(difference_s, 3))
        case _:
            log.info("the host's clock agrees with the database's", difference_s=round(difference_s, 3))
