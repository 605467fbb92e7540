"""Bulk actions in the ledger: every account comes to something exactly once, whoever crashes, and back again."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from ledger.accounts import reading
from ledger.accounts.commands import Request, execute
from ledger.sanctions import bulk
from ledger.sanctions.bulk import BulkCommand, advance
from ledger.store.database import Database
from ledger.streams import records
from models.accounts.commands import ApplyMonetization, Command, RecordViolation, Register
from models.names import AccountKind
from models.sanctions.bulk import (
    Ban,
    Bulk,
    BulkStatus,
    CancelProfit,
    Closing,
    Measure,
    Member,
    Outcome,
    Overturning,
    Totals,
    Violation,
)
from models.words.privileges import Method
from models.words.violations import Category
from regulation.sanctions.bulk import BULK, cancel, cancel_reversal, revert, start
from regulation.standing.verdicts import permits
from tests.ledger.notebook import NOON

HOUR = timedelta(hours=1)
BAN = Ban(category=Category.FABRICATION, duration=timedelta(days=7))


async def do(database: Database, account: str, command: Command, now: datetime = NOON) -> None:
    assert (
        await execute(database, Request(account=account, command=command, actor="key_test", now=now))
    ).refusal is None


async def registered(database: Database, *accounts: str) -> None:
    for account in accounts:
        await do(database, account, Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name="山野厨房"))


async def started(database: Database, measure: Measure, *accounts: str, name: str = "b1") -> None:
    command = BulkCommand(
        BULK, name, start(measure, "one text", len(accounts)), actor="key_op", now=NOON + HOUR, besides=accounts
    )
    assert (await records.execute(database, command)).refusal is None


async def taken_back(database: Database, name: str = "b1") -> None:
    command = BulkCommand(BULK, name, revert("the detector was wrong"), actor="key_chief", now=NOON + 2 * HOUR)
    entered = await records.execute(database, command)
    assert entered.refusal is None, entered.refusal


async def carried_out(database: Database, name: str = "b1", *, most: int = 200, hours: int = 1) -> Bulk:
    """Slice by slice to the end."""
    for _ in range(100):
        advanced = await advance(database, name, now=NOON + hours * HOUR, actor="bulk run", most=most)
        state = advanced.entered.state
        assert state is not None
        if state.status in {
            BulkStatus.FINISHED,
            BulkStatus.CANCELLED,
            BulkStatus.REVERTED,
            BulkStatus.REVERSAL_CANCELLED,
        }:
            return state
    raise AssertionError("it never came to an end")


async def came_of(database: Database, name: str = "b1") -> dict[str, Member]:
    return {member.account: member for member in await bulk.members(database, name, most=500)}


async def facts_of(database: Database, account: str) -> list[tuple[str, str]]:
    return [(r.fact.body.type, r.fact.actor) async for r in reading.every_fact(database, account)]


async def test_each_account_comes_to_something_of_its_own_and_back_again(database: Database) -> None:
    await registered(database, "a1", "a2", "a3")
    await started(database, BAN, "a3", "a1", "nobody", "a2", name="b1")
    await do(database, "a3", finding("b1"))
    end = await carried_out(database, most=2)
    assert (end.status, end.totals) == (BulkStatus.FINISHED, Totals(done=2, refused=2))
    found = await came_of(database)
    assert {name: (member.outcome, member.code) for name, member in found.items()} == {
        "a1": (Outcome.DONE, None),
        "a2": (Outcome.DONE, None),
        "a3": (Outcome.REFUSED, "duplicate_id"),
        "nobody": (Outcome.REFUSED, "unknown_account"),
    }
    assert (await facts_of(database, "a1"))[-1] == ("ban_imposed", "key_op")
    standing = await reading.standing_of(database, "a1")
    assert standing is not None
    assert not permits(standing, "publish", NOON + HOUR)
    await taken_back(database)
    back = await carried_out(database, hours=2)
    assert (back.status, back.reversal_totals) == (BulkStatus.REVERTED, Totals(done=2, refused=0))
    assert (await facts_of(database, "a2"))[-1] == ("overturned", "key_chief")
    standing = await reading.standing_of(database, "a1")
    assert standing is not None
    assert permits(standing, "publish", NOON + 2 * HOUR)
    assert (await came_of(database))["nobody"].reversal is None, "what was refused there stays so"
    assert (await facts_of(database, "a3"))[-1][0] == "violation_recorded"


def finding(name: str) -> Command:
    return RecordViolation(id=name, category=Category.DISTORTION)


@pytest.mark.parametrize(
    ("measure", "fact"),
    [
        (Violation(category=Category.DISTORTION), "violation_recorded"),
        (CancelProfit(category=Category.VULGAR_PERSONA), "monetization_cancelled"),
        (Closing(category=Category.MATRIX_MANIPULATION), "account_closed"),
        (Overturning(of="v0"), "overturned"),
    ],
    ids=lambda value: getattr(value, "type", ""),
)
async def test_every_measure_is_the_command_it_says(database: Database, measure: Measure, fact: str) -> None:
    await registered(database, "a1", "a2")
    for account in ("a1", "a2"):
        # All methods: what is not granted would be withheld besides.
        await do(database, account, ApplyMonetization(methods=tuple(Method)))
        await do(database, account, finding("v0"))
    await started(database, measure, "a1", "a2")
    end = await carried_out(database)
    assert end.totals == Totals(done=2, refused=0)
    assert (await facts_of(database, "a2"))[-1] == (fact, "key_op")


async def test_accounts_that_were_closed_in_bulk_are_opened_again(database: Database) -> None:
    await registered(database, "a1", "a2")
    await started(database, Closing(category=Category.MATRIX_MANIPULATION), "a1", "a2")
    await carried_out(database)
    await taken_back(database)
    assert (await carried_out(database, hours=2)).reversal_totals == Totals(done=2, refused=0)
    for account in ("a1", "a2"):
        standing = await reading.standing_of(database, account)
        assert standing is not None
        assert permits(standing, "publish", NOON + 2 * HOUR)


async def test_workers_that_come_at_the_same_time_do_nothing_twice(database: Database) -> None:
    accounts = [f"a{number:02}" for number in range(30)]
    await registered(database, *accounts)
    await started(database, BAN, *accounts)
    await asyncio.gather(*(carried_out(database, most=7) for _ in range(4)))
    kinds = [[name for name, _ in await facts_of(database, account)] for account in accounts]
    assert kinds == [["account_registered", "ban_imposed"]] * 30
    entries = await records.entries_of(database, BULK, "b1")
    assert [entry.body.type for entry in entries] == ["started", "finished"]


async def test_one_account_that_cannot_be_read_holds_up_nobody(database: Database) -> None:
    await registered(database, "a1", "a2", "a3")
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE standings SET snapshot = '{}' WHERE account = 'a2'"))
    await started(database, BAN, "a1", "a2", "a3")
    assert (await carried_out(database)).totals == Totals(done=2, refused=1)
    assert (await came_of(database))["a2"].code == "internal_error"


async def test_what_may_not_be_taken_back_is_said(database: Database) -> None:
    await registered(database, "a1")
    await started(database, BAN, "a1")
    asked = BulkCommand(BULK, "b1", revert("wrong"), actor="key_op", now=NOON + HOUR)
    refused = await records.execute(database, asked)
    assert refused.refusal is not None
    assert refused.refusal.code == "bulk_not_finished"
    await started(database, Overturning(of="b1"), "a1", name="b2")
    await carried_out(database, "b2")
    asked = BulkCommand(BULK, "b2", revert("wrong"), actor="key_op", now=NOON + HOUR)
    refused = await records.execute(database, asked)
    assert refused.refusal is not None
    assert refused.refusal.code == "not_revertible"


async def cancelled(database: Database, name: str = "b1") -> str | None:
    command = BulkCommand(BULK, name, cancel("the list was wrong"), actor="key_chief", now=NOON + HOUR)
    refusal = (await records.execute(database, command)).refusal
    return None if refusal is None else refusal.code


async def test_a_cancellation_leaves_what_was_carried_out_and_marks_the_rest(database: Database) -> None:
    """What was done stays, and can be reversed as one; what was not done stays undone, whoever comes later."""
    accounts = [f"a{number:02}" for number in range(30)]
    await registered(database, *accounts)
    await started(database, BAN, *accounts, "nobody")
    await advance(database, "b1", now=NOON + HOUR, actor="bulk run", most=7)
    assert await cancelled(database) is None
    assert (await records.state_of(database, BULK, "b1")).state.status is BulkStatus.CANCELLING  # type: ignore[union-attr]
    end = await carried_out(database)
    assert (end.status, end.totals) == (BulkStatus.CANCELLED, Totals(done=7, refused=0, cancelled=24))
    assert (end.cancelled_by, end.cancellation_reason) == ("key_chief", "the list was wrong")
    found = await came_of(database)
    assert [found[account].outcome for account in accounts] == [Outcome.DONE] * 7 + [Outcome.CANCELLED] * 23
    assert found["nobody"].outcome is Outcome.CANCELLED
    kinds = [[name for name, _ in await facts_of(database, account)] for account in accounts]
    assert kinds == [["account_registered", "ban_imposed"]] * 7 + [["account_registered"]] * 23
    assert await cancelled(database) is None, "again changes nothing"
    await taken_back(database)
    back = await carried_out(database, hours=2)
    assert (back.status, back.reversal_totals) == (BulkStatus.REVERTED, Totals(done=7, refused=0))
    assert await cancelled(database) == "bulk_not_running"
    entries = [entry.body.type for entry in await records.entries_of(database, BULK, "b1")]
    assert entries == ["started", "cancellation_started", "cancelled", "reversal_started", "reverted"]


async def test_workers_that_are_at_work_stop_at_a_cancellation(database: Database) -> None:
    """Slices under way end; no slice begins after it, and the totals are those of the facts."""
    accounts = [f"a{number:03}" for number in range(120)]
    await registered(database, *accounts)
    await started(database, BAN, *accounts)

    async def later() -> None:
        await advance(database, "b1", now=NOON + HOUR, actor="bulk run", most=3)
        assert await cancelled(database) is None

    await asyncio.gather(*(carried_out(database, most=3) for _ in range(3)), later())
    end = await carried_out(database)
    assert end.status is BulkStatus.CANCELLED
    assert end.totals is not None
    facts = [len(await facts_of(database, account)) - 1 for account in accounts]
    assert (sum(facts), 120 - sum(facts)) == (end.totals.done, end.totals.cancelled)
    assert end.totals.cancelled > 0
    found = await came_of(database)
    assert [found[account].outcome is Outcome.DONE for account in accounts] == [bool(one) for one in facts]


async def test_only_what_runs_can_be_cancelled(database: Database) -> None:
    await registered(database, "a1")
    await started(database, BAN, "a1")
    assert await cancelled(database, "none") == "unknown_bulk"
    await carried_out(database)
    assert await cancelled(database) == "bulk_not_running"


async def test_a_reversal_is_cancelled_in_the_middle_and_continued(database: Database) -> None:
    """Each account has one result of it; what was not overturned stays in force until the reversal goes on."""
    accounts = [f"r{place}" for place in range(6)]
    await registered(database, *accounts)
    await started(database, BAN, *accounts, "nobody")
    await carried_out(database)
    versions = {account: member.version for account, member in (await came_of(database)).items()}
    assert await reversal_cancelled(database) == "bulk_not_reverting"
    await taken_back(database)
    await advance(database, "b1", now=NOON + 3 * HOUR, actor="bulk run", most=2)
    assert await reversal_cancelled(database) is None
    assert await reversal_cancelled(database) is None, "a second time changes nothing"
    state = await carried_out(database, hours=3)
    assert (state.status, state.reversal_totals) == (
        BulkStatus.REVERSAL_CANCELLED,
        Totals(done=2, refused=0, cancelled=4),
    )
    assert (state.totals, state.reversal_cancelled_by) == (Totals(done=6, refused=1), "key_chief")
    found = await came_of(database)
    reversals = {account: found[account].reversal for account in accounts}
    assert list(reversals.values()) == [Outcome.DONE] * 2 + [Outcome.CANCELLED] * 4
    for account, reversal in reversals.items():
        standing = await reading.standing_of(database, account)
        assert standing is not None
        assert permits(standing, "publish", NOON + 4 * HOUR) is (reversal is Outcome.DONE)
        assert (found[account].version == versions[account]) is (reversal is Outcome.CANCELLED)
    await taken_back(database)
    assert (await bulk.progress_of(database, await state_of(database))).waiting == 4
    state = await carried_out(database, hours=4)
    assert (state.status, state.reversal_totals) == (BulkStatus.REVERTED, Totals(done=6, refused=0))
    assert state.reversal_cancelled_by is None
    for account in accounts:
        assert [kind for kind, _ in await facts_of(database, account)].count("overturned") == 1
    assert await reversal_cancelled(database) == "bulk_not_reverting"


async def state_of(database: Database) -> Bulk:
    state = (await records.state_of(database, BULK, "b1")).state
    assert state is not None
    return state


async def reversal_cancelled(database: Database) -> str | None:
    """Cancel the reversal; return the code of the refusal."""
    command = BulkCommand(BULK, "b1", cancel_reversal("it was right"), actor="key_chief", now=NOON + 3 * HOUR)
    entered = await records.execute(database, command)
    return None if entered.refusal is None else entered.refusal.code
