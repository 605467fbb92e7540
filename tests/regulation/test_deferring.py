"""Decisions that wait: which kinds may, who takes them back until when, and what happens if nobody does."""

from datetime import timedelta

import pytest

from models.cases.cases import CaseKind, CaseStatus, Outcome, Ruling
from models.instants import shown
from regulation.cases.cases import claim, decide_case, next_step_at, note, remind
from regulation.cases.deferring import deferred, give_up, may_wait, take_back
from regulation.cases.reducer import current
from regulation.words.case_kinds import KINDS, MAY_WAIT
from tests.regulation.test_cases import ANN, BEN, HOUR, NO, NOON, PEOPLE, YES, Desk

WINDOW = timedelta(minutes=5)
LATE = HOUR + WINDOW


@pytest.fixture
def desk() -> Desk:
    """A certification that Ann has approved an hour after it was opened."""
    desk = Desk(CaseKind.CERTIFICATION)
    desk.do(ANN, claim(ANN), after=HOUR)
    desk.do(ANN, deferred(decide_case(ANN, YES, persons=PEOPLE), WINDOW))
    return desk


def test_nothing_that_touches_service_or_a_restriction_may_wait() -> None:
    waiting = MAY_WAIT.at(NOON)
    assert waiting == {kind for kind in CaseKind if may_wait(kind, NOON)}
    assert not waiting & {
        CaseKind.REGISTRATION,
        CaseKind.IMPERSONATION,
        CaseKind.APPEAL,
        CaseKind.COORDINATION,
        CaseKind.CLOSURE,
        CaseKind.CANCELLATION,
        CaseKind.NETWORK,
        CaseKind.RUMOUR,
        CaseKind.FOLLOWERS,
    }
    assert not any(KINDS[kind].two_persons for kind in waiting)


def test_a_deferred_decision_takes_effect_at_the_end_of_its_window_as_the_decision_of_its_person(desk: Desk) -> None:
    assert (desk.status(), desk.case.decision, desk.case.claim) == (CaseStatus.DEFERRED, None, None)
    assert next_step_at(desk.case) == NOON + LATE
    assert desk.do("case review", remind, after=LATE - timedelta(seconds=1)).bodies == ()  # type: ignore[union-attr]
    desk.do("case review", remind, after=LATE)
    assert (desk.status(), desk.case.deferral) == (CaseStatus.DECIDED, None)
    decision = desk.case.decision
    assert decision is not None
    assert (decision.by, decision.ruling, decision.at) == (ANN, YES, NOON + LATE)
    assert next_step_at(desk.case) is None


def test_its_person_takes_it_back_before_and_nobody_else_ever(desk: Desk) -> None:
    assert desk.refused(BEN, take_back(BEN)) == "another_persons_decision"
    desk.do(ANN, take_back(ANN, "a slip"), after=LATE - timedelta(seconds=1))
    assert (desk.status(), desk.case.deferral) == (CaseStatus.OPEN, None)
    assert desk.refused(ANN, take_back(ANN)) == "nothing_deferred"
    desk.do(BEN, decide_case(BEN, NO))
    assert desk.told()[-4:] == ["claimed", "deferred", "taken_back", "decided"]


def test_after_the_window_it_is_too_late_whether_its_end_is_recorded_or_not(desk: Desk) -> None:
    assert desk.refused(ANN, take_back(ANN), after=LATE) == "too_late_to_take_back"
    desk.do("case review", remind)
    assert desk.refused(ANN, take_back(ANN)) == "case_decided"


def test_meanwhile_nobody_decides_again_and_the_message_says_until_when(desk: Desk) -> None:
    refusal = decide_case(BEN, NO)(desk.case, desk.at)
    assert getattr(refusal, "code", None) == "case_decided"
    assert shown(NOON + LATE) in getattr(refusal, "message", "")
    desk.do(BEN, note("look at the date"))
    assert desk.status() == CaseStatus.DEFERRED
    assert current(desk.case, NOON + 40 * HOUR) == desk.case


def test_what_can_take_effect_no_more_leaves_the_case_open(desk: Desk) -> None:
    desk.do("case review", give_up("the account is closed"), after=LATE)
    assert desk.status() == CaseStatus.OPEN
    assert desk.told()[-1] == "taken_back"


def test_two_people_wait_for_nothing_nor_does_a_kind_that_may_not() -> None:
    held = Desk(CaseKind.REGISTRATION)
    held.do(ANN, deferred(decide_case(ANN, YES, persons=PEOPLE), WINDOW))
    assert held.status() == CaseStatus.DECIDED
    both = Desk(CaseKind.CERTIFICATION, two_persons=(Outcome.APPROVED,))
    both.do(ANN, deferred(decide_case(ANN, YES, persons=PEOPLE), WINDOW))
    assert both.status() == CaseStatus.PROPOSED
    both.do(BEN, deferred(decide_case(BEN, Ruling(outcome=Outcome.APPROVED), persons=PEOPLE), WINDOW))
    assert both.status() == CaseStatus.DECIDED
    off = Desk(CaseKind.CERTIFICATION)
    off.do(ANN, deferred(decide_case(ANN, YES), timedelta(0)))
    assert off.status() == CaseStatus.DECIDED
