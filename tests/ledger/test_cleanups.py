"""Follower clean-ups in the ledger: reported, reckoned, ordered, heard, verified, escalated, undone."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from activities.follow_ups import FOLLOW_UPS, follow_up
from activities.messages import RecordDue
from ledger.cases import cases, escalations
from ledger.followers import cleanups, reactions
from ledger.followers.cleanups import Report, Reported
from ledger.store.database import Database
from ledger.streams import records
from models.cases import cases as case_models
from models.cases.cases import Case, CaseKind, Outcome, Ruling
from models.cases.subjects import Reference
from models.directives import Counts, Directive, Order
from models.directives import DirectiveStatus as OrderStatus
from models.evidence import Evidence, EvidenceKind
from models.followers import Cleanup, CleanupStatus, CleanupTerms, FollowerCount, Gain
from models.words.scopes import Scope, Window
from regulation.cases.cases import decide_case
from regulation.cases.reducer import CASE
from regulation.directives import DIRECTIVE, acknowledge, remind, withdraw
from regulation.followers.cleanups import cleanup_id
from regulation.followers.reducer import CLEANUP
from tests.ledger.doing import NOON, days, do, key, registration

C1 = cleanup_id("a1", "v1")
TOMORROW = NOON + days(1)
C2 = cleanup_id("a1", "v2")


def gain(name: str, gained: int, *, content: str | None = None, day: int = -2) -> Gain:
    return Gain(id=name, begins=NOON + days(day), ends=NOON + days(day + 1), gained=gained, content=content)


class Desk:
    """An account, and what is done about its followers."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def report(self, *gains: Gain, count: int | None = None, at: datetime = NOON, name: str = "") -> Reported:
        counted = None if count is None else FollowerCount(at=at, followers=count)
        given = key(name, str(gains)) if name else None
        return (await cleanups.report(self.database, Report("a1", gains, counted, "key_p", at, given)))[0]

    async def start(self, violation: str = "v1", **scope: object) -> None:
        terms = CleanupTerms(account="a1", violation=violation, scope=Scope.model_validate(scope))
        async with self.database.transaction() as connection:
            entered = await reactions.start(connection, terms, actor="key_r", now=NOON)
        assert entered.refusal is None

    async def follow_up(self, cleanup: str = C1, at: datetime = NOON) -> Cleanup:
        return (await follow_up(self.database, FOLLOW_UPS[CLEANUP.kind], RecordDue(record=cleanup, at=at))).state

    async def answer(self, order: str, done: int, left: int = 0, at: datetime = TOMORROW) -> None:
        decide = acknowledge("done", "", Counts(done=done, left=left))
        command = records.Command(DIRECTIVE, order, decide, actor="key_p", now=at)
        assert (await records.execute(self.database, command)).refusal is None

    async def overturn(self, violation: str = "v1") -> None:
        async with self.database.transaction() as connection:
            await reactions.hold(connection, "a1", violation)
            await reactions.overturned(connection, "a1", violation, "not so", actor="key_r", now=NOON + days(3))

    async def state(self, cleanup: str = C1) -> Cleanup:
        found = (await records.state_of(self.database, CLEANUP, cleanup)).state
        assert found is not None
        return found

    async def order(self, name: str) -> Directive:
        found = (await records.state_of(self.database, DIRECTIVE, name)).state
        assert found is not None
        return found

    async def case(self) -> Case | None:
        return (await records.state_of(self.database, CASE, cases.case_id("cleanup", C1))).state

    async def told(self, cleanup: str = C1) -> Sequence[str]:
        return [entry.body.type for entry in await records.entries_of(self.database, CLEANUP, cleanup)]


@pytest.fixture
async def desk(database: Database) -> Desk:
    await do(database, "a1", registration())
    return Desk(database)


