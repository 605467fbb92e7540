"""A bulk action's next accounts, slice by slice for a while, dealt with and counted."""

from time import monotonic
from typing import Final

from temporalio import activity

from activities.messages import RecordDue, RecordFound
from ledger.sanctions import bulk as ledger
from ledger.store.database import Database
from models.sanctions.bulk import Bulk, Progress

ACTOR: Final = "bulk run"

AT_A_TIME_S: Final = 60.0
"""How long it goes on before the workflow is told. Each account's own workflow is told of what was done to it, and
while Temporal has thousands of those to do, one answer a slice would wait behind them all.
"""


class SliceDone(RecordFound[Bulk]):
    """The state of a bulk action after some slices."""

    progress: Progress


class BulkActivities:
    """Activities over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def advance_bulk(self, due: RecordDue) -> SliceDone:
        """Deal with some accounts; a retry goes on with those that are still waiting."""
        begun = monotonic()
        advanced = await ledger.advance(self._database, due.record, now=due.at, actor=ACTOR)
        while advanced.progress.waiting and monotonic() - begun < AT_A_TIME_S:
            activity.heartbeat(advanced.progress)
            advanced = await ledger.advance(self._database, due.record, now=due.at, actor=ACTOR)
        if advanced.entered.state is None:
            raise ValueError(f"there is no bulk action {due.record}: is this the right database?")
        return SliceDone(state=advanced.entered.state, version=advanced.entered.version, progress=advanced.progress)
