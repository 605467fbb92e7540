"""Benchmark `client_gate`: verdicts per second of the client's own gate, in one process over one real server.

The gate's own figures are counted in processor time of the thread that asks: the server runs in the same process. The
limit is what the same process gets from the server, ten thousand questions in a batch: the fastest way to ask it.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter, thread_time
from typing import Any, Final

from bench.accounts import banned, registered, write
from bench.result import Result
from bench.servers import a_folder, a_ledger, an_api
from ledger import keys
from models.instants import SHANGHAI
from models.roles import Role
from standing_client import Client
from standing_client.gate import Gate, GateOptions

ACCOUNTS: Final = 20_000
ROUNDS: Final = 7
GOAL: Final = 100_000
NAMES: Final = [f"account-{number:06}" for number in range(ACCOUNTS)]
PRIVILEGES: Final = ("publish", "monetize.live_gifts")
STATED: Final = 2_000
FIRST_SHOT: Final = datetime(2026, 3, 8, 10, tzinfo=SHANGHAI)


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
        asked = list(zip(accounts, _drafts(), strict=False))
        stated = _rate(lambda: [gate.decide_publish(one, draft).allowed for one, draft in asked], STATED)
        items = [{"account": one, "privilege": PRIVILEGES[0]} for one in accounts[:10_000]]
        limit = _rate(lambda: _of_server(client, items), len(items), clock=perf_counter)
    return Result(
        name="client_gate",
        value=round(value),
        unit="verdicts/s",
        limit=round(limit),
        limit_name="the server, ten thousand questions in a batch",
        ratio=round(value / limit, 1),
        goal=f"at least {GOAL:,} verdicts/s on one core, and as many drafts",
        holds=min(value, drafts, stated) >= GOAL,
        remarks=f"first time {first:,.0f}/s; as JSON {texts:,.0f}/s; empty drafts {drafts:,.0f}/s; "
        f"drafts with source and medium {stated:,.0f}/s",
    )


def _drafts() -> list[dict[str, Any]]:
    """Drafts that each state something else: of 300 sources and 500 places, each with a time of its own."""
    return [
        {
            "topics": ["public_policy"],
            "source": f"第{number % 300}号公报",
            "media": [
                {
                    "kind": "self_shot",
                    "shot_at": (FIRST_SHOT + timedelta(seconds=number)).isoformat(),
                    "place": f"人民路{number % 500}号",
                }
            ],
        }
        for number in range(STATED)
    ]


def _of_server(client: Client, items: list[dict[str, str]]) -> list[Any]:
    answers: list[Any] = client.request("POST", "/v1/decisions/batch", json={"items": items}).json()["answers"]
    return answers


def _rate(
    ask: Callable[[], list[Any]], count: int, rounds: int = ROUNDS, clock: Callable[[], float] = thread_time
) -> float:
    rates = []
    for _ in range(rounds):
        started = clock()
        found = ask()
        rates.append(count / (clock() - started))
        assert len(found) == count
    return median(rates)
