"""`RumorResponse`: the workflow of one rumour, from its opening until it is closed or corrected and no answer is
awaited.

The orders are directives, each with a workflow that has it sent again. This workflow waits for their answers and
reports overdue steps (article 6). A reopened rumour gets another run.
"""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import RecordStart
    from models.base import Frozen
    from models.instants import shown
    from models.records import RecordId
    from models.rumours.rumours import Rumour, RumourStatus
    from regulation.articles.a06_rumours import STEPS
    from regulation.rumours.reducer import RUMOUR
    from regulation.rumours.rumours import is_at_rest, words_of
    from workflows.records import FollowUpWorkflow


class RumourEnd(Frozen):
    """Result of the workflow: the rumour, its status, and the numbers of contents and orders."""

    rumour: RecordId
    status: RumourStatus
    contents: int
    orders: int


@workflow.defn
class RumorResponse(FollowUpWorkflow[Rumour]):
    """Workflow that follows one rumour until nothing is awaited."""

    record_type = RUMOUR

    @workflow.init
    def __init__(self, start: RecordStart[Rumour]) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: RecordStart[Rumour]) -> RumourEnd:
        """Wait for the answers and report overdue steps."""
        rumour = await self._followed()
        return RumourEnd(rumour=self._id, status=rumour.status, contents=rumour.contents, orders=rumour.orders)

    def _is_over(self) -> bool:
        return is_at_rest(self.record)

    def _described(self) -> str:
        rumour = self.record
        opening = rumour.opening
        lines = [
            f"**{rumour.status}**: “{opening.claim[:300]}” ({opening.field.replace('_', ' ')}, article 6)",
            "",
            f"- opened {shown(rumour.opened_at)} by {self._called(rumour.opened_by)}; {rumour.contents} contents, "
            f"{len(opening.terms)} search terms, {rumour.violations} violations recorded",
        ]
        if opening.information is not None:
            lines.append(f"- verified information: {opening.information.text_zh} ({opening.information.link})")
        begun = (step for step, row in STEPS.items() if rumour.status in row.during or step in rumour.steps)
        lines += [f"- {words_of(rumour, step)}" for step in begun]
        if rumour.ended_at is not None:
            lines.append(f"- {rumour.status} {shown(rumour.ended_at)}: {rumour.reason or 'no reason given'}")
        return "\n".join(lines)

    def _due(self, at: datetime) -> str:
        return f"not carried out by {shown(at)}: report the overdue step"

    def _awaited(self, at: datetime) -> str:
        return f"a step is overdue at {shown(at)} without an answer"
