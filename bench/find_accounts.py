"""Benchmark `find_accounts`: searches of 1,000,000 accounts over HTTP: each filter alone, the likeliest pairs, deep
pages, counts, and the lists across accounts. The value is the slowest p99 of a filter or pair.

`python -m bench.find_accounts URL` fills an empty database of a running product, to look at its pages.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from math import ceil
from time import perf_counter
from typing import Any, Final

import httpx2

from bench.multitude import fill
from bench.progress import progress
from bench.result import Result
from bench.servers import a_folder, a_ledger, an_api
from ledger import keys
from ledger.store.database import Database
from ledger.store.migrating import migrate
from models.roles import Role

ACCOUNTS: Final = 1_000_000
ROUNDS: Final = 100
COUNTED: Final = 5
DEEP: Final = 20
"""Pages behind the first that are read of each deep list."""
GOAL_MS: Final = 100.0
Queries = dict[str, dict[str, Any]]


async def measure() -> Result:
    """Ask for each page a hundred times; the value is the slowest p99 of a filter alone or a pair."""
    with a_folder() as folder:
        async with a_ledger(folder) as database:
            await fill(database, ACCOUNTS)
            _, key = await keys.create(database, "bench", [Role.AUDITOR], datetime.now(UTC))
            async with an_api(database) as port, _client(port, key) as client:
                alone, pairs = await _all(client, _alone()), await _all(client, _pairs())
                lists = {path: await _took(client, path, {}) for path in _lists()}
                deep = {name: await _deep(client, query) for name, query in _deep_ones().items()}
                counts = {
                    name: await _took(client, path, query, rounds=COUNTED) for name, (path, query) in _counts().items()
                }
    slowest = {**alone, **pairs}
    name = max(slowest, key=lambda one: slowest[one][1])
    value = slowest[name][1]
    return Result(
        name="find_accounts",
        value=round(value, 1),
        unit="ms",
        limit=GOAL_MS,
        limit_name="the time in which a search must answer",
        ratio=round(value / GOAL_MS, 2),
        goal=f"p99 of each filter alone and of the ten likeliest pairs below {GOAL_MS:.0f} ms",
        holds=value < GOAL_MS,
        remarks=f"p50/p99 in ms of {ACCOUNTS:,} accounts: "
        + "; ".join(_said(group) for group in (alone, pairs, deep, lists, counts)),
    )


def _said(took: dict[str, tuple[float, float]]) -> str:
    slowest_first = sorted(took.items(), key=lambda one: -one[1][1])
    return ", ".join(f"{name} {half:.0f}/{most:.0f}" for name, (half, most) in slowest_first)


def _alone() -> Queries:
    now = datetime.now(UTC)
    return {
        "q, two characters": {"q": "健康"},
        "q, one character": {"q": "厨"},
        "q, a whole name": {"q": "江南健康指南"},
        "q, nothing": {"q": "没有的"},
        "q, identifier": {"q": "acc-00012"},
        "holder": {"holder": "h_" + "0" * 40},
        "network": {"network": "网络0"},
        "kind": {"kind": "enterprise"},
        "field": {"field": "finance"},
        **{f"status {one}": {"status": one} for one in ("active", "banned", "suspended", "closed", "held")},
        **{f"restriction {one}": {"restriction": one} for one in ("ban", "withheld", "closure", "expiry")},
        **{f"article {one}": {"article": one} for one in (2, 8, 9)},
        "publish open": {"privilege": "publish"},
        "publish closed": {"privilege": "publish", "open": "false"},
        "publish.finance open": {"privilege": "publish.finance"},
        "advertising closed in a month": {
            "privilege": "monetize.advertising",
            "open": "false",
            "at": (now + timedelta(days=30)).isoformat(),
        },
        "category": {"category": "recycled_news"},
        "category, nothing": {"category": "quota_evasion"},
        "uncertified": {"uncertified": "any"},
        "certification ends": {"certification_ends_before": f"{now + timedelta(days=30):%Y-%m-%d}"},
        "registered since": {"registered_since": (now - timedelta(days=1)).isoformat()},
        "registered before": {"registered_before": (now - timedelta(days=1000)).isoformat()},
        "changed since": {"changed_since": (now - timedelta(days=2)).isoformat()},
        "boundary before": {"boundary_before": (now + timedelta(days=1)).isoformat()},
        **{f"sort {one}": {"sort": one} for one in ("account", "-registered", "-changed", "boundary")},
    }


def _pairs() -> Queries:
    now = datetime.now(UTC)
    return {
        "banned + newest": {"status": "banned", "sort": "-registered"},
        "banned + category": {"status": "banned", "category": "recycled_news"},
        "banned + article 9": {"status": "banned", "article": 9},
        "banned + network": {"status": "banned", "network": "网络0"},
        "banned + boundary": {
            "status": "banned",
            "boundary_before": (now + timedelta(days=1)).isoformat(),
            "sort": "boundary",
        },
        "active + q": {"status": "active", "q": "健康"},
        "banned + q": {"status": "banned", "q": "江南"},
        "field + uncertified": {"field": "healthcare", "uncertified": "healthcare"},
        "field + certification ends": {
            "field": "finance",
            "certification_ends_before": f"{now + timedelta(days=30):%Y-%m-%d}",
        },
        "closed + changed": {
            "status": "closed",
            "changed_since": (now - timedelta(days=2)).isoformat(),
            "sort": "-changed",
        },
    }


def _deep_ones() -> Queries:
    return {
        "deep: all": {},
        "deep: banned": {"status": "banned"},
        "deep: q": {"q": "健康"},
        "deep: newest": {"sort": "-registered"},
    }


def _lists() -> list[str]:
    return [
        "/v1/bans?state=standing",
        "/v1/bans?sort=until",
        "/v1/violations?category=fabrication",
        "/v1/actions?state=overturned",
        "/v1/certifications?state=in_force&sort=until",
    ]


def _counts() -> dict[str, tuple[str, dict[str, Any]]]:
    return {
        "counts by status": ("/v1/accounts/counts", {}),
        "counts by restriction": ("/v1/accounts/counts", {"by": "restriction"}),
        "counts of banned by kind": ("/v1/accounts/counts", {"status": "banned", "by": "kind"}),
        "counts of bans": ("/v1/bans/counts", {}),
    }


def _client(port: int, key: str) -> httpx2.AsyncClient:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60)


async def _all(client: httpx2.AsyncClient, queries: Queries) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for number, (name, query) in enumerate(queries.items(), start=1):
        found[name] = await _took(client, "/v1/accounts", query)
        progress(f"{number} of {len(queries)}: {name} {found[name][1]:.0f} ms", last=number == len(queries))
    return found


async def _took(
    client: httpx2.AsyncClient, path: str, query: dict[str, Any], *, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Return the median and the 99th percentile of an answer's time, in milliseconds."""
    times: list[float] = []
    for _ in range(rounds + 1):
        began = perf_counter()
        (await client.get(path, params=query or None)).raise_for_status()
        times.append(1000 * (perf_counter() - began))
    return _percentiles(times[1:])  # the first one reads pages from disk, and compiles its statement


async def _deep(client: httpx2.AsyncClient, query: dict[str, Any]) -> tuple[float, float]:
    times: list[float] = []
    after = None
    for _ in range(DEEP):
        began = perf_counter()
        answer = await client.get("/v1/accounts", params={**query, **({} if after is None else {"after": after})})
        times.append(1000 * (perf_counter() - began))
        after = answer.raise_for_status().json()["next"]
    return _percentiles(times[1:])


def _percentiles(times: list[float]) -> tuple[float, float]:
    found = sorted(times)
    return found[len(found) // 2], found[max(0, ceil(len(found) * 0.99) - 1)]


async def _into(url: str) -> None:
    database = Database(url)
    await migrate(database)
    await fill(database, ACCOUNTS)
    await database.close()


if __name__ == "__main__":
    asyncio.run(_into(sys.argv[1]))
