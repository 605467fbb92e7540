"""What a case's workflow does: record that a lease has ended, that time runs out, or that it is late."""

from temporalio import activity

from activities.due import instant, require_reached
from ledger import dossiers
from ledger.database import Database
from ledger.dossiers import Command
from models.base import Frozen
from models.cases import Case
from models.dossiers import DossierId
from models.instants import Instant
from regulation.case_course import CASE
from regulation.cases import next_step_at, remind

ACTOR = "case review"


class CaseDue(Frozen):
    """The time has come to look whether somebody has decided."""

    case: DossierId
    at: Instant
    """The workflow's own time. What is due by then is due once the database's clock says so too."""


class CaseFound(Frozen):
    """How it stands now."""

    case: Case
    version: int


class CaseActivities:
    """Activities over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def follow_up_case(self, due: CaseDue) -> CaseFound:
        """Enter what is due by now; a second time finds nothing left to enter."""
        now = await instant(self._database, due.at)
        entered = await dossiers.execute(self._database, Command(CASE, due.case, remind, actor=ACTOR, now=now))
        if entered.state is None:
            raise ValueError(f"there is no case {due.case}: is this the right database?")
        require_reached(next_step_at(entered.state), due.at, now)
        return CaseFound(case=entered.state, version=entered.version)
