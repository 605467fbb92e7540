"""Settling (invariant 4): each boundary is recorded and announced exactly once, whoever notices first."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from ledger.accounts import boundaries
from ledger.accounts.boundaries import BoundariesRecorded, record_boundaries, record_overdue
from ledger.accounts.reading import facts_of, standing_of
from ledger.events import feed
from ledger.store.database import Database
from models.accounts.commands import ChangeName, Close, Overturn, Receipt
from models.accounts.verdicts import Transition
from regulation.standing.boundaries import next_boundary, transitions_between
from regulation.standing.fold import fold
from tests.ledger.doing import NOON, ban, count, days, do, faults, registration, rows

BAN_ENDS, SUSPENSION_ENDS, WINDOW_ENDS = NOON + days(7), NOON + days(14), NOON + days(92)
"""A ban of seven days from 1 March: then publishing opens, profit, and on 1 June the clean window of article 8."""
EDGES = [BAN_ENDS, SUSPENSION_ENDS, WINDOW_ENDS]
AFTERWARDS = NOON + days(200)


async def banned(database: Database, account: str, at: datetime = NOON) -> None:
    await do(database, account, registration(f"holder-of-{account}"), at)
    await do(database, account, ban(), at)


async def recorded(database: Database, account: str) -> list[tuple]:
    return await rows(
        database, "SELECT at, recorded_by FROM transitions WHERE account = :account ORDER BY at", account=account
    )


async def due(database: Database, account: str, through: datetime) -> tuple[Transition, ...]:
    """What the rules say was passed after the last fact."""
    standing = fold([one.fact for one in await facts_of(database, account)])
    assert standing is not None
    return transitions_between(standing, standing.as_of, through)


async def test_one_account_is_settled_up_to_and_including_the_instant(database: Database) -> None:
    """Not a microsecond earlier; and again it finds nothing new, but says who recorded it."""
    await banned(database, "a")
    microsecond = timedelta(microseconds=1)
    early = await record_boundaries(database, "a", through=BAN_ENDS - microsecond, now=BAN_ENDS, by="lifecycle")
    assert early == BoundariesRecorded((), None)
    on_time = await record_boundaries(database, "a", through=BAN_ENDS, now=BAN_ENDS, by="lifecycle")
    assert [transition.at for transition in on_time.recorded] == [BAN_ENDS]
    assert on_time.recorded_by == "lifecycle"
    again = await record_boundaries(database, "a", through=BAN_ENDS, now=BAN_ENDS, by="backstop")
    assert again == BoundariesRecorded((), "lifecycle")
    assert await rows(database, "SELECT settled_until, next_boundary FROM standings") == [(BAN_ENDS, SUSPENSION_ENDS)]
    assert await faults(database) == []


async def test_who_comes_late_with_an_earlier_instant_takes_nothing_back(database: Database) -> None:
    """What was settled stays settled: the backstop was further than a lifecycle that wakes up late."""
    await banned(database, "a")
    await record_boundaries(database, "a", through=SUSPENSION_ENDS, now=SUSPENSION_ENDS, by="backstop")
    late = await record_boundaries(database, "a", through=BAN_ENDS, now=SUSPENSION_ENDS, by="lifecycle")
    assert late == BoundariesRecorded((), "backstop")
    assert await rows(database, "SELECT settled_until, next_boundary FROM standings") == [
        (SUSPENSION_ENDS, WINDOW_ENDS)
    ]
    assert await faults(database) == []


async def test_an_account_nobody_knows_has_nothing_to_settle(database: Database) -> None:
    assert await record_boundaries(database, "a", through=NOON, now=NOON, by="lifecycle") == BoundariesRecorded(
        (), None
    )


async def test_what_is_recorded_is_what_the_rules_say(database: Database) -> None:
    """Changes, words and version of each transition, and the time it was recorded beside the time it has."""
    await banned(database, "a")
    expected = await due(database, "a", AFTERWARDS)
    assert [transition.at for transition in expected] == EDGES
    assert await record_overdue(database, through=AFTERWARDS, now=AFTERWARDS, by="backstop") == 1
    found = [event.transition for event in (await feed.page(database)).events if event.transition is not None]
    assert [(t.at, t.version, t.changes, t.message) for t in found] == [
        (t.at, t.version, t.changes, t.message) for t in expected
    ]
    assert {(t.recorded_at, t.recorded_by) for t in found} == {(AFTERWARDS, "backstop")}
    assert await rows(database, "SELECT next_boundary FROM standings") == [(None,)]


async def test_an_overdue_round_takes_the_oldest_first_and_no_more_than_it_may(database: Database) -> None:
    for number in range(5):
        await banned(database, f"a{number}", NOON + timedelta(hours=number))
    through = BAN_ENDS + days(1)
    assert await record_overdue(database, through=through, now=through, by="backstop", most=2) == 2
    assert await rows(database, "SELECT account FROM transitions ORDER BY at") == [("a0",), ("a1",)]
    assert await record_overdue(database, through=through, now=through, by="backstop", most=10) == 3
    assert await record_overdue(database, through=through, now=through, by="backstop", most=10) == 0
    assert await count(database, "transitions") == 5


async def test_boundaries_are_recorded_once_however_many_notice_at_once(database: Database) -> None:
    """Lifecycles, backstops and commands race over twenty accounts: one record, one announcement of each boundary."""
    accounts = [f"a{number}" for number in range(20)]
    for account in accounts:
        await banned(database, account)
    results = await asyncio.gather(
        *(
            record_boundaries(database, account, through=edge, now=AFTERWARDS, by="lifecycle")
            for edge in EDGES
            for account in accounts
        ),
        *(record_overdue(database, through=edge, now=AFTERWARDS, by="backstop") for edge in EDGES * 3),
        *(do(database, account, ChangeName(name="城市厨房"), AFTERWARDS) for account in accounts),
    )
    for account in accounts:
        assert [at for at, _ in await recorded(database, account)] == EDGES
        announced = [event.transition for event in (await feed.page(database, account=account)).events]
        assert [transition.at for transition in announced if transition is not None] == EDGES
    by_lifecycle = sum(len(result.recorded) for result in results if isinstance(result, BoundariesRecorded))
    assert (await rows(database, "SELECT count(*) FROM transitions WHERE recorded_by = 'lifecycle'")) == [
        (by_lifecycle,)
    ]
    assert sum(isinstance(result, Receipt) for result in results) == 20
    assert await faults(database) == []


async def test_what_was_due_is_recorded_before_the_next_fact_in_its_transaction(database: Database) -> None:
    """By the ledger, on the standing as it was then; the announcements come in the order of what happened."""
    await banned(database, "a")
    expected = await due(database, "a", AFTERWARDS)
    await do(database, "a", ban("b2"), AFTERWARDS)
    assert await recorded(database, "a") == [(edge, "ledger") for edge in EDGES]
    story = [event.fact.body.type if event.fact else event.transition for event in (await feed.page(database)).events]
    assert story[:2] == ["account_registered", "ban_imposed"]
    assert [t.message for t in story[2:5] if not isinstance(t, str) and t] == [t.message for t in expected]
    assert story[5:] == ["ban_imposed"]
    assert {t.version for t in story[2:5] if not isinstance(t, str) and t} == {2}
    assert await rows(database, "SELECT settled_until FROM standings") == [(AFTERWARDS,)]


async def test_a_boundary_at_the_very_instant_of_the_next_fact_comes_before_it(database: Database) -> None:
    await banned(database, "a")
    await do(database, "a", ban("b2"), BAN_ENDS)
    assert await recorded(database, "a") == [(BAN_ENDS, "ledger")]
    standing = await standing_of(database, "a")
    assert standing is not None
    assert next_boundary(standing, BAN_ENDS) == SUSPENSION_ENDS


async def test_a_refused_command_settles_nothing(database: Database) -> None:
    """It adds no fact, so it has nothing to come before; the lifecycle and the backstop do it."""
    await banned(database, "a")
    await do(database, "a", ChangeName(name="山野厨房"), AFTERWARDS)
    assert await recorded(database, "a") == []
    assert await record_overdue(database, through=AFTERWARDS, now=AFTERWARDS, by="backstop") == 1
    assert [at for at, _ in await recorded(database, "a")] == EDGES


async def test_a_boundary_that_a_later_fact_removed_is_never_recorded(database: Database) -> None:
    """The ban was overturned before its end: whoever comes late with the old end finds nothing to record."""
    await banned(database, "a")
    await do(database, "a", Overturn(id="b1"), NOON + days(1))
    assert await record_boundaries(database, "a", through=BAN_ENDS, now=BAN_ENDS, by="lifecycle") == BoundariesRecorded(
        (), None
    )
    assert await record_overdue(database, through=AFTERWARDS, now=AFTERWARDS, by="backstop") == 0
    assert await recorded(database, "a") == []


async def test_a_closed_account_has_no_boundaries_any_more(database: Database) -> None:
    await banned(database, "a")
    await do(database, "a", Close(id="c1"), NOON + days(1))
    assert await record_overdue(database, through=AFTERWARDS, now=AFTERWARDS, by="backstop") == 0
    assert await recorded(database, "a") == []


async def test_a_boundary_that_had_passed_before_we_learned_of_its_cause_is_not_announced(database: Database) -> None:
    """A ban recorded after its end: the fact itself says when it held; its suspension still ends ahead."""
    await do(database, "a", registration())
    await do(database, "a", ban(), NOON + days(10), effective_at=NOON)
    assert await record_overdue(database, through=AFTERWARDS, now=AFTERWARDS, by="backstop") == 1
    assert [at for at, _ in await recorded(database, "a")] == [SUSPENSION_ENDS, NOON + days(102)]


async def test_accounts_that_a_command_holds_are_left_for_the_next_round(database: Database) -> None:
    """The backstop never waits for a command, and a command never waits long for the backstop."""
    await banned(database, "a")
    await banned(database, "b")
    async with database.transaction() as connection:
        await connection.exec_driver_sql("SELECT 1 FROM standings WHERE account = 'a' FOR UPDATE")
        assert await record_overdue(database, through=BAN_ENDS, now=BAN_ENDS, by="backstop") == 1
        assert await recorded(database, "a") == []
    assert await record_overdue(database, through=BAN_ENDS, now=BAN_ENDS, by="backstop") == 1
    assert await recorded(database, "a") == [(BAN_ENDS, "backstop")]


async def test_a_snapshot_that_cannot_be_read_holds_up_nobody_else(database: Database) -> None:
    """The other account's boundaries are recorded, the broken one is left to `ledger verify`, which names it."""
    await banned(database, "broken")
    await banned(database, "sound")
    async with database.transaction() as connection:
        await connection.execute(text("UPDATE standings SET snapshot = '{}' WHERE account = 'broken'"))
    assert await record_overdue(database, through=AFTERWARDS, now=AFTERWARDS, by="backstop") == 2
    assert [at for at, _ in await recorded(database, "sound")] == EDGES
    assert await record_overdue(database, through=AFTERWARDS, now=AFTERWARDS, by="backstop") == 0
    assert [fault.account for fault in await faults(database)] == ["broken"]


