"""`NetworkRoster`: the workflow of one network (article 11).

It applies each decision about the network to every account of its roster, slice by slice, and records the ends of its
sanctions. It waits while nothing is decided.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import RecordDue, RecordStart
    from activities.networks import NetworkActivities
    from models.base import Frozen
    from models.instants import shown
    from models.networks import Network, NetworkStatus
    from models.records import RecordId
    from regulation.networks import NETWORK, described, next_end
    from workflows import search_attributes
    from workflows.deadlines import carried_out
    from workflows.records import RecordWorkflow


class NetworkEnd(Frozen):
    """Result of the workflow: the network and its status."""

    network: RecordId
    status: NetworkStatus


@workflow.defn
class NetworkRoster(RecordWorkflow[Network]):
    """Workflow that follows one network until it is expelled."""

    record_type = NETWORK

    @workflow.init
    def __init__(self, start: RecordStart[Network]) -> None:
        super().__init__(start)
        self._waiting = 0
        self._reached = 0

    @workflow.run
    async def run(self, _: RecordStart[Network]) -> NetworkEnd:
        """Apply decisions until the network is expelled and every account has been reached."""
        await self._begun()
        while True:
            await self._advance()
            network = self.record
            self._describe(network)
            self._continue_as_new_if_long()
            if self._waiting or self._version > self._reached:
                continue
            at = next_end(network)
            if network.status is NetworkStatus.EXPELLED and at is None:
                return NetworkEnd(network=self._id, status=network.status)
            if at is not None:
                await self._wait(at, f"a sanction on the network ends {shown(at)}")
            else:
                await workflow.wait_condition(lambda: self._version > self._reached)

    async def _advance(self) -> None:
        """Process the next accounts. A decision made meanwhile marks them as pending again."""
        network = self.record
        found = await carried_out(
            NetworkActivities.advance_network,
            RecordDue(record=self._id, at=workflow.now()),
            summary=f"{self._waiting or network.accounts} accounts: apply the decisions about their network",
        )
        self._waiting, self._reached = found.waiting, found.version
        self._learn(found.state, found.version)

    def _describe(self, network: Network) -> None:
        """Set the current details for the Temporal UI (Markdown)."""
        lines = [f"**{network.name}**: {described(network)}", ""]
        lines += [f"- {self._waiting} accounts are waiting"] if self._waiting else []
        lines += [f"- escalated {network.escalations} times"] if network.escalations else []
        workflow.set_current_details("\n".join(lines))
        workflow.upsert_search_attributes(
            search_attributes.updates_of_case("network", network.status.value, next_end(network))
        )
