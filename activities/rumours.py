"""What a rumour's workflow does: record that a step is late, and make a case of what nobody sees to."""

from temporalio import activity

from ledger import dossiers, rumours
from ledger.database import Database
from ledger.dossiers import Command
from models.base import Frozen
from models.dossiers import DossierId
from models.instants import Instant
from models.rumours import Rumour
from regulation.rumour_course import RUMOUR
from regulation.rumours import remind

ACTOR = "rumour response"


class RumourDue(Frozen):
    """The time has come to look whether a step was carried out."""

    rumour: DossierId
    at: Instant
    """The workflow's own time: in a test it may be years ahead of the machine's."""


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
        entered = await dossiers.execute(
            self._database, Command(RUMOUR, due.rumour, remind, actor=ACTOR, now=due.at), rumours.enter
        )
        if entered.state is None:
            raise ValueError(f"there is no rumour {due.rumour}: is this the right database?")
        return RumourFound(rumour=entered.state, version=entered.version)
