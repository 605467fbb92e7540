"""Benchmark `console_pages`: every page of the console, as a person who may see all asks for it, with 100,000 accounts,
10,000 undecided cases and years of everything else; cold first, then the median and the 95th percentile.

Pages come from the console's router, so that a new page is measured by itself. Beside the time on the clock stands the
processor time of the API process and of PostgreSQL: it says the same on a machine that does something else meanwhile.

`python -m bench.console_pages FOLDER [PART…]` keeps the filled database in a folder, fills it only once, and measures
the pages whose address has one of the parts; `python -m bench console_pages` fills a temporary one and measures all.
"""

import asyncio
import math
import os
import re
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final
from urllib.parse import urlsplit

import httpx2
import psutil
from starlette.routing import Route

from bench.console_data import ACCOUNTS, AUDIT, CASES, fill, name_of
from bench.console_records import Callers, make
from bench.page_times import GOAL_MS, Measured, result
from bench.progress import progress
from bench.result import Result
from bench.servers import a_folder, a_process, free_port, listening, plain
from console.http.visitors import COOKIE
from console.routes import ROUTERS
from embedded.postgres import EmbeddedPostgres
from ledger import keys
from ledger.people import people, sign_in_links
from ledger.store.database import Database
from ledger.store.migrating import migrate
from models.cases.cases import CaseKind
from models.instants import SHANGHAI
from models.roles import Role
from regulation import people as people_rules
from regulation.cases.queue import EVERYBODYS

ROUNDS: Final = 20
FILLED: Final = "filled"
"""File in a kept folder that says that its database is filled."""
EVERYTHING: Final = (Role.PLATFORM, Role.REVIEWER, Role.OPERATOR, Role.AUDITOR)

NOT_PAGES: Final[Mapping[str, str]] = {
    "/console/live": "an endless stream",
    "/console/static/{digest}/{name:path}": "files",
    "/console/sign-in/start": "leads to the provider",
    "/console/sign-in/callback": "comes from the provider",
    "/console/sign-in/link/{token}": "asked once, to sign in",
    "/console/sign-in/kept/{form}": "exists while a form waits for a sign-in",
    "/console/terminals/{challenge}": "asked once, to sign a terminal in",
    "/console/audit/export": "a file of the whole audit",
    "/console/cases/{case}/evidence/{digest}": "a file of the evidence",
    "/console/campaigns/{bulk}/accounts.csv": "a file of a whole campaign",
    "/console/accounts/export": "a file of accounts",
    "/console/lists/{name}/export": "a file of a list",
    "/console/runs/{run}/rows.{form}": "a file of a whole run",
}
"""Addresses that are not measured, and why."""

ASKED: Final[Mapping[str, Sequence[str]]] = {
    "/console/accounts": (
        "",
        "?q=厨房",
        "?q=account-0001",
        "?status=banned&by=article",
        "?network=network-00",
        "?by=status",
    ),
    "/console/audit": ("", "?type=request_refused", "?actor=per_000000000007", "?about=account:account-000007"),
    "/console/campaigns": ("", "?status=finished"),
    "/console/certifications": ("", "?field=healthcare"),
    "/console/directives": ("", "?status=done", "?order=label_content"),
    "/console/exposures": ("", "?status=published"),
    "/console/lexicon": ("", "?search=新华", "?name=新华社山野分社&bio=官方"),
    "/console/people": ("", "?status=active"),
    "/console/queue": (*(f"?view={view}" for view in EVERYBODYS), "?kind=appeal&search=account-0001"),
    "/console/reports": ("", "?period={month}"),
    "/console/rumours": ("", "?status=open"),
    "/console/lists/{name}": ("", "?by=state"),
    "/console/runs": ("", "?status=finished", "?commands=register"),
    "/console/runs/{run}": ("", "?outcome=refused"),
    "/console/search": ("", "?q=厨房", "?q=account-000007"),
    "/console/sessions": ("", "?everybody=true"),
    "/console/statistics": ("", "?days=365"),
    "/console/accounts/{account}": ("", "?past=all"),
    "/console/accounts/{account}/what-if": ("", "?what=ban&category=fabrication&days=14"),
}
"""Queries with which a page is asked for, where it takes any; elsewhere it is asked for without."""


