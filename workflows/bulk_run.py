"""`BulkRun`: the workflow of one bulk action, from its order until every account is processed, and of its reversal.

After a crash it continues with the accounts that the ledger lists as waiting.
"""

from collections.abc import Callable

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.bulk import BulkActivities
    from activities.messages import RecordDue, RecordStart
    from models.base import Frozen
    from models.instants import shown
    from models.records import RecordId
    from models.sanctions.bulk import Bulk, BulkStatus, Progress
    from regulation.sanctions.bulk import AT_WORK, BULK
    from workflows.deadlines import carried_out
    from workflows.records import RecordWorkflow, Searched


class BulkEnd(Frozen):
    """Result of a run: the bulk action and its status."""

    bulk: RecordId
    status: BulkStatus


@workflow.defn
class BulkRun(RecordWorkflow[Bulk]):
    """Workflow that carries out one bulk action, or its reversal."""

    record_type = BULK

    @workflow.init
    def __init__(self, start: RecordStart[Bulk]) -> None:
        super().__init__(start)
        self._progress: Progress | None = None

    @workflow.run
    async def run(self, _: RecordStart[Bulk]) -> BulkEnd:
        """Wait until a draft is started; process the accounts slice by slice until none is waiting."""
        await self._begun()
        while True:
            bulk = self.record
            self._describe(bulk)
            if bulk.status is BulkStatus.DRAFT:
                self._continue_as_new_if_long()
                await self._wait(None)
            elif bulk.status in AT_WORK:
                self._continue_as_new_if_long()
                await self._advance(bulk)
            else:
                return BulkEnd(bulk=self._id, status=bulk.status)

    @workflow.query
    def progress(self) -> Progress | None:
        """Return the progress as far as this workflow knows it."""
        return self._progress

    async def _advance(self, bulk: Bulk) -> None:
        done = await carried_out(
            BulkActivities.advance_bulk,
            RecordDue(record=self._id, at=workflow.now()),
            summary=_summary(bulk, self._progress),
        )
        self._progress = done.progress
        self._learn(done.state, done.version)

    def _describe(self, bulk: Bulk) -> None:
        searched = Searched(f"bulk {bulk.measure.type}", bulk.status.value, None)
        self._show(_described(bulk, self._progress, self._called), searched)


def _summary(bulk: Bulk, progress: Progress | None) -> str:
    what = {
        BulkStatus.REVERTING: "take back",
        BulkStatus.CANCELLING: "cancel",
        BulkStatus.REVERSAL_CANCELLING: "cancel",
    }.get(bulk.status, bulk.measure.type.replace("_", " "))
    if progress is None:
        return f"{what}: the first accounts"
    return f"{what}: {progress.waiting} of {progress.total} accounts are waiting"


def _described(bulk: Bulk, progress: Progress | None, called: Callable[[str | None], str]) -> str:
    """Return the current details for the Temporal UI (Markdown)."""
    lines = [
        f"**{bulk.status}**: {bulk.measure.type.replace('_', ' ')} on {bulk.accounts} accounts",
        "",
        f"- ordered {shown(bulk.started_at)} by {called(bulk.started_by)}: {bulk.reason}",
    ]
    if progress is not None and bulk.status in AT_WORK:
        lines.append(f"- {progress.done} done, {progress.refused} refused, {progress.waiting} waiting")
    if bulk.cancelled_at is not None:
        why = f": {bulk.cancellation_reason}" if bulk.cancellation_reason else ""
        lines.append(f"- cancelled {shown(bulk.cancelled_at)} by {called(bulk.cancelled_by)}{why}")
    if bulk.totals is not None and bulk.finished_at is not None:
        counts = f"{bulk.totals.done} done, {bulk.totals.refused} refused"
        left = f", {bulk.totals.cancelled} cancelled" if bulk.totals.cancelled else ""
        lines.append(f"- finished {shown(bulk.finished_at)}: {counts}{left}")
    if bulk.reversal_by is not None:
        lines.append(f"- taken back by {called(bulk.reversal_by)}: {bulk.reversal_reason}")
    if bulk.reversal_cancelled_at is not None:
        why = f": {bulk.reversal_cancellation_reason}" if bulk.reversal_cancellation_reason else ""
        by = called(bulk.reversal_cancelled_by)
        lines.append(f"- taking back cancelled {shown(bulk.reversal_cancelled_at)} by {by}{why}")
    if bulk.reversal_totals is not None and bulk.reverted_at is not None:
        totals = bulk.reversal_totals
        left = f", {totals.cancelled} cancelled" if totals.cancelled else ""
        lines.append(f"- taken back {shown(bulk.reverted_at)}: {totals.done} done, {totals.refused} refused{left}")
    return "\n".join(lines)
