"""Benchmark `client_gate`: verdicts per second of the client's own gate, in one process over one real server.

The limit is what the same process gets from the server, ten thousand questions in a batch: the fastest way to ask it.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any, Final

from bench.accounts import banned, registered, write
from bench.result import Result
from bench.servers import a_folder, a_ledger, an_api
from ledger import keys
from models.roles import Role
from standing_client import Client
from standing_client.gate import Gate, GateOptions

ACCOUNTS: Final = 20_000
ROUNDS: Final = 7
GOAL: Final = 100_000
NAMES: Final = [f"account-{number:06}" for number in range(ACCOUNTS)]
PRIVILEGES: Final = ("publish", "monetize.live_gifts")
DRAFT: Final = {
    "topics": ["public_policy"],
    "source": "国务院公报",
    "media": [{"kind": "self_shot", "shot_at": "2026-03-08T10:00:00+08:00", "place": "昆明"}],
}


async def measure() -> Result:
    """Ask about twenty thousand accounts, every tenth of them banned, with all standings in memory."""
    with a_folder() as folder:
        async with a_ledger(folder) as database:
            now = datetime.now(UTC)
            pages = [
                registered(f"account-{one:06}", now - timedelta(days=1), to_temporal=False) for one in range(ACCOUNTS)
            ]
            await write(database, pages)
            bans = [banned(page, now, now + timedelta(days=7), to_temporal=False) for page in pages[::10]]
            await write(database, bans)
            _, key = await keys.create(database, "bench", [Role.PLATFORM], now)
            async with an_api(database) as port:
                return await asyncio.to_thread(_measured, f"http://127.0.0.1:{port}", key)


def _measured(url: str, key: str) -> Result:
    accounts = NAMES
    with Client(url, key, timeout=60.0) as client, Gate(client, GateOptions(max_staleness=10.0)) as gate:
        gate.warm(accounts)
        first = _rate(lambda: [gate.decide(one, PRIVILEGES[0]).allowed for one in accounts], ACCOUNTS, rounds=1)
        value = _rate(lambda: [gate.decide(one, PRIVILEGES[0]).allowed for one in accounts], ACCOUNTS)
        texts = _rate(lambda: [gate.decide(one, PRIVILEGES[0]).json for one in accounts], ACCOUNTS)
        drafts = _rate(lambda: [gate.decide_publish(one).allowed for one in accounts], ACCOUNTS)
        stated = _rate(lambda: [gate.decide_publish(one, DRAFT).allowed for one in accounts[:2000]], 2000)
        items = [{"account": one, "privilege": PRIVILEGES[0]} for one in accounts[:10_000]]
        limit = _rate(lambda: _of_server(client, items), len(items))
    return Result(
        name="client_gate",
        value=round(value),
        unit="verdicts/s",
        limit=round(limit),
        limit_name="the server, ten thousand questions in a batch",
        ratio=round(value / limit, 1),
        goal=f"at least {GOAL:,} verdicts/s on one core",
        holds=value >= GOAL,
        remarks=f"first time {first:,.0f}/s; as JSON {texts:,.0f}/s; empty drafts {drafts:,.0f}/s; "
        f"drafts with source and medium {stated:,.0f}/s",
    )


def _of_server(client: Client, items: list[dict[str, str]]) -> list[Any]:
    answers: list[Any] = client.request("POST", "/v1/decisions/batch", json={"items": items}).json()["answers"]
    return answers


def _rate(ask: Callable[[], list[Any]], count: int, rounds: int = ROUNDS) -> float:
    rates = []
    for _ in range(rounds):
        started = perf_counter()
        found = ask()
        rates.append(count / (perf_counter() - started))
        assert len(found) == count
    return median(rates)
