"""What a directive's workflow does: record that it is sent again, or that it is late and a case."""

from temporalio import activity

from activities.due import instant, require_reached
from ledger import dossiers
from ledger.database import Database
from ledger.dossiers import Command
from models.base import Frozen
from models.directives import Directive
from models.dossiers import DossierId
from models.instants import Instant
from regulation.directives import DIRECTIVE, next_step_at, remind

ACTOR = "directive follow-up"


class DirectiveDue(Frozen):
    """The time has come to look whether the platform has answered."""

    directive: DossierId
    at: Instant
    """The workflow's own time. What is due by then is due once the database's clock says so too."""


class DirectiveFound(Frozen):
    """How it stands now."""

    directive: Directive
    version: int


class DirectiveActivities:
    """Activities over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def follow_up_directive(self, due: DirectiveDue) -> DirectiveFound:
        """Enter what is due by now; a second time finds nothing left to enter."""
        now = await instant(self._database, due.at)
        entered = await dossiers.execute(
            self._database, Command(DIRECTIVE, due.directive, remind, actor=ACTOR, now=now)
        )
        if entered.state is None:
            raise ValueError(f"there is no directive {due.directive}: is this the right database?")
        require_reached(next_step_at(entered.state), due.at, now)
        return DirectiveFound(directive=entered.state, version=entered.version)
