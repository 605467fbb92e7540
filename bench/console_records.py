"""Records for `console_pages`, made over HTTP as people and the platform make them: networks, rumours, directives,
decided closures with their exposures, campaigns, runs, protected names, emblems, counts of followers.
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import cv2
import httpx2
import numpy as np

from bench import emblem_pictures
from bench.console_data import ACCOUNTS, name_of
from bench.progress import progress
from ledger.sanctions import bulk
from ledger.store.database import Database
from models.instants import rfc3339
from models.words.violations import Category

NETWORKS: Final = 60
ROSTER: Final = 2_000
"""Accounts of the largest network."""
RUMOURS: Final = 300
DIRECTIVES: Final = 1_000
EXPOSURES: Final = 200
CAMPAIGNS: Final = 60
LARGEST: Final = 2_000
"""Accounts of the largest campaign, which is carried out."""
RUNS: Final = 60
ROWS: Final = 5_000
"""Rows of the first run; each other has five. A third of them cannot be carried out."""
NAMES: Final = 500
EMBLEMS: Final = 20
AT_ONCE: Final = 8


@dataclass(frozen=True)
class Callers:
    """Clients of the API: two people, and the platform's program."""

    first: httpx2.AsyncClient
    second: httpx2.AsyncClient
    platform: httpx2.AsyncClient


async def make(callers: Callers, database: Database) -> None:
    """Make everything."""
    chance = random.Random(4)
    await _networks(callers)
    await _many("rumours", RUMOURS, lambda number: _rumour(callers, number))
    await _spread(callers)
    await _many("directives", DIRECTIVES, lambda number: _directive(callers, number))
    await _many("decided closures", EXPOSURES, lambda number: _closed(callers, number))
    categories = [chance.choice(tuple(Category)) for _ in range(CAMPAIGNS)]
    await _many("campaigns", CAMPAIGNS, lambda number: _campaign(callers, number, categories[number]))
    await _carried_out(database)
    for number in range(RUNS):
        await _run(callers, number)
    await _names(callers)
    await _emblems(callers)
    await _followers(callers)
    progress("records are made", last=True)


async def _many(what: str, count: int, make_one: Callable[[int], Awaitable[None]]) -> None:
    for first in range(0, count, AT_ONCE):
        progress(f"{first:,} of {count:,} {what}")
        await asyncio.gather(*(make_one(number) for number in range(first, min(first + AT_ONCE, count))))


async def _post(client: httpx2.AsyncClient, path: str, body: dict[str, Any]) -> Any:
    answer = await client.post(path, json=body)
    if not answer.is_success:
        raise RuntimeError(f"{path}: {answer.status_code} {answer.text}")
    return answer.json()


async def _networks(callers: Callers) -> None:
    at = 20_000
    for number in range(NETWORKS):
        progress(f"{number} of {NETWORKS} networks")
        network = f"network-{number:02}"
        await _post(callers.platform, "/v1/networks", {"id": network, "name": f"东海传媒{number:02}"})
        size = ROSTER if number == 0 else 40
        signed = _open(range(at, at + size))
        await _post(callers.platform, f"/v1/networks/{network}/roster", {"sign": await _usable(callers, signed)})
        at += size


def _open(numbers: Iterable[int]) -> Sequence[str]:
    return [name_of(number) for number in numbers]


async def _usable(callers: Callers, accounts: Sequence[str]) -> list[str]:
    """Return those that are not closed: a closed account is on no roster."""
    asked = [{"account": one, "privilege": "service"} for one in accounts]
    found = await _post(callers.first, "/v1/decisions/batch", {"items": asked})
    return [one["account"] for one in found["answers"] if one["answer"] == "allowed"]


async def _rumour(callers: Callers, number: int) -> None:
    contents = [f"post-{number}-{one}" for one in range(200 if number == 0 else 4)]
    chance = random.Random(number)
    # Of characters drawn at random: what resembles an open rumour is refused.
    claim = "".join(map(chr, chance.choices(range(0x4E00, 0x4E00 + 3000), k=18)))
    body = {"id": f"rumour-{number:03}", "claim": claim, "field": "livelihood", "contents": contents}
    await _post(callers.first, "/v1/rumors", {**body, "terms": [claim[:6]]})


async def _spread(callers: Callers) -> None:
    """Report three days of viewers of the first rumour, and that its contents were labelled."""
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    seen = [
        {"seen": kind, "hour": rfc3339(hour - timedelta(hours=ago)), "viewers": 100 * ago}
        for ago in range(1, 73)
        for kind in ("rumour", "debunking")
    ]
    await _post(callers.platform, "/v1/rumors/rumour-000/exposures", {"hours": seen})


