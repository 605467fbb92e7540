"""Benchmarks `bulk_campaign` and `run_registrations`: many accounts at once, over HTTP, with everything running.

`bulk_campaign`: accounts banned per second by one bulk action of 100,000; meanwhile an account outside of it is asked
about and banned. Then the action is reversed. The limit is a bare loop that writes the same facts, without decisions
and with nothing else running.

`run_registrations`: seconds from the first row sent to the last of 10,000 accounts registered by one run.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any, Final

import httpx2

from bench.accounts import BATCH, banned, many, registered, write
from bench.progress import progress
from bench.result import Result
from bench.servers import a_folder, all_servers, an_api
from ledger import keys
from ledger.people import people
from ledger.store.database import Database
from models.roles import Role
from regulation import people as rules

ACCOUNTS: Final = 100_000
GOAL: Final = 1_000
BARE: Final = 10_000
REGISTRATIONS: Final = 10_000
REGISTERED_WITHIN_S: Final = 60.0
_LONGEST_S: Final = 1_800.0


async def campaign() -> Result:
    """Run one campaign and its reversal: neither can be repeated on the same accounts."""
    async with _running() as (database, client):
        limit = await _bare(database)
        accounts = await many(database, ACCOUNTS)
        await write(database, [registered("beside", datetime.now(UTC), to_temporal=False)])
        measure = {"type": "ban", "category": "matrix_manipulation", "duration": "P7D"}
        body = {"id": "campaign", "measure": measure, "accounts": accounts, "reason": "one text"}
        begun = perf_counter()
        _good(await client.post("/v1/bulk-actions", json=body))
        beside = asyncio.create_task(_beside(client))
        totals = await _until_over(client, "/v1/bulk-actions/campaign", "bulk", "finished")
        took = perf_counter() - begun
        beside.cancel()
        verdicts, bans = await beside
        begun = perf_counter()
        _good(await client.post("/v1/bulk-actions/campaign/reversal", json={"reason": "the detector was wrong"}))
        back = await _until_over(client, "/v1/bulk-actions/campaign", "bulk", "reverted")
        reversed_in = perf_counter() - begun
    value = ACCOUNTS / took
    all_done = totals["totals"]["done"] == back["reversal_totals"]["done"] == ACCOUNTS
    return Result(
        name="bulk_campaign",
        value=round(value),
        unit="accounts banned/s by one action of 100,000",
        limit=round(limit),
        limit_name="bare loop writing the same facts",
        ratio=round(value / limit, 2),
        goal=f"at least {GOAL}/s",
        holds=value >= GOAL and all_done,
        remarks=f"reversed at {ACCOUNTS / reversed_in:.0f}/s; beside it p99 of a verdict {_p99(verdicts)} ms, "
        f"of a ban {_p99(bans)} ms",
    )


async def registrations() -> Result:
    """Run 10,000 registrations as one run."""
    async with _running() as (_, client):
        _good(await client.post("/v1/runs", json={"id": "all", "commands": "register"}))
        lines = [json.dumps(_registration(number), ensure_ascii=False) for number in range(REGISTRATIONS)]
        content = "\n".join(lines).encode()
        begun = perf_counter()
        headers = {"content-type": "application/x-ndjson"}
        _good(await client.post("/v1/runs/all/rows", content=content, headers=headers))
        sent = perf_counter() - begun
        _good(await client.post("/v1/runs/all/start", json={"rows": REGISTRATIONS}))
        run = await _until_over(client, "/v1/runs/all", "run", "finished")
        took = perf_counter() - begun
    return Result(
        name="run_registrations",
        value=round(took, 1),
        unit="s for 10,000 registrations of one run",
        limit=REGISTERED_WITHIN_S,
        limit_name="goal",
        ratio=round(took / REGISTERED_WITHIN_S, 2),
        goal=f"under {REGISTERED_WITHIN_S:.0f} s",
        holds=took < REGISTERED_WITHIN_S and run["totals"]["refused"] == 0,
        remarks=f"{sent:.1f} s of it for sending; {run['totals']}",
    )


@asynccontextmanager
async def _running() -> AsyncIterator[tuple[Database, httpx2.AsyncClient]]:
    """Yield the database, and a client of an operator, with every server running."""
    with a_folder() as folder:
        async with all_servers(folder) as servers:
            database, now = servers.database, datetime.now(UTC)
            person = people.fresh_id()
            await people.execute(database, person, rules.add("bench", [Role.OPERATOR], None), actor="bench", now=now)
            secret = (await keys.create(database, "bench", [Role.OPERATOR], now, person=person))[1]
            async with (
                an_api(database) as port,
                httpx2.AsyncClient(
                    base_url=f"http://127.0.0.1:{port}", headers={"authorization": f"Bearer {secret}"}, timeout=120
                ) as client,
            ):
                await _until_ready(client)
                yield database, client


async def _until_ready(client: httpx2.AsyncClient) -> None:
    for _ in range(300):
        try:
            if (await client.get("/healthz")).is_success:
                return
        except httpx2.TransportError:
            pass
        await asyncio.sleep(0.1)
    raise RuntimeError("the API did not start")


async def _until_over(client: httpx2.AsyncClient, path: str, name: str, status: str) -> dict[str, Any]:
    begun = perf_counter()
    while True:
        view = _good(await client.get(path))
        found: dict[str, Any] = view[name]
        if found["status"] == status:
            progress(f"{path}: {status}", last=True)
            return found
        if perf_counter() - begun > _LONGEST_S:
            raise RuntimeError(f"{path} is {found['status']} still: {view['progress']}")
        progress(f"{path}: {view['progress']['waiting']:>7} waiting")
        await asyncio.sleep(0.5)


async def _beside(client: httpx2.AsyncClient) -> tuple[list[float], list[float]]:
    """Ask about, and now and then ban, an account outside of the action until cancelled; return the times in ms."""
    verdicts: list[float] = []
    bans: list[float] = []
    try:
        while True:
            begun = perf_counter()
            _good(await client.post("/v1/decisions", json={"account": "beside", "privilege": "publish"}))
            verdicts.append((perf_counter() - begun) * 1_000)
            if len(verdicts) % 10 == 0:
                begun = perf_counter()
                ban = {"category": "fabrication", "duration": "PT1S", "another_offence": True}
                _good(await client.post("/v1/accounts/beside/bans", json=ban))
                bans.append((perf_counter() - begun) * 1_000)
            await asyncio.sleep(0.1)
    except asyncio.CancelledError:
        return verdicts, bans


async def _bare(database: Database) -> float:
    """Return the accounts whose ban a bare loop writes in a second."""
    now = datetime.now(UTC)
    pages = [registered(f"bare-{number:05}", now, to_temporal=False) for number in range(BARE)]
    await write(database, pages)
    bans = [banned(page, now, now + timedelta(days=7), to_temporal=False) for page in pages]
    begun = perf_counter()
    for first in range(0, BARE, BATCH):
        await write(database, bans[first : first + BATCH])
    return BARE / (perf_counter() - begun)


def _registration(number: int) -> dict[str, Any]:
    holder = {"resident_id": _resident_id(number)}
    return {
        "ref": f"row-{number}",
        "account": f"new-{number:05}",
        "kind": "individual",
        "holder": holder,
        "name": f"山野厨房 {number}",
    }


def _resident_id(number: int) -> str:
    """Return a valid number of nobody: of a town that never existed."""
    head = f"110105{date(1950, 1, 1) + timedelta(days=number // 1000):%Y%m%d}{number % 1000:03d}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(head))
    check = (1 - total) % 11
    return head + ("X" if check == 10 else str(check))


def _good(answer: httpx2.Response) -> dict[str, Any]:
    if not answer.is_success:
        raise RuntimeError(f"{answer.request.method} {answer.request.url}: {answer.text[:500]}")
    found: dict[str, Any] = answer.json()
    return found


def _p99(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{ordered[int(len(ordered) * 0.99)]:.0f}" if ordered else "unmeasured"
