"""Cases: the tables row by row, and what happens to a case with a clock that ticks."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from models.accounts.commands import Refusal
from models.cases.cases import (
    MOST_EVIDENCE,
    Assigned,
    Case,
    CaseBody,
    CaseEntry,
    CaseKind,
    CaseStatus,
    Outcome,
    Priority,
    Released,
    Ruling,
)
from models.cases.subjects import DurationTerms, ValidityTerms
from models.evidence import Evidence, EvidenceKind
from regulation.cases.barring import assignable
from regulation.cases.cases import (
    DecideCase,
    add_evidence,
    assign,
    claim,
    decide_case,
    next_step_at,
    note,
    open_case,
    opening,
    release,
    remind,
    withdraw,
)
from regulation.cases.handing_over import hand_over
from regulation.cases.reducer import CASE, MOVES, SETTLED, CaseMove, current
from regulation.records import Decided, Step
from regulation.words.case_kinds import ESCALATED_AFTER, KINDS, LEASE, RANK, REVIEWERS, WITHOUT_REASON
from tests.persons import persons_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = 24 * HOUR
ANN, BEN, CHI = "key_ann", "key_ben", "key_chi"
PEOPLE = persons_of(ANN, BEN, CHI)
YES, NO = Ruling(outcome=Outcome.APPROVED), Ruling(outcome=Outcome.REJECTED, reason="not theirs")


class Desk:
    """One case, with everything that was entered."""

    def __init__(self, kind: CaseKind = CaseKind.REGISTRATION, **more: object) -> None:
        self.entries: list[CaseEntry] = []
        self.at = NOON
        self.do("system", open_case(opening(kind, NOON, account="a1", **more)))  # type: ignore[arg-type]

    @property
    def case(self) -> Case:
        state = CASE.fold(self.entries)
        assert state is not None
        return state

    def status(self) -> CaseStatus:
        return self.case.status

    def do(self, actor: str, decide: DecideCase, after: timedelta | None = None) -> Decided[CaseBody]:
        self.at = self.at if after is None else NOON + after
        decided = decide(CASE.fold(self.entries), self.at)
        for body in decided.bodies if isinstance(decided, Step) else ():
            seq = len(self.entries) + 1
            self.entries.append(
                CaseEntry(kind="case", record="c1", seq=seq, recorded_at=self.at, actor=actor, body=body)
            )
        return decided

    def told(self) -> list[str]:
        return [entry.body.type for entry in self.entries]

    def refused(self, actor: str, decide: DecideCase, after: timedelta | None = None) -> str:
        decided = self.do(actor, decide, after)
        assert isinstance(decided, Refusal), decided
        return decided.code


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_every_kind_has_a_row_every_status_a_line_and_every_priority_a_rank() -> None:
    assert set(KINDS) == set(CaseKind)
    assert set(MOVES) == set(CaseStatus)
    assert set(RANK) == set(Priority)
    assert len(set(RANK.values())) == len(RANK)
    for kind, row in KINDS.items():
        assert row.due.at(NOON) > timedelta(0), kind
        assert 1 <= row.article <= 13
        assert row.deciders <= REVIEWERS
        assert len(row.outcomes) >= 2, "a case that has one end is no decision"
        assert row.two_persons <= set(row.outcomes)
        assert set(row.terms) <= set(row.outcomes)


def test_every_move_is_somewhere_allowed_and_nothing_but_notes_and_corrections_comes_after_the_end() -> None:
    assert {move for moves in MOVES.values() for move in moves} == set(get_args(CaseMove))
    assert set(MOVES[CaseStatus.WITHDRAWN]) == {"note"}
    assert set(MOVES[CaseStatus.DECIDED]) == {"note", "propose_correction", "correct"}
    assert {status for status in CaseStatus if "decide" in MOVES[status]} == set(CaseStatus) - SETTLED - {
        CaseStatus.DEFERRED
    }


def test_who_claims_it_works_alone_until_the_lease_ends(desk: Desk) -> None:
    desk.do(ANN, claim(ANN, persons=PEOPLE))
    assert desk.status() == CaseStatus.CLAIMED
    assert desk.refused(BEN, claim(BEN, persons=PEOPLE)) == "case_claimed"
    assert desk.refused(BEN, decide_case(BEN, YES, persons=PEOPLE)) == "case_claimed"
    almost = LEASE - timedelta(microseconds=1)
    assert desk.refused(BEN, claim(BEN, persons=PEOPLE), almost) == "case_claimed"
    # At its end it binds nobody, although no one has written that down; the next one does.
    assert current(desk.case, NOON + LEASE).status == CaseStatus.OPEN
    desk.do(BEN, claim(BEN, persons=PEOPLE), LEASE)
    assert desk.told()[-2:] == ["released", "claimed"]
    assert desk.case.claim is not None
    assert desk.case.claim.by == BEN


def test_a_claim_is_prolonged_by_its_owner_and_ended_by_an_operator(desk: Desk) -> None:
    desk.do(ANN, claim(ANN, persons=PEOPLE))
    desk.do(ANN, claim(ANN, 2 * HOUR, persons=PEOPLE), timedelta(minutes=20))
    assert desk.case.claim is not None
    assert desk.case.claim.since == NOON
    assert desk.case.claim.until == NOON + timedelta(hours=2, minutes=20)
    assert desk.refused(BEN, release(BEN, persons=PEOPLE)) == "case_claimed"
    desk.do(CHI, release(CHI, anybodys=True, persons=PEOPLE))
    assert desk.status() == CaseStatus.OPEN
    assert desk.refused(ANN, release(ANN, persons=PEOPLE)) == "not_claimed"


def test_a_case_is_decided_once_and_the_second_hears_of_the_first(desk: Desk) -> None:
    desk.do(ANN, decide_case(ANN, NO, persons=PEOPLE))
    assert desk.status() == CaseStatus.DECIDED
    second = desk.do(BEN, decide_case(BEN, YES, persons=PEOPLE))
    assert isinstance(second, Refusal)
    assert second.code == "case_decided"
    assert "2026-03-01 20:00 by key_ann (key_ann): rejected (not theirs)" in second.message
    assert desk.refused(ANN, decide_case(ANN, NO, persons=PEOPLE)) == "case_decided"
    for other in (claim(ANN, persons=PEOPLE), add_evidence(_text("late")), withdraw(""), assign(BEN, persons=PEOPLE)):
        assert desk.refused(ANN, other) == "case_decided"
    desk.do(BEN, note("the holder has called"))
    assert desk.case.notes == 1


def test_where_it_takes_two_the_same_by_another_person_makes_it_count() -> None:
    desk = Desk(CaseKind.CLOSURE)
    why = Ruling(outcome=Outcome.APPROVED, reason="matrix")
    desk.do(ANN, decide_case(ANN, why, persons=PEOPLE))
    assert desk.status() == CaseStatus.PROPOSED
    assert desk.refused(ANN, decide_case(ANN, why, persons=PEOPLE)) == "second_person_needed"
    assert desk.refused(BEN, claim(BEN, persons=PEOPLE)) == "not_claimed"
    desk.do(BEN, decide_case(BEN, YES, persons=PEOPLE))
    decision = desk.case.decision
    assert decision is not None
    assert (decision.by, decision.proposed_by, decision.ruling.reason) == (BEN, ANN, "matrix")


def test_two_who_differ_decide_nothing_that_takes_two() -> None:
    """Rejecting takes one; another length is another decision, and waits for its own second person."""
    desk = Desk(CaseKind.CLOSURE)
    desk.do(ANN, decide_case(ANN, YES, persons=PEOPLE))
    desk.do(BEN, decide_case(BEN, NO, persons=PEOPLE))
    assert desk.status() == CaseStatus.DECIDED
    appeal = Desk(CaseKind.APPEAL, two_persons=(Outcome.REDUCED,))
    for actor, days in ((ANN, 3), (BEN, 5)):
        terms = DurationTerms(duration=days * DAY)
        appeal.do(
            actor, decide_case(actor, Ruling(outcome=Outcome.REDUCED, reason="mild", terms=terms), persons=PEOPLE)
        )
        assert appeal.status() == CaseStatus.PROPOSED
    terms = DurationTerms(duration=5 * DAY)
    appeal.do(ANN, decide_case(ANN, Ruling(outcome=Outcome.REDUCED, reason="mild", terms=terms), persons=PEOPLE))
    assert appeal.status() == CaseStatus.DECIDED


def test_who_made_the_decision_that_is_appealed_against_has_no_say() -> None:
    desk = Desk(CaseKind.APPEAL, not_by=(ANN,))
    upheld = Ruling(outcome=Outcome.UPHELD, reason="as it was")
    for refused in (claim(ANN, persons=PEOPLE), decide_case(ANN, upheld, persons=PEOPLE), assign(ANN, persons=PEOPLE)):
        assert desk.refused(ANN, refused) == "another_person_needed"
    desk.do(BEN, decide_case(BEN, upheld, persons=PEOPLE))
    assert desk.status() == CaseStatus.DECIDED


def test_an_assigned_case_is_for_one_person(desk: Desk) -> None:
    desk.do(ANN, claim(ANN, persons=PEOPLE))
    desk.do("operator", assign(BEN, "knows the field", persons=PEOPLE))
    assert desk.told()[-2:] == ["released", "assigned"]
    assert desk.refused(ANN, claim(ANN, persons=PEOPLE)) == "case_assigned"
    assert desk.do("operator", assign(BEN, persons=PEOPLE)) == Step(), "it is so already"
    desk.do(BEN, claim(BEN, persons=PEOPLE))
    desk.do("operator", assign(None))
    desk.do(ANN, decide_case(ANN, YES, persons=PEOPLE))
    assert desk.status() == CaseStatus.DECIDED


def test_a_case_is_handed_over_by_whoever_works_on_it(desk: Desk) -> None:
    """A claim or an assignment is the person's own to give, to a person who may decide the kind."""
    to_ben = hand_over(ANN, BEN, "a relative of mine", persons=PEOPLE)
    assert desk.refused(ANN, to_ben) == "not_claimed"
    desk.do(ANN, claim(ANN, persons=PEOPLE))
    assert desk.refused(BEN, hand_over(BEN, CHI, persons=PEOPLE)) == "case_claimed"
    for to in (ANN, "feed", "per_ffffffffffff"):
        assert desk.refused(ANN, hand_over(ANN, to, persons=PEOPLE)) == "unfit_assignee"
    desk.do(ANN, to_ben)
    assert desk.told()[-2:] == ["released", "assigned"]
    released, assigned = (entry.body for entry in desk.entries[-2:])
    assert isinstance(released, Released)
    assert (released.because, released.of) == ("handed_over", ANN)
    assert isinstance(assigned, Assigned)
    assert (assigned.to, assigned.reason) == (BEN, "a relative of mine")
    assert desk.refused(ANN, claim(ANN, persons=PEOPLE)) == "case_assigned"
    assert desk.refused(ANN, to_ben) == "case_assigned"
    desk.do(BEN, hand_over(BEN, CHI, persons=PEOPLE))
    assert desk.told()[-1] == "assigned", "an assignment is handed on without a claim"
    desk.do(CHI, decide_case(CHI, YES, persons=PEOPLE))
    assert desk.refused(CHI, hand_over(CHI, ANN, persons=PEOPLE)) == "case_decided"


