"""Rumours in the rules: every step by its table, in any order of events; what is late, and what is refused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from models.accounts.commands import Refusal
from models.directives import MOST_TARGETS, Acknowledged, DirectiveEntry, Order, Terms
from models.rumours.rumours import (
    Accused,
    CalledOff,
    Cleared,
    Corrected,
    Information,
    Opening,
    Ordered,
    Rumour,
    RumourBody,
    RumourEntry,
    RumourField,
    RumourStatus,
    Step,
)
from regulation.articles.a06_rumours import STEPS, WORDS, due
from regulation.directives import ORDERS
from regulation.records import Step as Entries
from regulation.rumours import rumours as rules
from regulation.rumours.reducer import MOVES, RUMOUR, RumourMove, progress

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SO = Information(text_zh="自来水各项指标合格", link="https://www.piyao.org.cn/")
OPENING = Opening(claim="自来水已被污染", field=RumourField.LIVELIHOOD, terms=("停水",))
TRUE = Corrected(reason="已确认", statement_zh="标签已撤销")


class Desk:
    """One rumour with its contents, as the ledger would keep it."""

    def __init__(self, opening: Opening = OPENING) -> None:
        self.entries: list[RumourEntry] = []
        self.at = NOON
        self.unlabelled: list[str] = []
        self.labelled: list[str] = []
        self.terms: dict[str, Terms] = {}
        self.do(rules.open_rumour(opening))

    @property
    def rumour(self) -> Rumour:
        state = RUMOUR.fold(self.entries)
        assert state is not None
        return state

    def enter(self, bodies: tuple[RumourBody, ...]) -> None:
        for body in bodies:
            seq = len(self.entries) + 1
            self.entries.append(
                RumourEntry(kind="rumour", record="r1", seq=seq, recorded_at=self.at, actor="a", body=body)
            )

    def do(self, decide: rules.DecideRumour, at: datetime | None = None) -> str:
        """Entered with what follows; the code of a refusal otherwise."""
        self.at = at or self.at
        decided = decide(RUMOUR.fold(self.entries), self.at)
        if isinstance(decided, Refusal):
            return decided.code
        self.enter(decided.bodies)
        if decided.bodies:
            contents = rules.Contents(tuple(self.unlabelled), tuple(self.labelled))
            arranged = rules.arrange(self.rumour, self.at, contents)
            self.enter(arranged.bodies)
            self.terms |= arranged.orders
            for body in arranged.bodies:
                self._named(body)
        return ""

    def _named(self, body: RumourBody) -> None:
        targets = set(self.terms[body.directive].targets) if isinstance(body, Ordered) else set()
        if isinstance(body, Ordered) and body.step is Step.LABEL:
            self.unlabelled = [one for one in self.unlabelled if one not in targets]
            self.labelled += sorted(targets)
        if isinstance(body, Ordered) and body.step is Step.UNLABEL:
            self.labelled = [one for one in self.labelled if one not in targets]

    def find(self, *contents: str) -> str:
        self.unlabelled += contents
        return self.do(rules.find_contents(contents))

    def answer(self, step: Step, outcome: str = "done") -> None:
        """The platform answers the first open order of the step."""
        directive = progress(self.rumour, step).open[0].directive
        body = Acknowledged.model_validate({"outcome": outcome, "reason": "x"})
        entry = DirectiveEntry(kind="directive", record=directive, seq=2, recorded_at=self.at, actor="p", body=body)
        self.do(rules.hear(directive, [entry]))

    def open(self) -> list[Step]:
        return [step for step in STEPS if progress(self.rumour, step).open]


def test_every_step_has_a_row_and_words_and_every_status_a_line() -> None:
    assert set(STEPS) == set(Step) == set(WORDS)
    assert set(MOVES) == set(RumourStatus)
    assert {move for moves in MOVES.values() for move in moves} == set(get_args(RumourMove))
    for step, row in STEPS.items():
        assert row.during, step
        assert due(step, NOON) - NOON == ORDERS[row.order].due.at(NOON)
        assert ORDERS[row.order].article == 6
    assert {row.order for row in STEPS.values()} == {order for order in Order if ORDERS[order].article == 6}


def test_each_step_begins_as_soon_as_there_is_something_to_do() -> None:
    desk = Desk()
    assert desk.open() == []
    desk.find("c1")
    assert desk.open() == [Step.LABEL]
    desk.do(rules.verify(SO))
    assert desk.open() == [Step.LABEL, Step.PIN, Step.RECOMMEND]
    desk.answer(Step.RECOMMEND)
    assert desk.open() == [Step.LABEL, Step.PIN, Step.MEASURE]
    desk.do(rules.add_terms(("水质", "停水")))
    assert [desk.terms[order.directive].targets for order in progress(desk.rumour, Step.PIN).open] == [
        ("停水",),
        ("水质",),
    ]


@pytest.mark.parametrize(
    ("ending", "status", "open_after"),
    [
        (rules.close("over"), RumourStatus.CLOSED, [Step.LABEL, Step.UNPIN]),
        (rules.correct(TRUE), RumourStatus.CORRECTED, [Step.UNLABEL, Step.UNPIN, Step.CORRECT]),
    ],
)
@pytest.mark.parametrize("answered", [(), (Step.LABEL,), (Step.PIN,), (Step.LABEL, Step.PIN, Step.RECOMMEND)])
def test_it_may_end_at_any_moment(
    ending: rules.DecideRumour, status: RumourStatus, open_after: list[Step], answered: tuple[Step, ...]
) -> None:
    """Whatever was answered before: what was ordered may have been carried out, so it is taken back alike."""
    desk = Desk()
    desk.find("c1", "c2")
    desk.do(rules.verify(SO))
    for step in answered:
        desk.answer(step)
    desk.do(ending)
    assert desk.rumour.status == status
    wanted = [step for step in open_after if not (step is Step.LABEL and Step.LABEL in answered)]
    assert desk.open() == wanted
    if status is RumourStatus.CORRECTED:
        [order] = progress(desk.rumour, Step.UNLABEL).open
        assert desk.terms[order.directive].targets == ("c1", "c2")
        assert desk.terms[order.directive].label_zh == "标签已撤销"


def test_what_never_went_out_is_not_taken_back() -> None:
    desk = Desk()
    desk.do(rules.correct(TRUE))
    assert desk.open() == []
    assert rules.is_at_rest(desk.rumour)


def test_back_and_forth_every_time_the_right_orders_are_open() -> None:
    desk = Desk(OPENING.model_copy(update={"information": SO}))
    for _ in range(3):
        assert desk.open() == [Step.PIN, Step.RECOMMEND]
        desk.do(rules.correct(TRUE))
        assert desk.open() == [Step.UNPIN, Step.CORRECT]
        desk.do(rules.reopen("no"))
    called_off = [entry.body for entry in desk.entries if isinstance(entry.body, CalledOff)]
    assert len(called_off) == 12


def test_many_contents_go_out_a_thousand_an_order_and_twenty_orders_at_a_time() -> None:
    desk = Desk()
    desk.find(*(f"c{place:06}" for place in range(30 * MOST_TARGETS)))
    assert len(progress(desk.rumour, Step.LABEL).open) == rules.MOST_OPEN
    assert len(desk.unlabelled) == 10 * MOST_TARGETS
    for _ in range(10):
        desk.answer(Step.LABEL)
    assert desk.unlabelled == []
    assert len(progress(desk.rumour, Step.LABEL).open) == rules.MOST_OPEN
    assert len(desk.rumour.model_dump_json()) < 8_000


def test_without_information_two_steps_are_late_each_once_and_come_in_time_when_it_comes() -> None:
    desk = Desk()
    assert rules.next_step_at(desk.rumour) == NOON + 4 * HOUR
    desk.do(rules.remind, NOON + 4 * HOUR - timedelta(seconds=1))
    assert progress(desk.rumour, Step.PIN).late_since is None
    desk.do(rules.remind, NOON + 4 * HOUR)
    desk.do(rules.remind, NOON + 5 * HOUR)
    assert progress(desk.rumour, Step.PIN).late_since == NOON + 4 * HOUR
    assert rules.next_step_at(desk.rumour) == NOON + 12 * HOUR
    desk.do(rules.verify(SO), NOON + 13 * HOUR)
    assert progress(desk.rumour, Step.PIN).late_since is None
    assert rules.next_step_at(desk.rumour) == NOON + 17 * HOUR, "it has its whole time"


def test_an_order_that_failed_keeps_its_step_late_until_it_is_done_after_all() -> None:
    desk = Desk()
    desk.find("c1")
    [order] = progress(desk.rumour, Step.LABEL).open
    desk.answer(Step.LABEL, "failed")
    known = progress(desk.rumour, Step.LABEL)
    assert (known.failed, known.open, known.done_at) == (1, (), None)
    assert "1 of 1 orders failed" in rules.words_of(desk.rumour, Step.LABEL)
    done = Acknowledged(outcome="done")
    entry = DirectiveEntry(kind="directive", record=order.directive, seq=4, recorded_at=NOON, actor="p", body=done)
    desk.do(rules.hear(order.directive, [entry]), NOON + HOUR)
    known = progress(desk.rumour, Step.LABEL)
    assert (known.failed, known.done_at) == (0, NOON + HOUR)


def test_an_order_of_somebody_else_is_none_of_its_business() -> None:
    desk = Desk()
    before = len(desk.entries)
    done = Acknowledged(outcome="done")
    for directive in ("label-1-of-another", rules.directive_id("r2", Step.LABEL, 1), "x"):
        entry = DirectiveEntry(kind="directive", record=directive, seq=2, recorded_at=NOON, actor="p", body=done)
        desk.do(rules.hear(directive, [entry]))
    assert len(desk.entries) == before


ACCUSED = Accused(account="a1", did="making", outcome="recorded", violation="v")
CLEARED = Cleared(account="a1", violation="v", outcome="overturned")
EVERY_MOVE: dict[str, Callable[[], rules.DecideRumour]] = {
    "add_contents": lambda: rules.find_contents(["c9"]),
    "add_terms": lambda: rules.add_terms(["新词"]),
    "verify": lambda: rules.verify(SO),
    "close": rules.close,
    "correct": lambda: rules.correct(TRUE),
    "reopen": rules.reopen,
    "accuse": lambda: rules.accuse([ACCUSED], ""),
    "clear": lambda: rules.clear([CLEARED]),
}


@pytest.mark.parametrize("move", EVERY_MOVE)
@pytest.mark.parametrize("status", RumourStatus)
def test_what_a_status_does_not_allow_is_refused_by_its_name(status: RumourStatus, move: RumourMove) -> None:
    desk = Desk()
    if status is not RumourStatus.OPEN:
        desk.do(rules.close() if status is RumourStatus.CLOSED else rules.correct(TRUE))
    allowed = MOVES[status].get(move)
    assert desk.do(EVERY_MOVE[move]()) == ("" if allowed else f"rumour_{status}")
    assert desk.rumour.status == (allowed or status)


def test_nothing_can_be_done_to_what_was_never_opened() -> None:
    for decide in EVERY_MOVE.values():
        refused = decide()(None, NOON)
        assert isinstance(refused, Refusal)
        assert refused.code == "unknown_rumour"
    assert rules.remind(None, NOON) == Entries()
