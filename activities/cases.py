"""What a case's workflow does: record that a lease has ended, that time runs out, or that it is late."""

from temporalio import activity

from ledger import dossiers
from ledger.database import Database
from ledger.dossiers import Command
from models.base import Frozen
from models.cases import Case
from models.dossiers import DossierId
from models.instants import Instant
from regulation.case_course import CASE
from regulation.cases import remind

ACTOR = "case review"


class CaseDue(Frozen):
    """The time has come to look whether somebody has decided."""

    case: DossierId
    at: Instant
    """The workflow's own time: in a test it may be years ahead of the machine's."""


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
        entered = await dossiers.execute(self._database, Command(CASE, due.case, remind, actor=ACTOR, now=due.at))
        if entered.state is None:
            raise ValueError(f"there is no case {due.case}: is this the right database?")
        return CaseFound(case=entered.state, version=entered.version)