def test_a_lease_that_is_over_hands_nothing_over(desk: Desk) -> None:
    desk.do(ANN, claim(ANN, persons=PEOPLE))
    desk.at = NOON + LEASE
    assert desk.refused(ANN, hand_over(ANN, BEN, persons=PEOPLE)) == "not_claimed"


def test_a_case_is_given_to_nobody_who_cannot_take_the_decision() -> None:
    """Not to whoever made the decision under appeal; a proposed case not to whoever proposed it."""
    appeal = Desk(CaseKind.APPEAL, not_by=(ANN,))
    appeal.do(BEN, claim(BEN, persons=PEOPLE))
    assert appeal.refused(BEN, hand_over(BEN, ANN, persons=PEOPLE)) == "another_person_needed"
    assert [one.id for one in assignable(appeal.case, PEOPLE)] == [BEN, CHI]
    closure = Desk(CaseKind.CLOSURE)
    closure.do(ANN, decide_case(ANN, YES, persons=PEOPLE))
    assert closure.status() == CaseStatus.PROPOSED
    assert closure.refused("operator", assign(ANN, persons=PEOPLE)) == "unfit_assignee"
    closure.do("operator", assign(BEN, persons=PEOPLE))
    assert closure.refused(BEN, hand_over(BEN, ANN, persons=PEOPLE)) == "unfit_assignee"
    closure.do(BEN, hand_over(BEN, CHI, persons=PEOPLE))
    assert closure.status() == CaseStatus.PROPOSED
    assert [one.id for one in assignable(closure.case, PEOPLE)] == [BEN, CHI]


