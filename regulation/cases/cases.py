"""Commands on a case: each gives the entries to append, or a refusal.

`regulation/words/case_kinds.py` lists the outcomes and the deciders of each kind; `regulation/cases/reducer.py` the
moves that each status allows.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from models.accounts.commands import Refusal
from models.cases.cases import (
    MOST_EVIDENCE,
    Assigned,
    Case,
    CaseBody,
    CaseKind,
    CaseStatus,
    Claimed,
    Decided,
    Deferral,
    Escalated,
    EvidenceAdded,
    LetGo,
    Noted,
    Opened,
    Opening,
    Outcome,
    Priority,
    Proposed,
    Released,
    Reminded,
    Ruling,
    Withdrawn,
)
from models.cases.subjects import Reference, Subject
from models.evidence import Evidence
from models.instants import shown
from regulation import records
from regulation.articles.a13_exposure import EXPOSED
from regulation.cases.barring import barred, kept_from, others, person_needed, unfit_assignee
from regulation.cases.reducer import MOVES, SETTLED, CaseMove, current
from regulation.people import NOBODY, Persons
from regulation.records import Step
from regulation.words.case_kinds import ESCALATED_AFTER, KINDS, LEASE, REMINDED_AFTER, WITHOUT_REASON, usual_due

DecideCase = Callable[[Case | None, datetime], records.Decided[CaseBody]]


def case_id(kind: str, what: str) -> str:
    """Identifier of the only case about something: opening it a second time finds the first."""
    return f"{kind}-{sha256(what.encode()).hexdigest()[:20]}"


def opening(
    kind: CaseKind,
    now: datetime,
    *,
    account: str | None = None,
    title: str = "",
    subject: Subject | None = None,
    origin: Reference | None = None,
    article: int | None = None,
    priority: Priority | None = None,
    due_at: datetime | None = None,
    two_persons: tuple[Outcome, ...] = (),
    not_by: tuple[str, ...] = (),
) -> Opening:
    """Build the opening of a case, with the defaults of its kind for everything not given."""
    row = KINDS[kind]
    return Opening(
        kind=kind,
        article=article or row.article,
        title=title or row.words.en,
        account=account,
        subject=subject,
        origin=origin,
        priority=priority or row.priority,
        due_at=due_at or usual_due(kind, now),
        two_persons=two_persons,
        not_by=not_by,
    )


def open_case(opened: Opening, evidence: tuple[Evidence, ...] = ()) -> DecideCase:
    """Open the case."""

    def decide(case: Case | None, now: datetime) -> records.Decided[CaseBody]:
        if case is not None:
            return Refusal(code="duplicate_id", message=f"case {case.id} exists already: choose another id")
        if opened.due_at <= now:
            return Refusal(
                code="due_in_past",
                message=f"due_at {shown(opened.due_at)} is not after now, {shown(now)}: leave time to decide",
                article=opened.article,
            )
        return _too_much(len(evidence)) or Step((Opened(opening=opened, evidence=evidence),))

    return decide


def add_evidence(evidence: Evidence) -> DecideCase:
    """Add a piece of evidence to the case."""

    def decide(case: Case, _: datetime) -> records.Decided[CaseBody]:
        return _too_much(len(case.evidence) + 1) or Step((EvidenceAdded(evidence=evidence),))

    return on_a_case("add_evidence", decide)


def claim(actor: str, lease: timedelta = LEASE, *, persons: Persons = NOBODY) -> DecideCase:
    """Claim the case for `actor` alone, for the length of the lease; claiming again extends the lease."""

    def decide(case: Case, now: datetime) -> records.Decided[CaseBody]:
        return barred(case, actor, persons) or Step((Claimed(until=now + lease),))

    return on_a_case("claim", decide, persons)


def release(actor: str, *, anybodys: bool = False, persons: Persons = NOBODY) -> DecideCase:
    """Release the claim, so that others may work on the case; with `anybodys` (operators) somebody else's claim too."""

    def decide(case: Case, _: datetime) -> records.Decided[CaseBody]:
        if case.claim is None:
            return Step()
        return (None if anybodys else others(case, actor, persons)) or Step((Released(of=case.claim.by),))

    return on_a_case("release", decide, persons)


def assign(to: str | None, reason: str = "", *, persons: Persons = NOBODY) -> DecideCase:
    """Assign the case to a person who may decide it, or to nobody when `to` is None; somebody else's claim ends."""

    def decide(case: Case, _: datetime) -> records.Decided[CaseBody]:
        if to is not None and (refusal := unfit_assignee(case, to, persons) or kept_from(case, to, persons)):
            return refusal
        person = None if to is None else persons.identity(to)
        ended = () if case.claim is None else (Released(because="reassigned", of=case.claim.by),)
        if case.assigned_to == person and not ended:
            return Step()
        return Step((*ended, Assigned(to=person, reason=reason)))

    return on_a_case("assign", decide, persons)


