"""`FollowerCleanup`: the workflow of one clean-up, from the violation until a count confirms the removal (article 10).

It computes the tainted gain and orders its removal. The order has a workflow of its own, which has it sent again and
opens a case when it is overdue. The answer and the next follower count arrive through the ledger. After three orders a
person takes over. If the violation is overturned, the clean-up stops, or orders the removed followers to be restored.
"""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import RecordStart
    from models.base import Frozen
    from models.followers import Cleanup, CleanupStatus
    from models.instants import shown
    from models.records import RecordId
    from regulation.followers.reducer import CLEANUP, CLOSED, MOST_ORDERS
    from workflows.records import FollowUpWorkflow


WAITS_FOR = {
    CleanupStatus.ORDERED: "waits for the platform's answer to order {directive}",
    CleanupStatus.STUCK: "waits for a person, or for a count that verifies the removal",
    CleanupStatus.RESTORING: "waits for the platform's answer to order {directive}",
}


class CleanupEnd(Frozen):
    """Result of the clean-up: its status, the number of orders, and of removed followers."""

    cleanup: RecordId
    status: CleanupStatus
    orders: int
    removed: int


@workflow.defn
class FollowerCleanup(FollowUpWorkflow[Cleanup]):
    """Workflow that follows one clean-up until its end."""

    record_type = CLEANUP

    @workflow.init
    def __init__(self, start: RecordStart[Cleanup]) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: RecordStart[Cleanup]) -> CleanupEnd:
        """Order the removal, wait for the answer and the count, and order the rest; until done, settled or undone."""
        cleanup = await self._followed()
        return CleanupEnd(cleanup=self._id, status=cleanup.status, orders=cleanup.orders, removed=cleanup.removed)

    def _due_at(self) -> datetime | None:
        """Return the instant of the next step; the current time if an order is to be computed."""
        return workflow.now() if self.record.status is CleanupStatus.OPEN else super()._due_at()

    def _is_over(self) -> bool:
        return self.record.status in CLOSED

    def _described(self) -> str:
        cleanup = self.record
        terms, scope = cleanup.terms, cleanup.terms.scope
        what = "all followers" if scope.everything else f"followers gained through violation `{terms.violation}`"
        lines = [
            f"**{cleanup.status}**: {what} of account `{terms.account}` (article {terms.article})",
            "",
            f"- opened {shown(cleanup.opened_at)} by {self._called(cleanup.opened_by)}; "
            f"{len(scope.contents)} contents, {len(scope.windows)} windows",
            f"- {cleanup.tainted} tainted, {cleanup.removed} removed, {cleanup.orders} of {MOST_ORDERS} orders",
        ]
        if cleanup.status in WAITS_FOR:
            lines.append(f"- {WAITS_FOR[cleanup.status].format(directive=cleanup.directive)}")
        if cleanup.left is not None:
            lines.append(f"- {cleanup.left} still to be removed, by the last count")
        if cleanup.missing:
            lines.append(f"- {cleanup.missing} other followers missing, by the last count")
        if cleanup.escalated_at is not None:
            lines.append(f"- case opened {shown(cleanup.escalated_at)}")
        return "\n".join(lines)

    def _due(self, at: datetime) -> str:
        if self.record.status is CleanupStatus.OPEN:
            return "compute the tainted gain and order its removal"
        return f"no count by {shown(at)}: open a case"

    def _awaited(self, at: datetime) -> str:
        return f"a follower count is awaited until {shown(at)}"
