"""Senders that ours is compared with: `python -m bench.senders bare|activity DSN URL AFTER TEMPORAL`.

Both read the table in pages as ours does, and post sixteen at a time over persistent connections.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

import asyncpg
import httpx2
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

AT_ONCE: Final = 16
PAGE: Final = 200
LOOK_EVERY_S: Final = 0.2
"""Polling interval in seconds, equal to ours (`ledger/events/feed_tail.py`)."""
TASK_QUEUE: Final = "bench-deliveries"

_READ: Final = """
    SELECT e.id, e.account AS subject, f.body::text AS data FROM events e
    JOIN facts f ON f.account = e.account AND f.seq = e.seq WHERE e.id > $1 ORDER BY e.id LIMIT $2
"""
_Post = Callable[[dict[str, Any]], Awaitable[None]]


async def main(sender: str, dsn: str, url: str, after: int, temporal: str) -> None:
    """Send until the process is ended."""
    async with httpx2.AsyncClient(trust_env=False) as http:

        async def post(event: dict[str, Any]) -> None:
            (await http.post(url, json=event)).raise_for_status()

        if sender == "bare":
            await _loop(dsn, after, post)
            return
        client = await Client.connect(temporal)

        @activity.defn
        async def deliver(event: dict[str, Any]) -> None:
            await post(event)

        async def hand_over(event: dict[str, Any]) -> None:
            await client.start_activity(
                deliver,
                event,
                id=f"delivery-{event['id']}",
                task_queue=TASK_QUEUE,
                start_to_close_timeout=timedelta(seconds=15),
            )

        async with Worker(client, task_queue=TASK_QUEUE, activities=[deliver]):
            await _loop(dsn, after, hand_over)


async def _loop(dsn: str, after: int, post: _Post) -> None:
    connection = await asyncpg.connect(dsn)
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(event: dict[str, Any]) -> None:
        async with slots:
            await post(event)

    while True:
        rows = await connection.fetch(_READ, after, PAGE)
        await asyncio.gather(*(one(dict(row)) for row in rows))
        if rows:
            after = rows[-1]["id"]
        else:
            await asyncio.sleep(LOOK_EVERY_S)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), sys.argv[5]))
