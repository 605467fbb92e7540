"""What a sweep for accounts in concert does: search, deal with what was found, finish. Each may be repeated."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Final

from temporalio import activity

from activities.due import instant
from ledger.coordination import sweeps
from ledger.store.database import Database
from models.base import Frozen
from models.coordination import SweepResult
from models.instants import Instant
from models.names import CaseId

SIGN_OF_LIFE_S: Final = 5.0


class SweepStep(Frozen):
    """A sweep, and the instant of which it speaks: the workflow's own."""

    sweep: CaseId
    at: Instant


class StepDone(Frozen):
    """How many findings a step dealt with; 0: none was left."""

    dealt_with: int


class CoordinationActivities:
    """Activities over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def search_coordination(self, step: SweepStep) -> SweepResult:
        """Find clusters and keep them; a retry finds what an earlier attempt has kept, or searches again."""
        said = ["begins"]
        async with _alive(said):
            at = await self._speaks_of(step)
            return await sweeps.search(self._database, step.sweep, at, lambda words: said.__setitem__(0, words))

    @activity.defn
    async def deal_with_clusters(self, step: SweepStep) -> StepDone:
        """Open the cases of the next clusters, or add to them; what was dealt with is off the list."""
        async with _alive(["deals with clusters"]):
            at = await self._speaks_of(step)
            return StepDone(dealt_with=await sweeps.deal(self._database, step.sweep, at))

    @activity.defn
    async def finish_sweep(self, step: SweepStep) -> SweepResult:
        """Note that it is done."""
        async with _alive(["finishes"]):
            return await sweeps.finish(self._database, step.sweep, await self._speaks_of(step))

    async def _speaks_of(self, step: SweepStep) -> datetime:
        """The instant that the sweep names, or the database's own where that is not there yet."""
        return min(step.at, await instant(self._database, step.at))


@asynccontextmanager
async def _alive(said: list[str]) -> AsyncIterator[None]:
    """Heartbeats with the newest words, as long as the work inside lasts."""

    async def beat() -> None:
        while True:
            activity.heartbeat(said[0])
            await asyncio.sleep(SIGN_OF_LIFE_S)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