@pytest.mark.parametrize(
    ("kind", "ruling", "code"),
    [
        (CaseKind.REGISTRATION, Ruling(outcome=Outcome.REDUCED, reason="x"), "unfit_outcome"),
        (CaseKind.REGISTRATION, Ruling(outcome=Outcome.REJECTED), "reason_needed"),
        (CaseKind.REGISTRATION, YES.model_copy(update={"terms": DurationTerms(duration=DAY)}), "unfit_terms"),
        (CaseKind.CERTIFICATION, YES.model_copy(update={"terms": DurationTerms(duration=DAY)}), "unfit_terms"),
        (
            CaseKind.CERTIFICATION,
            YES.model_copy(update={"terms": ValidityTerms(valid_from=date(2026, 1, 1), valid_until=date(2026, 6, 30))}),
            None,
        ),
        (CaseKind.DIRECTIVE, Ruling(outcome=Outcome.DONE), None),
    ],
)
def test_a_ruling_fits_its_kind(kind: CaseKind, ruling: Ruling, code: str | None) -> None:
    decided = Desk(kind).do(ANN, decide_case(ANN, ruling, persons=PEOPLE))
    assert (decided.code if isinstance(decided, Refusal) else None) == code


def test_without_a_decision_it_is_brought_to_mind_and_escalated_again_and_again(desk: Desk) -> None:
    """A day: after eighteen hours a reminder, after a day the first escalation, then after one, three and seven."""
    seen: list[tuple[float, list[str]]] = []
    while (at := next_step_at(desk.case)) is not None:
        before = len(desk.entries)
        desk.do("review", remind, at - NOON)
        seen.append(((at - NOON) / HOUR, desk.told()[before:]))
    assert seen == [
        (18, ["reminded"]),
        (24, ["escalated"]),
        (48, ["escalated"]),
        (96, ["escalated"]),
        (192, ["escalated"]),
    ]
    assert desk.case.priority == Priority.URGENT
    assert desk.case.escalations == len(ESCALATED_AFTER)
    desk.do(ANN, decide_case(ANN, YES, persons=PEOPLE))
    assert desk.status() == CaseStatus.DECIDED, "late is better than never"


