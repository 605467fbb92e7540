"""`NetworkRoster`: one workflow a network. What is decided about it reaches every account of its roster, slice by
slice, and the ends of its sanctions are recorded; it rests as long as nothing is decided.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.networks import NetworkActivities, RosterDue
    from models.base import Frozen
    from models.dossiers import DossierChanged, DossierId
    from models.instants import shown
    from models.networks import Network, Status
    from regulation.networks import described, next_end
    from workflows import search_attributes
    from workflows.deadlines import carried_out
    from workflows.dossier_life import DossierLife


class NetworkStart(Frozen):
    """What a run begins with: the network's id, and what the run before hands on."""

    network: DossierId
    state: Network | None = None
    version: int = 0


class NetworkEnd(Frozen):
    """How it ended."""

    network: DossierId
    status: Status


@workflow.defn
class NetworkRoster(DossierLife[Network]):
    """The life of one network."""

    @workflow.init
    def __init__(self, start: NetworkStart) -> None:
        super().__init__(start.state, start.version)
        self._id = start.network
        self._waiting = 0
        self._reached = 0

    @workflow.run
    async def run(self, _: NetworkStart) -> NetworkEnd:
        """Until it is expelled and that has reached everybody."""
        await self._begun()
        while True:
            await self._advance()
            network = self._known()
            self._describe(network)
            self._continue_as_new_if_long(NetworkStart(network=self._id, state=network, version=self._version))
            if self._waiting or self._version > self._reached:
                continue
            at = next_end(network)
            if network.status is Status.EXPELLED and at is None:
                return NetworkEnd(network=self._id, status=network.status)
            if at is not None:
                await self._wait(at, f"a sanction on the network ends {shown(at)}")
            else:
                await workflow.wait_condition(lambda: self._version > self._reached)

    @workflow.signal
    def changed(self, news: DossierChanged) -> None:
        """The ledger has recorded something about this network."""
        self._learn(Network.model_validate(news.state), news.version)

    @workflow.query
    def network(self) -> Network | None:
        """The network as this workflow knows it."""
        return self._state

    async def _advance(self) -> None:
        """The next accounts. What is decided meanwhile marks them again, so it is looked at once more."""
        network = self._known()
        found = await carried_out(
            NetworkActivities.advance_network,
            RosterDue(network=self._id, at=workflow.now()),
            summary=f"{self._waiting or network.accounts} accounts: bring them in line with their network",
        )
        self._waiting, self._reached = found.waiting, found.version
        self._learn(found.network, found.version)

    def _describe(self, network: Network) -> None:
        """What operators read in the Temporal UI (Markdown)."""
        lines = [f"**{network.name}**: {described(network)}", ""]
        lines += [f"- {self._waiting} accounts are still to be reached"] if self._waiting else []
        lines += [f"- {network.escalations} times brought before a person"] if network.escalations else []
        workflow.set_current_details("\n".join(lines))
        workflow.upsert_search_attributes(
            search_attributes.updates_of_case("network", network.status.value, next_end(network))
        )
