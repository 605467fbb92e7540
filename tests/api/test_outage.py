"""The database goes away and comes back: 503 meanwhile, then all goes on; one with another key is refused."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api.app import create_app
from api.events.streaming import Wanted, streamed
from api.http.lasting import Admission
from api.http.permissions import ROLES_OF
from embedded import EmbeddedPostgres
from ledger.store.database import Database
from ledger.store.migrating import migrate
from models.roles import Role
from settings import Settings
from tests.api.conftest import Api, Clock, opened, resident_id
from tests.api.test_problems import require_problem
from tests.standstill import standstill

BAN = {"category": "fabrication", "duration": "P7D"}

pytestmark = pytest.mark.long


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[EmbeddedPostgres]:
    """A server that this test alone may kill. Only the process dies: what it has written the kernel has."""
    server = EmbeddedPostgres(tmp_path, tuning={"fsync": "off"})
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


async def goes_on(api: Api, account: str) -> None:
    """Wait until the request that probes the server, perhaps one of the process itself, has its answer."""
    for _ in range(100):
        if (await api.operator.get(f"/v1/accounts/{account}/facts")).status_code == 200:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the API does not go on")


async def test_a_database_that_stands_still_is_503_until_it_goes_on(own: EmbeddedPostgres) -> None:
    """SIGSTOP: no connection is refused, and yet every answer comes; then all goes on by itself. A command that was
    answered with 503 is recorded once, however often it is repeated.
    """
    deadlines: dict[str, Any] = {
        "database_read_s": 0.5,
        "database_statement_s": 1,
        "database_lock_s": 1,
        "database_work_s": 1,
    }
    async with opened(own.url("standing"), Clock(), **deadlines, probe_s=0.5) as api:
        account = await api.registered()
        headers = {"Idempotency-Key": "across-the-standstill"}
        with standstill(own):
            await asyncio.wait_for(require_away(api, account), 60)
            for _ in range(3):
                answer = await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN, headers=headers)
                require_problem(answer, "database-away")
        await goes_on(api, account)
        for replayed in (False, True):
            done = await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN, headers=headers)
            assert (done.status_code, done.json()["version"]) == (201, 2)
            assert ("idempotent-replayed" in done.headers) is replayed
        assert (await api[None].get("/readyz")).json()["outbox_depth"] == 2


async def test_a_stream_ends_when_the_database_stands_still(own: EmbeddedPostgres) -> None:
    """Its reader is told so, comes back with the last number it has seen, and misses nothing."""
    deadlines: dict[str, Any] = {
        "database_read_s": 0.5,
        "database_statement_s": 1,
        "database_lock_s": 1,
        "database_work_s": 1,
    }
    async with opened(own.url("standing"), Clock(), **deadlines) as api:
        app_state = api.app.state.app_state
        admission = Admission(
            lambda: app_state.authentication.admit(f"Bearer {api.secrets[Role.AUDITOR]}", ROLES_OF["list_events"])
        )
        stream = streamed(
            app_state.database, app_state.feed_tail, Wanted(), after=0, admission=admission, request_id="req_1"
        )
        assert await anext(stream) == b": the feed of Standing\n\n"
        await api.registered()
        assert b"account.registered" in await anext(stream)
        with standstill(own):
            said = [line async for line in stream]
        assert said[-1] == b": the database is away; reconnect with Last-Event-ID\n\n"


async def test_a_lock_that_is_held_for_long_is_504_and_nothing_is_recorded(database_url: str) -> None:
    """The database is there: a caller who waits for somebody else's lock is told so, within the deadline."""
    async with opened(database_url, Clock(), database_lock_s=0.3) as api:
        account = await api.registered()
        async with api.database.transaction() as connection:
            await connection.execute(text("SELECT * FROM standings FOR UPDATE"))
            answer = await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN)
            require_problem(answer, "deadline-exceeded")
            assert (answer.status_code, answer.headers["retry-after"]) == (504, "2")
        done = await api.operator.post(f"/v1/accounts/{account}/bans", json=BAN)
        assert (done.status_code, done.json()["version"]) == (201, 2)


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
