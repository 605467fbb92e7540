"""Cases: claims, evidence and decisions. The queue is in `api/cases/queue.py`."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from api.cases.bodies import (
    AssignmentBody,
    CaseStatusAnswer,
    CaseView,
    ClaimBody,
    DecisionBody,
    NoteBody,
    OpenCaseBody,
    ReleaseBody,
    TakeBackBody,
    WithdrawCaseBody,
    status_of,
)
from api.cases.deciding import decided, further_of, require_decider_of
from api.handling import answers
from api.handling.asking import standing_for
from api.handling.commanding import fresh_id
from api.handling.entering import WithCommandHandling, entered, found_or_404
from api.handling.requests import EvidenceBody
from api.handling.routing import Guarded
from api.http.problems import Fault, invalid, refused
from api.state.app_state import WithAppState
from ledger.accounts import holding
from ledger.streams import records
from models.accounts.commands import Refusal
from models.cases.cases import Case, CaseKind
from models.records import RecordId
from models.roles import Role
from regulation.cases import cases as rules
from regulation.cases.deferring import take_back
from regulation.cases.four_eyes import considering
from regulation.cases.reducer import CASE, current
from regulation.holders import inheritance as rules_of_holders
from regulation.holders.inheritance import Since
from regulation.words.case_kinds import KINDS, LEASE

router = APIRouter(prefix="/v1/cases", route_class=Guarded, tags=["cases"])

_Id = Annotated[RecordId, Path(description="Identifier of the case, as in the event `case.opened`.")]


@router.post("", status_code=201, response_model=Case, summary="Open a case by hand")
async def open_case(body: OpenCaseBody, handling: WithCommandHandling) -> Response:
    """Irreversible sanctions (closure, permanent cancellation) are opened as proposals, and take two people with the
    same decision. All other kinds are opened automatically by their subject.
    """
    _require_by_hand(body.kind)
    subject = body.subject()
    if subject is None:
        raise invalid(Fault(path="body.category", message=f"is required for {body.kind}"))
    await standing_for(handling.app_state, body.account)
    opening = rules.opening(
        body.kind,
        handling.app_state.clock(),
        account=body.account,
        title=body.title,
        subject=subject,
        priority=body.priority,
        due_at=body.due_at,
    )
    evidence = tuple(piece.evidence() for piece in body.evidence)
    found = await handling.execute(CASE, body.id or fresh_id("case"), rules.open_case(opening, evidence))
    return entered(found, status=201, location=f"/v1/cases/{found.record}")


@router.get("/{case}", response_model=CaseView, summary="Read a case with its history")
async def read_case(case: _Id, app_state: WithAppState) -> Response:
    """The state of the case, its evidence and all entries, including notes."""
    found = await found_or_404(app_state, CASE, case)
    state, account = found.state, found.state.opening.account
    since = Since()
    if account is not None:
        async with app_state.database.snapshot() as connection:
            since = rules_of_holders.since(await holding.facts_about(connection, account), state.opened_at)
    view = CaseView(
        case=current(state, app_state.clock()),
        entries=found.entries,
        holder_changed_at=since.holder_changed_at,
        closed_by_wish_at=since.closed_by_wish_at,
    )
    return answers.json(view, headers=answers.versioned(len(found.entries)))


@router.get("/{case}/status", response_model=CaseStatusAnswer, summary="Read the status of a case")
async def read_case_status(case: _Id, app_state: WithAppState) -> Response:
    """Whether and how the case was decided, without the reviewers."""
    return answers.json(status_of((await found_or_404(app_state, CASE, case)).state))


@router.post("/{case}/evidence", response_model=Case, summary="Add evidence")
async def add_case_evidence(case: _Id, body: EvidenceBody, handling: WithCommandHandling) -> Response:
    """Evidence may be added until the case is decided."""
    return entered(await handling.execute(CASE, case, rules.add_evidence(body.evidence())))


@router.post("/{case}/notes", response_model=Case, summary="Add a note to a case")
async def add_case_note(case: _Id, body: NoteBody, handling: WithCommandHandling) -> Response:
    """Notes are visible to reviewers and not in the feed. They may be added after the decision, too."""
    return entered(await handling.execute(CASE, case, rules.note(body.text)))


@router.post("/{case}/claim", response_model=Case, summary="Claim a case")
async def claim_case(case: _Id, body: ClaimBody, handling: WithCommandHandling) -> Response:
    """Nobody else may decide the case until the lease ends. Claim it again to extend the lease."""
    await require_decider_of(case, handling)
    decide = rules.claim(handling.caller.actor, body.lease or LEASE, persons=await handling.persons())
    return entered(await handling.execute(CASE, case, considering(await further_of(handling, case), decide)))


@router.post("/{case}/release", response_model=Case, summary="Release a claim")
async def release_case(
    case: _Id,
    body: ReleaseBody,  # noqa: ARG001 - the body is empty, but described
    handling: WithCommandHandling,
) -> Response:
    """Ends your own claim; an operator may end any claim."""
    anybodys = Role.OPERATOR in handling.caller.roles
    decide = rules.release(handling.caller.actor, anybodys=anybodys, persons=await handling.persons())
    return entered(await handling.execute(CASE, case, decide))


@router.post("/{case}/assignment", response_model=Case, summary="Assign a case to a person, or to nobody")
async def assign_case(case: _Id, body: AssignmentBody, handling: WithCommandHandling) -> Response:
    """Nobody else may decide the case then; a claim by another person ends. Only a person who may decide the case can
    be meant: any other name is refused with those who could be.
    """
    decide = rules.assign(body.to, body.reason, persons=await handling.persons())
    return entered(await handling.execute(CASE, case, considering(await further_of(handling, case), decide)))


@router.post("/{case}/decision", response_model=Case, summary="Decide a case")
async def decide_case(case: _Id, body: DecisionBody, handling: WithCommandHandling) -> Response:
    """The consequences of the decision are recorded in the same transaction.

    Where two people must decide, the first decision is a proposal (status `proposed`); the same decision by another
    person takes effect. Where the platform has set a window to take decisions back, the decision of one person on a
    kind that may wait is `deferred` until `deferral.takes_effect_at`.
    """
    await require_decider_of(case, handling)
    return entered(await decided(handling, case, body.ruling()))


@router.post("/{case}/decision/take-back", response_model=Case, summary="Take back one's own decision")
async def take_back_case_decision(case: _Id, body: TakeBackBody, handling: WithCommandHandling) -> Response:
    """Possible for the person who decided, until `deferral.takes_effect_at`; the case is open again. Nothing had
    followed from the decision.
    """
    return entered(await handling.execute(CASE, case, take_back(handling.caller.actor, body.reason)))


@router.post("/{case}/withdrawal", response_model=Case, summary="Withdraw a case that was opened by hand")
async def withdraw_case(case: _Id, body: WithdrawCaseBody, handling: WithCommandHandling) -> Response:
    """The case needs no decision any more. Cases opened automatically cannot be withdrawn, as an applicant waits for
    them.
    """
    known = (await records.state_of(handling.app_state.database, CASE, case)).state
    if known is not None:
        _require_by_hand(known.opening.kind)
    return entered(await handling.execute(CASE, case, rules.withdraw(body.reason)))


def _require_by_hand(kind: CaseKind) -> None:
    if KINDS[kind].by_hand:
        return
    by_hand = ", ".join(known for known, row in KINDS.items() if row.by_hand)
    raise refused(
        Refusal(
            code="not_by_hand",
            message=f"cases of kind {kind} are opened automatically; kinds that are opened by hand: {by_hand}",
            article=KINDS[kind].article,
        )
    )
