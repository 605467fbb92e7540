"""CPU time of the API process for one request, with all fast paths and without one of them: `python -m
bench.fast_paths`.

CPU time and alternating order reduce the influence of other work on the machine. `python -m bench.fast_paths KIND…`
measures only some kinds of requests.
"""

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from statistics import median
from typing import Final, NamedTuple

import psutil

from bench.accounts import many
from bench.load import per_second, request
from bench.progress import progress
from bench.servers import a_folder, a_ledger, a_process, free_port, listening, plain
from ledger import keys
from ledger.store.database import Database
from models.roles import Role

ROUNDS: Final = 6
ACCOUNTS: Final = 10_000


class Kind(NamedTuple):
    """Kind of request."""

    requests: int
    """Number of requests in a round."""
    questions: int
    """Number of questions in a request."""
    expect: int
    without: tuple[str, ...]
    """Fast paths that it uses, by their names in `bench.without`."""


KINDS: Final[Mapping[str, Kind]] = {
    "verdict": Kind(2_000, 1, 200, ("fast path", "standings in memory", "plain draft", "log level", "uvloop")),
    "verdict, not in memory": Kind(1_000, 1, 200, ("shared reads",)),
    "batch": Kind(
        8, ACCOUNTS, 200, ("answer cache", "rare collection", "turns", "body in pieces", "answer in pieces", "uvloop")
    ),
    "ban": Kind(200, 1, 201, ("fast path", "group commit", "uvloop")),
}
_SETTINGS: Final = {
    "STANDING_RATE_ITEMS": "10000000/second",
    "STANDING_RATE_COMMANDS": "100000/second",
    "STANDING_RATE_VERDICTS": "100000/second",
}


async def measure(name: str, kind: Kind) -> None:
    """Print microseconds for each question or command."""
    variants = ("nothing", *kind.without)
    with a_folder() as folder:
        async with a_ledger(folder) as database, AsyncExitStack() as stack:
            bans = (ROUNDS + 1) * kind.requests * len(variants) if name == "ban" else 0
            accounts = await many(database, max(bans, ACCOUNTS))
            _, key = await keys.create(database, "bench", [Role.OPERATOR], datetime.now(UTC))
            running = [await _api(stack, database, variant, name) for variant in variants]
            used: dict[str, list[float]] = {variant: [] for variant in variants}
            fresh = iter(accounts)
            for number in range(ROUNDS + 1):  # the first round warms up
                progress(f"{name}: round {number} of {ROUNDS}", last=number == ROUNDS)
                turn = number % len(variants)
                for variant, port, process in (*running[turn:], *running[:turn]):
                    sent = list(_requests(name, kind, accounts, fresh, key))
                    before = _seconds(process)
                    await per_second(port, sent, kind.requests, expect=kind.expect)
                    if number:
                        used[variant].append((_seconds(process) - before) / kind.requests / kind.questions)
    whole = median(used["nothing"])
    for variant in variants:
        found = median(used[variant])
        print(f"{name:22} without {variant:20} {1e6 * found:8.1f} us {100 * (found / whole - 1):+7.0f} %", flush=True)


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _api(stack: AsyncExitStack, database: Database, variant: str, name: str) -> tuple[str, int, psutil.Process]:
    port = free_port()
    settings = {**_SETTINGS, "STANDING_DATABASE_URL": plain(database.url), "STANDING_API_PORT": str(port)}
    if name == "verdict, not in memory":
        settings["STANDING_SNAPSHOTS_KEPT"] = "0"
    pid = await stack.enter_async_context(a_process("bench.without", variant, settings=settings))
    await listening(port)
    return variant, port, psutil.Process(pid)


def _requests(name: str, kind: Kind, accounts: list[str], fresh: Iterator[str], key: str) -> Iterator[bytes]:
    if name == "ban":
        body = json.dumps({"id": "b1", "category": "recycled_news", "duration": "P7D", "factor": 2}).encode()
        for _ in range(kind.requests):
            yield request(f"/v1/accounts/{next(fresh)}/bans", body, key)
    elif name == "batch":
        items = [
            {"account": account, "draft": {}} if place % 2 else {"account": account, "privilege": "publish"}
            for place, account in enumerate(accounts[:ACCOUNTS])
        ]
        yield request("/v1/decisions/batch", json.dumps({"items": items}).encode(), key)
    else:
        for account in accounts[: kind.requests]:
            yield request("/v1/decisions/publish", json.dumps({"account": account, "draft": {}}).encode(), key)


async def main(names: list[str]) -> None:
    """Measure the named kinds, or all."""
    for name in names or KINDS:
        await measure(name, KINDS[name])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