@dataclass(frozen=True)
class Served:
    """The product as it is measured: its address, and the processes whose time is counted."""

    pages: httpx2.AsyncClient
    """Browser of the person who is signed in."""
    api: httpx2.AsyncClient
    """The same person's client of the API."""
    process: psutil.Process
    postgres: psutil.Process

    def used(self) -> tuple[float, float]:
        """Return the processor time used by the API and by PostgreSQL so far, in seconds."""
        return _seconds(self.process), sum(map(_seconds, self.postgres.children()))


async def measure() -> Result:
    """Fill a temporary folder and measure every page."""
    with a_folder() as folder:
        return await _measured(folder, ())


async def _measured(folder: Path, parts: Sequence[str]) -> Result:
    filled = folder / FILLED
    with EmbeddedPostgres(folder) as server:
        server.create_database("bench")
        database = Database(server.url("bench"))
        try:
            await migrate(database)
            if not filled.exists():
                await fill(database)
                await _records(database)
                filled.touch()
            assert server.process is not None
            async with _signed_in(database, server.process) as served:
                found = await _times(served, [path for path in await _pages(served) if _wanted(path, parts)])
        finally:
            await database.close()
    return result(sorted(found, key=lambda one: -one.median_ms), ACCOUNTS, CASES)


def _wanted(path: str, parts: Sequence[str]) -> bool:
    return not parts or any(part in path for part in parts)


async def _records(database: Database) -> None:
    async with _api(database) as (port, _):
        first, second = [(await _person(database, name))[1] for name in ("王芳", "李强")]
        _, platform = await keys.create(database, "platform", [Role.PLATFORM], datetime.now(UTC))
        clients = [_client(port, {"Authorization": f"Bearer {key}"}) for key in (first, second, platform)]
        await make(Callers(*clients), database)
        for client in clients:
            await client.aclose()


@asynccontextmanager
async def _api(database: Database) -> AsyncIterator[tuple[int, int]]:
    port = free_port()
    settings = {"STANDING_DATABASE_URL": plain(database.url), "STANDING_API_PORT": str(port)}
    async with a_process("cli", "api", settings=settings) as pid:
        await listening(port)
        yield port, pid


def _client(port: int, headers: Mapping[str, str]) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=dict(headers), timeout=60, trust_env=False)


async def _person(database: Database, name: str) -> tuple[str, str]:
    person, now = people.fresh_id(), datetime.now(UTC)
    await people.execute(database, person, people_rules.add(name, EVERYTHING, None), actor="bench", now=now)
    return person, (await keys.create(database, "bench", EVERYTHING, now, person=person))[1]


@asynccontextmanager
async def _signed_in(database: Database, postgres: psutil.Process) -> AsyncIterator[Served]:
    """Run an API process and sign a person in by a link, as on one machine."""
    async with _api(database) as (port, pid):
        person, key = await _person(database, "何静")
        token = await sign_in_links.make(database, person, datetime.now(UTC), actor="bench")
        browser = {"Accept-Language": "zh-CN", "Sec-Fetch-Site": "same-origin"}
        async with _client(port, browser) as pages, _client(port, {"Authorization": f"Bearer {key}"}) as api:
            answer = await pages.post(f"/console/sign-in/link/{token}", data={})
            pages.headers["Cookie"] = f"{COOKIE}={answer.cookies[COOKIE]}"
            yield Served(pages, api, psutil.Process(pid), postgres)


async def _pages(served: Served) -> list[str]:
    """Return every address to ask for, as the router names the pages."""
    examples = await _examples(served)
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, Route)]
    month = f"{datetime.now(SHANGHAI):%Y-%m}"
    paths = dict.fromkeys(route.path for route in routes if "GET" in (route.methods or ()))
    return [
        address
        for path in paths
        if path not in NOT_PAGES
        for filled in _filled(path, examples)
        for address in [f"{filled}{query.format(month=month)}" for query in ASKED.get(path, ("",))]
    ] + examples["holder"]


