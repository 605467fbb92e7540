"""What a directive's workflow does: record that it is sent again, or that it is late and a case."""

from temporalio import activity

from ledger import dossiers, hearing
from ledger.database import Database
from ledger.dossiers import Command
from models.base import Frozen
from models.directives import Directive
from models.dossiers import DossierId
from models.instants import Instant
from regulation.directives import DIRECTIVE, remind

ACTOR = "directive follow-up"


class DirectiveDue(Frozen):
    """The time has come to look whether the platform has answered."""

    directive: DossierId
    at: Instant
    """The workflow's own time: in a test it may be years ahead of the machine's."""


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
        entered = await dossiers.execute(
            self._database, Command(DIRECTIVE, due.directive, remind, actor=ACTOR, now=due.at), hearing.enter
        )
        if entered.state is None:
            raise ValueError(f"there is no directive {due.directive}: is this the right database?")
        return DirectiveFound(directive=entered.state, version=entered.version)
