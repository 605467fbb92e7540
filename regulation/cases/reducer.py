"""Reducer of a case: the moves that each status allows (`MOVES`), and the fold of its entries into its state."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, Literal

from models.cases.cases import (
    KIND,
    Assigned,
    Case,
    CaseBody,
    CaseEntry,
    CaseStatus,
    Claim,
    Claimed,
    Decided,
    Decision,
    Deferral,
    Deferred,
    Escalated,
    EvidenceAdded,
    Noted,
    Opened,
    Priority,
    Proposed,
    Released,
    Reminded,
    TakenBack,
    Withdrawn,
)
from models.cases.cases import Correction as Proposal
from models.cases.corrections import Corrected, CorrectionDropped, CorrectionProposed
from models.records import Entry, Listed
from regulation.records import RecordType
from regulation.words.case_kinds import RANK

CaseMove = Literal[
    "add_evidence",
    "claim",
    "release",
    "assign",
    "note",
    "propose",
    "decide",
    "defer",
    "take_back",
    "take_effect",
    "propose_correction",
    "correct",
    "drop_correction",
    "remind",
    "escalate",
    "withdraw",
]

MOVES: Final[Mapping[CaseStatus, Mapping[CaseMove, CaseStatus]]] = {
    CaseStatus.OPEN: {
        "add_evidence": CaseStatus.OPEN,
        "claim": CaseStatus.CLAIMED,
        "assign": CaseStatus.OPEN,
        "note": CaseStatus.OPEN,
        "propose": CaseStatus.PROPOSED,
        "decide": CaseStatus.DECIDED,
        "defer": CaseStatus.DEFERRED,
        "remind": CaseStatus.OPEN,
        "escalate": CaseStatus.OPEN,
        "withdraw": CaseStatus.WITHDRAWN,
    },
    CaseStatus.CLAIMED: {
        "add_evidence": CaseStatus.CLAIMED,
        "claim": CaseStatus.CLAIMED,  # the same person extends the claim
        "release": CaseStatus.OPEN,
        "assign": CaseStatus.OPEN,
        "note": CaseStatus.CLAIMED,
        "propose": CaseStatus.PROPOSED,
        "decide": CaseStatus.DECIDED,
        "defer": CaseStatus.DEFERRED,
        "remind": CaseStatus.CLAIMED,
        "escalate": CaseStatus.CLAIMED,
        "withdraw": CaseStatus.WITHDRAWN,
    },
    CaseStatus.PROPOSED: {
        "add_evidence": CaseStatus.PROPOSED,
        "assign": CaseStatus.PROPOSED,
        "note": CaseStatus.PROPOSED,
        "propose": CaseStatus.PROPOSED,  # another proposal replaces it
        "decide": CaseStatus.DECIDED,
        "remind": CaseStatus.PROPOSED,
        "escalate": CaseStatus.PROPOSED,
        "withdraw": CaseStatus.WITHDRAWN,
    },
    CaseStatus.DEFERRED: {
        "note": CaseStatus.DEFERRED,
        "take_back": CaseStatus.OPEN,
        "take_effect": CaseStatus.DECIDED,
        "withdraw": CaseStatus.WITHDRAWN,
    },
    CaseStatus.DECIDED: {
        "note": CaseStatus.DECIDED,
        "propose_correction": CaseStatus.CORRECTING,
        "correct": CaseStatus.DECIDED,
    },
    CaseStatus.CORRECTING: {
        "note": CaseStatus.CORRECTING,
        "propose_correction": CaseStatus.CORRECTING,  # another proposal replaces it
        "correct": CaseStatus.DECIDED,
        "drop_correction": CaseStatus.DECIDED,
    },
    CaseStatus.WITHDRAWN: {"note": CaseStatus.WITHDRAWN},
}
"""Moves that each status allows, and the status that each leads to."""

CLOSED: Final = frozenset({CaseStatus.DECIDED, CaseStatus.WITHDRAWN})
"""Statuses of closed cases: nobody waits for them."""

SETTLED: Final = CLOSED | {CaseStatus.CORRECTING}
"""Statuses of cases whose matter is settled, also while a correction is proposed: the decision stands meanwhile."""

WAITING: Final = frozenset(CaseStatus) - CLOSED
"""Statuses of cases that somebody has to decide."""


def current(case: Case, now: datetime) -> Case:
    """State of the case at the instant: a lease that has ended binds nobody, whether its end is entered or not."""
    if case.claim is None or now < case.claim.until:
        return case
    return case.model_copy(update={"claim": None, "status": MOVES[case.status].get("release", case.status)})


def _apply(case: Case | None, entry: CaseEntry) -> Case:
    body, at = entry.body, entry.recorded_at
    if isinstance(body, Opened):
        return Case(
            id=entry.record,
            status=CaseStatus.OPEN,
            opening=body.opening,
            opened_at=at,
            opened_by=entry.actor,
            priority=body.opening.priority,
            evidence=body.evidence,
        )
    if case is None:
        raise ValueError(f"case {entry.record}: its first entry is {body.type}, not its opening")
    return case.model_copy(update=_CHANGES[type(body)](case, entry))


def _claimed(case: Case, entry: CaseEntry) -> dict[str, Any]:
    since = entry.recorded_at
    if case.claim is not None and case.claim.by == entry.actor:
        since = case.claim.since
    until = entry.body.until if isinstance(entry.body, Claimed) else since
    return {"status": _after(case, "claim"), "claim": Claim(by=entry.actor, since=since, until=until)}


def _decision(entry: Entry[Proposed | Decided] | Entry[Corrected]) -> Decision:
    body = entry.body
    proposed_by = None if isinstance(body, Proposed) else body.proposed_by
    by = entry.actor if not isinstance(body, Decided) or body.decided_by is None else body.decided_by
    return Decision(ruling=body.ruling, by=by, at=entry.recorded_at, proposed_by=proposed_by)


def _deferral(entry: Entry[Deferred]) -> Deferral:
    return Deferral(
        ruling=entry.body.ruling,
        by=entry.actor,
        at=entry.recorded_at,
        takes_effect_at=entry.body.takes_effect_at,
    )


def _correction(entry: Entry[CorrectionProposed]) -> Proposal:
    body = entry.body
    return Proposal(ruling=body.ruling, by=entry.actor, at=entry.recorded_at, due_at=body.due_at)


def _corrected(case: Case, entry: Entry[Corrected]) -> dict[str, Any]:
    """Apply a correction: the decision in force joins the earlier ones."""
    before = () if case.decision is None else (case.decision,)
    return {
        "status": _after(case, "correct"),
        "correction": None,
        "corrected": (*case.corrected, *before),
        "decision": _decision(entry),
    }


def _after(case: Case, move: CaseMove) -> CaseStatus:
    return MOVES[case.status][move]


_CHANGES: Final[Mapping[type, Callable[[Case, Any], dict[str, Any]]]] = {
    EvidenceAdded: lambda case, entry: {"evidence": (*case.evidence, entry.body.evidence)},
    Claimed: _claimed,
    Released: lambda case, _: {"status": _after(case, "release"), "claim": None},
    Assigned: lambda case, entry: {"status": _after(case, "assign"), "assigned_to": entry.body.to},
    Noted: lambda case, _: {"notes": case.notes + 1},
    Proposed: lambda case, entry: {
        "status": _after(case, "propose"),
        "claim": None,
        # The assignment was for the first person; the second one is another.
        "assigned_to": None,
        "proposal": _decision(entry),
    },
    Decided: lambda case, entry: {
        "status": _after(case, "take_effect" if case.deferral is not None else "decide"),
        "claim": None,
        "deferral": None,
        "decision": _decision(entry),
    },
    Deferred: lambda case, entry: {
        "status": _after(case, "defer"),
        "claim": None,
        "assigned_to": None,
        "deferral": _deferral(entry),
    },
    TakenBack: lambda case, _: {"status": _after(case, "take_back"), "deferral": None},
    CorrectionProposed: lambda case, entry: {
        "status": _after(case, "propose_correction"),
        "assigned_to": None,
        "correction": _correction(entry),
    },
    Corrected: _corrected,
    CorrectionDropped: lambda case, _: {"status": _after(case, "drop_correction"), "correction": None},
    Reminded: lambda case, entry: {"status": _after(case, "remind"), "reminded_at": entry.recorded_at},
    Escalated: lambda case, entry: {
        "status": _after(case, "escalate"),
        "priority": Priority.URGENT,
        "escalations": entry.body.level,
        "escalated_at": entry.recorded_at,
    },
    Withdrawn: lambda case, entry: {
        "status": _after(case, "withdraw"),
        "claim": None,
        "deferral": None,
        "withdrawn_at": entry.recorded_at,
        "reason": entry.body.reason,
    },
}


def _listed(case: Case) -> Listed:
    return Listed(
        status=case.status.value,
        label=case.opening.kind.value,
        account=case.opening.account,
        due_at=case.due_at,
        priority=RANK[case.priority],
    )


CASE: Final[RecordType[CaseBody, Case]] = RecordType(
    KIND, CaseEntry, Case, _apply, _listed, origin=lambda case: case.opening.origin
)
