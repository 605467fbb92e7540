"""Standings in memory: what is kept, what a notice takes away, and what happens to a read that it overtakes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from sqlalchemy import text

from api.http.measures import Measures
from api.state.snapshots import Snapshots
from ledger.accounts.commands import Request, execute
from ledger.accounts.reading import Patience, VersionNotReachedError, standing_of
from ledger.store.database import Database
from ledger.store.watching import Watcher, watch_forever
from models.accounts.commands import ChangeName, Register
from models.accounts.standing import Standing
from models.names import AccountKind
from tests.api.conftest import MORNING

KILL = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'standing watch'
"""


async def registered(database: Database, account: str) -> None:
    command = Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name="甲")
    await execute(database, Request(account=account, command=command, actor="test", now=MORNING))


async def renamed(database: Database, account: str, name: str) -> int:
    request = Request(account=account, command=ChangeName(name=name), actor="test", now=MORNING)
    return (await execute(database, request)).version


@dataclass
class Slow:
    """A database whose next transaction is held up: when it has begun, and when it has read but not answered yet."""

    database: Database
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)

    def transaction(self) -> "Slow":
        self._real = self.database.transaction()
        return self

    async def __aenter__(self) -> object:
        return await self._real.__aenter__()

    async def __aexit__(self, *raised: object) -> None:
        await self._real.__aexit__(*raised)  # type: ignore[arg-type]
        self.reached.set()
        await self.go_on.wait()


@dataclass
class Plain:
    """Reads by the ledger's ordinary way, which the tests can hold up."""

    database: Database

    async def standing(self, account: str) -> Standing | None:
        return await standing_of(self.database, account)


def snapshots_over(database: object, capacity: int = 10, clock: Callable[[], float] = lambda: 0.0) -> Snapshots:
    return Snapshots(
        database,  # type: ignore[arg-type]
        Measures(),
        reads=Plain(database),  # type: ignore[arg-type]
        patience=Patience(wait_s=0.05),
        capacity=capacity,
        clock=clock,
    )


@pytest.fixture
async def known(database: Database) -> Database:
    for account in ("a", "b", "c"):
        await registered(database, account)
    return database


async def test_nothing_is_kept_before_the_watch_has_begun(known: Database) -> None:
    """Without notices nobody could say when it is no longer right."""
    snapshots = snapshots_over(known)
    assert await snapshots.get("a") is not None
    assert snapshots.at_hand("a") is None


async def test_what_was_read_under_the_watch_is_at_hand(known: Database) -> None:
    """Alone or with others; and a version that it does not have is not."""
    snapshots = snapshots_over(known)
    snapshots.watcher.begun()
    await snapshots.get("a")
    await snapshots.get_all({"b": 0, "nobody": 0})
    assert set(snapshots.all_at_hand(dict.fromkeys(("a", "b", "c", "nobody"), 1))) == {"a", "b"}
    assert snapshots.at_hand("a", 2) is None


async def test_a_notice_takes_away_what_is_older_and_leaves_the_rest(known: Database) -> None:
    """Of its own account only, and not the very version that it tells of."""
    snapshots = snapshots_over(known)
    snapshots.watcher.begun()
    await snapshots.get_all({"a": 0, "b": 0})
    snapshots.watcher.changed("a", 1)
    assert snapshots.at_hand("a") is not None
    snapshots.watcher.changed("a", 2)
    assert snapshots.at_hand("a") is None
    assert snapshots.at_hand("b") is not None


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("event", ["changed", "ended", "ended and begun", "begun", "another account"])
async def test_a_read_that_a_notice_overtakes_is_answered_but_not_kept(known: Database, event: str, many: bool) -> None:
    """What was read before the change must not be put in memory after it; nor what was read under another watch."""
    slow = Slow(known)
    snapshots = snapshots_over(slow)
    watcher = snapshots.watcher
    watcher.begun()
    reading = asyncio.create_task(snapshots.get_all({"a": 0}) if many else snapshots.get("a"))
    await slow.reached.wait()
    if event == "another account":
        watcher.changed("b", 2)
    if event == "changed":
        watcher.changed("a", 2)
    if "ended" in event:
        watcher.ended()
    if "begun" in event:
        watcher.begun()
    slow.go_on.set()
    assert await reading
    assert (snapshots.at_hand("a") is not None) == (event == "another account")
    watcher.begun()
    await snapshots.get("a")
    assert snapshots.at_hand("a") is not None


