"""The database is away: refused by default; answered from before where the platform has named the privilege."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx2
import pytest

from api.app import create_app
from embedded import EmbeddedPostgres
from ledger import keys
from ledger.store.database import Database
from ledger.store.migrating import migrate
from models.roles import Role
from tests.api.conftest import MORNING, Clock, resident_id, settings_for
from tests.api.test_problems import require_problem
from tests.standstill import standstill

NAMED = {"stale_privileges": ("publish", "publish.finance"), "stale_within_s": 30.0}
BAN = {"category": "fabrication", "duration": "P7D"}
_databases = count(1)


@dataclass
class House:
    """A server that may be killed, an application over it, and its operator."""

    server: EmbeddedPostgres
    client: httpx2.AsyncClient
    seconds: list[float]
    """What has passed, for keys and standings that are kept."""

    async def ask(self, account: str, privilege: str = "publish", **more: Any) -> httpx2.Response:
        return await self.client.post("/v1/decisions", json={"account": account, "privilege": privilege, **more})

    async def batch(self, *items: Any) -> httpx2.Response:
        return await self.client.post("/v1/decisions/batch", json={"items": items})

    async def known(self, account: str, ban: bool = False) -> str:
        body = {"account": account, "kind": "individual", "holder": {"resident_id": resident_id()}, "name": "甲"}
        assert (await self.client.post("/v1/accounts", json=body)).status_code == 201
        if ban:
            assert (await self.client.post(f"/v1/accounts/{account}/bans", json=BAN)).status_code == 201
        while "snapshots_kept 0.0" in (await self.client.get("/metrics")).text or not await self.kept(account):
            assert (await self.ask(account)).status_code == 200
        return account

    async def kept(self, account: str) -> bool:
        hits = await self.measured('snapshots_total{from="hit"}')
        await self.ask(account)
        return await self.measured('snapshots_total{from="hit"}') > hits

    async def lose(self) -> None:
        """Kill the server, and wait until the application has noticed."""
        before = await self.measured("snapshots_emptied_total")
        await asyncio.to_thread(self.server.kill)
        now = before
        while now == before:
            await asyncio.sleep(0.01)
            now = await self.measured("snapshots_emptied_total")

    async def measured(self, name: str) -> float:
        lines = (await self.client.get("/metrics")).text.splitlines()
        return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"standing_api_{name} "))


@pytest.fixture(scope="module")
async def killable(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    """A server that these tests may kill. Only the process dies: what it has written, the kernel has."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("away"), tuning={"fsync": "off"})
    yield server
    await asyncio.to_thread(server.stop)


@asynccontextmanager
async def house(server: EmbeddedPostgres, **settings: Any) -> AsyncIterator[House]:
    await asyncio.to_thread(server.start)
    name = f"away_{next(_databases)}"
    await asyncio.to_thread(server.create_database, name)
    database = Database(server.url(name), pool_size=1, times_given=True)
    await migrate(database)
    _, secret = await keys.create(database, "operator", [Role.OPERATOR], MORNING)
    await database.close()
    seconds = [0.0]
    app = create_app(settings_for(server.url(name), **settings), clock=Clock(), elapsed=lambda: seconds[0])
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app),
            base_url="http://standing.test",
            headers={"Authorization": f"Bearer {secret}"},
        ) as client,
    ):
        yield House(server, client, seconds)


def require_503(answer: httpx2.Response) -> None:
    require_problem(answer, "database-away")
    assert answer.headers["retry-after"] == "2"


async def test_by_default_everything_is_refused_with_503(killable: EmbeddedPostgres) -> None:
    """Also what was in memory a moment ago: nobody has decided that it may be used."""
    async with house(killable) as here:
        account = await here.known("a")
        await here.lose()
        require_503(await here.ask(account))
        require_503(await here.client.post("/v1/decisions/publish", json={"account": account, "draft": {}}))
        require_503(await here.batch({"account": account, "privilege": "publish"}, {"account": account}))
        lines = f'{{"account": "{account}", "privilege": "publish"}}\n{{}}\n'
        form = {"Content-Type": "application/x-ndjson"}
        streamed = (await here.client.post("/v1/decisions/stream", content=lines, headers=form)).text
        assert ['"code":"database_away"' in line for line in streamed.splitlines()] == [True, False]
        assert await here.measured('snapshots_total{from="stale"}') == 0