async def test_what_a_violation_brought_is_ordered_away_answered_and_verified(desk: Desk) -> None:
    await desk.report(gain("g1", 900, content="p1"), gain("g2", 300), gain("g3", 50, content="p2"), count=5_000)
    await desk.start(contents=["p1"])
    assert (await desk.follow_up()).status is CleanupStatus.ORDERED
    order = await desk.order(f"{C1}-1")
    assert (order.terms.order, order.terms.expected, order.terms.targets) == (Order.REMOVE_FOLLOWERS, 900, ("p1",))
    assert (order.terms.cause, order.terms.account) == ("v1", "a1")
    await desk.answer(f"{C1}-1", 900)
    assert (await desk.state()).status is CleanupStatus.ANSWERED, "in the transaction of the answer"
    before = await desk.report(count=4_990, at=NOON + days(0.5))
    assert before.verified == (), "taken before the answer, it shows nothing"
    grown = gain("g4", 70, day=1)
    reported = await desk.report(grown, count=4_170, at=NOON + days(2))
    assert reported.verified == (C1,)
    end = await desk.state()
    assert (end.status, end.left, end.removed) == (CleanupStatus.CLEANED, 0, 900), "5000 - 900 + 70 gained since"
    assert await desk.told() == ["opened", "ordered", "answered", "verified"]


@pytest.mark.parametrize("ahead_s", [5, 240])
async def test_a_count_dated_ahead_proves_nothing_of_what_was_answered_after_it_came(desk: Desk, ahead_s: int) -> None:
    """The platform's clock is fast by less than the tolerance, and set right before the next count."""
    ahead = timedelta(seconds=ahead_s)
    brought = gain("g1", 100, content="p1").model_copy(update={"begins": NOON - days(0.1), "ends": NOON + ahead})
    counted = FollowerCount(at=NOON + ahead, followers=1_000)
    await cleanups.report(desk.database, Report("a1", [brought], counted, "key_p", NOON, None))
    await desk.start(contents=["p1"])
    assert (await desk.follow_up()).status is CleanupStatus.ORDERED
    assert (await desk.order(f"{C1}-1")).terms.expected == 100
    soon = NOON + timedelta(seconds=2)
    await desk.answer(f"{C1}-1", 100, at=soon)
    reported = await desk.report(count=900, at=soon + timedelta(seconds=1))
    assert reported.verified == (C1,)
    end = await desk.state()
    assert (end.status, end.left, end.removed) == (CleanupStatus.CLEANED, 0, 100)


async def test_what_is_left_is_ordered_again_three_times_and_then_a_person_sees_to_it(desk: Desk) -> None:
    await desk.report(gain("g1", 900, content="p1"), count=5_000)
    await desk.start(contents=["p1"])
    for turn, count in ((1, 4_400), (2, 4_200), (3, 4_150)):
        assert (await desk.follow_up(at=NOON + days(2 * turn))).orders == turn
        await desk.answer(f"{C1}-{turn}", 900, at=NOON + days(2 * turn + 0.5))
        await desk.report(count=count, at=NOON + days(2 * turn + 1))
    assert [(await desk.order(f"{C1}-{turn}")).terms.expected for turn in (1, 2, 3)] == [900, 300, 100]
    stuck, case = await desk.state(), await desk.case()
    assert (stuck.status, stuck.left) == (CleanupStatus.STUCK, 50)
    assert case is not None
    assert (case.opening.kind, case.opening.account) == (CaseKind.FOLLOWERS, "a1")
    assert "after 3 orders the count still shows 50 followers too many" in case.evidence[0].text
    assert (await desk.follow_up(at=NOON + days(9))).status is CleanupStatus.STUCK, "nothing is ordered by itself"
    ruling = Ruling(outcome=Outcome.DONE, reason="checked with the platform")
    decided = cases.CaseCommand(CASE, case.id, decide_case("key_ann", ruling), actor="key_ann", now=NOON + days(10))
    assert (await records.execute(desk.database, decided)).refusal is None
    assert ((await desk.state()).status, (await desk.state()).reason) == (
        CleanupStatus.SETTLED,
        "checked with the platform",
    )


async def test_a_person_who_settles_it_settles_the_case_about_its_late_order_too(desk: Desk) -> None:
    """Nobody is left with an open case about an order that was withdrawn."""
    await desk.report(gain("g1", 900, content="p1"), count=5_000)
    await desk.start(contents=["p1"])
    await desk.follow_up()
    late = records.Command(DIRECTIVE, f"{C1}-1", remind, actor="follow up", now=NOON + days(30))
    assert (await records.execute(desk.database, late)).refusal is None
    about_order = cases.case_id(DIRECTIVE.kind, f"{C1}-1")
    known = (await records.state_of(desk.database, CASE, about_order)).state
    assert known is not None
    assert known.status is case_models.CaseStatus.OPEN
    async with desk.database.transaction() as connection:
        await records.lock(connection, CLEANUP.kind, C1)
        evidence = Evidence(kind=EvidenceKind.TEXT, text="the platform asks what to do")
        origin = Reference(kind=CLEANUP.kind, id=C1)
        opened = await escalations.escalate(
            connection, origin, CaseKind.FOLLOWERS, evidence, actor="key_r", now=NOON + days(30), account="a1"
        )
    ruling = Ruling(outcome=Outcome.DONE, reason="seen to by hand")
    decide = decide_case("key_ann", ruling)
    command = cases.CaseCommand(CASE, opened.record, decide, actor="key_ann", now=NOON + days(31))
    assert (await records.execute(desk.database, command)).refusal is None
    assert (await desk.order(f"{C1}-1")).status is OrderStatus.WITHDRAWN
    ended = (await records.state_of(desk.database, CASE, about_order)).state
    assert ended is not None
    assert ended.status is case_models.CaseStatus.WITHDRAWN


