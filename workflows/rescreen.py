"""`Rescreen`: the workflow of one rescreen, which screens all live accounts slice by slice (article 1).

The Temporal Schedule starts `RescreenOnSchedule`. It records the start of a rescreen in the ledger, and the relay
starts its workflow.
"""

from collections.abc import Callable

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import RecordStart
    from activities.rescreening import CallRescreen, RescreenActivities, RescreenDue
    from models.base import Frozen
    from models.instants import SHANGHAI, shown
    from models.records import RecordId
    from models.screening.rescreens import Rescreen as State
    from models.screening.rescreens import RescreenStatus
    from regulation.screening.rescreens import RESCREEN, in_words
    from workflows.deadlines import carried_out
    from workflows.records import RecordWorkflow


class RescreenEnd(Frozen):
    """Result of the workflow: the rescreen, its status, and the numbers of accounts screened and cases opened."""

    rescreen: RecordId
    status: RescreenStatus
    looked_at: int
    opened: int


@workflow.defn
class Rescreen(RecordWorkflow[State]):
    """Workflow that runs one rescreen."""

    record_type = RESCREEN

    @workflow.init
    def __init__(self, start: RecordStart[State]) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: RecordStart[State]) -> RescreenEnd:
        """Screen slice after slice. The ledger keeps the progress, so no account is screened twice."""
        await self._begun()
        while True:
            state = self.record
            workflow.set_current_details(_described(state, self._called))
            if state.status is not RescreenStatus.RUNNING:
                return RescreenEnd(
                    rescreen=self._id, status=state.status, looked_at=state.looked_at, opened=state.opened
                )
            found = await carried_out(
                RescreenActivities.look_at_slice,
                RescreenDue(record=self._id, version=self._version),
                summary=in_words(state),
            )
            self._learn(found.state, found.version)
            self._continue_as_new_if_long()


@workflow.defn
class RescreenOnSchedule:
    """Workflow that starts the scheduled rescreen."""

    @workflow.run
    async def run(self) -> str:
        """Start the rescreen and return its identifier."""
        day = workflow.now().astimezone(SHANGHAI)
        return await carried_out(
            RescreenActivities.call_rescreen,
            CallRescreen(rescreen=f"schedule-{day:%Y%m%dT%H%M}"),
            summary="start the rescreen of all accounts",
        )


def _described(state: State, called: Callable[[str | None], str]) -> str:
    """Return the current details for the Temporal UI (Markdown)."""
    return "\n".join(
        (
            f"**{in_words(state)}**",
            "",
            f"- started {shown(state.started_at)} by {called(state.started_by)}, because of the {state.because}",
            f"- screened up to account `{state.after or '(none yet)'}`, lexicon {state.lexicon or '(not known yet)'}",
        )
    )