def let_go(holder: str, because: LetGo) -> DecideCase:
    """Free the case of a person who may no longer decide: the claim or assignment ends, so that others can take it."""

    def decide(case: Case, _: datetime) -> records.Decided[CaseBody]:
        assigned = case.assigned_to == holder
        claimed = case.claim is not None and case.claim.by == holder
        if because == "unknown_holder":
            claimed = claimed and assigned  # a claim alone ends with its lease
        ended: tuple[CaseBody, ...] = (Released(because=because, of=holder),) if claimed else ()
        if assigned:
            ended = (*ended, Assigned(to=None, reason=_NO_MORE[because].format(holder=holder)))
        return Step(ended)

    return on_a_case("assign", decide)


_NO_MORE: Final[Mapping[LetGo, str]] = {
    "key_revoked": "{holder} was revoked",
    "role_lost": "{holder} has no role that may decide it",
    "person_inactive": "{holder} was deactivated",
    "kind_lost": "{holder} decides cases of other kinds now",
    "unknown_holder": "nobody is called {holder}",
}


def note(text: str) -> DecideCase:
    """Add a note for the other reviewers."""
    return on_a_case("note", lambda _case, _now: Step((Noted(text=text),)))


def decide_case(actor: str, ruling: Ruling, *, persons: Persons = NOBODY) -> DecideCase:
    """Decide the case, once. Where the outcome needs two people, the first decision is a proposal, and the same
    decision by another person makes it count. A proposal counts while its author may decide the case.
    """

    def decide(case: Case, _: datetime) -> records.Decided[CaseBody]:
        refusal = unfit(case, ruling) or barred(case, actor, persons)
        if refusal is not None:
            return refusal
        if not takes_two(case, ruling.outcome):
            return Step((Decided(ruling=ruling),))
        if persons.of(actor) is None:
            return person_needed(case, actor, f"{ruling.outcome} takes two persons")
        before = case.proposal
        if before is None or not alike(before.ruling, ruling):
            return Step((Proposed(ruling=ruling),))
        if persons.same(before.by, actor):
            return Refusal(
                code="second_person_needed",
                message=f"you proposed {ruling.outcome} for case {case.id} yourself, {shown(before.at)}: it counts "
                "when another person decides the same",
            )
        if not persons.may_decide(before.by, case.opening.kind):
            return Step((Proposed(ruling=ruling),))
        said = {"reason": ruling.reason or before.ruling.reason, "exposure": ruling.exposure or before.ruling.exposure}
        both = ruling.model_copy(update=said)
        return Step((Decided(ruling=both, proposed_by=before.by),))

    return on_a_case("decide", decide, persons)


def withdraw(reason: str) -> DecideCase:
    """Withdraw the case: it needs no decision any more."""
    return on_a_case("withdraw", lambda _case, _now: Step((Withdrawn(reason=reason),)))


def remind(case: Case | None, now: datetime) -> records.Decided[CaseBody]:
    """Entries that are due by now: the end of a lease, a reminder, an escalation, or none."""
    if case is None or case.status in SETTLED:
        return Step()
    if case.deferral is not None:
        return Step(due_effect(case.deferral, now))
    entries: list[CaseBody] = [*_lapsed(case, now)]
    if case.reminded_at is None and _reminder_at(case) <= now < case.opening.due_at:
        entries.append(Reminded())
    due = [level for level, after in enumerate(ESCALATED_AFTER, start=1) if case.opening.due_at + after <= now]
    if due and due[-1] > case.escalations:
        entries.append(Escalated(level=due[-1]))
    return Step(tuple(entries))


def next_step_at(case: Case) -> datetime | None:
    """Instant of the next automatic step if nobody decides; None when there is none."""
    if case.status in SETTLED:
        return None
    if case.deferral is not None:
        return case.deferral.takes_effect_at
    times = [] if case.claim is None else [case.claim.until]
    if case.reminded_at is None and case.escalations == 0:
        times.append(_reminder_at(case))
    if case.escalations < len(ESCALATED_AFTER):
        times.append(case.opening.due_at + ESCALATED_AFTER[case.escalations])
    return min(times, default=None)


def due_effect(deferral: Deferral, now: datetime) -> tuple[CaseBody, ...]:
    """Entry by which a deferred decision takes effect, once its window has passed; none before."""
    if now < deferral.takes_effect_at:
        return ()
    return (Decided(ruling=deferral.ruling, decided_by=deferral.by),)


def takes_two(case: Case, outcome: Outcome) -> bool:
    """Whether the outcome counts only when two people have decided it alike."""
    return outcome in KINDS[case.opening.kind].two_persons or outcome in case.opening.two_persons


