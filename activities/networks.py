"""A network's next slice of accounts, brought in line with it."""

from temporalio import activity

from activities.due import instant, require_reached
from ledger import networks as ledger
from ledger.database import Database
from models.base import Frozen
from models.dossiers import DossierId
from models.instants import Instant
from models.networks import Network
from regulation.networks import next_end

ACTOR = "network"


class RosterDue(Frozen):
    """Something may have to reach accounts, or a sanction has come to its end."""

    network: DossierId
    at: Instant
    """The workflow's own time. What is due by then is due once the database's clock says so too."""


class RosterFound(Frozen):
    """How it stands now."""

    network: Network
    version: int
    waiting: int
    """Accounts that it has not reached yet."""


class NetworkActivities:
    """Activities over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def advance_network(self, due: RosterDue) -> RosterFound:
        """Bring some accounts in line; a retry goes on with those that are still waiting."""
        now = await instant(self._database, due.at)
        advanced = await ledger.advance(self._database, due.network, now=now, actor=ACTOR)
        if advanced.entered.state is None:
            raise ValueError(f"there is no network {due.network}: is this the right database?")
        if not advanced.waiting:
            require_reached(next_end(advanced.entered.state), due.at, now)
        return RosterFound(network=advanced.entered.state, version=advanced.entered.version, waiting=advanced.waiting)
