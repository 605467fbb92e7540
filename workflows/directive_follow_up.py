"""`DirectiveFollowUp`: the workflow of one directive, from its issue until the platform answers or it is withdrawn.

The directive reaches the platform by the feed and the webhooks, as the event `directive.issued`. This workflow waits
for the answer, has the directive sent again, and escalates an overdue one.
"""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import RecordStart
    from models.base import Frozen
    from models.directives import Directive, DirectiveStatus
    from models.instants import shown
    from models.records import RecordId
    from regulation.directives import CLOSED, DIRECTIVE, ORDERS
    from workflows.records import FollowUpWorkflow


class DirectiveEnd(Frozen):
    """Result of the follow-up: the directive, its status, and how many times it was sent."""

    directive: RecordId
    status: DirectiveStatus
    attempts: int


@workflow.defn
class DirectiveFollowUp(FollowUpWorkflow[Directive]):
    """Workflow that follows one directive until it is answered or withdrawn."""

    record_type = DIRECTIVE

    @workflow.init
    def __init__(self, start: RecordStart[Directive]) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: RecordStart[Directive]) -> DirectiveEnd:
        """Wait for the answer; have the directive sent again and escalated while the answer is missing."""
        directive = await self._followed()
        return DirectiveEnd(directive=self._id, status=directive.status, attempts=directive.attempts)

    def _is_over(self) -> bool:
        return self.record.status in CLOSED

    def _described(self) -> str:
        directive = self.record
        terms, kind = directive.terms, ORDERS[directive.terms.order]
        about = f" for account `{terms.account}`" if terms.account else ""
        lines = [
            f"**{directive.status}**: {kind.words}{about} (article {terms.article})",
            "",
            f"- issued {shown(directive.issued_at)}, due {shown(terms.due_at)}, sent {directive.attempts} times, "
            f"last {shown(directive.last_sent_at)}",
        ]
        if terms.targets:
            lines.append(f"- {len(terms.targets)} targets")
        if directive.escalated_at is not None:
            lines.append(f"- escalated {shown(directive.escalated_at)}")
        if directive.acknowledged_at is not None:
            counts = directive.counts
            said = "" if counts is None else f": {counts.done} done, {counts.left} left"
            lines.append(f"- answered {shown(directive.acknowledged_at)}{said}")
        return "\n".join(lines)

    def _due(self, at: datetime) -> str:
        return f"no answer by {shown(at)}: send it again, or escalate"

    def _awaited(self, at: datetime) -> str:
        directive = self.record
        late = "overdue: " if directive.status is DirectiveStatus.OVERDUE or at >= directive.terms.due_at else ""
        return f"{late}sent again or escalated at {shown(at)} without an answer"

    def _searched_as(self) -> None:
        """Return None: directives never had search attributes, and setting them now would break replay."""
