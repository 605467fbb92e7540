"""Activity that applies a network's decisions to the next accounts of its roster (article 11)."""

from temporalio import activity

from activities.due import instant, require_reached
from activities.messages import RecordDue, RecordFound
from ledger.networks import networks as ledger
from ledger.store.database import Database
from models.networks import Network
from regulation.networks import next_end

ACTOR = "network"


class RosterFound(RecordFound[Network]):
    """State of a network after a slice."""

    waiting: int
    """Number of accounts not yet reached."""


class NetworkActivities:
    """Activities of networks over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def advance_network(self, due: RecordDue) -> RosterFound:
        """Process the next accounts; a retry continues with those still waiting.

        Raises:
            ValueError: there is no such network.
        """
        now = await instant(self._database, due.at)
        advanced = await ledger.advance(self._database, due.record, now=now, actor=ACTOR)
        if advanced.entered.state is None:
            raise ValueError(f"there is no network {due.record}: is this the right database?")
        if not advanced.waiting:
            require_reached(next_end(advanced.entered.state), due.at, now)
        return RosterFound(state=advanced.entered.state, version=advanced.entered.version, waiting=advanced.waiting)