def test_after_an_outage_what_was_due_meanwhile_is_entered_once(desk: Desk) -> None:
    desk.do(ANN, claim(ANN, persons=PEOPLE))
    desk.do("review", remind, 60 * HOUR)
    assert desk.told() == ["opened", "claimed", "released", "escalated"]
    assert desk.case.escalations == 2
    assert desk.do("review", remind) == Step()


def test_the_end_of_a_lease_is_the_next_step(desk: Desk) -> None:
    desk.do(ANN, claim(ANN, persons=PEOPLE))
    assert next_step_at(desk.case) == NOON + LEASE
    desk.do("review", remind, LEASE)
    assert (desk.told()[-1], desk.status()) == ("released", CaseStatus.OPEN)


def test_a_case_that_settled_itself_needs_no_decision(desk: Desk) -> None:
    desk.do(ANN, claim(ANN, persons=PEOPLE))
    desk.do("system", withdraw("acknowledged after all"))
    assert (desk.status(), desk.case.claim, next_step_at(desk.case)) == (CaseStatus.WITHDRAWN, None, None)
    assert desk.refused(ANN, decide_case(ANN, YES, persons=PEOPLE)) == "case_withdrawn"
    assert desk.do("review", remind, 99 * DAY) == Step()


def test_a_case_holds_so_much_evidence_and_no_more(desk: Desk) -> None:
    for number in range(MOST_EVIDENCE):
        desk.do(ANN, add_evidence(_text(str(number))))
    assert desk.refused(ANN, add_evidence(_text("more"))) == "too_much_evidence"
    assert len(desk.case.evidence) == MOST_EVIDENCE


def test_an_opening_needs_time_and_an_identifier_of_its_own(desk: Desk) -> None:
    late = opening(CaseKind.RUMOUR, NOON, due_at=NOON)
    assert desk.refused(ANN, open_case(late)) == "duplicate_id"
    past = open_case(late)(None, NOON)
    assert isinstance(past, Refusal)
    assert past.code == "due_in_past"
    unknown = decide_case(ANN, YES, persons=PEOPLE)(None, NOON)
    assert isinstance(unknown, Refusal)
    assert unknown.code == "unknown_case"


def test_outcomes_that_need_no_reason_favour_whoever_waits() -> None:
    assert {Outcome.APPROVED, Outcome.DONE} == WITHOUT_REASON


def _text(said: str) -> Evidence:
    return Evidence(kind=EvidenceKind.TEXT, text=said)
