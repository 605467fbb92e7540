"""A bulk action's next slice of accounts, dealt with and counted."""

from temporalio import activity

from ledger import bulk as ledger
from ledger.database import Database
from models.base import Frozen
from models.bulk import Bulk, Progress
from models.dossiers import DossierId
from models.instants import Instant

ACTOR = "bulk run"


class SliceDue(Frozen):
    """The next accounts are to be dealt with."""

    bulk: DossierId
    at: Instant
    """The workflow's own time: in a test it may be years ahead of the machine's."""


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
        advanced = await ledger.advance(self._database, due.bulk, now=due.at, actor=ACTOR)
        if advanced.entered.state is None:
            raise ValueError(f"there is no bulk action {due.bulk}: is this the right database?")
        return SliceDone(bulk=advanced.entered.state, version=advanced.entered.version, progress=advanced.progress)
