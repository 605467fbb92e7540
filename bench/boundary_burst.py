"""Benchmark `boundary_burst`: 10,000 bans end at one instant; time until all are recorded and announced, and number of
wrong verdicts meanwhile.

A worker runs, and 2,000 of the accounts have a lifecycle whose timer fires at the same instant. That is more than the
development server fires in half a minute, so the machine is busy with timers all the time.

The limit is a bare loop that writes the same rows for the same accounts in batches of the same size, without decisions
and with nothing else running.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any, Final

from sqlalchemy import text

from bench.accounts import BATCH, banned, registered, write
from bench.progress import progress
from bench.result import Result
from bench.servers import Servers, a_folder, all_servers
from ledger.accounts.reading import standing_of
from ledger.store.database import Database
from ledger.streams import outbox
from regulation.standing.verdicts import permits

ACCOUNTS: Final = 10_000
GOAL_S: Final = 5.0
LIFECYCLES: Final = 2_000
STARTS_A_SECOND: Final = 25
"""Lifecycles started in a second; a rate that two cores sustain with a worker that runs each of them."""
LEAD: Final = timedelta(seconds=20)
"""Minimum time between the last signal to a lifecycle and the boundary."""

_RECORDED: Final = text("SELECT count(*) FROM transitions WHERE at = :at")
_ANNOUNCED: Final = text("SELECT count(*) FROM events WHERE at = :at")
_BARE: Final = text(
    """
    WITH passed AS (
        INSERT INTO bare_transitions SELECT unnest(CAST(:accounts AS text[])), :at, 2, '[]', :message, :at, 'bare'
        RETURNING account, at
    )
    INSERT INTO bare_events (account, at) SELECT account, at FROM passed
    """
)


async def measure() -> Result:
    """Run the burst once: it cannot be repeated on the same accounts."""
    with a_folder() as folder:
        async with all_servers(folder) as servers:
            return await _burst(servers)


async def _burst(servers: Servers) -> Result:
    database = servers.database
    accounts = [f"burst-{number:05}" for number in range(ACCOUNTS)]
    boundary = await _prepare(database, accounts)
    wrong = asyncio.create_task(_wrong_verdicts(database, accounts, boundary))
    await asyncio.sleep((boundary - datetime.now(UTC)).total_seconds())
    value = await _until_recorded(database, boundary)
    mistakes, asked = await wrong
    limit = await _bare(database, accounts)
    return Result(
        name="boundary_burst",
        value=round(value, 2),
        unit="s for 10,000 boundaries",
        limit=round(limit, 2),
        limit_name="bare loop writing the same rows",
        ratio=round(value / limit, 2),
        goal=f"under {GOAL_S:.0f} s, no wrong verdict",
        holds=value < GOAL_S and mistakes == 0,
        remarks=f"{mistakes} wrong of {asked} verdicts asked meanwhile",
    )


async def _prepare(database: Database, accounts: list[str]) -> datetime:
    """Start lifecycles and ban all accounts until the same instant; return that instant."""
    now = datetime.now(UTC)
    boundary = now + timedelta(seconds=LIFECYCLES / STARTS_A_SECOND) + LEAD
    for first in range(0, ACCOUNTS, BATCH):
        alive = first < LIFECYCLES
        pages = [registered(account, now, to_temporal=alive) for account in accounts[first : first + BATCH]]
        await write(database, pages)
        await write(database, [banned(page, now, boundary, to_temporal=alive) for page in pages])
    await _until_delivered(database, "starting lifecycles")
    if datetime.now(UTC) + LEAD / 2 > boundary:
        raise RuntimeError("the lifecycles were started too late for the boundary: is the machine busy?")
    return boundary


async def _until_delivered(database: Database, what: str) -> None:
    """Wait until Temporal has every fact."""
    while waiting := (await outbox.depth(database)).facts:
        progress(f"{what}: {waiting:>6} to go")
        await asyncio.sleep(1)
    progress(f"{what}: done", last=True)


async def _until_recorded(database: Database, boundary: datetime) -> float:
    started = perf_counter()
    while True:
        async with database.transaction() as connection:
            recorded = (await connection.execute(_RECORDED, {"at": boundary})).scalar_one()
            announced = (await connection.execute(_ANNOUNCED, {"at": boundary})).scalar_one()
        took = perf_counter() - started
        if recorded == announced == ACCOUNTS:
            return took
        if took > 600:
            raise RuntimeError(f"only {recorded} of {ACCOUNTS} boundaries were recorded after {took:.0f} s")
        await asyncio.sleep(0.05)


async def _wrong_verdicts(database: Database, accounts: list[str], boundary: datetime) -> tuple[int, int]:
    """Ask for verdicts on one account after the other, from before the boundary until after it; compare with the
    expected answer. Return the number asked and the number wrong.
    """
    mistakes = asked = 0
    for account in accounts * 100:
        standing = await standing_of(database, account)
        now = datetime.now(UTC)
        if now > boundary + timedelta(seconds=GOAL_S):
            break
        if standing is None or permits(standing, "publish", now) != (now >= boundary):
            mistakes += 1
        asked += 1
        await asyncio.sleep(0.005)
    return mistakes, asked


async def _bare(database: Database, accounts: list[str]) -> float:
    async with database.transaction() as connection:
        await connection.execute(text("CREATE TABLE bare_transitions (LIKE transitions INCLUDING INDEXES)"))
        await connection.execute(text("CREATE TABLE bare_events (LIKE events INCLUDING ALL)"))
    started = perf_counter()
    named: dict[str, Any] = {"at": datetime.now(UTC), "message": "ban b1 ends: publishing opens"}
    for first in range(0, len(accounts), BATCH):
        async with database.transaction() as connection:
            await connection.execute(_BARE, {**named, "accounts": accounts[first : first + BATCH]})
    return perf_counter() - started
