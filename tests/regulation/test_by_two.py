"""Four eyes both ways: what two persons have decided, no command takes back on the word of one."""

from datetime import datetime, timedelta
from typing import get_args

import pytest

from models.accounts import commands as c
from models.accounts.commands import Command
from models.cases.cases import Case, CaseKind, Decision, Outcome, Ruling
from models.cases.rulings import DecidedByTwo
from models.cases.subjects import ClosureAsked
from models.words.privileges import Method
from models.words.sanctions import ByCase, MeasureKind
from models.words.violations import Category
from regulation.accounts.commands import decide
from regulation.cases.cases import decide_case, opening
from regulation.cases.correcting import correct_case
from regulation.cases.four_eyes import Further, considering
from regulation.cases.reducer import CASE
from regulation.sanctions.by_two import UNDOING, decided_by_two, outcomes_by_two
from tests.persons import persons_of
from tests.regulation.account import Account, on
from tests.regulation.test_cases import Desk

FOUND, CLOSED, NOW = on("03-10 12:00"), on("03-11 12:00"), on("03-12 12:00")
WITHHELD = MeasureKind.WITHHOLD_PROFIT
TAKES_NOTHING_BACK = {
    c.ShortenBan: "a ban is the decision of one person",
    c.ShortenMeasure: "a cancellation withholds for the clean window, below which nothing is shortened",
    c.LiftImpersonation: "an imitation is found by one person",
    c.WithdrawConsequence: "given by the correction of the case alone, which takes two",
}
"""Commands that lessen an action, and touch nothing that two persons decide."""


def one_by_two(consequence: ByCase = "closure", action: str = "v1") -> DecidedByTwo:
    return DecidedByTwo(case="x1", consequence=consequence, action=action, at=CLOSED, persons=("ben", "ann"))


def closed() -> Account:
    """An account with a ban by one person and a closure by two, under one finding."""
    account = Account()
    account.do(c.ImposeBan(id="v1", category=Category.MATRIX_MANIPULATION, duration=timedelta(days=30)), FOUND)
    account.do(c.Close(id="v1", follows=True, category=Category.MATRIX_MANIPULATION), CLOSED)
    account.by_two = (one_by_two(),)
    return account


def cancelled() -> Account:
    """An account whose grant two persons have cancelled, and the rest withheld, under a finding by one."""
    account = Account()
    account.do(c.ApplyMonetization(methods=(Method.ADVERTISING,)), on("01-02"))
    account.do(c.RecordViolation(id="v1", category=Category.VULGAR_PERSONA), FOUND)
    account.do(c.CancelMonetization(id="v1", follows=True), CLOSED)
    account.by_two = (one_by_two("cancellation"),)
    return account


TRIED: dict[str, tuple[Account, Command]] = {
    "overturn a closure": (closed(), c.Overturn(id="v1")),
    "reopen": (closed(), c.Reopen()),
    "overturn a cancellation": (cancelled(), c.Overturn(id="v1")),
    "lift its withholding": (cancelled(), c.LiftWithholding(id="v1", reason="r")),
}


def code(account: Account, command: Command, at: datetime = NOW, *, two_persons: bool = False) -> str | None:
    known = account.known(command, at)
    found = decide(command, type(known)(**{**vars(known), "two_persons": two_persons}))
    return None if found.refusal is None else found.refusal.code


@pytest.mark.parametrize("tried", TRIED)
def test_one_person_takes_back_nothing_that_two_decided(tried: str) -> None:
    account, command = TRIED[tried]
    assert code(account, command) == "second_person_needed"
    assert code(account, command, two_persons=True) is None


def test_every_command_that_lessens_an_action_is_tried_or_says_why_not() -> None:
    assert {type(command) for _, command in TRIED.values()} == set(UNDOING)
    assert set(c.LESSENING) == {*UNDOING, *TAKES_NOTHING_BACK}
    assert set(UNDOING) <= set(get_args(Command))


def test_what_one_person_decided_is_taken_back_by_one() -> None:
    """A ban under the same finding, a withholding that the finding itself ordered, another finding."""
    assert code(closed(), c.ShortenBan(id="v1", duration=timedelta(days=7))) is None
    account = closed()
    account.do(c.RecordViolation(id="v2", category=Category.DISTORTION), FOUND)
    account.by_two = (one_by_two(action="v2"),)
    assert code(account, c.Reopen()) is None
    alone = Account()
    alone.do(c.ImposeMeasure(id="v1", measure=WITHHELD, category=Category.PUBLIC_ORDER), FOUND)
    alone.by_two = (one_by_two("cancellation"), one_by_two("closure"))
    assert code(alone, c.LiftWithholding(id="v1", reason="r")) is None
    assert outcomes_by_two("v1", alone.by_two) == (Outcome.OVERTURNED,)


