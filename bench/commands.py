"""Benchmarks `command_http` (bans per second over HTTP, durable, with everything running, against the bare transaction
that writes the same rows) and `snapshot_growth` (cost of an account with a long past against one with a short past).
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Final

import asyncpg
from sqlalchemy import text

from bench.accounts import many, registered, write
from bench.load import CONNECTIONS, per_second, request
from bench.progress import progress
from bench.result import Result
from bench.servers import a_folder, a_ledger, all_servers, an_api
from ledger import keys
from ledger.accounts.commands import Request, execute
from ledger.accounts.reading import standing_of
from ledger.store.chain import chained
from ledger.store.database import Database
from ledger.streams.appending import Page, append
from models.accounts.commands import RecordViolation
from models.accounts.facts import Fact, NameChanged
from models.roles import Role
from models.words.violations import Category
from regulation.standing.fold import apply
from regulation.standing.verdicts import verdict

ROUNDS: Final = 5
BANS: Final = 1_000
GOAL: Final = 750.0

_BARE: Final = (
    "INSERT INTO bare_facts VALUES ($1, $2, 'ban_imposed', $3, $4, $4, 'bench', $5, $6)",
    "UPDATE bare_standings SET version = $2, snapshot = $5, head = $6, settled_until = $4, next_boundary = $4 "
    "WHERE account = $1 AND $3::text IS NOT NULL",
    "INSERT INTO bare_outgoing (kind, stream, seq) VALUES ('account', $1, $2)",
    "INSERT INTO bare_events (account, seq) VALUES ($1, $2)",
)


async def http() -> Result:
    """Ban a different account with each request; the worker delivers the facts to Temporal meanwhile."""
    with a_folder() as folder:
        async with all_servers(folder) as servers:
            database = servers.database
            accounts = await many(database, 2 * ROUNDS * BANS)
            _, key = await keys.create(database, "bench", [Role.OPERATOR], datetime.now(UTC))
            await _make_bare_tables(database)
            values: list[float] = []
            limits: list[float] = []
            async with an_api(database) as port:
                for number in range(ROUNDS):
                    progress(f"round {number + 1} of {ROUNDS}", last=number + 1 == ROUNDS)
                    chosen = accounts[number * BANS : (number + 1) * BANS]
                    values.append(await per_second(port, [_ban(account, key) for account in chosen], BANS, expect=201))
                    limits.append(await _bare(database, accounts[-(number + 1) * BANS :][:BANS]))
    value, limit = median(values), median(limits)
    return Result(
        name="command_http",
        value=round(value),
        unit="bans/s",
        limit=round(limit),
        limit_name="the bare four-statement transaction of the same rows",
        ratio=round(value / limit, 2),
        goal=f"ratio at least 0.5, and at least {GOAL:.0f}/s",
        holds=value / limit >= 0.5 and value >= GOAL,
    )


async def _make_bare_tables(database: Database) -> None:
    """Create separate tables with the same indexes, so that these rows are never read as standings."""
    async with database.transaction() as connection:
        for table in ("facts", "standings", "outgoing", "events"):
            await connection.execute(text(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)"))
        await connection.execute(text("INSERT INTO bare_standings SELECT * FROM standings"))


def _ban(account: str, key: str) -> bytes:
    body = {"id": "b1", "category": "recycled_news", "duration": "P7D", "factor": 2}
    return request(f"/v1/accounts/{account}/bans", json.dumps(body).encode(), key)


async def _bare(database: Database, accounts: list[str]) -> float:
    dsn = database.url.replace("postgresql+asyncpg://", "postgresql://")
    pool = await asyncpg.create_pool(dsn, min_size=CONNECTIONS, max_size=CONNECTIONS)
    waiting = iter(accounts)
    now = datetime.now(UTC)
    body, head = json.dumps({"type": "ban_imposed", "reason": "x" * 400}), b"0" * 32

    async def one_connection() -> None:
        async with pool.acquire() as connection:
            for account in waiting:
                async with connection.transaction():
                    await connection.execute(_BARE[0], account, 2, "b1", now, body, head)
                    await connection.execute(_BARE[1], account, 2, "b1", now, body, head)
                    await connection.execute(_BARE[2], account, 2)
                    await connection.execute(_BARE[3], account, 2)

    started = perf_counter()
    await asyncio.gather(*(one_connection() for _ in range(CONNECTIONS)))
    took = perf_counter() - started
    await pool.close()
    return len(accounts) / took


SHORT: Final = 10
LONG: Final = 100_000
REPEATS: Final = 200


async def growth() -> Result:
    """Measure a verdict and a command on an account with 100,000 facts, against one with 10; the worse ratio counts."""
    with a_folder() as folder:
        async with a_ledger(folder) as database:
            for account, facts in (("short", SHORT), ("long", LONG)):
                await _with_facts(database, account, facts)
            verdicts = await _ratio(lambda account: _ask(database, account))
            commands = await _ratio(lambda account: _record(database, account))
    ratio = max(verdicts[2], commands[2])
    return Result(
        name="snapshot_growth",
        value=round(commands[0], 3),
        unit="ms for a command on 100,000 facts",
        limit=round(commands[1], 3),
        limit_name="the same on 10 facts",
        ratio=round(ratio, 2),
        goal="ratio at most 1.1",
        holds=ratio <= 1.1,
        remarks=f"a verdict: {verdicts[0]:.3f} ms against {verdicts[1]:.3f} ms",
    )


async def _with_facts(database: Database, account: str, count: int) -> None:
    begun = datetime.now(UTC) - timedelta(days=400)
    page = registered(account, begun, to_temporal=False)
    await write(database, [page])
    standing, head = page.standing, page.entries[-1].hash
    entries = []
    for seq in range(2, count + 1):
        at = begun + timedelta(seconds=seq)
        body = NameChanged(name=f"name {seq}")
        fact = Fact(account=account, seq=seq, effective_at=at, recorded_at=at, actor="bench", body=body)
        entry = chained(head, fact)
        standing, head = apply(standing, fact), entry.hash
        entries.append(entry)
        if len(entries) == 5_000 or seq == count:
            progress(f"{account}: {seq} facts", last=seq == count)
            async with database.transaction() as connection:
                await append(connection, [Page(entries, standing, settled_until=at, to_temporal=False)])
            entries = []


async def _ratio(work: Callable[[str], Awaitable[None]]) -> tuple[float, float, float]:
    """Return milliseconds on the long and on the short account, measured in turn, and their ratio."""
    took: dict[str, list[float]] = {"long": [], "short": []}
    for _ in range(REPEATS):
        for account, times in took.items():
            started = perf_counter()
            await work(account)
            times.append((perf_counter() - started) * 1000)
    long, short = median(took["long"]), median(took["short"])
    return long, short, long / short


async def _ask(database: Database, account: str) -> None:
    standing = await standing_of(database, account)
    if standing is None:
        raise RuntimeError(f"{account} does not exist")
    verdict(standing, "publish", datetime.now(UTC))


async def _record(database: Database, account: str) -> None:
    """Record a violation; both accounts gain the same number of them."""
    finding = f"v{datetime.now(UTC).timestamp():.6f}".replace(".", "-")
    command = RecordViolation(id=finding, category=Category.RECYCLED_NEWS)
    receipt = await execute(database, Request(account=account, command=command, actor="bench", now=datetime.now(UTC)))
    if receipt.outcome != "done":
        raise RuntimeError(f"{receipt.refusal}")