async def test_of_two_reads_the_later_one_is_kept_whichever_ends_last(known: Database) -> None:
    """A read begun after the notice stays, although one from before it comes home later."""
    slow = Slow(known)
    snapshots = snapshots_over(slow)
    snapshots.watcher.begun()
    first = asyncio.create_task(snapshots.get("a"))
    await slow.reached.wait()
    await renamed(known, "a", "乙")
    snapshots.watcher.changed("a", 2)
    snapshots._reads = Plain(known)  # type: ignore[assignment]
    newest = await snapshots.get("a")
    slow.go_on.set()
    assert ((await first).version, newest.version) == (1, 2)  # type: ignore[union-attr]
    assert snapshots.at_hand("a") == newest


@pytest.mark.parametrize("many", [False, True])
async def test_of_two_reads_under_one_watch_the_newer_version_is_kept(known: Database, many: bool) -> None:
    """The notice of the change is still under way when both reads end, the one that saw less last."""
    slow = Slow(known)
    snapshots = snapshots_over(slow)
    snapshots.watcher.begun()
    first = asyncio.create_task(snapshots.get_all({"a": 0}) if many else snapshots.get("a"))
    await slow.reached.wait()
    await renamed(known, "a", "乙")
    snapshots._reads = Plain(known)  # type: ignore[assignment]
    newest = await snapshots.get("a")
    slow.go_on.set()
    await first
    assert newest is not None
    assert newest.version == 2
    assert snapshots.at_hand("a") == newest
    snapshots.watcher.changed("a", 2)
    assert snapshots.at_hand("a") == newest


async def test_what_was_not_asked_for_longest_goes_when_there_is_no_room(known: Database) -> None:
    """Memory is bounded; being asked for counts, and a capacity of none keeps none."""
    snapshots, none = snapshots_over(known, capacity=2), snapshots_over(known, capacity=0)
    for each in (snapshots, none):
        each.watcher.begun()
        await each.get("a")
        await each.get("b")
        each.at_hand("a")
        await each.get("c")
    everything = dict.fromkeys("abc", 0)
    assert set(snapshots.all_at_hand(everything)) == {"a", "c"}
    assert none.all_at_hand(everything) == {}
    assert (await snapshots.get_all(everything)).keys() == set("abc")


async def test_the_end_of_the_watch_empties_memory_and_its_beginning_too(known: Database) -> None:
    """In between the database is asked each time; what was known before stays only for an outage."""
    now = 100.0
    snapshots = snapshots_over(known, clock=lambda: now)
    watcher = snapshots.watcher
    watcher.begun()
    await snapshots.get("a")
    watcher.alive()
    now = 107.0
    watcher.ended()
    watcher.ended()
    assert snapshots.at_hand("a") is None
    await snapshots.get("a")
    assert snapshots.at_hand("a") is None
    before = snapshots.from_before("a", most_s=7.0)
    assert before is not None
    assert (before.standing.version, before.age_s) == (1, 7.0)
    assert snapshots.from_before("a", most_s=6.9) is None
    assert snapshots.from_before("b", most_s=7.0) is None
    watcher.begun()
    assert snapshots.at_hand("a") is None
    assert snapshots.from_before("a", most_s=7.0) is None


async def test_a_version_that_does_not_come_is_said_to_be_missing(known: Database) -> None:
    """Asked for alone it is an error after a moment's patience; among many the newest there is comes back."""
    snapshots = snapshots_over(known)
    with pytest.raises(VersionNotReachedError):
        await snapshots.get("a", 2)
    assert (await snapshots.get_all({"a": 2}))["a"].version == 1


@dataclass
class Told:
    """What a watch has told."""

    news: "asyncio.Queue[object]" = field(default_factory=asyncio.Queue)

    @property
    def watcher(self) -> Watcher:
        tell = self.news.put_nowait
        return Watcher(
            begun=lambda: tell("begun"),
            changed=lambda account, version: tell((account, version)),
            alive=lambda: None,
            ended=lambda: tell("ended"),
        )

    async def until(self, wanted: object) -> list[object]:
        found = [await self.news.get()]
        while found[-1] != wanted:
            found.append(await self.news.get())
        return found


async def test_a_watch_tells_each_change_in_order_and_begins_again_after_its_end(known: Database) -> None:
    """A refused command and one rolled back are no changes; a connection that is ended is told and replaced."""
    told = Told()
    watching = asyncio.create_task(watch_forever(known.url, told.watcher))
    await told.until("begun")
    for name in ("乙", "乙", "丙"):
        await renamed(known, "a", name)
    await renamed(known, "b", "丁")
    assert await told.until(("b", 2)) == [("a", 2), ("a", 3), ("b", 2)]
    async with known.transaction() as connection:
        await connection.execute(text(KILL))
    assert "ended" in await told.until("begun")
    await renamed(known, "c", "戊")
    await told.until(("c", 2))
    watching.cancel()
    await told.until("ended")
    with pytest.raises(asyncio.CancelledError):
        await watching
