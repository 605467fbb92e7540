"""The host's clock beside the database's: known exactly, compared honestly; where it is far off nothing is recorded."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ledger import keys
from ledger.accounts import commands
from ledger.accounts.boundaries import record_overdue
from ledger.accounts.commands import Request
from ledger.coordination import links
from ledger.followers import cleanups
from ledger.followers.cleanups import Report
from ledger.rumours import reach
from ledger.screening import emblems
from ledger.store.clock import ClockDiffersError
from ledger.store.database import Database, DatabaseAwayError
from ledger.store.host_clock import Agreement, HostClock, Limits, time_of
from ledger.streams import records
from ledger.streams.records import Command
from models.accounts.commands import Register
from models.cases.cases import CaseKind
from models.coordination import LinkRow, PostRow, TieKind
from models.followers import Gain
from models.names import AccountKind
from models.roles import Role
from models.rumours.reach import Seen, ViewerSeen
from regulation.cases.cases import open_case, opening
from regulation.cases.reducer import CASE
from tests.workflows.world import until

NOWHERE = "postgresql+asyncpg://nobody@127.0.0.1:1/nothing"


@dataclass
class Host:
    """A host's clock and stopwatch, moved by hand on top of the real ones."""

    ahead_s: float = 0.0
    slept_s: float = 0.0

    def wall(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.ahead_s + self.slept_s)

    def stopwatch(self) -> float:
        return asyncio.get_running_loop().time() + self.slept_s

    def clock(self, **limits: float) -> HostClock:
        return HostClock(Limits(**limits), wall=self.wall, stopwatch=self.stopwatch)


@pytest.mark.parametrize(
    ("ahead_s", "agreement"),
    [
        (0.0, Agreement.SAME),
        (0.9, Agreement.SAME),
        (-0.9, Agreement.SAME),
        (1.5, Agreement.DIFFERS),
        (-1.5, Agreement.DIFFERS),
        (9.0, Agreement.DIFFERS),
        (10.5, Agreement.UNFIT),
        (-10.5, Agreement.UNFIT),
        (13 * 3600.0, Agreement.UNFIT),
        (-13 * 3600.0, Agreement.UNFIT),
    ],
)
async def test_a_host_s_clock_is_said_to_differ_and_its_time_is_the_database_s_all_the_same(
    database: Database, ahead_s: float, agreement: Agreement
) -> None:
    """Fast or slow: what it takes for now is never its own clock's time."""
    host = Host(ahead_s).clock()
    await host.read(database)
    difference = host.difference_s()
    assert difference is not None
    assert abs(difference - ahead_s) < 0.4
    assert host.agreement() is agreement
    assert abs(host.now() - await time_of(database)) < timedelta(seconds=1)
    if agreement is Agreement.UNFIT:
        with pytest.raises(ClockDiffersError, match="ahead of" if ahead_s > 0 else "behind"):
            host.require_fit()
    else:
        host.require_fit()


async def test_a_clock_that_is_set_is_noticed_without_another_reading(database: Database) -> None:
    host = Host()
    clock = host.clock()
    await clock.read(database)
    assert clock.agreement() is Agreement.SAME
    host.ahead_s = 3600.0
    assert clock.agreement() is Agreement.UNFIT
    assert abs(clock.now() - await time_of(database)) < timedelta(seconds=1)


async def test_time_that_the_machine_slept_counts(database: Database) -> None:
    """Of a machine that was closed for eight hours; its own clock and its stopwatch went on."""
    host = Host()
    clock = host.clock()
    await clock.read(database)
    before = clock.now()
    host.slept_s = 8 * 3600.0
    assert clock.now() - before >= timedelta(hours=8)
    assert clock.agreement() is Agreement.SAME


async def test_before_the_first_reading_nobody_is_told_a_time() -> None:
    """The host's own might be wrong; a caller is told that the database is away."""
    clock = Host().clock()
    away = Database(NOWHERE, pool_size=1)
    with pytest.raises(DatabaseAwayError):
        await clock.read(away)
    await away.close()
    assert (clock.agreement(), clock.difference_s()) == (Agreement.UNKNOWN, None)
    with pytest.raises(DatabaseAwayError, match="not read yet"):
        clock.now()
    clock.require_fit()