async def test_a_count_that_does_not_come_is_a_case_until_it_comes(desk: Desk) -> None:
    await desk.report(gain("g1", 900, content="p1"), count=5_000)
    await desk.start(contents=["p1"])
    await desk.follow_up()
    await desk.answer(f"{C1}-1", 900)
    for _ in range(2):
        await desk.follow_up(at=NOON + days(8))
    assert (await desk.told()).count("escalated") == 1
    case = await desk.case()
    assert case is not None
    assert "reports no count" in case.evidence[0].text
    await desk.report(count=4_100, at=NOON + days(9))
    ended = await desk.case()
    assert ended is not None
    assert ((await desk.state()).status, ended.status) == (CleanupStatus.CLEANED, case_models.CaseStatus.WITHDRAWN)


async def test_overturned_before_anything_was_removed_it_stops_and_takes_its_order_back(desk: Desk) -> None:
    await desk.report(gain("g1", 900, content="p1"))
    await desk.start(contents=["p1"])
    await desk.follow_up()
    await desk.overturn()
    assert (await desk.state()).status is CleanupStatus.STOPPED
    assert (await desk.order(f"{C1}-1")).status is OrderStatus.WITHDRAWN
    await desk.overturn()
    assert await desk.told() == ["opened", "ordered", "stopped"], "twice is once"
    await desk.start("v2", contents=["p1"])
    assert (await desk.follow_up(C2)).ordered == 900, "they are free for another finding"


@pytest.mark.parametrize("verified", [True, False])
async def test_overturned_afterwards_what_was_removed_comes_back(desk: Desk, verified: bool) -> None:
    await desk.report(gain("g1", 900, content="p1"), count=5_000)
    await desk.start(contents=["p1"])
    await desk.follow_up()
    await desk.answer(f"{C1}-1", 850, 50)
    if verified:
        await desk.report(count=4_100, at=NOON + days(2))
    await desk.overturn()
    order = await desk.order(f"{C1}-back")
    assert (order.terms.order, order.terms.expected) == (Order.RESTORE_FOLLOWERS, 850)
    assert (await desk.state()).status is CleanupStatus.RESTORING
    await desk.answer(f"{C1}-back", 850, at=NOON + days(4))
    assert (await desk.state()).status is CleanupStatus.RESTORED
    assert (await desk.report(count=5_000, at=NOON + days(5))).verified == ()


async def test_no_follower_is_removed_twice_and_windows_count_in_part(desk: Desk) -> None:
    await desk.report(gain("g1", 900, content="p1"), gain("g2", 101, day=-2), gain("g3", 40, day=-1))
    await desk.start(contents=["p1"])
    assert (await desk.follow_up()).ordered == 900
    half = Window(begins=NOON + days(-1.5), ends=NOON + days(0))
    await desk.start("v2", windows=[half.model_dump()])
    assert (await desk.follow_up(C2)).ordered == 51 + 40, "half of g2 rounded up, all of g3, nothing of g1"


async def test_without_reports_the_platform_finds_out_how_many(desk: Desk) -> None:
    """As a sanction opens it: the number stands in the answer, and the count is held against that."""
    await desk.report(count=5_000)
    await desk.start()
    assert (await desk.follow_up()).ordered is None
    assert (await desk.order(f"{C1}-1")).terms.expected is None
    await desk.answer(f"{C1}-1", 120)
    await desk.report(count=4_880, at=NOON + days(2))
    assert ((await desk.state()).status, (await desk.state()).removed) == (CleanupStatus.CLEANED, 120)


