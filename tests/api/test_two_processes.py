"""Two API processes on one database: what one has answered the other knows, listening or not."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from embedded import free_port
from ledger import keys
from ledger.store.database import Database
from models.roles import Role
from tests.api.conftest import HOLDER_KEY, MORNING, resident_id

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]
ACCOUNTS = tuple(f"account-{n}" for n in range(8))
ROUNDS = 25

_LISTENERS = """
    FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'standing watch'
"""
KILL = text(f"SELECT count(*) FROM (SELECT pg_terminate_backend(pid) {_LISTENERS}) AS killed")
LISTENERS = text(f"SELECT count(*) {_LISTENERS}")
BACKENDS = text(f"SELECT pid {_LISTENERS}")


@asynccontextmanager
async def process(url: str, log: Path, **more: str) -> AsyncIterator[str]:
    """`standing api` as a person starts it; the address at which it answers."""
    port = free_port()
    surroundings = {
        **os.environ,
        "STANDING_DATABASE_URL": url,
        "STANDING_HOLDER_KEY": HOLDER_KEY,
        "STANDING_API_PORT": str(port),
        "STANDING_DATABASE_POOL_SIZE": "4",
        **more,
    }
    with log.open("wb") as output:
        started = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "cli", "api", cwd=ROOT, env=surroundings, stdout=output, stderr=output
        )
        try:
            address = f"http://127.0.0.1:{port}"
            async with httpx2.AsyncClient() as client:
                while not await _ready(client, address):
                    assert started.returncode is None, await asyncio.to_thread(log.read_text)
                    await asyncio.sleep(0.05)
            yield address
        finally:
            if started.returncode is None:
                started.terminate()
            await started.wait()


async def _ready(client: httpx2.AsyncClient, address: str) -> bool:
    try:
        return (await client.get(f"{address}/readyz")).status_code == 200
    except httpx2.TransportError:
        return False


@pytest.fixture
async def two(database: Database, tmp_path: Path) -> AsyncIterator[tuple[httpx2.AsyncClient, httpx2.AsyncClient]]:
    """A client of each, as operator; the accounts are registered."""
    _, secret = await keys.create(database, "operator", [Role.OPERATOR], MORNING)
    headers = {"Authorization": f"Bearer {secret}"}
    async with (
        process(database.url, tmp_path / "one.log") as one,
        process(database.url, tmp_path / "two.log") as other,
        httpx2.AsyncClient(base_url=one, headers=headers, timeout=60) as first,
        httpx2.AsyncClient(base_url=other, headers=headers, timeout=60) as second,
    ):
        for account in ACCOUNTS:
            body = {"account": account, "kind": "individual", "holder": {"resident_id": resident_id()}, "name": "甲"}
            assert (await first.post("/v1/accounts", json=body)).status_code == 201
        yield first, second


async def measured(client: httpx2.AsyncClient, name: str) -> float:
    lines = (await client.get("/metrics")).text.splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"standing_api_{name} "))


async def bans_come_and_go(account: str, at: httpx2.AsyncClient, others: tuple[httpx2.AsyncClient, ...]) -> None:
    """Ban and overturn in turn; after each, every process is asked with the version that the command has told."""
    for place in range(ROUNDS):
        for path, body, right in (
            ("bans", {"id": f"b{place}", "category": "fabrication", "duration": "P7D"}, "refused"),
            (f"bans/b{place}/overturn", {}, "allowed"),
        ):
            done = await at.post(f"/v1/accounts/{account}/{path}", json=body)
            assert done.status_code in {200, 201}, done.text
            version = done.json()["version"]
            ask = {"account": account, "privilege": "publish", "at_least_version": version}
            for client in others:
                alone = (await client.post("/v1/decisions", json=ask)).json()
                draft = {"account": account, "draft": {}, "at_least_version": version}
                batch = (await client.post("/v1/decisions/batch", json={"items": [ask, draft]})).json()
                for found in (alone, *batch["answers"]):
                    assert found["version"] >= version, found
                    assert found["answer"] == right, found


async def reading_all_the_while(client: httpx2.AsyncClient, done: asyncio.Event) -> None:
    """Questions that name no version, so that both memories are full of standings about to change."""
    items = [{"account": account, "privilege": "publish"} for account in ACCOUNTS]
    newest = dict.fromkeys(ACCOUNTS, 0)
    while not done.is_set():
        for found in (await client.post("/v1/decisions/batch", json={"items": items})).json()["answers"]:
            newest[found["account"]] = max(newest[found["account"]], found["version"])


@pytest.mark.parametrize("killed", [False, True], ids=["listening", "while the listeners are killed"])
async def test_no_verdict_is_older_than_the_version_asked_for(
    two: tuple[httpx2.AsyncClient, httpx2.AsyncClient], database: Database, killed: bool
) -> None:
    """Whichever process carried out the command, both answer at its version or a newer one, and rightly."""
    done, kills = asyncio.Event(), count()

    async def kill() -> None:
        while not done.is_set():
            async with database.transaction() as connection:
                for _ in range((await connection.execute(KILL)).scalar_one()):
                    next(kills)

    async def stream() -> None:
        turns = (bans_come_and_go(account, two[n % 2], two) for n, account in enumerate(ACCOUNTS))
        try:
            await asyncio.gather(*turns)
        finally:
            done.set()

    readers = (reading_all_the_while(client, done) for client in two)
    await asyncio.gather(stream(), *readers, *((kill(),) if killed else ()))
    if killed:
        assert next(kills) >= 2
        assert await measured(two[0], "snapshots_emptied_total") >= 1
        assert await measured(two[1], "snapshots_emptied_total") >= 1
    else:
        assert await measured(two[1], 'snapshots_total{from="hit"}') > 0
        assert await measured(two[1], "snapshots_dropped_total") > 0


@asynccontextmanager
async def deaf(database: Database) -> AsyncIterator[None]:
    """The listening connections stand open and say nothing, as when the network has lost them."""
    async with database.transaction() as connection:
        backends = (await connection.execute(BACKENDS)).scalars().all()
    assert len(backends) == 2
    for backend in backends:
        os.kill(backend, signal.SIGSTOP)
    try:
        yield
    finally:
        for backend in backends:
            os.kill(backend, signal.SIGCONT)


async def test_a_process_that_hears_nothing_answers_at_the_version_asked_for_and_soon_forgets(
    two: tuple[httpx2.AsyncClient, httpx2.AsyncClient], database: Database
) -> None:
    """An outdated standing in memory is passed over; and without a sign of life it is not kept for long."""
    first, second = two
    asks = [{"account": account, "privilege": "publish"} for account in ACCOUNTS]
    while await measured(second, "snapshots_kept") < len(ACCOUNTS):
        await second.post("/v1/decisions/batch", json={"items": asks})
    async with deaf(database):
        for ask in asks:
            ban = {"category": "fabrication", "duration": "P7D"}
            version = (await first.post(f"/v1/accounts/{ask['account']}/bans", json=ban)).json()["version"]
            alone = (await second.post("/v1/decisions", json={**ask, "at_least_version": version})).json()
            assert (alone["answer"], alone["version"]) == ("refused", version)
            own = (await first.post("/v1/decisions", json=ask)).json()
            assert (own["answer"], own["version"]) == ("refused", version)
        for ask in asks:
            while (await second.post("/v1/decisions", json=ask)).json()["answer"] != "refused":
                pass


async def test_a_change_reaches_the_other_process_without_being_asked_for(
    two: tuple[httpx2.AsyncClient, httpx2.AsyncClient], database: Database
) -> None:
    """A standing in the other's memory goes with the notice, also after its listener was killed and has come back."""
    first, second = two
    ask = {"account": ACCOUNTS[0], "privilege": "publish"}

    async def kept() -> None:
        while await measured(second, "snapshots_kept") == 0:
            await second.post("/v1/decisions", json=ask)

    for place in range(2):
        await kept()
        ban = {"id": f"b{place}", "category": "fabrication", "duration": "P7D"}
        version = (await first.post(f"/v1/accounts/{ACCOUNTS[0]}/bans", json=ban)).json()["version"]
        while (found := (await second.post("/v1/decisions", json=ask)).json())["version"] < version:
            pass
        assert found["answer"] == "refused"
        async with database.transaction() as connection:
            assert (await connection.execute(KILL)).scalar_one() == 2
        while True:
            async with database.transaction() as connection:
                if (await connection.execute(LISTENERS)).scalar_one() == 2:
                    break
