"""Benchmark `event_delivery`: events per second to a receiver on this machine, and the delay from commit to arrival.

Three senders over the same ledger: ours (one workflow for each webhook, `activities/webhooks`), a bare loop that reads
the table and posts (the limit: no signature, no order, no log, nothing durable), and one standalone Temporal activity
for each event (the alternative of decision record 13). Each is a process of its own; this process only receives.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import quantiles
from time import perf_counter
from typing import Final

from bench.accounts import registered, write
from bench.progress import progress
from bench.result import Result
from bench.servers import Servers, a_folder, a_process, all_servers
from ledger.events import feed
from ledger.store.database import Database
from ledger.streams import records
from models.events.webhooks import SubscriptionCreated
from regulation.webhooks import SUBSCRIPTION, DecideSubscription, create, delete

BACKLOG: Final = 5_000
TRICKLE: Final = 400
TRICKLE_EVERY_S: Final = 0.025
GOAL_P99_S: Final = 2.0
"""Goal for the p99 in seconds: the platform receives every change within a second or two."""
PATIENCE_S: Final = 300.0


@dataclass
class _Receiver:
    """HTTP receiver that accepts everything and stores the arrival time of each account's event."""

    port: int = 0
    arrived: dict[str, float] = field(default_factory=dict)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
                event = json.loads(await reader.readexactly(length))
                self.arrived.setdefault(event["subject"], perf_counter())
                self.news.set()
                writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def has(self, accounts: list[str]) -> None:
        """Wait until an event has arrived for each account."""
        async with asyncio.timeout(PATIENCE_S):
            while any(account not in self.arrived for account in accounts):
                self.news.clear()
                await self.news.wait()
                progress(f"{len(self.arrived):>6} events received")
                await asyncio.sleep(0.02)


@asynccontextmanager
async def _receiving() -> AsyncIterator[_Receiver]:
    receiver = _Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


@dataclass(frozen=True)
class _Measured:
    """Results of one sender."""

    per_second: float
    p50_ms: float
    p99_ms: float

    def __str__(self) -> str:
        return f"{self.per_second:.0f}/s, delay {self.p50_ms:.0f} ms, p99 {self.p99_ms:.0f} ms"


async def measure() -> Result:
    """Measure the three senders, one after the other."""
    with a_folder() as folder:
        async with all_servers(folder, STANDING_WEBHOOK_ALLOW_PRIVATE="true") as servers, _receiving() as receiver:
            ours = await _measured("ours", servers, receiver, BACKLOG)
            bare = await _measured("bare", servers, receiver, BACKLOG)
            each = await _measured("activity", servers, receiver, BACKLOG // 25)
    return Result(
        name="event_delivery",
        value=round(ours.per_second),
        unit="events/s",
        limit=round(bare.per_second),
        limit_name="a bare loop that reads the table and posts",
        ratio=round(ours.per_second / bare.per_second, 2),
        goal=f"99 of 100 events within {GOAL_P99_S:.0f} s of their commit",
        holds=ours.p99_ms < 1_000 * GOAL_P99_S,
        remarks=f"delay from commit {ours.p50_ms:.0f} ms, p99 {ours.p99_ms:.0f} ms; bare {bare.p50_ms:.0f} and "
        f"{bare.p99_ms:.0f} ms; one standalone activity an event: {each}",
    )


async def _measured(sender: str, servers: Servers, receiver: _Receiver, backlog: int) -> _Measured:
    """Measure a backlog at full speed, then single events with nothing waiting."""
    database = servers.database
    after = await feed.newest(database)
    waiting = [f"{sender}-{number:06}" for number in range(backlog)]
    await write(database, [registered(account, datetime.now(UTC), to_temporal=False) for account in waiting])
    async with _sending(sender, servers, receiver.port, after):
        await receiver.has(waiting)
        times = sorted(receiver.arrived[account] for account in waiting)
        per_second = (len(times) - 1) / (times[-1] - times[0])
        delays = await _trickle(sender, database, receiver)
    cuts = quantiles(delays, n=100)
    return _Measured(per_second, 1_000 * cuts[49], 1_000 * cuts[98])


async def _trickle(sender: str, database: Database, receiver: _Receiver) -> list[float]:
    """Return the seconds from each commit to the arrival."""
    committed: dict[str, float] = {}
    for number in range(TRICKLE):
        account = f"{sender}-then-{number:04}"
        await write(database, [registered(account, datetime.now(UTC), to_temporal=False)])
        committed[account] = perf_counter()
        await asyncio.sleep(TRICKLE_EVERY_S)
    await receiver.has(list(committed))
    return [max(0.0, receiver.arrived[account] - at) for account, at in committed.items()]


def _sending(sender: str, servers: Servers, port: int, after: int) -> AbstractAsyncContextManager[object]:
    url = f"http://127.0.0.1:{port}/{sender}"
    if sender == "ours":
        return _subscribed(servers.database, url, after)
    dsn = servers.database.url.replace("postgresql+asyncpg://", "postgresql://")
    return a_process("bench.senders", sender, dsn, url, str(after), servers.temporal_address)


@asynccontextmanager
async def _subscribed(database: Database, url: str, after: int) -> AsyncIterator[None]:
    created = SubscriptionCreated(url=url, types=("account.*",), after=after, salt="0" * 64)
    await _enter(database, create(created))
    yield
    await _enter(database, delete())


async def _enter(database: Database, decide: DecideSubscription) -> None:
    command = records.Command(SUBSCRIPTION, "bench", decide, actor="bench", now=datetime.now(UTC))
    await records.execute(database, command)
