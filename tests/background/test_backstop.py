"""Backstop: overdue boundaries are recorded exactly once, however many rounds run at the same time."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from activities.ledger import LedgerActivities
from activities.messages import BoundaryPassed
from background import backstop
from ledger.accounts.boundaries import record_overdue
from ledger.accounts.commands import Request, execute
from ledger.accounts.verification import verify
from ledger.events import feed
from ledger.store.database import Database, DatabaseAwayError
from models.accounts.commands import ChangeName, Command, ImposeBan, Overturn, Register
from models.names import AccountKind
from models.words.violations import Category
from tests.workflows.world import until

START = datetime(2026, 3, 1, 4, tzinfo=UTC)
WEEK = timedelta(days=7)


async def record(database: Database, account: str, *commands: Command, now: datetime = START) -> None:
    for command in commands:
        receipt = await execute(database, Request(account=account, command=command, actor="key_test", now=now))
        assert receipt.refusal is None


async def banned(database: Database, *accounts: str, now: datetime = START, duration: timedelta = WEEK) -> None:
    for account in accounts:
        registered = Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name="早报")
        ban = ImposeBan(id="b1", category=Category.FABRICATION, duration=duration)
        await record(database, account, registered, ban, now=now)


async def announced(database: Database) -> list[tuple[str | None, datetime, str]]:
    """Return account, boundary and recorder of every announcement."""
    events = (await feed.page(database, most=10_000)).events
    return [(e.account, e.transition.at, e.transition.recorded_by) for e in events if e.transition is not None]


async def sweep(database: Database, now: datetime, *, most: int = 1_000) -> int:
    return await record_overdue(database, through=now, now=now, by="backstop", most=most)


async def test_a_backlog_of_several_batches_is_worked_off_without_a_pause(database: Database) -> None:
    """The backstop pauses, here for an hour, only after a batch that was not full."""
    accounts = [f"a{number}" for number in range(6)]
    await banned(database, *accounts)
    watching = asyncio.create_task(backstop.watch_forever(database, poll_s=3_600.0, overdue_s=2.0, batch=2))

    async def all_recorded() -> bool:
        return {account for account, _, _ in await announced(database)} == set(accounts)

    await until(all_recorded, "all three batches are recorded", deadline_s=20)
    watching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await watching


async def test_what_is_overdue_is_recorded_once_with_its_own_time(database: Database) -> None:
    """The second round records nothing."""
    await banned(database, "a", "b")
    late = START + WEEK + timedelta(hours=1)
    assert [await sweep(database, late) for _ in range(2)] == [2, 0]
    assert sorted(await announced(database)) == [
        ("a", START + WEEK, "backstop"),
        ("b", START + WEEK, "backstop"),
    ]


async def test_after_a_long_absence_everything_that_passed_is_recorded_in_order(database: Database) -> None:
    """Ban, suspension and clean window of one account end in one round, each with its own time."""
    await banned(database, "a")
    await sweep(database, START + timedelta(days=200))
    [ban, suspension, window] = [at for _, at, _ in await announced(database)]
    assert (ban, suspension) == (START + WEEK, START + 2 * WEEK)
    assert window > suspension
    assert [fault async for fault in verify(database)] == []


async def test_what_is_not_overdue_yet_is_left_to_the_lifecycle(database: Database) -> None:
    """The backstop skips a boundary that passed a moment ago, and records one of three seconds ago."""
    now = datetime.now(UTC)
    minute = timedelta(minutes=1)
    await banned(database, "just", now=now - minute + timedelta(seconds=0.5), duration=minute - timedelta(seconds=1))
    await banned(database, "late", now=now - minute - timedelta(seconds=3), duration=minute)
    assert await backstop.watch_once(database, overdue_s=2.0, batch=100) == 1
    assert [account for account, _, _ in await announced(database)] == ["late"]


async def test_a_batch_is_as_large_as_it_is_told(database: Database) -> None:
    """The longest overdue are recorded first; the others follow in the next rounds."""
    for number in range(5):
        await banned(database, f"a{number}", now=START + timedelta(hours=number))
    late = START + 2 * WEEK - timedelta(hours=1)
    assert [await sweep(database, late, most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert [account for account, _, _ in await announced(database)] == [f"a{number}" for number in range(5)]


async def test_many_sweeps_at_once_record_each_boundary_once(database: Database) -> None:
    """Backstops of several workers share the work, and none repeats another's."""
    accounts = [f"a{number}" for number in range(60)]
    await banned(database, *accounts)
    late = START + 3 * WEEK
    settled = await asyncio.gather(*(sweep(database, late, most=25) for _ in range(6)))
    while more := await sweep(database, late):
        settled.append(more)
    found = Counter((account, at) for account, at, _ in await announced(database))
    assert found == Counter((account, at) for account in accounts for at in (START + WEEK, START + 2 * WEEK))
    assert sum(settled) == 60


