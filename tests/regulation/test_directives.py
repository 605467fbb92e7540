"""Directives: the two tables row by row, and what happens to an order with a clock that ticks."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from models.accounts.commands import Refusal
from models.directives import Counts, Directive, DirectiveBody, DirectiveEntry, DirectiveStatus, Order, Terms
from regulation.directives import (
    CLOSED,
    DIRECTIVE,
    MOVES,
    ORDERS,
    DirectiveMove,
    acknowledge,
    issue,
    missing,
    next_step_at,
    remind,
    withdraw,
)
from regulation.records import Decided, Step

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TERMS = Terms(order=Order.REMOVE_FOLLOWERS, article=10, due_at=NOON + 4 * DAY, account="a1", expected=10)


class Desk:
    """One order, with everything that was entered."""

    def __init__(self) -> None:
        self.entries: list[DirectiveEntry] = []
        self.at = NOON

    @property
    def directive(self) -> Directive:
        state = DIRECTIVE.fold(self.entries)
        assert state is not None
        return state

    def do(self, decide: object, at: datetime | None = None) -> Decided[DirectiveBody]:
        self.at = at or self.at
        decided: Decided[DirectiveBody] = decide(DIRECTIVE.fold(self.entries), self.at)  # type: ignore[operator]
        for body in decided.bodies if isinstance(decided, Step) else ():
            self.entries.append(
                DirectiveEntry(
                    kind="directive",
                    record="d1",
                    seq=len(self.entries) + 1,
                    recorded_at=self.at,
                    actor="somebody",
                    body=body,
                )
            )
        return decided

    def status(self) -> DirectiveStatus:
        return self.directive.status

    def told(self) -> list[str]:
        return [entry.body.type for entry in self.entries]


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.do(issue(TERMS))
    return desk


def test_every_order_has_a_row_and_every_status_a_line() -> None:
    assert set(ORDERS) == set(Order)
    assert set(MOVES) == set(DirectiveStatus)
    for order, kind in ORDERS.items():
        assert kind.article in {6, 10}, order
        assert kind.due.at(NOON) > timedelta(0)
        assert kind.words
        assert kind.words_zh


def test_no_status_without_moves_waits_and_every_move_is_somewhere_allowed() -> None:
    assert {status for status, moves in MOVES.items() if not moves} <= CLOSED
    assert {move for moves in MOVES.values() for move in moves} == set(get_args(DirectiveMove))
    assert all(MOVES[status].keys().isdisjoint({"send_again", "escalate"}) for status in CLOSED)


@pytest.mark.parametrize(
    ("order", "terms", "wanted"),
    [
        (Order.REMOVE_FOLLOWERS, {}, ("account",)),
        (Order.REMOVE_FOLLOWERS, {"account": "a"}, ()),
        (Order.LABEL_CONTENT, {"account": "a"}, ("label_zh", "targets")),
        (Order.LABEL_CONTENT, {"targets": ("c",), "label_zh": "谣言"}, ()),
        (Order.REPORT_REACH, {}, ()),
    ],
)
def test_an_order_says_what_it_needs(order: Order, terms: dict[str, object], wanted: tuple[str, ...]) -> None:
    assert missing(order, terms) == wanted


def test_without_an_answer_it_is_sent_three_times_more_escalated_and_then_sent_daily(desk: Desk) -> None:
    """Four days: after one, two and three it is sent again; at the fourth it is late; the day after it is sent on."""
    seen: list[tuple[int, list[str]]] = []
    for _ in range(6):
        at = next_step_at(desk.directive)
        assert at is not None
        before = len(desk.entries)
        desk.do(remind, at)
        seen.append(((at - NOON) // DAY, desk.told()[before:]))
    assert seen == [
        (1, ["sent_again"]),
        (2, ["sent_again"]),
        (3, ["sent_again"]),
        (4, ["escalated"]),
        (5, ["sent_again"]),
        (6, ["sent_again"]),
    ]
    assert desk.status() == DirectiveStatus.OVERDUE
    assert desk.directive.attempts == 6


def test_after_an_outage_what_was_due_meanwhile_is_done_at_once_and_only_once(desk: Desk) -> None:
    desk.do(remind, NOON + 10 * DAY)
    assert desk.told() == ["issued", "escalated", "sent_again"]
    assert desk.do(remind) == Step()


def test_nothing_is_done_before_its_time(desk: Desk) -> None:
    assert desk.do(remind, NOON + DAY - timedelta(seconds=1)) == Step()


def test_done_is_the_end_and_the_same_answer_twice_is_one(desk: Desk) -> None:
    counts = Counts(done=9, left=1)
    desk.do(acknowledge("done", "", counts), NOON + DAY)
    assert (desk.directive.status, desk.directive.counts) == (DirectiveStatus.DONE, counts)
    assert next_step_at(desk.directive) is None
    assert desk.do(acknowledge("done", "", counts)) == Step()
    other = desk.do(acknowledge("done", "", Counts(done=3)))
    assert isinstance(other, Refusal)
    assert other.code == "directive_closed"
    assert isinstance(desk.do(withdraw("too late")), Refusal)


def test_what_failed_is_escalated_and_may_still_be_done(desk: Desk) -> None:
    desk.do(acknowledge("failed", "deleted by its author", None), NOON + DAY)
    assert desk.told()[-2:] == ["acknowledged", "escalated"]
    assert desk.status() == DirectiveStatus.FAILED
    assert next_step_at(desk.directive) is None
    desk.do(acknowledge("done", "found a copy", None))
    assert desk.status() == DirectiveStatus.DONE


def test_late_is_better_than_never(desk: Desk) -> None:
    desk.do(remind, NOON + 4 * DAY)
    assert desk.status() == DirectiveStatus.OVERDUE
    desk.do(acknowledge("done", "", None))
    assert desk.status() == DirectiveStatus.DONE
    assert desk.directive.escalated_at == NOON + 4 * DAY


def test_a_withdrawn_order_is_nobodys_business_any_more(desk: Desk) -> None:
    desk.do(withdraw("appeal upheld"))
    assert desk.do(remind, NOON + 9 * DAY) == Step()
    assert isinstance(desk.do(acknowledge("done", "", None)), Refusal)


def test_an_order_needs_time_an_identifier_of_its_own_and_an_order(desk: Desk) -> None:
    twice = desk.do(issue(TERMS))
    past = issue(TERMS)(None, NOON + 5 * DAY)
    nothing = acknowledge("done", "", None)(None, NOON)
    codes = [refusal.code for refusal in (twice, past, nothing) if isinstance(refusal, Refusal)]
    assert codes == ["duplicate_id", "due_in_past", "unknown_directive"]