@pytest.fixture
async def by_the_database(database: Database) -> AsyncIterator[Database]:
    """The same ledger as a process in production opens it: the database's clock decides."""
    opened = Database(database.url, pool_size=2)
    yield opened
    await opened.close()


async def test_a_boundary_that_lies_ahead_by_the_database_s_clock_is_not_recorded(
    database: Database, by_the_database: Database
) -> None:
    """Whatever the caller believes: a host that is fast, or a Temporal server, ends no ban early."""
    now = datetime.now(UTC)
    await banned(database, "a", now - days(6))
    ends = now + days(1)
    ahead = await record_boundaries(by_the_database, "a", through=ends, now=ends, by="lifecycle")
    assert (ahead.recorded, ahead.recorded_by) == ((), None)
    assert ahead.not_yet is not None
    assert days(1) - timedelta(minutes=5) < ahead.not_yet < days(1)
    other = await record_boundaries(by_the_database, "a", through=ends + days(1), now=ends + days(1), by="lifecycle")
    assert other == BoundariesRecorded((), None), "there is no such boundary, so nobody has to wait for it"
    assert await record_overdue(by_the_database, through=AFTERWARDS + days(900), now=AFTERWARDS, by="backstop") == 0
    assert await recorded(database, "a") == []
    [(settled, boundary)] = await rows(database, "SELECT settled_until, next_boundary FROM standings")
    assert (settled, boundary) == (now - days(6), ends)


