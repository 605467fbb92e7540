"""`CaseReview`: one workflow a case, from its opening until it is decided or needs no decision any more.

It does not decide: people do, through the API and the terminal. It ends leases, brings to mind what is nearly late, and
escalates what is.
"""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.cases import CaseActivities, CaseDue
    from models.base import Frozen
    from models.cases import Case, Status
    from models.dossiers import DossierChanged, DossierId
    from models.instants import shown
    from regulation.case_course import CLOSED
    from regulation.cases import next_step_at
    from regulation.words.case_kinds import KINDS
    from workflows import search_attributes
    from workflows.deadlines import carried_out
    from workflows.dossier_life import DossierLife


class CaseStart(Frozen):
    """What a run begins with: the case's id, and what the run before hands on."""

    case: DossierId
    state: Case | None = None
    version: int = 0


class CaseEnd(Frozen):
    """How it ended."""

    case: DossierId
    status: Status
    outcome: str | None
    escalations: int


@workflow.defn
class CaseReview(DossierLife[Case]):
    """The life of one case."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        super().__init__(start.state, start.version)
        self._id = start.case
        self._shown: tuple[str, datetime | None] | None = None

    @workflow.run
    async def run(self, _: CaseStart) -> CaseEnd:
        """Wait for the decision; remind and escalate while it does not come."""
        await self._begun()
        while True:
            case = self._known()
            self._describe(case)
            if case.status in CLOSED:
                return _end(case)
            at = next_step_at(case)
            if at is not None and at <= workflow.now():
                await self._follow_up(at)
                continue
            self._continue_as_new_if_long(CaseStart(case=self._id, state=case, version=self._version))
            if at is None:
                version = self._version
                await workflow.wait_condition(lambda known=version: self._version > known)  # type: ignore[misc]
            else:
                await self._wait(at, _awaited(case, at))

    @workflow.signal
    def changed(self, news: DossierChanged) -> None:
        """The ledger has recorded something about this case."""
        self._learn(Case.model_validate(news.state), news.version)

    @workflow.query
    def case(self) -> Case | None:
        """The case as this workflow knows it."""
        return self._state

    async def _follow_up(self, at: datetime) -> None:
        found = await carried_out(
            CaseActivities.follow_up_case,
            # Stamped with the time it was due, not with the time of waking up.
            CaseDue(case=self._id, at=at),
            summary=f"no decision by {shown(at)}: end the lease, remind, or escalate",
        )
        self._learn(found.case, found.version)

    def _describe(self, case: Case) -> None:
        workflow.set_current_details(_described(case))
        at = next_step_at(case)
        if self._shown != (case.status.value, at):
            self._shown = (case.status.value, at)
            workflow.upsert_search_attributes(
                search_attributes.updates_of_case(case.opening.kind.value, case.status.value, at)
            )


def _end(case: Case) -> CaseEnd:
    outcome = None if case.decision is None else case.decision.ruling.outcome.value
    return CaseEnd(case=case.id, status=case.status, outcome=outcome, escalations=case.escalations)


def _awaited(case: Case, at: datetime) -> str:
    """What the timer waits for, in words."""
    if case.claim is not None and case.claim.until == at:
        return f"the claim of {case.claim.by} ends at {shown(at)}"
    late = "escalated" if at >= case.opening.due_at else "brought to mind"
    return f"{late} at {shown(at)} without a decision"


def _described(case: Case) -> str:
    """What operators read in the Temporal UI (Markdown)."""
    opening = case.opening
    about = f" for account `{opening.account}`" if opening.account else ""
    lines = [
        f"**{case.status}**: {KINDS[opening.kind].words.en}{about} (article {opening.article}, {case.priority})",
        "",
        f"- opened {shown(case.opened_at)} by {case.opened_by}, due {shown(opening.due_at)}",
        f"- {len(case.evidence)} pieces of evidence, {case.notes} notes",
    ]
    if case.claim is not None:
        lines.append(f"- {case.claim.by} works on it until {shown(case.claim.until)}")
    if case.assigned_to is not None:
        lines.append(f"- assigned to {case.assigned_to}")
    if case.proposal is not None and case.status is Status.PROPOSED:
        lines.append(f"- {case.proposal.by} proposes {case.proposal.ruling.outcome}; it takes a second person")
    if case.escalated_at is not None:
        lines.append(f"- late: escalated {case.escalations} times, last {shown(case.escalated_at)}")
    if case.decision is not None:
        lines.append(f"- {case.decision.ruling.outcome} by {case.decision.by} {shown(case.decision.at)}")
    if case.withdrawn_at is not None:
        lines.append(f"- needs no decision since {shown(case.withdrawn_at)}")
    return "\n".join(lines)
