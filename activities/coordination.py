"""Activities of a sweep for accounts in concert: search, process the findings, finish. Each may be repeated (article
7).
"""

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
    """Input of a step: the sweep and its reference instant, by the workflow's time."""

    sweep: CaseId
    at: Instant


class StepDone(Frozen):
    """Number of findings that a step processed; 0: none was left."""

    dealt_with: int


class CoordinationActivities:
    """Activities of sweeps over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def search_coordination(self, step: SweepStep) -> SweepResult:
        """Find clusters and store them; a retry returns the stored findings, or searches again if there are none."""
        said = ["starting"]
        async with _alive(said):
            at = await self._reference_instant(step)
            return await sweeps.search(self._database, step.sweep, at, lambda words: said.__setitem__(0, words))

    @activity.defn
    async def deal_with_clusters(self, step: SweepStep) -> StepDone:
        """Open or extend the cases of the next clusters; each processed cluster is removed from the list."""
        async with _alive(["processing clusters"]):
            at = await self._reference_instant(step)
            return StepDone(dealt_with=await sweeps.deal(self._database, step.sweep, at))

    @activity.defn
    async def finish_sweep(self, step: SweepStep) -> SweepResult:
        """Record that the sweep is finished, and return its result."""
        async with _alive(["finishing"]):
            return await sweeps.finish(self._database, step.sweep, await self._reference_instant(step))

    async def _reference_instant(self, step: SweepStep) -> datetime:
        """Return the sweep's reference instant, or the database's time if that is earlier."""
        return min(step.at, await instant(self._database, step.at))


@asynccontextmanager
async def _alive(said: list[str]) -> AsyncIterator[None]:
    """Send heartbeats with the newest message of `said` while the work inside runs."""

    async def beat() -> None:
        while True:
            activity.heartbeat(said[0])
            await asyncio.sleep(SIGN_OF_LIFE_S)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
