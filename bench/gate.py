"""Benchmarks `gate_http`, `gate_cold`, `gate_batch`: the publishing gate over HTTP, 1 API process, 10,000 accounts."""

import json
from datetime import UTC, datetime
from statistics import median
from typing import Final

from bench.accounts import many
from bench.load import per_second, request
from bench.progress import progress
from bench.result import Result
from bench.servers import a_folder, a_ledger, an_api, an_empty_api
from ledger import keys
from ledger.store.database import Database
from models.roles import Role

ACCOUNTS: Final = 10_000
ROUNDS: Final = 5
REQUESTS: Final = 10_000
ITEMS: Final = 10_000


async def http() -> Result:
    """Measure with every standing in memory, against the empty endpoint, in alternating rounds."""
    with a_folder() as folder:
        async with a_ledger(folder) as database:
            accounts = await many(database, ACCOUNTS)
            key = await _key(database)
            async with an_api(database) as ours, an_empty_api() as empty:
                value, limit = await _compared(ours, empty, accounts, key)
    return Result(
        name="gate_http",
        value=round(value),
        unit="verdicts/s",
        limit=round(limit),
        limit_name="an empty FastAPI endpoint with the same models",
        ratio=round(value / limit, 2),
        goal="ratio at least 0.7",
        holds=value / limit >= 0.7,
    )


async def cold() -> Result:
    """Measure with no standing in memory: every verdict reads its standing. Against the empty endpoint that reads one
    row over asyncpg.
    """
    with a_folder() as folder:
        async with a_ledger(folder) as database:
            accounts = await many(database, ACCOUNTS)
            key = await _key(database)
            dsn = database.url.replace("postgresql+asyncpg://", "postgresql://")
            async with an_api(database, STANDING_SNAPSHOTS_KEPT="0") as ours, an_empty_api(dsn) as empty:
                value, limit = await _compared(ours, empty, accounts, key)
    return Result(
        name="gate_cold",
        value=round(value),
        unit="verdicts/s",
        limit=round(limit),
        limit_name="a row read over asyncpg behind the empty endpoint",
        ratio=round(value / limit, 2),
        goal="ratio at least 0.7",
        holds=value / limit >= 0.7,
    )


async def batch() -> Result:
    """Measure batches of 10,000 questions, half plain drafts and half privileges. Against parsing and writing the same
    JSON alone.
    """
    with a_folder() as folder:
        async with a_ledger(folder) as database:
            accounts = await many(database, ACCOUNTS)
            key = await _key(database)
            items = [
                {"account": account, "draft": {}} if place % 2 else {"account": account, "privilege": "publish"}
                for place, account in enumerate(accounts[:ITEMS])
            ]
            body = json.dumps({"items": items}).encode()
            sent = request("/v1/decisions/batch", body, key)
            async with an_api(database, STANDING_RATE_ITEMS="10000000/second") as port:
                await per_second(port, [sent], 2)
                value = median([await _batch_round(port, sent) for _ in range(ROUNDS)])
    limit = median([_json_alone(body) for _ in range(ROUNDS)])
    return Result(
        name="gate_batch",
        value=round(value),
        unit="verdicts/s",
        limit=round(limit),
        limit_name="reading and writing the same JSON with the standard library, in process",
        ratio=round(value / limit, 2),
        goal="at least 100,000/s",
        holds=value >= 100_000,
    )


async def _batch_round(port: int, sent: bytes) -> float:
    return ITEMS * await per_second(port, [sent], 3)


def _json_alone(body: bytes) -> float:
    started = datetime.now(UTC)
    json.dumps(json.loads(body))
    return ITEMS / (datetime.now(UTC) - started).total_seconds()


async def _key(database: Database) -> str:
    _, secret = await keys.create(database, "bench", [Role.PLATFORM], datetime.now(UTC))
    return secret


async def _compared(ours: int, empty: int, accounts: list[str], key: str) -> tuple[float, float]:
    bodies = [json.dumps({"account": account, "draft": {}}).encode() for account in accounts]
    to_us = [request("/v1/decisions/publish", body, key) for body in bodies]
    to_empty = [request("/publish", body, key) for body in bodies]
    await per_second(ours, to_us, len(to_us))
    await per_second(empty, to_empty, 2_000)
    values: list[float] = []
    limits: list[float] = []
    for number in range(ROUNDS):
        progress(f"round {number + 1} of {ROUNDS}", last=number + 1 == ROUNDS)
        values.append(await per_second(ours, to_us, REQUESTS))
        limits.append(await per_second(empty, to_empty, REQUESTS))
    return median(values), median(limits)