async def _directive(callers: Callers, number: int) -> None:
    body = {"order": "remove_followers", "account": name_of(30_000 + number), "expected": 100 + number}
    found = await _post(callers.first, "/v1/directives", body)
    if number % 3:
        done = {"outcome": "done", "counts": {"done": 100, "left": number}}
        await _post(callers.platform, f"/v1/directives/{found['id']}/acknowledgement", done)


async def _closed(callers: Callers, number: int) -> None:
    account = (await _usable(callers, _open(range(40_000 + 10 * number, 40_010 + 10 * number))))[0]
    about = {"kind": "closure", "account": account, "category": "matrix_manipulation"}
    case = (await _post(callers.first, "/v1/cases", about))["id"]
    for person in (callers.first, callers.second):
        decided = {"outcome": "approved", "reason": "十一个账号一分钟内发布同一内容"}
        await _post(person, f"/v1/cases/{case}/decision", decided)


async def _campaign(callers: Callers, number: int, category: Category) -> None:
    size = LARGEST if number == 0 else 5
    measure = {"type": "ban", "category": category.value, "duration": "P7D"}
    accounts = _open(range(50_000 + number * 5, 50_000 + number * 5 + size) if number else range(60_000, 60_000 + size))
    body = {"id": f"campaign-{number:02}", "measure": measure, "accounts": accounts, "reason": "一分钟内发布同一内容"}
    await _post(callers.first, "/v1/bulk-actions", body)


async def _run(callers: Callers, number: int) -> None:
    progress(f"{number} of {RUNS} runs")
    run, size = f"run-{number:02}", ROWS if number == 0 else 5
    await _post(callers.first, "/v1/runs", {"id": run, "commands": "monetize", "note": "首批开通"})
    methods = (["advertising"], ["advertising"], ["lottery"])
    rows = ({"ref": f"row-{row}", "account": name_of(row), "methods": methods[row % 3]} for row in range(size))
    content = "".join(f"{json.dumps(row)}\n" for row in rows)
    answer = await callers.first.post(
        f"/v1/runs/{run}/rows", content=content, headers={"content-type": "application/x-ndjson"}
    )
    if not answer.is_success:
        raise RuntimeError(answer.text)
    if number:
        await _post(callers.first, f"/v1/runs/{run}/start", {})


async def _carried_out(database: Database) -> None:
    """Carry out the largest campaign as a worker does."""
    while True:
        advanced = await bulk.advance(database, "campaign-00", now=datetime.now(UTC), actor="bulk run")
        progress(f"{advanced.progress.waiting:,} accounts of a campaign wait")
        if advanced.entered.entries or not advanced.progress.waiting:
            return


async def _names(callers: Callers) -> None:
    names = [{"kind": "news_media", "name": f"山野融媒{number:03}", "aliases": []} for number in range(NAMES)]
    body = {"names": names, "source": "省级融媒体名录", "listed_on": "2026-10-01"}
    await _post(callers.first, "/v1/lexicon/imports", body)


async def _emblems(callers: Callers) -> None:
    chance = np.random.default_rng(5)
    for number in range(EMBLEMS):
        written = cv2.imencode(".png", emblem_pictures.badge(chance))[1].tobytes()
        asked = {"name": f"标识{number:02}", "id": f"emblem-{number:02}"}
        answer = await callers.first.post(
            "/v1/emblems", params=asked, content=written, headers={"Content-Type": "image/png"}
        )
        if not answer.is_success:
            raise RuntimeError(answer.text)


async def _followers(callers: Callers) -> None:
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    for number in (0, *range(1, ACCOUNTS, ACCOUNTS // 50)):
        gains = [
            {
                "id": f"g{ago}",
                "begins": rfc3339(hour - timedelta(hours=ago + 1)),
                "ends": rfc3339(hour - timedelta(hours=ago)),
                "gained": 10 * ago + 1,
                "content": "post-1",
            }
            for ago in range(24)
        ]
        count = {"at": rfc3339(hour), "followers": 120_000}
        body = {"gains": gains, "count": count}
        answer = await callers.platform.post(f"/v1/accounts/{name_of(number)}/follower-gains", json=body)
        if answer.status_code not in {200, 201, 409, 422}:
            raise RuntimeError(answer.text)
