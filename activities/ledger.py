"""The ledger's side of an account's lifecycle."""

import asyncio

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.due import AWAITED
from activities.messages import BoundaryPassed, BoundaryRecorded, StandingFound, StandingWanted
from ledger.accounts.boundaries import settle_account
from ledger.accounts.reading import settled_standing_of
from ledger.store.database import Database


class LedgerActivities:
    """Activities over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def load_standing(self, wanted: StandingWanted) -> StandingFound:
        """Read the standing; a retry finds a newer or the same one.

        Raises:
            ApplicationError: when the ledger holds no such version (yet): it is tried again.
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
        """Record and announce that the boundary was passed, unless somebody did already (invariant 4), or it lies ahead
        by the database's clock.
        """
        settled = await settle_account(
            self._database, passed.account, through=passed.boundary, now=passed.seen_at, by="lifecycle"
        )
        if settled.not_yet is not None:
            if settled.not_yet <= AWAITED:
                await asyncio.sleep(settled.not_yet.total_seconds())
                return await self.record_boundary(passed)
            return BoundaryRecorded(by="nobody yet", not_yet_s=settled.not_yet.total_seconds())
        return BoundaryRecorded(by=settled.recorded_by or "nobody: a later fact removed this boundary")