def _filled(path: str, examples: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the path with examples in place of its parameters.

    Raises:
        RuntimeError: when a new page has a parameter of which there is no example.
    """
    names = re.findall(r"{(\w+)}", path)
    for name in names:
        if not examples.get(f"{path} {name}", examples.get(name)):
            raise RuntimeError(f"{path}: bench/console_pages.py has no example of {name}")
    for values in product(*(examples.get(f"{path} {name}", examples.get(name, ())) for name in names)):
        filled = path
        for name, value in zip(names, values, strict=True):
            filled = filled.replace(f"{{{name}}}", value)
        yield filled


async def _examples(served: Served) -> dict[str, list[str]]:
    """Return examples of what stands in an address, the worst first; of one page alone under its path."""
    rich = name_of(0)

    async def first(path: str, items: str, name: str = "id") -> list[str]:
        answer = await served.api.get(path)
        answer.raise_for_status()
        return [str(one[name]) for one in answer.json()[items][:1]]

    link = await served.api.post(f"/v1/accounts/{rich}/status-links", json={})
    link.raise_for_status()
    return {
        "account": [rich, name_of(7), name_of(20_000)],
        "/console/accounts/{account}/act/{name} account": [rich],
        "/console/accounts/{account}/act/{name} name": ["ban", "close"],
        "bulk": ["campaign-00", "campaign-01"],
        "/console/campaigns/{bulk}/reversal bulk": ["campaign-00"],
        "case": [one for kind in CaseKind for one in await first(f"/v1/cases?kind={kind.value}&limit=1", "cases")],
        "/console/cases/{case}/next case": await first("/v1/cases?limit=1", "cases"),
        "cluster": await first("/v1/coordination/clusters?limit=1", "clusters"),
        "directive": await first("/v1/directives?limit=1", "directives"),
        "emblem": ["emblem-00"],
        "network": ["network-00", "network-01"],
        "number": await first("/v1/exposures?limit=1", "exposures"),
        "person": await first("/v1/people?limit=1", "people"),
        "report": await first("/v1/reports?limit=1", "reports"),
        "/console/reports/{report}/files/{name} name": ["report.pdf"],
        "run": ["run-00", "run-01"],
        "rumour": ["rumour-000", "rumour-001"],
        "seq": [str(AUDIT)],
        "/console/lists/{name} name": ["actions", "violations", "bans", "certifications", "appeals"],
        "webhook": ["hook-00", "hook-01"],
        "holder": [urlsplit(link.json()["url"]).path],
    }


async def _times(served: Served, addresses: Sequence[str]) -> list[Measured]:
    """Ask for every page once, each the first of its kind in the process; then for each as often as is measured."""
    first = {address: await _asked(served, address) for address in addresses}
    return [await _page(served, address, *first[address]) for address in addresses]


async def _page(served: Served, address: str, cold_ms: float, size: int) -> Measured:
    before, times = served.used(), list[float]()
    for _ in range(ROUNDS):
        times.append((await _asked(served, address))[0])
    api, database = (1000 * (after - began) / ROUNDS for after, began in zip(served.used(), before, strict=True))
    return Measured(
        page=address,
        median_ms=round(median(times), 1),
        p95_ms=round(sorted(times)[math.ceil(0.95 * ROUNDS) - 1], 1),
        cold_ms=round(cold_ms, 1),
        api_cpu_ms=round(api, 1),
        database_cpu_ms=round(database, 1),
        kib=round(size / 1024),
        holds=median(times) < GOAL_MS,
    )


async def _asked(served: Served, address: str) -> tuple[float, int]:
    progress(address)
    began = perf_counter()
    answer = await served.pages.get(address)
    took = 1000 * (perf_counter() - began)
    if answer.status_code not in {200, 303}:
        raise RuntimeError(f"{address}: {answer.status_code} {answer.text[:500]}")
    return took, len(answer.content)


def _seconds(process: psutil.Process) -> float:
    """Return the processor time of a process so far; none for one that has ended."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system


async def _kept(folder: Path, parts: Sequence[str]) -> None:
    print((await _measured(folder, parts)).line())


if __name__ == "__main__":
    asyncio.run(_kept(Path(sys.argv[1]), sys.argv[2:]))
    sys.stdout.flush()
    os._exit(0)  # Temporal's SDK sometimes aborts while the interpreter ends