@pytest.mark.parametrize("seed", range(4))
async def test_lifecycle_backstop_and_commands_at_once_record_each_boundary_once(database: Database, seed: int) -> None:
    """Each boundary has one transition and one announcement, whichever recorder wins, and the ledger verifies
    afterwards.
    """
    accounts = [f"a{number}" for number in range(12)]
    await banned(database, *accounts)
    activities = LedgerActivities(database)
    late = START + WEEK + timedelta(minutes=1)

    async def lifecycle(account: str) -> str:
        passed = BoundaryPassed(account=account, boundary=START + WEEK, seen_at=late)
        return (await activities.record_boundary(passed)).by

    async def command(account: str) -> str:
        await record(database, account, ChangeName(name="second"), now=late)
        return "ledger"

    racers = [run(account) for account in accounts for run in (lifecycle, lifecycle, command)]
    racers += [_sweeping(database, late) for _ in range(4)]
    Random(seed).shuffle(racers)
    await asyncio.gather(*racers)
    found = await announced(database)
    assert sorted((account, at) for account, at, _ in found) == sorted((account, START + WEEK) for account in accounts)
    assert {by for _, _, by in found} <= {"lifecycle", "backstop", "ledger"}
    assert [fault async for fault in verify(database)] == []


async def _sweeping(database: Database, now: datetime) -> str:
    await sweep(database, now, most=5)
    return "backstop"


@pytest.mark.parametrize("seed", range(3))
async def test_a_ban_overturned_while_its_end_is_recorded_ends_or_is_overturned_never_both(
    database: Database, seed: int
) -> None:
    """Either the end was recorded before the overturn, or it is never recorded."""
    accounts = [f"a{number}" for number in range(10)]
    await banned(database, *accounts)
    end = START + WEEK

    async def overturned(account: str) -> str:
        # The command's clock is slightly late: by it the ban has not ended.
        await record(database, account, Overturn(id="b1"), now=end - timedelta(seconds=1))
        return ""

    racers = [overturned(account) for account in accounts] + [_sweeping(database, end) for _ in range(3)]
    Random(seed).shuffle(racers)
    await asyncio.gather(*racers)
    while await sweep(database, end + 20 * WEEK):
        pass
    found = await announced(database)
    assert all(at == end for _, at, _ in found)
    assert len(found) == len({account for account, _, _ in found})
    events = (await feed.page(database, most=1_000)).events
    for account in accounts:
        own = [event for event in events if event.account == account]
        assert [event.transition is not None for event in own] in (
            [False, False, False],
            [False, False, True, False],
        )
    assert [fault async for fault in verify(database)] == []


async def test_a_crowd_is_not_left_to_its_timers(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """When many are due at one instant, they are recorded before they are overdue."""
    monkeypatch.setattr(backstop, "CROWD", 5)
    now = datetime.now(UTC)
    minute = timedelta(minutes=1)
    for number in range(5):
        await banned(database, f"a{number}", now=now - minute, duration=minute)
    assert await backstop.watch_once(database, overdue_s=3600, batch=100) == 5
    assert len(await announced(database)) == 5


async def test_it_goes_on_when_the_database_was_away(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed round is repeated, and records what became overdue meanwhile."""
    now = datetime.now(UTC)
    await banned(database, "a", now=now - 2 * WEEK + timedelta(minutes=1))
    rounds = 0

    async def away_at_first(database: Database, *, through: datetime, now: datetime, by: str, most: int) -> int:
        nonlocal rounds
        rounds += 1
        if rounds < 3:
            raise DatabaseAwayError("connection refused")
        return await record_overdue(database, through=through, now=now, by=by, most=most)

    monkeypatch.setattr(backstop, "record_overdue", away_at_first)
    watching = asyncio.ensure_future(backstop.watch_forever(database, poll_s=0.02, overdue_s=2.0, batch=10))

    async def recorded() -> bool:
        return [account for account, _, _ in await announced(database)] == ["a"]

    await until(recorded, "the overdue boundary is recorded")
    watching.cancel()
    await asyncio.wait({watching})
    assert watching.cancelled()
