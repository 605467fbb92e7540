"""`NetworkRoster`: one workflow a network. What is decided about it reaches every account of its roster, slice by
slice, and the ends of its sanctions are recorded; it rests as long as nothing is decided.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import RecordDue, RecordStart
    from activities.networks import NetworkActivities
    from models.base import Frozen
    from models.instants import shown
    from models.networks import Network, Status
    from models.records import RecordId
    from regulation.networks import NETWORK, described, next_end
    from workflows import search_attributes
    from workflows.deadlines import carried_out
    from workflows.records import RecordWorkflow


class NetworkEnd(Frozen):
    """How it ended."""

    network: RecordId
    status: Status


@workflow.defn
class NetworkRoster(RecordWorkflow[Network]):
    """The life of one network."""

    record_type = NETWORK

    @workflow.init
    def __init__(self, start: RecordStart[Network]) -> None:
        super().__init__(start)
        self._waiting = 0
        self._reached = 0

    @workflow.run
    async def run(self, _: RecordStart[Network]) -> NetworkEnd:
        """Until it is expelled and that has reached everybody."""
        await self._begun()
        while True:
            await self._advance()
            network = self.record
            self._describe(network)
            self._continue_as_new_if_long()
            if self._waiting or self._version > self._reached:
                continue
            at = next_end(network)
            if network.status is Status.EXPELLED and at is None:
                return NetworkEnd(network=self._id, status=network.status)
            if at is not None:
                await self._wait(at, f"a sanction on the network ends {shown(at)}")
            else:
                await workflow.wait_condition(lambda: self._version > self._reached)

    async def _advance(self) -> None:
        """The next accounts. What is decided meanwhile marks them again, so it is looked at once more."""
        network = self.record
        found = await carried_out(
            NetworkActivities.advance_network,
            RecordDue(record=self._id, at=workflow.now()),
            summary=f"{self._waiting or network.accounts} accounts: bring them in line with their network",
        )
        self._waiting, self._reached = found.waiting, found.version
        self._learn(found.state, found.version)

    def _describe(self, network: Network) -> None:
        """What operators read in the Temporal UI (Markdown)."""
        lines = [f"**{network.name}**: {described(network)}", ""]
        lines += [f"- {self._waiting} accounts are still to be reached"] if self._waiting else []
        lines += [f"- {network.escalations} times brought before a person"] if network.escalations else []
        workflow.set_current_details("\n".join(lines))
        workflow.upsert_search_attributes(
            search_attributes.updates_of_case("network", network.status.value, next_end(network))
        )