async def test_a_slow_reading_is_no_difference(database: Database) -> None:
    """The process is busy while the answers come, so that each reading takes long: an error of ours, which must not
    pass for one of the host's clock.
    """
    clock, busy = HostClock(Limits(said_s=0.02)), True

    async def work() -> None:
        while busy:
            time.sleep(0.2)  # noqa: ASYNC251 - holding everything up is the point
            await asyncio.sleep(0)

    async with database.transaction():
        pass  # its connection is there
    working = asyncio.create_task(work())
    await clock.read(database)
    busy = False
    await working
    assert clock.agreement() is Agreement.SAME
    coarse = clock.uncertain_s()
    assert coarse > 0.05
    before = await time_of(database)
    told = clock.now()
    after = await time_of(database)
    margin = timedelta(seconds=clock.uncertain_s())
    assert before - margin <= told <= after + margin
    await clock.read(database)
    assert clock.uncertain_s() < coarse, "the better reading replaces it"


async def test_it_watches_and_says_what_it_sees(database: Database) -> None:
    """Whoever waits for a fit clock goes on when it is set, and whoever waits for an unfit one notices it."""
    host, seen = Host(ahead_s=-60.0), list[float]()
    clock = host.clock()
    watching = asyncio.create_task(clock.watch_forever(database, poll_s=0.05, observe=seen.append))
    fit = asyncio.create_task(clock.until_fit())

    async def compared() -> bool:
        return len(seen) > 1

    await until(compared, "the clocks are compared")
    assert not fit.done()
    assert seen[-1] == pytest.approx(-60.0, abs=1.0)
    host.ahead_s = 0.0
    await asyncio.wait_for(fit, 10)
    host.ahead_s = 60.0
    await asyncio.wait_for(clock.until_unfit(), 10)
    watching.cancel()
    await asyncio.wait({watching})


NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
_DONE = Report("a", (Gain(id="g1", begins=NOW, ends=NOW + timedelta(hours=1), gained=3),), None, "key_test", NOW)
WRITERS: dict[str, Callable[[Database], Awaitable[Any]]] = {
    "a command": lambda opened: commands.execute(
        opened, Request("a", Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="早报"), "key_test", NOW)
    ),
    "a case": lambda opened: records.execute(
        opened, Command(CASE, "c1", open_case(opening(CaseKind.APPEAL, NOW, account=None)), actor="test", now=NOW)
    ),
    "a boundary": lambda opened: record_overdue(opened, through=NOW, now=NOW, by="backstop"),
    "a follower report": lambda opened: cleanups.report(opened, _DONE),
    "exposures": lambda opened: reach.report(
        opened, "r1", b"k" * 32, [ViewerSeen(seen=Seen.RUMOUR, viewer="v-5f0c3a1b", at=NOW)], [], now=NOW
    ),
    "links": lambda opened: links.add_links(
        opened, [LinkRow(account="a", kind=TieKind.DEVICE, token=b"0" * 16, seen_at=NOW)]
    ),
    "posts": lambda opened: links.add_posts(
        opened, [PostRow(account="a", post="p1", published_at=NOW, signature=b"0" * 32)]
    ),
    "a key": lambda opened: keys.create(opened, "another", [Role.AUDITOR], NOW),
    "the end of a key": lambda opened: keys.revoke(opened, "key_1", NOW),
    "the end of an emblem": lambda opened: emblems.retire(opened, "emb_1", "wrong", actor="test", now=NOW),
}
"""Whatever writes down what depends on the time; receipts and imports have tests over HTTP and the command line."""


@pytest.mark.parametrize(("wrong_h", "said"), [(13, "46,800.0 s ahead of"), (-13, "46,800.0 s behind")])
@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
async def test_a_host_that_is_far_off_records_nothing(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    writer: Callable[[Database], Awaitable[Any]],
    wrong_h: int,
    said: str,
) -> None:
    """Whatever part of the program tries it: the clocks are compared in the transaction that would record."""
    opened = Database(database.url, pool_size=1)
    monkeypatch.setattr("ledger.store.clock.host_time", lambda: datetime.now(UTC) + timedelta(hours=wrong_h))
    with pytest.raises(ClockDiffersError, match=said):
        await writer(opened)
    monkeypatch.undo()
    await writer(opened)
    await opened.close()


async def test_how_far_a_host_may_be_off_is_a_setting(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.store.clock.host_time", lambda: datetime.now(UTC) + timedelta(seconds=30))
    for refused_s in (20.0, 40.0):
        opened = Database(database.url, pool_size=1, clock_refused_s=refused_s)
        making = keys.create(opened, f"by {refused_s}", [Role.AUDITOR], NOW)
        if refused_s < 30:
            with pytest.raises(ClockDiffersError, match=r"30\.0 s ahead of"):
                await making
        else:
            await making
        await opened.close()
