"""A bulk action's next accounts, slice by slice for a while, dealt with and counted."""

from time import monotonic
from typing import Final

from temporalio import activity

from activities.due import instant
from ledger import bulk as ledger
from ledger.database import Database
from models.base import Frozen
from models.bulk import Bulk, Progress
from models.dossiers import DossierId
from models.instants import Instant

ACTOR: Final = "bulk run"

AT_A_TIME_S: Final = 60.0
"""How long it goes on before the workflow is told. Each account's own workflow is told of what was done to it, and
while Temporal has thousands of those to do, one answer a slice would wait behind them all.
"""


class SliceDue(Frozen):
    """The next accounts are to be dealt with."""

    bulk: DossierId
    at: Instant
    """The workflow's own time; what is recorded bears the database's."""


class SliceDone(Frozen):
    """How it stands now."""

    bulk: Bulk
    version: int
    progress: Progress


class BulkActivities:
    """Activities over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def advance_bulk(self, due: SliceDue) -> SliceDone:
        """Deal with some accounts; a retry goes on with those that are still waiting."""
        begun = monotonic()
        now = await instant(self._database, due.at)
        advanced = await ledger.advance(self._database, due.bulk, now=now, actor=ACTOR)
        while advanced.progress.waiting and monotonic() - begun < AT_A_TIME_S:
            activity.heartbeat(advanced.progress)
            advanced = await ledger.advance(self._database, due.bulk, now=now, actor=ACTOR)
        if advanced.entered.state is None:
            raise ValueError(f"there is no bulk action {due.bulk}: is this the right database?")
        return SliceDone(bulk=advanced.entered.state, version=advanced.entered.version, progress=advanced.progress)
