"""Activities of an account's lifecycle: read the standing, and record boundaries."""

import asyncio

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.due import AWAITED
from activities.messages import BoundaryPassed, BoundaryRecorded, StandingFound, StandingWanted
from ledger.accounts.boundaries import record_boundaries
from ledger.accounts.reading import settled_standing_of
from ledger.store.database import Database


class LedgerActivities:
    """Activities of lifecycles over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def load_standing(self, wanted: StandingWanted) -> StandingFound:
        """Return the standing, at least at the wanted version; a retry returns the same or a newer one.

        Raises:
            ApplicationError: the ledger has no such version yet; Temporal retries.
        """
        found = await settled_standing_of(self._database, wanted.account)
        if found is None or found[0].version < wanted.at_least_version:
            version = 0 if found is None else found[0].version
            raise ApplicationError(
                f"the ledger holds version {version} of account {wanted.account}, but a signal spoke of "
                f"{wanted.at_least_version}: is this the right database, or was an old backup restored?"
            )
        standing, settled_until = found
        return StandingFound(standing=standing, settled_until=settled_until)

    @activity.defn
    async def record_boundary(self, passed: BoundaryPassed) -> BoundaryRecorded:
        """Record and announce that the boundary was passed, at most once (invariant 4).

        Nothing is recorded if it is recorded already, or is still ahead by the database's clock.
        """
        settled = await record_boundaries(
            self._database, passed.account, through=passed.boundary, now=passed.seen_at, by="lifecycle"
        )
        if settled.not_yet is not None:
            if settled.not_yet <= AWAITED:
                await asyncio.sleep(settled.not_yet.total_seconds())
                return await self.record_boundary(passed)
            return BoundaryRecorded(by="nobody yet", not_yet_s=settled.not_yet.total_seconds())
        return BoundaryRecorded(by=settled.recorded_by or "nobody: a later fact removed this boundary")