async def test_a_record_bears_the_database_s_time_and_the_boundary_its_own(
    database: Database, by_the_database: Database
) -> None:
    before = datetime.now(UTC)
    await banned(database, "a", before - days(8))
    await record_boundaries(by_the_database, "a", through=before - days(1), now=NOON, by="lifecycle")
    [(at, recorded_at)] = await rows(by_the_database, "SELECT at, recorded_at FROM transitions")
    assert at == before - days(1)
    assert abs(recorded_at - before) < timedelta(minutes=5)


async def test_what_is_settled_never_goes_back(database: Database) -> None:
    """A call that comes late, with an earlier instant than another one has reached, changes nothing."""
    await banned(database, "a")
    await record_boundaries(database, "a", through=SUSPENSION_ENDS, now=AFTERWARDS, by="backstop")
    assert await record_boundaries(
        database, "a", through=BAN_ENDS, now=AFTERWARDS, by="lifecycle"
    ) == BoundariesRecorded((), "backstop")
    assert await rows(database, "SELECT settled_until, next_boundary FROM standings") == [
        (SUSPENSION_ENDS, WINDOW_ENDS)
    ]
    # A standing that was read before, written by whoever waited for the lock in vain.
    async with database.transaction() as connection:
        standing = await standing_of(database, "a")
        assert standing is not None
        await boundaries._advance(connection, [(standing, BAN_ENDS)])
    [(settled,)] = await rows(database, "SELECT settled_until FROM standings")
    assert settled == SUSPENSION_ENDS
