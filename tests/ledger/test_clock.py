"""When something was recorded: by the database's clock, after the last wait, whatever the caller's clock shows."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import text

from ledger.accounts.commands import Request, execute
from ledger.accounts.group_commit import GroupCommit
from ledger.accounts.reading import facts_of
from ledger.sanctions import bulk
from ledger.store.clock import recording_instant
from ledger.store.database import Database
from ledger.streams import records
from models.cases.cases import CaseKind
from models.sanctions.bulk import Ban as BanMeasure
from models.words.violations import Category
from regulation.cases.cases import open_case, opening
from regulation.cases.reducer import CASE
from regulation.sanctions.bulk import BULK, start
from tests.ledger.doing import NOON, ban, registration, rows

HOST: datetime = NOON + timedelta(days=3_650)
"""What the clock of the caller's host shows: ten years ahead, as far as the database knows."""


@pytest.fixture
async def living(database_url: str) -> AsyncIterator[Database]:
    """A database whose times are its own, as in production, with an account."""
    opened = Database(database_url)
    await execute(opened, Request(account="a1", command=registration(), actor="somebody", now=HOST))
    yield opened
    await opened.close()


async def _alone(database: Database) -> datetime:
    await execute(database, Request(account="a1", command=ban(), actor="somebody", now=HOST))
    return await _last_fact(database)


async def _in_a_group(database: Database) -> datetime:
    grouping = GroupCommit(database)
    asked = [Request(account=name, command=ban(), actor="somebody", now=HOST) for name in ("a1", "a2")]
    await asyncio.gather(*(grouping.executed(one) for one in asked))
    await grouping.close()
    return await _last_fact(database)


async def _in_bulk(database: Database) -> datetime:
    measure = BanMeasure.model_validate({"type": "ban", "category": Category.RECYCLED_NEWS, "duration": "P7D"})
    ordered = records.Command(
        BULK, "sweep", start(measure, "seen", 2), actor="somebody", now=HOST, besides=["a1", "a2"]
    )
    await records.execute(database, ordered)
    await bulk.advance(database, "sweep", now=HOST, actor="bulk run")
    return await _last_fact(database)


async def _in_a_case(database: Database) -> datetime:
    bare = open_case(opening(CaseKind.DIRECTIVE, HOST, account="a1", title="look"))
    entered = await records.execute(database, records.Command(CASE, "c1", bare, actor="somebody", now=HOST))
    return entered.entries[-1].recorded_at


async def _last_fact(database: Database) -> datetime:
    return (await facts_of(database, "a1"))[-1].fact.recorded_at


_ACCOUNT = "SELECT 1 FROM standings WHERE account = 'a1' FOR UPDATE"


class Way(NamedTuple):
    """How something is recorded, and the statement of somebody else that it has to wait for."""

    record: Callable[[Database], Awaitable[datetime]]
    lock: str = _ACCOUNT


WAYS = {
    "a command alone": Way(_alone),
    "commands together": Way(_in_a_group),
    "a bulk action": Way(_in_bulk),
    "a dossier": Way(_in_a_case, "SELECT pg_advisory_xact_lock(hashtextextended('case:c1', 20230710))"),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
async def test_the_time_is_taken_from_the_database_after_the_last_wait(living: Database, way: Way) -> None:
    await execute(living, Request(account="a2", command=registration("h2"), actor="somebody", now=HOST))
    async with living.transaction() as somebody_else:
        await somebody_else.execute(text(way.lock))
        recording = asyncio.ensure_future(way.record(living))
        while not await _waiting(living):
            assert not recording.done(), "nothing waited for the lock"
            await asyncio.sleep(0.01)
        released = await recording_instant(somebody_else, HOST)
    recorded_at = await recording
    async with living.transaction() as connection:
        afterwards = await recording_instant(connection, HOST)
    assert released <= recorded_at <= afterwards


async def _waiting(database: Database) -> int:
    return int((await rows(database, "SELECT count(*) FROM pg_locks WHERE NOT granted"))[0][0])


async def test_a_database_that_is_moved_through_time_records_the_time_it_is_given(database: Database) -> None:
    await execute(database, Request(account="a1", command=registration(), actor="somebody", now=HOST))
    assert await _last_fact(database) == HOST
