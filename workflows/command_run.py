"""`CommandRun`: the workflow of one run, from its creation until every row has an outcome, or it is cancelled.

After a crash it continues with the rows that the ledger lists as waiting.
"""

from collections.abc import Callable

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import RecordDue, RecordStart
    from activities.runs import RunActivities
    from models.base import Frozen
    from models.instants import shown
    from models.records import RecordId
    from models.runs import Run, RunProgress, RunStatus
    from regulation.runs import RUN
    from workflows.deadlines import carried_out
    from workflows.records import RecordWorkflow, Searched


class RunEnd(Frozen):
    """Result of a run: its identifier and status."""

    run: RecordId
    status: RunStatus


@workflow.defn
class CommandRun(RecordWorkflow[Run]):
    """Workflow that carries out the rows of one run."""

    record_type = RUN

    @workflow.init
    def __init__(self, start: RecordStart[Run]) -> None:
        super().__init__(start)
        self._progress: RunProgress | None = None

    @workflow.run
    async def run(self, _: RecordStart[Run]) -> RunEnd:
        """Wait until the run is started, then carry out its rows until none is waiting."""
        await self._begun()
        while True:
            self._describe(self.record)
            self._continue_as_new_if_long()
            if self.record.status is RunStatus.RECEIVING:
                await self._wait(None)
            elif self.record.status is RunStatus.RUNNING:
                await self._advance()
            else:
                return RunEnd(run=self._id, status=self.record.status)

    @workflow.query
    def progress(self) -> RunProgress | None:
        """Return the progress as far as this workflow knows it."""
        return self._progress

    async def _advance(self) -> None:
        done = await carried_out(
            RunActivities.advance_run,
            RecordDue(record=self._id, at=workflow.now()),
            summary=_summary(self.record, self._progress),
        )
        self._progress = done.progress
        self._learn(done.state, done.version)

    def _describe(self, run: Run) -> None:
        searched = Searched(f"run {run.commands}", run.status.value, None)
        self._show(_described(run, self._progress, self._called), searched)


def _called_commands(run: Run) -> str:
    return run.commands.value.replace("_", " ")


def _summary(run: Run, progress: RunProgress | None) -> str:
    if progress is None:
        return f"{_called_commands(run)}: the first rows"
    return f"{_called_commands(run)}: {progress.waiting} of {progress.total} rows are waiting"


def _described(run: Run, progress: RunProgress | None, called: Callable[[str | None], str]) -> str:
    """Return the current details for the Temporal UI (Markdown)."""
    rows = "rows are being received" if run.rows is None else f"{run.rows} rows"
    lines = [
        f"**{run.status}**: {_called_commands(run)}, {rows}",
        "",
        f"- created {shown(run.created_at)} by {called(run.created_by)}" + (f": {run.note}" if run.note else ""),
    ]
    if run.started_at is not None:
        lines.append(f"- started {shown(run.started_at)} by {called(run.started_by)}")
    if progress is not None and run.status is RunStatus.RUNNING:
        lines.append(
            f"- {progress.done} done, {progress.held} held, {progress.refused} refused, {progress.waiting} waiting"
        )
    if run.totals is not None and run.finished_at is not None:
        totals = run.totals
        counts = f"{totals.done} done, {totals.held} held, {totals.refused} refused"
        lines.append(f"- finished {shown(run.finished_at)}: {counts}")
    if run.cancelled_at is not None:
        why = f": {run.cancelled_because}" if run.cancelled_because else ""
        lines.append(f"- cancelled {shown(run.cancelled_at)} by {called(run.cancelled_by)}{why}")
    return "\n".join(lines)
