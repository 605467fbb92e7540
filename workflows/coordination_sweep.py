"""`CoordinationSweep`: a daily search for accounts that act in concert (article 7), with a case for each cluster.

A worker that crashes loses nothing: the findings are stored, and each processed finding is removed from the list.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.coordination import CoordinationActivities, SweepStep
    from models.base import Frozen
    from models.coordination import SweepResult
    from models.instants import Instant, shown
    from workflows.deadlines import carried_out


class SweepStart(Frozen):
    """Input of a sweep. The sweep's identifier is that of its workflow run."""

    at: Instant | None = None
    """Reference instant of the sweep; None: the start of the workflow."""


@workflow.defn
class CoordinationSweep:
    """Workflow that runs one sweep."""

    @workflow.init
    def __init__(self, start: SweepStart) -> None:
        self._step = SweepStep(sweep=workflow.info().run_id, at=start.at or workflow.now())
        self._dealt_with = 0
        self._found: SweepResult | None = None

    @workflow.run
    async def run(self, _: SweepStart) -> SweepResult:
        """Search for clusters, open or extend their cases, and finish the sweep."""
        self._say("searches")
        self._found = await carried_out(
            CoordinationActivities.search_coordination,
            self._step,
            summary="search for clusters of accounts",
        )
        while True:
            self._say(f"{self._dealt_with} of {self._found.found} clusters are processed")
            done = await carried_out(
                CoordinationActivities.deal_with_clusters,
                self._step,
                summary=f"open or extend cases: {self._dealt_with} of {self._found.found} clusters are processed",
            )
            self._dealt_with += done.dealt_with
            if not done.dealt_with:
                break
        result = await carried_out(
            CoordinationActivities.finish_sweep,
            self._step,
            summary="finish the sweep",
        )
        self._found = result
        self._say(f"finished: {result.opened} new cases, {result.grown} grown")
        return result

    @workflow.query
    def progress(self) -> SweepResult | None:
        """Return the result so far; None during the search."""
        return self._found

    def _say(self, words: str) -> None:
        """Set the current details for the Temporal UI (Markdown)."""
        lines = [f"**{words}** (accounts in concert, article 7)", "", f"- as of {shown(self._step.at)}"]
        if self._found is not None:
            found = self._found
            lines.append(
                f"- {found.found} clusters from {found.links} ties and {found.texts} texts; {found.hubs} hubs ignored"
            )
        workflow.set_current_details("\n".join(lines))
