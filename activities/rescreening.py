"""Activities of a rescreen: screen a slice of the accounts, and record the progress (article 1).

A slice sends a heartbeat with the last screened account after each batch; a retry continues there.
"""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final

from temporalio import activity

from activities.messages import NamedRecord, RecordFound
from ledger.accounts.reviews import Screen
from ledger.screening import rescreens
from ledger.store.database import Database
from ledger.store.host_clock import time_of
from ledger.streams import records
from ledger.streams.records import Command
from models.base import Frozen
from models.records import RecordId
from models.screening.rescreens import Finished, Progressed, Rescreen, RescreenStatus, Tally
from regulation.screening.rescreens import RESCREEN, go_on

SLICE: Final = 10_000
"""Accounts between two entries of the record: some seconds of work."""
BATCH: Final = 500
"""Accounts between two heartbeats, and in one read."""

Screens = Callable[[], Awaitable[Screen]]
"""Function that returns the screening by the lists in force."""


class RescreenDue(Frozen):
    """Input of a slice: the rescreen has accounts left to screen."""

    record: NamedRecord
    version: int
    """Version of the rescreen as the workflow knows it."""


class _Place(Frozen):
    """Progress of a slice, as stored in its heartbeats."""

    after: str
    lexicon: str = ""
    tally: Tally = Tally()


class CallRescreen(Frozen):
    """Input from the schedule: a rescreen is due."""

    rescreen: RecordId


class RescreenActivities:
    """Activities of rescreens over one database; each screens at most `per_s` accounts a second."""

    def __init__(self, database: Database, screens: Screens, per_s: int) -> None:
        self._database, self._screens, self._per_s = database, screens, per_s

    @activity.defn
    async def call_rescreen(self, call: CallRescreen) -> str:
        """Start the rescreen that the schedule requests and return its identifier; a repetition returns the same."""
        now = await time_of(self._database)
        async with self._database.transaction() as connection:
            entered = await rescreens.begin(connection, call.rescreen, "schedule", actor=rescreens.ACTOR, now=now)
        return entered.record

    @activity.defn
    async def look_at_slice(self, due: RescreenDue) -> RecordFound[Rescreen]:
        """Screen the next accounts; if none is left, finish the rescreen.

        Raises:
            ValueError: there is no such rescreen.
        """
        before = await records.state_of(self._database, RESCREEN, due.record)
        if before.state is None:
            raise ValueError(f"there is no rescreen {due.record}: is this the right database?")
        if before.state.status is not RescreenStatus.RUNNING:
            return RecordFound(state=before.state, version=before.version)
        place, is_last = await self._slice(_resumed(before.state))
        body = (
            Finished(**dict(place.tally), lexicon=place.lexicon)
            if is_last
            else Progressed(**dict(place.tally), after=place.after, lexicon=place.lexicon)
        )
        now = await time_of(self._database)
        command = Command(RESCREEN, due.record, go_on(body), actor=rescreens.ACTOR, now=now)
        entered = await records.execute(self._database, command)
        if entered.state is None:
            raise AssertionError("the rescreen existed before the slice")
        return RecordFound(state=entered.state, version=entered.version)

    async def _slice(self, place: _Place) -> tuple[_Place, bool]:
        """Screen batches at the permitted pace until the slice is complete or no account is left."""
        screen = await self._screens()
        begun, until = monotonic(), place.tally.looked_at - place.tally.looked_at % SLICE + SLICE
        done = 0
        while place.tally.looked_at < until:
            batch = await rescreens.look_at_next(
                self._database, screen, after=place.after, most=BATCH, now=await time_of(self._database)
            )
            if batch.last is None:
                return place, True
            so_far, more = place.tally, batch.tally
            place = _Place(
                after=batch.last,
                lexicon=batch.lexicon or place.lexicon,
                tally=Tally(
                    looked_at=so_far.looked_at + more.looked_at,
                    found=so_far.found + more.found,
                    opened=so_far.opened + more.opened,
                ),
            )
            activity.heartbeat(place)
            done += more.looked_at
            await asyncio.sleep(max(0.0, begun + done / self._per_s - monotonic()))
        return place, False


def _resumed(state: Rescreen) -> _Place:
    """Return the place to continue at: the last heartbeat of a lost attempt, or the last entry."""
    entered = _Place(
        after=state.after,
        lexicon=state.lexicon,
        tally=Tally(looked_at=state.looked_at, found=state.found, opened=state.opened),
    )
    for beat in activity.info().heartbeat_details:
        last = _Place.model_validate(beat)
        return max(entered, last, key=lambda place: place.after)
    return entered