async def test_all_are_cleared_and_nothing_tainted_is_nothing_to_do(desk: Desk) -> None:
    await desk.report(count=5_000)
    await desk.start(everything=True)
    assert (await desk.follow_up()).ordered == 5_000
    await desk.start("v2", contents=["unknown"])
    assert (await desk.follow_up(C2)).status is CleanupStatus.CLEANED
    assert await desk.told(C2) == ["opened", "nothing_tainted"]


async def test_an_order_that_fails_may_succeed_later_and_one_withdrawn_by_hand_is_a_case(desk: Desk) -> None:
    await desk.report(gain("g1", 900, content="p1"))
    await desk.start(contents=["p1"])
    await desk.follow_up()
    command = records.Command(DIRECTIVE, f"{C1}-1", acknowledge("failed", "no disk", None), actor="p", now=NOON)
    await records.execute(desk.database, command)
    assert ((await desk.state()).status, (await desk.state()).reason) == (CleanupStatus.ORDERED, "no disk")
    await desk.answer(f"{C1}-1", 900)
    assert (await desk.state()).status is CleanupStatus.ANSWERED
    await desk.start("v2")
    await desk.follow_up(C2)
    command = records.Command(DIRECTIVE, f"{C2}-1", withdraw("by mistake"), actor="key_o", now=NOON)
    await records.execute(desk.database, command)
    assert (await desk.state(C2)).status is CleanupStatus.STUCK
    case = (await records.state_of(desk.database, CASE, cases.case_id("cleanup", C2))).state
    assert case is not None
    assert "withdrawn by hand: by mistake" in case.evidence[0].text


async def test_a_report_made_twice_is_one_and_what_differs_changes_nothing(desk: Desk) -> None:
    first = await desk.report(gain("g1", 900), gain("g2", 10), count=7, name="r1")
    assert (first.recorded, first.known) == (2, 0)
    assert await desk.report(gain("g1", 900), gain("g2", 10), count=7, name="r1") == first
    again = await desk.report(gain("g1", 900), gain("g3", 5), count=7)
    assert (again.recorded, again.known) == (1, 1)
    differs = await desk.report(gain("g4", 1), gain("g1", 901))
    [row] = differs.rejected
    assert (differs.recorded, differs.refusal) == (1, None)
    assert (row.path, row.code, "gain g1" in row.message) == ("gains.1", "report-differs", True)
    other = await desk.report(gain("g5", 1), count=8)
    [row] = other.rejected
    assert (other.recorded, row.path, "the count at" in row.message) == (1, "count", True)
    kept = await desk.report(gain("g4", 1), gain("g5", 1), gain("g1", 900), count=7)
    assert (kept.recorded, kept.known, kept.rejected) == (0, 3, ()), "what had been reported first still holds"
    alone = await desk.report(gain("g1", 901), count=9)
    assert alone.refusal is not None
    assert (alone.recorded, alone.refusal.code) == (0, "report_differs"), "nothing of it could be taken"


async def test_a_count_is_held_against_no_clean_up_while_a_gain_is_missing(desk: Desk) -> None:
    """Held against it, 500 followers that were gained honestly would be too many, and ordered away."""
    await desk.report(gain("g1", 900, content="p1"), count=10_000, at=NOON - days(1))
    await desk.start(contents=("p1",))
    cleanup = await desk.follow_up()
    await desk.answer(f"{cleanup.id}-1", 900)
    later = TOMORROW + days(1)
    honest = gain("g2", 500, day=0)
    await desk.report(gain("g1", 901))
    missing = await cleanups.report(
        desk.database,
        Report("a1", (gain("g1", 901), honest), FollowerCount(at=later, followers=9_600), "key_p", later),
    )
    assert [row.code for row in missing[0].rejected] == ["gains-missing", "report-differs"]
    assert missing[0].verified == ()
    whole = await desk.report(honest, count=9_600, at=later)
    assert whole.verified == (cleanup.id,)
    found = await desk.follow_up(at=later)
    assert (found.status, found.orders) == (CleanupStatus.CLEANED, 1)


# --- several violations, and counts that contradict an order ----------------------------------------------------------


class Two(Desk):
    """Two violations, and what is done about each."""

    async def removed(self, violation: str, done: int | None = None, at: float = 1) -> None:
        cleanup = cleanup_id("a1", violation)
        ordered = await self.follow_up(cleanup)
        if ordered.status is CleanupStatus.ORDERED:
            await self.answer(f"{cleanup}-1", ordered.ordered or 0 if done is None else done, at=NOON + days(at))

    async def restored(self, violation: str) -> int:
        found = (await records.state_of(self.database, DIRECTIVE, f"{cleanup_id('a1', violation)}-back")).state
        return 0 if found is None else found.terms.expected or 0