def test_what_a_cancellation_withholds_is_not_shortened() -> None:
    shorter = c.ShortenMeasure(id="v1", measure=WITHHELD, duration=timedelta(days=90))
    assert code(cancelled(), shorter) == "below_clean_window"


def test_a_corrected_decision_binds_nobody() -> None:
    account = closed()
    account.by_two = (one_by_two().model_copy(update={"in_force": False}),)
    assert code(account, c.Overturn(id="v1")) is None


def case_of(*decisions: Decision, kind: CaseKind = CaseKind.CLOSURE, violation: str | None = None) -> Case:
    opened = opening(
        kind, FOUND, account="a1", subject=ClosureAsked(category=Category.MATRIX_MANIPULATION, violation=violation)
    )
    *corrected, decision = decisions
    return CASE.state.model_validate(
        {
            "id": "x1",
            "status": "decided",
            "opening": opened,
            "opened_at": FOUND,
            "opened_by": "ann",
            "priority": opened.priority,
            "decision": decision,
            "corrected": corrected,
        }
    )


def ruled(outcome: Outcome, proposed_by: str | None = "ann") -> Decision:
    return Decision(ruling=Ruling(outcome=outcome, reason="r"), by="ben", at=CLOSED, proposed_by=proposed_by)


@pytest.mark.parametrize(
    ("decisions", "violation", "found"),
    [
        ((ruled(Outcome.APPROVED),), None, [("x1", True)]),
        ((ruled(Outcome.APPROVED),), "v1", [("v1", True)]),
        ((ruled(Outcome.APPROVED, None),), None, []),
        ((ruled(Outcome.REJECTED, None), ruled(Outcome.APPROVED)), None, [("x1-c1", True)]),
        ((ruled(Outcome.APPROVED), ruled(Outcome.REJECTED)), None, [("x1", False)]),
        (
            (ruled(Outcome.APPROVED), ruled(Outcome.REJECTED), ruled(Outcome.APPROVED)),
            None,
            [("x1", False), ("x1-c2", True)],
        ),
    ],
)
def test_what_two_persons_have_decided_in_a_case(
    decisions: tuple[Decision, ...], violation: str | None, found: list[tuple[str, bool]]
) -> None:
    """Under the identifier that the account records it by, also after corrections."""
    seen = decided_by_two([case_of(*decisions, violation=violation)])
    assert [(one.action, one.in_force) for one in seen] == found


def test_an_appeal_against_what_two_decided_takes_two_others() -> None:
    persons = persons_of("ann", "ben", "chi", "dan")
    further = Further((Outcome.OVERTURNED,), not_by=("ann", "ben"))
    won = Ruling(outcome=Outcome.OVERTURNED, reason="not theirs")
    desk = Desk(CaseKind.APPEAL)
    for one in ("ann", "ben"):
        assert desk.refused(one, considering(further, decide_case(one, won, persons=persons))) == (
            "another_person_needed"
        )
    desk.do("chi", considering(further, decide_case("chi", won, persons=persons)))
    again = considering(further, decide_case("chi", won, persons=persons))
    assert desk.refused("chi", again) == "second_person_needed"
    desk.do("dan", considering(further, decide_case("dan", won, persons=persons)))
    assert desk.case.decision is not None
    assert (desk.case.decision.proposed_by, desk.case.decision.by) == ("chi", "dan")
    upheld = Desk(CaseKind.APPEAL)
    upheld.do(
        "chi", considering(further, decide_case("chi", Ruling(outcome=Outcome.UPHELD, reason="r"), persons=persons))
    )
    assert upheld.case.decision is not None, "one person upholds what two have decided"


def test_a_correction_that_two_made_is_corrected_by_two() -> None:
    """Two have withdrawn the finding: one alone does not confirm it again."""
    persons = persons_of("ann", "ben", "chi")
    case = case_of(ruled(Outcome.CONFIRMED, None), ruled(Outcome.DISMISSED), kind=CaseKind.COORDINATION)
    found = correct_case("chi", Ruling(outcome=Outcome.CONFIRMED, reason="r"), persons=persons)(case, NOW)
    assert [body.type for body in found.bodies] == ["correction_proposed"]  # type: ignore[union-attr]