def on_a_case(
    move: CaseMove, decide: Callable[[Case, datetime], records.Decided[CaseBody]], persons: Persons = NOBODY
) -> DecideCase:
    """Apply `decide` to an existing case that allows the move. A lease that has ended binds nobody; its end is entered
    with the next command.
    """

    def checked(case: Case | None, now: datetime) -> records.Decided[CaseBody]:
        if case is None:
            return Refusal(code="unknown_case", message="there is no such case: `GET /v1/cases` lists them")
        seen = current(case, now)
        decided = _closed_to(seen, move, persons) or decide(seen, now)
        if isinstance(decided, Refusal) or not decided.bodies:
            return decided
        return Step((*_lapsed(case, now), *decided.bodies))

    return checked


def _closed_to(case: Case, move: CaseMove, persons: Persons) -> Refusal | None:
    """Refusal when the case does not allow the move; None when it does."""
    if move in MOVES[case.status]:
        return None
    if case.decision is not None:
        said = case.decision.ruling
        why = f" ({said.reason})" if said.reason else ""
        return Refusal(
            code="case_decided",
            message=f"case {case.id} was decided {shown(case.decision.at)} by {persons.called(case.decision.by)}: "
            f"{said.outcome}{why}; a case is decided once, and a wrong decision is corrected: "
            f"`POST /v1/cases/{case.id}/correction`",
        )
    if case.deferral is not None:
        return Refusal(
            code="case_decided",
            message=f"case {case.id} was decided {shown(case.deferral.at)} by {persons.called(case.deferral.by)}: "
            f"{case.deferral.ruling.outcome}; that takes effect at {shown(case.deferral.takes_effect_at)}, unless the "
            "same person takes it back before",
        )
    if case.status is CaseStatus.WITHDRAWN:
        return Refusal(
            code="case_withdrawn",
            message=f"case {case.id} was withdrawn: {case.reason or 'no reason given'}",
        )
    if move == "take_back":
        return Refusal(code="nothing_deferred", message=f"no decision on case {case.id} waits to take effect")
    if move in _CORRECTING:
        return Refusal(
            code="nothing_to_correct", message=f"case {case.id} is {case.status}, not decided: decide it instead"
        )
    return Refusal(code="not_claimed", message=_NOT_NOW[case.status].format(case=case.id))


_CORRECTING: Final = frozenset[CaseMove]({"propose_correction", "correct", "drop_correction"})
_NOT_NOW: Final[Mapping[CaseStatus, str]] = {
    CaseStatus.OPEN: "nobody works on case {case}: there is nothing to release",
    CaseStatus.PROPOSED: "case {case} waits for a second person's decision: there is nothing to claim or release",
}


def unfit(case: Case, ruling: Ruling) -> Refusal | None:
    """Refusal when a case of that kind does not take the ruling."""
    row = KINDS[case.opening.kind]
    if ruling.outcome not in row.outcomes:
        return Refusal(
            code="unfit_outcome",
            message=f"a case of kind {case.opening.kind} is decided as {' or '.join(row.outcomes)}, "
            f"not {ruling.outcome}",
        )
    if not ruling.reason and (row.reasoned or ruling.outcome not in WITHOUT_REASON):
        return Refusal(code="reason_needed", message=f"{ruling.outcome} needs a reason, which the holder reads")
    if ruling.terms is not None and ruling.terms.type != row.terms.get(ruling.outcome):
        takes, kind = row.terms.get(ruling.outcome), case.opening.kind
        right = "leave terms out" if takes is None else f"its terms are of type {takes}"
        return Refusal(
            code="unfit_terms",
            message=f"{ruling.outcome} of a {kind} case takes no terms of type {ruling.terms.type}: {right}",
        )
    if ruling.exposure is not None and (case.opening.kind, ruling.outcome) not in EXPOSED:
        return Refusal(
            code="unfit_terms",
            message=f"a {case.opening.kind} case that is {ruling.outcome} is not published: leave `exposure` out",
        )
    return None


def _too_much(pieces: int) -> Refusal | None:
    if pieces <= MOST_EVIDENCE:
        return None
    return Refusal(
        code="too_much_evidence",
        message=f"a case holds at most {MOST_EVIDENCE} pieces of evidence: gather them in one document "
        "and give its link",
    )


def alike(one: Ruling, other: Ruling) -> bool:
    """Whether two rulings are alike: the second person may leave out the exposure, or must give the same one."""
    same_exposure = other.exposure in {None, one.exposure}
    return same_exposure and (one.outcome, one.terms) == (other.outcome, other.terms)


def _lapsed(case: Case, now: datetime) -> tuple[CaseBody, ...]:
    """Entry for the end of a lease that is over."""
    if case.claim is None or now < case.claim.until:
        return ()
    return (Released(because="lease_ended", of=case.claim.by),)


def _reminder_at(case: Case) -> datetime:
    return case.opened_at + REMINDED_AFTER * (case.opening.due_at - case.opened_at)
