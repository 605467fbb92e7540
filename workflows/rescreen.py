"""`Rescreen`: one workflow a rescreen, slice after slice of the accounts until all were looked at (article 1).

`RescreenOnSchedule` is what the Temporal Schedule starts: it begins a rescreen in the ledger, and the relay starts the
workflow of that like of every other.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import RecordStart
    from activities.rescreening import CallRescreen, RescreenActivities, RescreenDue
    from models.base import Frozen
    from models.instants import SHANGHAI, shown
    from models.records import RecordId
    from models.screening.rescreens import Rescreen as State
    from models.screening.rescreens import Status
    from regulation.screening.rescreens import RESCREEN, in_words
    from workflows.deadlines import carried_out
    from workflows.records import RecordWorkflow


class RescreenEnd(Frozen):
    """How it ended."""

    rescreen: RecordId
    status: Status
    looked_at: int
    opened: int


@workflow.defn
class Rescreen(RecordWorkflow[State]):
    """The life of one rescreen."""

    record_type = RESCREEN

    @workflow.init
    def __init__(self, start: RecordStart[State]) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: RecordStart[State]) -> RescreenEnd:
        """Slice after slice; what was looked at is in the ledger, so nothing is looked at twice."""
        await self._begun()
        while True:
            state = self.record
            workflow.set_current_details(_described(state))
            if state.status is not Status.RUNNING:
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
    """Begins the rescreen of the day."""

    @workflow.run
    async def run(self) -> str:
        """Returns the rescreen's id."""
        day = workflow.now().astimezone(SHANGHAI)
        return await carried_out(
            RescreenActivities.call_rescreen,
            CallRescreen(rescreen=f"schedule-{day:%Y%m%dT%H%M}"),
            summary="all accounts are to be looked at again",
        )


def _described(state: State) -> str:
    """What operators read in the Temporal UI (Markdown)."""
    return "\n".join(
        (
            f"**{in_words(state)}**",
            "",
            f"- begun {shown(state.started_at)} by {state.started_by}, because of the {state.because}",
            f"- looked at up to account `{state.after or '(none yet)'}`, lexicon {state.lexicon or '(not known yet)'}",
        )
    )