async def test_a_named_privilege_is_answered_from_before_and_says_so(killable: EmbeddedPostgres) -> None:
    """With its age in the answer and a count in the measures; when the database is back, from there again."""
    async with house(killable, **NAMED) as here:
        free, banned = await here.known("free"), await here.known("banned", ban=True)
        await here.lose()
        here.seconds[0] = 12.5
        allowed, refused = (await here.ask(free)).json(), (await here.ask(banned, at_least_version=2)).json()
        assert (allowed["answer"], allowed["stale_s"], allowed["version"]) == ("allowed", 12.5, 1)
        assert (refused["answer"], refused["stale_s"], refused["version"]) == ("refused", 12.5, 2)
        drafted = await here.client.post(
            "/v1/decisions/publish", json={"account": free, "draft": {"fields": ["finance"]}}
        )
        assert (drafted.json()["answer"], drafted.json()["stale_s"]) == ("refused", 12.5)
        assert await here.measured('snapshots_total{from="stale"}') == 3
        await asyncio.to_thread(killable.start)
        found = allowed
        while found["stale_s"] is not None:
            await asyncio.sleep(0.01)
            found = (await here.ask(free)).json()
        assert found["answer"] == "allowed"


async def test_a_database_that_stands_still_is_away_too(killable: EmbeddedPostgres) -> None:
    """SIGSTOP: nothing is refused, and nothing answers. The watch notices within its deadline; then the same counts as
    for a database that is gone, also for many who ask at the same time.
    """
    async with house(killable, **NAMED, database_read_s=0.5) as here:
        account = await here.known("a")
        before = await here.measured("snapshots_emptied_total")
        with standstill(killable):
            now = before
            while now == before:
                await asyncio.sleep(0.01)
                now = await here.measured("snapshots_emptied_total")
            here.seconds[0] = 12.5
            for answer in await asyncio.wait_for(asyncio.gather(*(here.ask(account) for _ in range(100))), 60):
                assert (answer.json()["answer"], answer.json()["stale_s"]) == ("allowed", 12.5)
            require_503(await here.ask(account, "be_recommended"))
            require_503(await here.client.get("/readyz"))
            here.seconds[0] = 31.0
            require_503(await here.ask(account))
        found: dict[str, Any] = {"stale_s": 0}
        while found.get("stale_s", 0) is not None:
            await asyncio.sleep(0.01)
            found = (await here.ask(account)).json()
        assert found["answer"] == "allowed"


async def test_what_was_not_named_or_not_known_is_refused(killable: EmbeddedPostgres) -> None:
    """Another privilege, a draft that touches one, another instant, a newer version, an account not in memory."""
    async with house(killable, **NAMED) as here:
        account = await here.known("a")
        await here.lose()
        for refused in (
            {"privilege": "be_recommended"},
            {"privilege": "publish", "at": "2026-03-10T17:00:00+08:00"},
            {"privilege": "publish", "at": "2026-04-10T17:00:00+08:00"},
            {"privilege": "publish", "as_of": "2026-03-10T17:00:00+08:00"},
            {"privilege": "publish", "at_least_version": 2},
            {"privilege": "publish", "account": "b"},
        ):
            require_503(await here.client.post("/v1/decisions", json={"account": account, **refused}))
        justice = {"account": account, "draft": {"fields": ["finance", "justice"]}}
        require_503(await here.client.post("/v1/decisions/publish", json=justice))
        require_503(await here.client.get(f"/v1/accounts/{account}/standing"))
        require_503(await here.client.post(f"/v1/accounts/{account}/bans", json=BAN))
        assert await here.measured('snapshots_total{from="stale"}') == 0


async def test_in_a_batch_each_item_is_answered_as_the_policy_says(killable: EmbeddedPostgres) -> None:
    """Those that may be are, those that may not are to be asked again, bad ones are explained; in their order."""
    async with house(killable, **NAMED) as here:
        account = await here.known("a")
        await here.lose()
        answer = await here.batch(
            {"account": account, "privilege": "monetize.live_gifts"},
            {"account": account, "privilege": "publish"},
            {"account": account, "privilege": "fly"},
            {"account": account, "draft": {}},
            {"account": "nobody-knows", "privilege": "publish"},
        )
        found = answer.json()["answers"]
        assert [one["answer"] for one in found] == ["unavailable", "allowed", "invalid", "allowed", "unavailable"]
        assert [one.get("code") for one in found if one["answer"] == "unavailable"] == ["database_away"] * 2
        assert [one["stale_s"] for one in found if one["answer"] == "allowed"] == [0.0, 0.0]


async def test_what_is_older_than_the_limit_is_refused_and_so_is_the_key(killable: EmbeddedPostgres) -> None:
    """Up to the last instant it is served; after it 503, until the database says something newer."""
    async with house(killable, **NAMED) as here:
        account = await here.known("a")
        await here.lose()
        here.seconds[0] = 30.0
        assert (await here.ask(account)).json()["stale_s"] == 30.0
        here.seconds[0] = 30.001
        require_503(await here.ask(account))
        require_503(await here.batch({"account": account, "privilege": "publish"}))
        here.seconds[0] = 32.0
        require_503(await here.ask(account))
