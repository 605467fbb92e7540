"""Benchmark `gate_fairness`: one key sends batches of maximum size on many connections; another asks single questions.

Single questions are sent at a constant rate and timed from when they were due, so that a late answer also counts for
the questions delayed by it. A separate process sends the batches.
"""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Final

from bench.accounts import many
from bench.load import per_second, request
from bench.progress import progress
from bench.result import Result
from bench.servers import a_folder, a_ledger, a_process, an_api
from ledger import keys
from ledger.store.database import Database
from models.roles import Role

ACCOUNTS: Final = 10_000
ITEMS: Final = 10_000
ROUNDS: Final = 5
SECONDS: Final = 8
PER_SECOND: Final = 100
CONNECTIONS: Final = 8
MOST: Final = 3.0
"""Maximum ratio of the singles' p99 under load to their p99 without load."""


async def measure() -> Result:
    """Measure without and under load, in turn; the p99 of the singles, the median of the rounds."""
    with a_folder() as folder:
        async with a_ledger(folder) as database:
            accounts = await many(database, ACCOUNTS)
            batches, singles = await _key(database, "batches"), await _key(database, "singles")
            items = [
                {"account": account, "draft": {}} if place % 2 else {"account": account, "privilege": "publish"}
                for place, account in enumerate(accounts[:ITEMS])
            ]
            batch = request("/v1/decisions/batch", json.dumps({"items": items}).encode(), batches)
            sent = Path(folder) / "batch"
            sent.write_bytes(batch)
            bodies = [json.dumps({"account": account, "draft": {}}).encode() for account in accounts[:1_000]]
            asked = [request("/v1/decisions/publish", body, singles) for body in bodies]
            async with an_api(database, STANDING_RATE_ITEMS="10000000/second") as port:
                await per_second(port, [batch], 4)
                await per_second(port, asked, len(asked))
                quiet, loaded, rates = [], [], []
                for number in range(ROUNDS):
                    progress(f"round {number + 1} of {ROUNDS}", last=number + 1 == ROUNDS)
                    quiet.append(_p99(await _times(port, asked)))
                    before = await _answered(port)
                    async with a_process("bench.batches", str(port), str(sent)):
                        await asyncio.sleep(2)
                        loaded.append(_p99(await _times(port, asked)))
                    rates.append((await _answered(port) - before - SECONDS * PER_SECOND) / (SECONDS + 2))
    value, limit = median(loaded), median(quiet)
    return Result(
        name="gate_fairness",
        value=round(value, 2),
        unit="ms (p99)",
        limit=round(limit, 2),
        limit_name="the same singles while nobody sends batches",
        ratio=round(value / limit, 2),
        goal=f"ratio at most {MOST:g}",
        holds=value / limit <= MOST,
        remarks=f"meanwhile {median(rates):,.0f} verdicts/s in batches of {ITEMS:,} on 16 connections",
    )


async def _key(database: Database, name: str) -> str:
    _, secret = await keys.create(database, name, [Role.PLATFORM], datetime.now(UTC))
    return secret


def _p99(times: list[float]) -> float:
    return 1000 * quantiles(times, n=100)[98]


async def _times(port: int, asked: list[bytes]) -> list[float]:
    """Return the seconds from when each question was due to its answer."""
    count = SECONDS * PER_SECOND
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        free.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    began = perf_counter()

    async def one(number: int) -> float:
        due = began + number / PER_SECOND
        await asyncio.sleep(max(0.0, due - perf_counter()))
        reader, writer = await free.get()
        writer.write(asked[number % len(asked)])
        head = await reader.readuntil(b"\r\n\r\n")
        start = head.lower().index(b"content-length:") + 15
        await reader.readexactly(int(head[start : head.index(b"\r\n", start)]))
        free.put_nowait((reader, writer))
        if int(head[9:12]) != 200:
            raise RuntimeError(head.decode())
        return perf_counter() - due

    times = await asyncio.gather(*(one(number) for number in range(count)))
    while not free.empty():
        free.get_nowait()[1].close()
    return times


async def _answered(port: int) -> float:
    """Return the number of verdicts that the API process has given so far."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.write(b"GET /metrics HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
    told = (await reader.read()).decode()
    writer.close()
    lines = [line for line in told.splitlines() if line.startswith("standing_api_verdicts_total{")]
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines)