@pytest.fixture
async def two(database: Database) -> Two:
    await do(database, "a1", registration())
    return Two(database)


async def test_what_another_violation_has_tainted_too_stays_away_until_that_falls_as_well(two: Two) -> None:
    """Both name p1. The first overturned, its 150 stay away under the second; with the second they come back, once."""
    await two.report(gain("g1", 150, content="p1"), count=10_000)
    await two.start(contents=["p1"])
    await two.start("v2", contents=["p1"])
    await two.removed("v1")
    await two.report(count=9_850, at=NOON + days(2))
    assert (await two.follow_up(C2)).status is CleanupStatus.CLEANED
    await two.overturn("v1")
    assert ((await two.state(C1)).status, await two.restored("v1")) == (CleanupStatus.STOPPED, 0)
    assert (await two.told(C1))[-2:] == ["kept_away", "stopped"]
    second = await two.state(C2)
    assert (second.status, second.removed, await two.told(C2)) == (
        CleanupStatus.CLEANED,
        150,
        ["opened", "nothing_tainted", "taken_over"],
    )
    await two.overturn("v2")
    await two.overturn("v1")
    assert (await two.restored("v1"), await two.restored("v2")) == (0, 150)


async def test_in_whichever_order_they_fall_all_come_back_once(two: Two) -> None:
    """Overlapping in part: p1 is tainted by both, p2 by the first, p3 by the second."""
    await two.report(gain("g1", 150, content="p1"), gain("g2", 70, content="p2"), gain("g3", 30, content="p3"))
    await two.start(contents=["p1", "p2"])
    await two.start("v2", contents=["p1", "p3"])
    await two.removed("v1")
    await two.removed("v2")
    assert [(await two.state(one)).removed for one in (C1, C2)] == [220, 30]
    await two.overturn("v1")
    assert await two.restored("v1") == 70, "p1 stays away"
    assert (await two.order(f"{C1}-back")).terms.targets == ("p2",)
    await two.overturn("v2")
    assert await two.restored("v2") == 180


async def test_the_one_that_claimed_nothing_falls_first(two: Two) -> None:
    await two.report(gain("g1", 150, content="p1"), gain("g3", 30, content="p3"))
    await two.start(contents=["p1"])
    await two.start("v2", contents=["p1", "p3"])
    await two.removed("v1")
    await two.removed("v2")
    await two.overturn("v2")
    assert await two.restored("v2") == 30
    await two.overturn("v1")
    assert await two.restored("v1") == 150


async def test_windows_that_overlap_in_part_keep_their_share(two: Two) -> None:
    """Of 100 gained in a day the first violation tainted three quarters, the second the last half."""
    await two.report(gain("g1", 100, day=-2))
    await two.start(windows=[Window(begins=NOON + days(-2), ends=NOON + days(-1.25)).model_dump()])
    await two.start("v2", windows=[Window(begins=NOON + days(-1.5), ends=NOON + days(-1)).model_dump()])
    await two.removed("v1")
    await two.removed("v2")
    assert [(await two.state(one)).removed for one in (C1, C2)] == [75, 25]
    await two.overturn("v1")
    assert (await two.restored("v1"), (await two.state(C2)).removed) == (50, 50)


async def test_what_was_not_removed_yet_is_ordered_away_by_the_one_that_stands(two: Two) -> None:
    """Acknowledged less than ordered, or the order pending: the second orders the rest, and only that."""
    await two.report(gain("g1", 150, content="p1"), count=10_000)
    await two.start(contents=["p1"])
    await two.start("v2", contents=["p1"])
    await two.removed("v1", done=100)
    await two.follow_up(C2)
    await two.overturn("v1")
    assert (await two.state(C2)).status is CleanupStatus.OPEN
    ordered = await two.follow_up(C2, at=NOON + days(3))
    assert (ordered.status, ordered.ordered, await two.restored("v1")) == (CleanupStatus.ORDERED, 50, 0)


