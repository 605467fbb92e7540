"""A network's next slice of accounts, brought in line with it."""

from temporalio import activity

from activities.due import instant, require_reached
from activities.messages import RecordDue, RecordFound
from ledger.networks import networks as ledger
from ledger.store.database import Database
from models.networks import Network
from regulation.networks import next_end

ACTOR = "network"


class RosterFound(RecordFound[Network]):
    """The state of a network after a slice."""

    waiting: int
    """Accounts that it has not reached yet."""


class NetworkActivities:
    """Activities over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def advance_network(self, due: RecordDue) -> RosterFound:
        """Bring some accounts in line; a retry goes on with those that are still waiting."""
        now = await instant(self._database, due.at)
        advanced = await ledger.advance(self._database, due.record, now=now, actor=ACTOR)
        if advanced.entered.state is None:
            raise ValueError(f"there is no network {due.record}: is this the right database?")
        if not advanced.waiting:
            require_reached(next_end(advanced.entered.state), due.at, now)
        return RosterFound(state=advanced.entered.state, version=advanced.entered.version, waiting=advanced.waiting)
