"""The database goes away and comes back: 503 meanwhile, then all goes on; one with another key is refused."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.app import create_app
from embedded import EmbeddedPostgres
from ledger.database import Database
from ledger.migrating import migrate
from models.roles import Role
from settings import Settings
from tests.api.conftest import Api, Clock, opened, resident_id
from tests.api.test_problems import require_problem

BAN = {"category": "fabrication", "duration": "P7D"}


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[EmbeddedPostgres]:
    """A server that this test alone may kill."""
    server = EmbeddedPostgres(tmp_path)
    await asyncio.to_thread(server.start)
    await asyncio.to_thread(server.create_database, "standing")
    database = Database(server.url("standing"), times_given=True)
    await migrate(database)
    await database.close()
    yield server
    await asyncio.to_thread(server.stop)


async def require_away(api: Api, account: str) -> None:
    for method, path, body in (
        ("GET", f"/v1/accounts/{account}/standing", None),
        ("POST", f"/v1/accounts/{account}/bans", BAN),
        ("POST", "/v1/decisions", {"account": account, "privilege": "publish"}),
        ("GET", "/readyz", None),
    ):
        answer = await api.operator.request(method, path, json=body)
        require_problem(answer, "database-away")
        assert answer.headers["retry-after"] == "2"
    assert (await api[None].get("/healthz")).status_code == 200


@pytest.mark.chaos
@pytest.mark.parametrize("how", ["kill", "stop"])
async def test_a_database_that_ends_is_503_until_it_is_back(own: EmbeddedPostgres, how: str) -> None:
    """Nothing hangs, nothing is lost, and the same process goes on with a fresh connection by itself."""
    async with opened(own.url("standing"), Clock()) as api:
        account = await api.registered()
        await asyncio.to_thread(getattr(own, how))
        await require_away(api, account)
        await asyncio.to_thread(own.start)
        headers = {"Idempotency-Key": "across-the-outage"}
        done = await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN, headers=headers)
        assert (done.status_code, done.json()["version"]) == (201, 2)
        assert (await api[None].get("/readyz")).json()["outbox"]["facts"] == 2


@pytest.mark.chaos
async def test_commands_through_a_kill_are_carried_out_once_each(own: EmbeddedPostgres) -> None:
    """Callers who repeat with the same key until they are answered leave exactly one fact each, kill or no kill."""
    async with opened(own.url("standing"), Clock()) as api:
        account = await api.registered()
        answered: list[int] = []
        under_way = asyncio.Event()

        async def insist(place: int) -> None:
            body = {"id": f"v{place}", "category": "missing_source", "consequences": "none"}
            headers = {"Idempotency-Key": f"insist-{place}"}
            for _ in range(2_000):
                answer = await api.operator.post(f"/v1/accounts/{account}/violations", json=body, headers=headers)
                if answer.status_code != 503:
                    answered.append(answer.status_code)
                    if len(answered) == 20:
                        under_way.set()
                    return
                require_problem(answer, "database-away")
                await asyncio.sleep(0.05)

        async def interrupt() -> None:
            await under_way.wait()
            await asyncio.to_thread(own.kill)
            await asyncio.to_thread(own.start)

        await asyncio.gather(interrupt(), *(insist(place) for place in range(120)))
        assert answered == [201] * 120
        facts = (await api.operator.get(f"/v1/accounts/{account}/facts?limit=500")).json()["facts"]
        assert sorted(fact["body"].get("id", "") for fact in facts) == sorted(["", *(f"v{n}" for n in range(120))])


async def test_another_holder_key_is_noticed_before_it_does_harm(database_url: str) -> None:
    """A process with the wrong key says so and registers nobody: it would recognise no holder (article 7)."""
    clock = Clock()
    async with opened(database_url, clock) as api:
        await api.registered()
        async with opened(database_url, clock, holder_key="x" * 32) as other:
            body = {"account": "new", "kind": "individual", "holder": {"resident_id": resident_id()}, "name": "甲"}
            require_problem(await other.operator.post("/v1/accounts", json=body), "wrong-holder-key")
            require_problem(await other[None].get("/readyz"), "wrong-holder-key")
        assert (await api[Role.AUDITOR].get("/v1/accounts/new")).status_code == 404


def test_without_a_database_there_is_no_application() -> None:
    """A composition root names one; nothing is guessed."""
    with pytest.raises(ValueError, match="STANDING_DATABASE_URL"):
        create_app(Settings())