async def test_overturned_while_its_order_is_pending_the_other_orders_all(two: Two) -> None:
    await two.report(gain("g1", 150, content="p1"))
    await two.start(contents=["p1"])
    await two.start("v2", contents=["p1"])
    await two.follow_up(C1)
    await two.follow_up(C2)
    await two.overturn("v1")
    assert (await two.order(f"{C1}-1")).status is OrderStatus.WITHDRAWN
    assert (await two.follow_up(C2, at=NOON + days(3))).ordered == 150


async def test_one_that_has_not_reckoned_yet_finds_them_away_already(two: Two) -> None:
    await two.report(gain("g1", 150, content="p1"))
    await two.start(contents=["p1"])
    await two.removed("v1")
    await two.start("v2", contents=["p1"])
    await two.overturn("v1")
    assert (await two.follow_up(C2, at=NOON + days(3))).status is CleanupStatus.CLEANED
    await two.overturn("v2")
    assert (await two.restored("v1"), await two.restored("v2")) == (0, 150)


async def test_who_cleared_an_account_keeps_all_away_that_were_removed_before(two: Two) -> None:
    await two.report(gain("g1", 150, content="p1"), count=10_000)
    await two.start(contents=["p1"])
    await two.removed("v1")
    await two.report(count=9_850, at=NOON + days(2))
    await two.start("v2", everything=True)
    assert (await two.follow_up(C2)).ordered == 9_850
    await two.answer(f"{C2}-1", 9_850, at=NOON + days(2.5))
    await two.overturn("v1")
    assert (await two.restored("v1"), (await two.state(C2)).removed) == (0, 10_000)
    await two.overturn("v2")
    assert await two.restored("v2") == 10_000


async def test_of_a_cleared_account_what_another_has_tainted_stays_away(two: Two) -> None:
    await two.report(gain("g1", 150, content="p1"), count=10_000)
    await two.start(everything=True)
    await two.removed("v1")
    await two.report(count=0, at=NOON + days(2))
    assert (await two.state(C1)).status is CleanupStatus.CLEANED
    await two.start("v2", contents=["p1"])
    await two.follow_up(C2)
    await two.overturn("v1")
    assert (await two.restored("v1"), (await two.state(C2)).removed) == (9_850, 150)


async def test_others_that_are_gone_are_a_case_and_never_ordered_back(desk: Desk) -> None:
    """150 were ordered, 1,500 answered, and the count shows it."""
    await desk.report(gain("g1", 150, content="p1"), count=10_000)
    await desk.start(contents=["p1"])
    await desk.follow_up()
    await desk.answer(f"{C1}-1", 1_500)
    await desk.report(count=8_500, at=NOON + days(2))
    stuck, case = await desk.state(), await desk.case()
    assert (stuck.status, stuck.left, stuck.missing) == (CleanupStatus.STUCK, 0, 1_350)
    assert case is not None
    assert "1350 followers fewer than there should be" in case.evidence[0].text
    assert case.opening.title == "followers were removed that no order asked for"
    await desk.report(count=8_510, at=NOON + days(2.1))
    assert (await desk.told()).count("escalated") == 1, "told once"
    await desk.overturn()
    assert (await desk.order(f"{C1}-back")).terms.expected == 150


async def test_when_the_others_are_back_the_case_is_settled(desk: Desk) -> None:
    await desk.report(gain("g1", 150, content="p1"), count=10_000)
    await desk.start(contents=["p1"])
    await desk.follow_up()
    await desk.answer(f"{C1}-1", 150)
    await desk.report(count=8_500, at=NOON + days(2))
    assert (await desk.state()).status is CleanupStatus.STUCK
    await desk.report(count=9_800, at=NOON + days(3))
    case = await desk.case()
    assert case is not None
    assert ((await desk.state()).status, case.status) == (CleanupStatus.CLEANED, case_models.CaseStatus.WITHDRAWN)


@pytest.mark.parametrize(("count", "status"), [(9_751, CleanupStatus.CLEANED), (9_750, CleanupStatus.STUCK)])
async def test_a_hundredth_may_have_left_by_themselves(desk: Desk, count: int, status: CleanupStatus) -> None:
    await desk.report(gain("g1", 150, content="p1"), count=10_000)
    await desk.start(contents=["p1"])
    await desk.follow_up()
    await desk.answer(f"{C1}-1", 150)
    await desk.report(count=count, at=NOON + days(2))
    assert (await desk.state()).status is status


