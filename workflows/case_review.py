"""`CaseReview`: the workflow of one case, from its opening until it is decided or withdrawn.

People decide, through the API and the terminal. The workflow ends expired claims, sends reminders, and escalates
overdue cases.
"""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import RecordStart
    from models.base import Frozen
    from models.cases.cases import Case, CaseStatus
    from models.instants import shown
    from models.records import RecordId
    from regulation.cases.reducer import CASE, CLOSED
    from regulation.words.case_kinds import KINDS
    from workflows.records import FollowUpWorkflow


class CaseEnd(Frozen):
    """Result of the review: the case, its status and outcome, and the number of escalations."""

    case: RecordId
    status: CaseStatus
    outcome: str | None
    escalations: int


@workflow.defn
class CaseReview(FollowUpWorkflow[Case]):
    """Workflow that follows one case until it is decided or withdrawn."""

    record_type = CASE

    @workflow.init
    def __init__(self, start: RecordStart[Case]) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, _: RecordStart[Case]) -> CaseEnd:
        """Wait for the decision; send a reminder and escalate while it is missing."""
        case = await self._followed()
        outcome = None if case.decision is None else case.decision.ruling.outcome.value
        return CaseEnd(case=case.id, status=case.status, outcome=outcome, escalations=case.escalations)

    def _is_over(self) -> bool:
        return self.record.status in CLOSED

    def _described(self) -> str:
        case = self.record
        opening = case.opening
        about = f" for account `{opening.account}`" if opening.account else ""
        lines = [
            f"**{case.status}**: {KINDS[opening.kind].words.en}{about} (article {opening.article}, {case.priority})",
            "",
            f"- opened {shown(case.opened_at)} by {self._called(case.opened_by)}, due {shown(opening.due_at)}",
            f"- {len(case.evidence)} pieces of evidence, {case.notes} notes",
        ]
        if case.claim is not None:
            lines.append(f"- {self._called(case.claim.by)} works on it until {shown(case.claim.until)}")
        if case.assigned_to is not None:
            lines.append(f"- assigned to {self._called(case.assigned_to)}")
        if case.proposal is not None and case.status is CaseStatus.PROPOSED:
            first, outcome = self._called(case.proposal.by), case.proposal.ruling.outcome
            lines.append(f"- {first} proposes {outcome}; a second person must decide")
        if case.escalated_at is not None:
            lines.append(f"- overdue: escalated {case.escalations} times, last {shown(case.escalated_at)}")
        if case.deferral is not None:
            deferral = case.deferral
            lines.append(
                f"- {deferral.ruling.outcome} by {self._called(deferral.by)} {shown(deferral.at)}: takes effect at "
                f"{shown(deferral.takes_effect_at)}, unless taken back"
            )
        if case.decision is not None:
            decider, outcome = self._called(case.decision.by), case.decision.ruling.outcome
            lines.append(f"- {outcome} by {decider} {shown(case.decision.at)}")
        if case.corrected:
            wrong = case.corrected[0]
            lines.append(f"- corrected; first {wrong.ruling.outcome} by {self._called(wrong.by)} {shown(wrong.at)}")
        if case.correction is not None:
            proposer, outcome = self._called(case.correction.by), case.correction.ruling.outcome
            lines.append(f"- {proposer} proposes to correct it to {outcome}; a second person must decide")
        if case.withdrawn_at is not None:
            lines.append(f"- withdrawn {shown(case.withdrawn_at)}")
        return "\n".join(lines)

    def _due(self, at: datetime) -> str:
        if self.record.deferral is not None:
            return f"the decision takes effect at {shown(at)}"
        return f"no decision by {shown(at)}: end the claim, remind, or escalate"

    def _awaited(self, at: datetime) -> str:
        case = self.record
        if case.deferral is not None:
            return f"the decision takes effect at {shown(at)}, unless taken back"
        if case.claim is not None and case.claim.until == at:
            return f"the claim of {self._called(case.claim.by)} ends at {shown(at)}"
        late = "escalated" if at >= case.opening.due_at else "reminded"
        return f"{late} at {shown(at)} without a decision"

    def _searched_as(self) -> str:
        return self.record.opening.kind.value
