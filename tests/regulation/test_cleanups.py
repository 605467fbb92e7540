"""Follower clean-ups as pure rules: what is tainted, what each move makes of each status, what a count proves."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from models.accounts.commands import Refusal
from models.followers import (
    Answered,
    Cleanup,
    CleanupBody,
    CleanupStatus,
    CleanupTerms,
    Escalated,
    FollowerCount,
    Gain,
    KeptAway,
    NothingTainted,
    Opened,
    Ordered,
    Refused,
    Restored,
    RestoreOrdered,
    Settled,
    Stopped,
    TakenOver,
    Unverified,
    Verified,
)
from models.words.scopes import Scope, Window
from regulation.followers import cleanups as rules
from regulation.followers.cleanups import Reckoned, overlapping, share
from regulation.followers.reckoning import Change, changed, kept_away, ordered_away, tainted_by, taken_over
from regulation.followers.reducer import CLEANUP, CLOSED, MOST_ORDERS, MOVES
from regulation.records import Step
from tests.regulation.account import on

NOON = on("03-10 12:00")
DAY = timedelta(days=1)
ALL = Scope(everything=True)
P1 = Scope(contents=("p1",))


def gain(name: str = "g1", gained: int = 100, *, content: str | None = None, day: float = -2) -> Gain:
    return Gain(id=name, begins=NOON + day * DAY, ends=NOON + (day + 1) * DAY, gained=gained, content=content)


def window(begins: float, ends: float) -> Window:
    return Window(begins=NOON + begins * DAY, ends=NOON + ends * DAY)


def count(followers: int, day: float = 0) -> FollowerCount:
    return FollowerCount(at=NOON + day * DAY, followers=followers)


def terms(scope: Scope = P1, violation: str = "v1") -> CleanupTerms:
    return CleanupTerms(account="a1", violation=violation, scope=scope)


class History:
    """The entries of a clean-up, one an hour."""

    def __init__(self, *bodies: CleanupBody, scope: Scope = P1, name: str = "c1", begins: datetime = NOON) -> None:
        self.entries = [
            CLEANUP.entry(
                kind="cleanup", record=name, seq=seq, recorded_at=begins + seq * DAY / 24, actor="k", body=body
            )
            for seq, body in enumerate((Opened(terms=terms(scope)), *bodies), start=1)
        ]

    @property
    def state(self) -> Cleanup:
        state = CLEANUP.fold(self.entries)
        assert state is not None
        return state


def ordered(
    remove: int | None = 150, before: FollowerCount | None = None, turn: int = 1, tainted: int = 150
) -> Ordered:
    return Ordered(directive=f"c1-{turn}", remove=remove, tainted=tainted, before=before)


def answered(done: int = 150, left: int = 0, turn: int = 1) -> Answered:
    return Answered(directive=f"c1-{turn}", done=done, left=left)


def entered(decide: rules.DecideCleanup, state: Cleanup | None, now: datetime = NOON + DAY) -> Sequence[CleanupBody]:
    decided = decide(state, now)
    assert isinstance(decided, Step), decided
    return decided.bodies


def code(decide: rules.DecideCleanup, state: Cleanup | None) -> str:
    decided = decide(state, NOON)
    assert isinstance(decided, Refusal), decided
    return decided.code


# --- gains -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "scope", "tainted"),
    [
        (gain(content="p1"), P1, 100),
        (gain(content="p2"), P1, 0),
        (gain(), P1, 0),
        (gain(), Scope(windows=(window(-2, -1),)), 100),
        (gain(), Scope(windows=(window(-3, 0),)), 100),
        (gain(), Scope(windows=(window(-1.5, 0),)), 50),
        (gain(gained=101), Scope(windows=(window(-1.5, 0),)), 51),
        (gain(), Scope(windows=(window(-1, 0),)), 0),
        (gain(), Scope(windows=(window(-3, -2),)), 0),
        (gain(), Scope(windows=(window(-2, -1.5), window(-1.75, -1.25))), 75),
        (gain(), Scope(windows=(window(-1.5, -1.25), window(-2, -1.75))), 50),
        (gain(content="p1"), Scope(contents=("p1",), windows=(window(-1.5, 0),)), 100),
        (gain(), ALL, 100),
    ],
)
def test_the_share_of_a_gain(of: Gain, scope: Scope, tainted: int) -> None:
    """All through a tainted content, else the part in tainted windows, each instant counted once, rounded up."""
    assert share(of, scope) == tainted


def test_a_gain_of_one_is_whole() -> None:
    assert overlapping(gain(gained=1), [window(-2, -1.99)]) == 1
    assert overlapping(gain(gained=0), [window(-2, -1)]) == 0


def test_who_clears_an_account_means_the_followers_it_had() -> None:
    """What was gained after that is tainted by nothing."""
    cleanup = History(scope=ALL, begins=NOON - DAY / 24).state
    assert [tainted_by(cleanup, gain(day=day)) for day in (-2, -0.5, 0)] == [100, 50, 0]


# --- orders ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "reckoned", "remove"),
    [
        (P1, Reckoned(900, None), 900),
        (P1, Reckoned(900, count(5_000)), 900),
        (ALL, Reckoned(900, count(5_000)), 5_000),
        (ALL, Reckoned(900, None), None),
        (Scope(), Reckoned(0, count(5_000)), None),
    ],
)
def test_what_is_ordered_first(scope: Scope, reckoned: Reckoned, remove: int | None) -> None:
    """The tainted ones; of an account that is cleared all there are; where nothing is said the platform finds out."""
    cleanup = History(scope=scope).state
    (order,) = entered(rules.order(reckoned), cleanup)
    assert isinstance(order, Ordered)
    assert (order.remove, order.directive, order.before) == (remove, "c1-1", reckoned.last)


def test_the_rest_is_ordered_next() -> None:
    """What the count has shown to be left, whatever is tainted by then."""
    left = Verified(count=count(4_300, 1), expected=4_100, left=200)
    cleanup = History(ordered(900), answered(900), left).state
    (order,) = entered(rules.order(Reckoned(950, count(4_300, 1))), cleanup)
    assert isinstance(order, Ordered)
    assert (order.remove, order.directive) == (200, "c1-2")


def test_nothing_tainted_is_nothing_to_order() -> None:
    assert [body.type for body in entered(rules.order(Reckoned(0, count(5))), History().state)] == ["nothing_tainted"]
    assert [body.type for body in entered(rules.order(Reckoned(0, count(0))), History(scope=ALL).state)] == [
        "nothing_tainted"
    ]
    assert entered(rules.order(Reckoned(900, None)), History(ordered()).state) == ()


def test_what_is_away_already_is_not_ordered() -> None:
    """Taken over before the first order: only the others are to go."""
    cleanup = History(TakenOver(cleanup="c0", tainted=150, removed=100)).state
    (order,) = entered(rules.order(Reckoned(180, None)), cleanup)
    assert isinstance(order, Ordered)
    assert order.remove == 80


@pytest.mark.parametrize(
    "decide", [rules.order(Reckoned(1, None)), rules.verify(Reckoned(1, None)), rules.overturn("")]
)
def test_what_is_not_there_is_unknown(decide: rules.DecideCleanup) -> None:
    assert code(decide, None) == "unknown_cleanup"
    assert code(rules.settle(""), None) == "unknown_cleanup"
    assert code(rules.hear("c1-1", ()), None) == "unknown_cleanup"


def test_there_is_one_clean_up_for_a_violation() -> None:
    assert code(rules.open_cleanup(terms()), History().state) == "duplicate_id"
    assert [body.type for body in entered(rules.open_cleanup(terms()), None)] == ["opened"]
    assert rules.cleanup_id("a1", "v1") != rules.cleanup_id("a1", "v2")


# --- counts ----------------------------------------------------------------------------------------------------------

ANSWERED = History(ordered(150, count(10_000)), answered(150)).state


def verified(reckoned: Reckoned, cleanup: Cleanup = ANSWERED) -> Verified:
    body = entered(rules.verify(reckoned), cleanup)[0]
    assert isinstance(body, Verified)
    return body


@pytest.mark.parametrize(
    ("reckoned", "expected", "left", "missing"),
    [
        (Reckoned(150, count(9_850, 1)), 9_850, 0, 0),
        (Reckoned(150, count(9_900, 1)), 9_850, 50, 0),
        (Reckoned(150, count(12_000, 1)), 9_850, 150, 0),
        (Reckoned(150, count(9_752, 1)), 9_850, 0, 0),
        (Reckoned(150, count(9_751, 1)), 9_850, 0, 0),
        (Reckoned(150, count(9_750, 1)), 9_850, 0, 100),
        (Reckoned(150, count(8_500, 1)), 9_850, 0, 1_350),
        (Reckoned(150, count(10_050, 1), gained_since=200), 10_050, 0, 0),
        (Reckoned(190, count(9_850, 1)), 9_850, 40, 0),
        (Reckoned(190, count(8_500, 1)), 9_850, 0, 1_310),
        (Reckoned(2_000, count(8_500, 1)), 9_850, 500, 0),
        (Reckoned(150, count(9_150, 1), others_least=-700, others_most=-700), 9_150, 0, 0),
        (Reckoned(150, count(9_150, 1), others_least=-700, others_most=0), 9_850, 0, 0),
        (Reckoned(150, count(9_850, 1), others_least=-700, others_most=0), 9_850, 0, 0),
        (Reckoned(150, count(10_550, 1), others_least=0, others_most=700), 10_550, 0, 0),
        (Reckoned(150, count(9_850, 1), others_least=700, others_most=700), 10_550, 0, 700),
    ],
)
def test_what_a_count_shows(reckoned: Reckoned, expected: int, left: int, missing: int) -> None:
    """Too many are left to remove; too few, beyond a hundredth, are others that are gone; what other orders changed, or
    may have changed, is neither.
    """
    found = verified(reckoned)
    assert (found.expected, found.left, found.missing) == (expected, left, missing)


def test_without_a_count_before_the_answer_is_held_to_the_order() -> None:
    cleanup = History(ordered(150), answered(120)).state
    assert (
        verified(Reckoned(150, count(1, 1)), cleanup).left,
        verified(Reckoned(150, count(1, 1)), cleanup).expected,
    ) == (
        30,
        None,
    )
    assert verified(Reckoned(150, count(1, 1)), History(ordered(150), answered(1_500)).state).missing == 1_350


def test_of_a_cleared_account_late_gains_are_no_rest() -> None:
    """It is cleared by its count."""
    cleanup = History(ordered(10_000, count(10_000), tainted=20), answered(10_000), scope=ALL).state
    assert verified(Reckoned(90, count(0, 1)), cleanup).left == 0


@pytest.mark.parametrize("last", [None, count(9_850), count(9_850, 2.9 / 24)])
def test_a_count_from_before_the_answer_proves_nothing(last: FollowerCount | None) -> None:
    assert entered(rules.verify(Reckoned(150, last)), ANSWERED) == ()
    assert entered(rules.verify(Reckoned(150, count(9_850, 3 / 24))), ANSWERED), "the answer came at three"


def test_others_that_are_gone_are_told_once_and_settled_when_back() -> None:
    gone = Verified(count=count(8_500, 1), expected=9_850, left=0, missing=1_350)
    bodies = entered(rules.verify(Reckoned(150, count(8_500, 1))), ANSWERED)
    assert bodies == (gone, Escalated(because="removed_too_many"))
    stuck = History(ordered(150, count(10_000)), answered(150), *bodies).state
    assert (stuck.status, stuck.missing) == (CleanupStatus.STUCK, 1_350)
    assert entered(rules.verify(Reckoned(150, count(8_400, 2))), stuck) == ()
    back = entered(rules.verify(Reckoned(150, count(9_850, 2))), stuck)
    healed = History(ordered(150, count(10_000)), answered(150), *bodies, *back).state
    assert (healed.status, healed.missing) == (CleanupStatus.CLEANED, 0)


def test_after_three_orders_a_person_sees_to_it_once() -> None:
    rounds: list[CleanupBody] = []
    for turn in range(1, MOST_ORDERS + 1):
        rounds += [ordered(150, count(10_000), turn), answered(150, turn=turn)]
        state = History(*rounds).state
        bodies = entered(rules.verify(Reckoned(150, count(9_900, 1))), state)
        assert [body.type for body in bodies] == ["verified", "escalated"][: 1 + (turn == MOST_ORDERS)]
        rounds += bodies
    stuck = History(*rounds).state
    assert stuck.status is CleanupStatus.STUCK
    assert entered(rules.verify(Reckoned(150, count(9_900, 2))), stuck) == ()
    assert (
        History(*rounds, *entered(rules.verify(Reckoned(150, count(9_850, 2))), stuck)).state.status
        is CleanupStatus.CLEANED
    )


def test_a_count_that_does_not_come_is_escalated_once_after_a_week() -> None:
    due = rules.next_step_at(ANSWERED)
    assert due is not None
    assert due - timedelta(days=7) == ANSWERED.answered_at
    assert rules.remind(ANSWERED, due - timedelta(microseconds=1)) == Step()
    assert entered(rules.remind, ANSWERED, due) == (Escalated(because="no_count"),)
    told = History(ordered(150, count(10_000)), answered(150), Escalated(because="no_count")).state
    assert rules.next_step_at(told) is None
    assert rules.next_step_at(ANSWERED.model_copy(update={"escalated_at": ANSWERED.answered_at})) is None
    assert rules.next_step_at(History(ordered()).state) is None
    assert rules.remind(None, NOON) == Step()


# --- overturned and settled ------------------------------------------------------------------------------------------

GONE = Verified(count=count(9_850, 1), expected=9_850, left=0)
ALL_STATES: dict[CleanupStatus, tuple[CleanupBody, ...]] = {
    CleanupStatus.OPEN: (),
    CleanupStatus.ORDERED: (ordered(),),
    CleanupStatus.ANSWERED: (ordered(), answered()),
    CleanupStatus.STUCK: (ordered(), Refused(directive="c1-1", outcome="withdrawn")),
    CleanupStatus.CLEANED: (ordered(150, count(10_000)), answered(), GONE),
    CleanupStatus.SETTLED: (ordered(), Settled()),
    CleanupStatus.STOPPED: (Stopped(),),
    CleanupStatus.RESTORING: (ordered(), answered(), RestoreOrdered(directive="c1-back", restore=150)),
    CleanupStatus.RESTORED: (
        ordered(),
        answered(),
        RestoreOrdered(directive="c1-back", restore=150),
        Restored(directive="c1-back", done=150),
    ),
}
REMOVED = {CleanupStatus.ANSWERED, CleanupStatus.CLEANED}


@pytest.mark.parametrize("status", CleanupStatus)
def test_an_overturn_in_each_status(status: CleanupStatus) -> None:
    """Stopped where nothing was removed, restored where something was; a second time nothing."""
    state = History(*ALL_STATES[status]).state
    assert state.status is status
    bodies = entered(rules.overturn("not so"), state)
    if status in {CleanupStatus.STOPPED, CleanupStatus.RESTORING, CleanupStatus.RESTORED}:
        assert bodies == ()
    elif status in REMOVED:
        assert bodies == (RestoreOrdered(directive="c1-back", restore=150, reason="not so"),)
    else:
        assert bodies == (Stopped(reason="not so"),)


@pytest.mark.parametrize("status", CleanupStatus)
def test_a_person_settles_what_is_open(status: CleanupStatus) -> None:
    """What is over stays as it is, and what is coming back can be settled by nobody."""
    state = History(*ALL_STATES[status]).state
    if status in CLOSED:
        assert entered(rules.settle("seen to"), state) == ()
    elif "settle" in MOVES[status]:
        assert entered(rules.settle("seen to"), state) == (Settled(reason="seen to"),)
    else:
        assert (status, code(rules.settle("seen to"), state)) == (CleanupStatus.RESTORING, "cleanup_closed")


@pytest.mark.parametrize(
    ("kept", "bodies"),
    [
        (None, ["restore_ordered"]),
        (KeptAway(restorable=100, tainted=50), ["kept_away", "restore_ordered"]),
        (KeptAway(restorable=0, tainted=150), ["kept_away", "stopped"]),
    ],
)
def test_what_stays_away_is_said_and_not_restored(kept: KeptAway | None, bodies: list[str]) -> None:
    decide = rules.keeping(kept, rules.overturn("not so"))
    found = entered(decide, ANSWERED)
    assert [body.type for body in found] == bodies
    assert [body.restore for body in found if isinstance(body, RestoreOrdered)] in ([150], [100], [])
    after = History(ordered(150, count(10_000)), answered(150), *found).state
    assert entered(decide, after) == (), "twice is once"
    assert code(decide, None) == "unknown_cleanup"


# --- against each other ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bodies", "away"),
    [
        ((), 0),
        ((ordered(150),), 0),
        ((ordered(150), answered(150)), 150),
        ((ordered(150), answered(100)), 100),
        ((ordered(150), answered(1_500)), 150),
        ((ordered(None), answered(120)), 120),
        ((ordered(150), answered(150), Verified(count=count(9_900), expected=9_850, left=50)), 100),
        (
            (
                ordered(150),
                answered(150),
                Verified(count=count(9_900), expected=9_850, left=50),
                ordered(50),
                answered(50),
            ),
            150,
        ),
        ((ordered(150), answered(150), Verified(count=count(9_850), expected=9_850, left=30)), 150),
        ((ordered(150), answered(150), Verified(count=count(9_850), expected=None, left=0)), 150),
        ((TakenOver(cleanup="c0", tainted=90, removed=80), ordered(70), answered(70)), 150),
    ],
)
def test_how_many_are_away_because_of_a_clean_up(bodies: tuple[CleanupBody, ...], away: int) -> None:
    """No more than were ordered, none that the count has shown to be there, and those taken over."""
    assert ordered_away(History(*bodies).entries) == away


def test_who_takes_over_what() -> None:
    """The oldest first; no follower twice; those removed first, so that nothing tainted comes back."""
    undone = History(ordered(200), answered(160)).state
    one = History(name="c2", begins=NOON + DAY).state
    other = History(name="c3", begins=NOON + 2 * DAY, scope=Scope(contents=("p1", "p2"))).state
    over = History(Stopped(), name="c0").state
    gains = [gain("g1", 150, content="p1"), gain("g2", 50, content="p2")]
    takers = taken_over(undone, 160, {"g1": 150, "g2": 50}, gains, [(other, {}), (over, {}), (one, {"g1": 30})])
    found = [(taken.cleanup.id, taken.gains, taken.removed) for taken in takers]
    assert found == [("c2", {"g1": 120}, 120), ("c3", {"g1": 30, "g2": 50}, 40)]
    unverified = Unverified(ordered=160, before=None, answered_at=undone.answered_at or NOON)
    assert takers[1].entry(undone) == TakenOver(cleanup="c1", tainted=80, removed=40, unverified=unverified)
    shown = History(ordered(200, count(10_000)), answered(200), GONE).state
    assert takers[1].entry(shown).unverified is None, "a count has shown it"
    assert kept_away(undone, 160, takers) == KeptAway(restorable=0, tainted=160, by=("c2", "c3"))


def test_nothing_is_said_where_all_may_come_back() -> None:
    assert kept_away(ANSWERED, 150, []) is None
    assert kept_away(History(ordered(150), answered(1_500)).state, 150, []) == KeptAway(restorable=150, surplus=1_350)


@pytest.mark.parametrize(("begins", "removed"), [(DAY, 150), (-DAY, 0)])
def test_a_cleared_account_covers_what_was_removed_before(begins: timedelta, removed: int) -> None:
    """Also what the platform had found by itself, of which no gain tells."""
    undone = History(ordered(None), answered(150), scope=Scope()).state
    cleared = History(scope=ALL, name="c2", begins=NOON + begins).state
    takers = taken_over(undone, 150, {}, [], [(cleared, {})])
    assert sum(taken.removed for taken in takers) == removed


@pytest.mark.parametrize(
    ("bodies", "change"),
    [
        ((), Change()),
        ((ordered(150),), Change(-150, 0)),
        ((ordered(150), answered(140)), Change(-140, -140)),
        ((ordered(150), Stopped()), Change(-150, 0)),
        ((ordered(150), Refused(directive="c1-1", outcome="failed")), Change(-150, 0)),
        ((ordered(150), answered(150), RestoreOrdered(directive="b", restore=150)), Change(-150, 0)),
        (
            (
                ordered(150),
                answered(150),
                RestoreOrdered(directive="b", restore=150),
                Restored(directive="b", done=150),
            ),
            Change(0, 0),
        ),
    ],
)
def test_what_another_clean_up_has_changed_between_two_counts(bodies: tuple[CleanupBody, ...], change: Change) -> None:
    """What was answered for sure; what is under way, or was called off, perhaps."""
    assert changed(History(*bodies).entries, NOON, NOON + DAY) == change
    assert changed(History(*bodies).entries, NOON + DAY, NOON + 2 * DAY) in {Change(), change, Change(0, 150)}
    assert changed(History(*bodies).entries, NOON - 2 * DAY, NOON - DAY) == Change()


@pytest.mark.parametrize(
    ("since", "until", "change"),
    [(2.5, 4, Change(-150, 0)), (0, 2.5, Change(-150, 0)), (3, 9, Change()), (2, 3, Change(-150, -150))],
)
def test_an_answer_that_a_count_falls_between(since: float, until: float, change: Change) -> None:
    """Ordered at two and answered at three: a count between them may have seen it or not."""
    entries = History(ordered(150), answered(150)).entries
    assert changed(entries, NOON + since * DAY / 24, NOON + until * DAY / 24) == change


def test_a_removal_that_no_count_has_shown_is_held_to_the_next_one() -> None:
    """By the clean-up that takes it over: no more is left than it took over, and others that are gone are told."""
    unverified = Unverified(ordered=220, before=count(10_000), answered_at=NOON)
    taken = TakenOver(cleanup="c0", tainted=150, removed=150, unverified=unverified)
    bodies = (NothingTainted(), taken)
    state = History(*bodies).state
    assert (state.status, state.watching, state.answered_at) == (CleanupStatus.ANSWERED, "c0", NOON)
    assert verified(Reckoned(150, count(9_780, 1)), state).left == 0
    assert verified(Reckoned(150, count(9_850, 1), others_least=70, others_most=70), state).left == 0
    assert verified(Reckoned(150, count(10_000, 1)), state).left == 150
    assert verified(Reckoned(150, count(8_500, 1)), state).missing == 1_280
    rest = verified(Reckoned(150, count(9_840, 1)), state)
    assert ordered_away(History(*bodies, rest).entries) == 90
    again = History(*bodies, rest, ordered(60)).state
    assert (again.watching, again.status) == (None, CleanupStatus.ORDERED)


@pytest.mark.parametrize(
    ("before", "taken", "status", "left"),
    [
        (ALL_STATES[CleanupStatus.CLEANED], {"tainted": 150, "removed": 100}, CleanupStatus.OPEN, 50),
        (ALL_STATES[CleanupStatus.CLEANED], {"tainted": 150, "removed": 150}, CleanupStatus.CLEANED, 0),
        (
            ALL_STATES[CleanupStatus.CLEANED],
            {"tainted": 150, "removed": 100, "everything": True},
            CleanupStatus.CLEANED,
            0,
        ),
        (ALL_STATES[CleanupStatus.SETTLED], {"tainted": 150, "removed": 100}, CleanupStatus.SETTLED, None),
        (ALL_STATES[CleanupStatus.ORDERED], {"tainted": 150, "removed": 100}, CleanupStatus.ORDERED, None),
    ],
)
def test_taking_over_in_each_status(
    before: tuple[CleanupBody, ...], taken: dict[str, Any], status: CleanupStatus, left: int | None
) -> None:
    """A cleaned one is opened again for what is to go yet; the others find it when they verify."""
    state = History(*before).state
    after = History(*before, TakenOver(cleanup="c0", **taken)).state
    assert (after.status, after.left) == (status, left)
    assert (after.removed - state.removed, after.tainted - state.tainted) == (taken["removed"], taken["removed"])
