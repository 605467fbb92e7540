"""What a clean-up's workflow does: have the next removal ordered, or say that no count comes."""

from temporalio import activity

from activities.due import instant, require_reached
from ledger import cleanups, dossiers
from ledger.database import Database
from ledger.dossiers import Command
from models.base import Frozen
from models.dossiers import DossierId
from models.followers import Cleanup
from models.instants import Instant
from regulation.cleanup_course import CLEANUP
from regulation.cleanups import next_step_at, remind

ACTOR = "follower clean-up"


class CleanupDue(Frozen):
    """The time has come for the next step."""

    cleanup: DossierId
    at: Instant
    """The workflow's own time. What is due by then is due once the database's clock says so too."""


class CleanupFound(Frozen):
    """How it stands now."""

    cleanup: Cleanup
    version: int


class CleanupActivities:
    """Activities over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def follow_up_cleanup(self, due: CleanupDue) -> CleanupFound:
        """Reckon and order, or escalate; a second time finds nothing left to do."""
        now = await instant(self._database, due.at)
        entered = await dossiers.execute(
            self._database, Command(CLEANUP, due.cleanup, remind, actor=ACTOR, now=now), cleanups.follow_up
        )
        if entered.state is None:
            raise ValueError(f"there is no clean-up {due.cleanup}: is this the right database?")
        require_reached(next_step_at(entered.state), due.at, now)
        return CleanupFound(cleanup=entered.state, version=entered.version)
