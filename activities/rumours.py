"""What a rumour's workflow does: record that a step is late, and make a case of what nobody sees to."""

from temporalio import activity

from activities.due import instant, require_reached
from ledger import dossiers
from ledger.database import Database
from ledger.dossiers import Command
from models.base import Frozen
from models.dossiers import DossierId
from models.instants import Instant
from models.rumours import Rumour
from regulation.rumour_course import RUMOUR
from regulation.rumours import next_step_at, remind

ACTOR = "rumour response"


class RumourDue(Frozen):
    """The time has come to look whether a step was carried out."""

    rumour: DossierId
    at: Instant
    """The workflow's own time. What is due by then is due once the database's clock says so too."""


class RumourFound(Frozen):
    """How it stands now."""

    rumour: Rumour
    version: int


class RumourActivities:
    """Activities over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def follow_up_rumour(self, due: RumourDue) -> RumourFound:
        """Enter what is late by now; a second time finds nothing left to enter."""
        now = await instant(self._database, due.at)
        entered = await dossiers.execute(self._database, Command(RUMOUR, due.rumour, remind, actor=ACTOR, now=now))
        if entered.state is None:
            raise ValueError(f"there is no rumour {due.rumour}: is this the right database?")
        require_reached(next_step_at(entered.state), due.at, now)
        return RumourFound(rumour=entered.state, version=entered.version)