async def test_the_orders_of_another_clean_up_contradict_nothing(two: Two) -> None:
    """Both reckon from the same count: what the other has removed meanwhile is neither missing nor left."""
    await two.report(gain("g1", 1_500, content="p1"), gain("g2", 700, content="p2"), count=10_000)
    await two.start(contents=["p1"])
    await two.start("v2", contents=["p2"])
    await two.removed("v1", at=1)
    await two.removed("v2", at=1.1)
    await two.report(count=7_800, at=NOON + days(2))
    assert [(await two.state(one)).status for one in (C1, C2)] == [CleanupStatus.CLEANED, CleanupStatus.CLEANED]


async def test_what_another_was_ordered_to_remove_may_be_gone_before_it_says_so(two: Two) -> None:
    await two.report(gain("g1", 1_500, content="p1"), gain("g2", 700, content="p2"), count=10_000)
    await two.start(contents=["p1"])
    await two.start("v2", contents=["p2"])
    await two.removed("v1")
    await two.follow_up(C2)
    await two.report(count=7_800, at=NOON + days(2))
    assert [(await two.state(one)).status for one in (C1, C2)] == [CleanupStatus.CLEANED, CleanupStatus.ORDERED]


async def test_what_was_ordered_twice_comes_back_once(desk: Desk) -> None:
    """The platform said 900 and the count showed 300 of them: the rest was ordered again, and 900 went in all."""
    await desk.report(gain("g1", 900, content="p1"), count=5_000)
    await desk.start(contents=["p1"])
    await desk.follow_up()
    await desk.answer(f"{C1}-1", 900)
    await desk.report(count=4_400, at=NOON + days(2))
    await desk.follow_up(at=NOON + days(2.1))
    await desk.answer(f"{C1}-2", 300, at=NOON + days(2.2))
    await desk.report(count=4_100, at=NOON + days(2.3))
    assert ((await desk.state()).status, (await desk.state()).removed) == (CleanupStatus.CLEANED, 1_200)
    await desk.overturn()
    assert (await desk.order(f"{C1}-back")).terms.expected == 900


async def test_overturned_at_the_same_time_all_come_back_once(two: Two) -> None:
    """Several connections overturn three violations and report a count: none waits for another for ever, and whoever
    falls last has all restored.
    """
    await two.report(gain("g1", 150, content="p1"), count=10_000)
    for violation in ("v1", "v2", "v3"):
        await two.start(violation, contents=["p1"])
        await two.removed(violation)
    await asyncio.gather(
        *(two.overturn(violation) for violation in ("v1", "v2", "v3")), two.report(count=9_850, at=NOON + days(2))
    )
    assert sorted([await two.restored(violation) for violation in ("v1", "v2", "v3")]) == [0, 0, 150]


async def test_a_removal_that_no_count_has_shown_is_verified_by_the_one_that_takes_it_over(two: Two) -> None:
    """Answered and overturned before the next count: it shows 60 of them, which the second orders away."""
    await two.report(gain("g1", 150, content="p1"), gain("g2", 70, content="p2"), count=10_000)
    await two.start(contents=["p1", "p2"])
    await two.removed("v1")
    await two.start("v2", contents=["p1"])
    await two.follow_up(C2)
    await two.overturn("v1")
    assert (await two.restored("v1"), (await two.state(C2)).status) == (70, CleanupStatus.ANSWERED)
    await two.answer(f"{C1}-back", 70, at=NOON + days(3.1))
    await two.report(count=9_910, at=NOON + days(3.2))
    assert ((await two.state(C2)).status, (await two.state(C2)).left) == (CleanupStatus.OPEN, 60)
    assert (await two.follow_up(C2, at=NOON + days(3.3))).ordered == 60
    await two.answer(f"{C2}-1", 60, at=NOON + days(3.4))
    await two.report(count=9_850, at=NOON + days(3.5))
    assert (await two.state(C2)).status is CleanupStatus.CLEANED
    await two.overturn("v2")
    assert await two.restored("v2") == 150


async def test_a_removal_that_was_taken_over_is_shown_by_the_next_count(two: Two) -> None:
    await two.report(gain("g1", 150, content="p1"), count=10_000)
    await two.start(contents=["p1"])
    await two.removed("v1")
    await two.start("v2", contents=["p1"])
    await two.follow_up(C2)
    await two.overturn("v1")
    reported = await two.report(count=9_850, at=NOON + days(4))
    assert (reported.verified, (await two.state(C2)).status) == ((C2,), CleanupStatus.CLEANED)
