"""PostgreSQL and Temporal are paused under a running worker and a running API (SIGSTOP, then SIGCONT). Nothing is lost,
nothing happens twice, and every process continues by itself.
"""

import asyncio
import os
import signal
import sys
from time import monotonic

import httpx2
import pytest

from embedded import free_port
from ledger import keys
from models.roles import Role
from tests.api.conftest import MORNING, resident_id
from tests.chaos.house import DEADLINE_S, ROOT, House
from tests.standstill import standstill
from tests.workflows.world import until

SHORT = {
    "STANDING_DATABASE_READ_S": "1",
    "STANDING_DATABASE_LOCK_S": "2",
    "STANDING_DATABASE_STATEMENT_S": "2",
    "STANDING_DATABASE_WORK_S": "2",
    "STANDING_DATABASE_SLICE_S": "5",
    "STANDING_PROBE_S": "1",
    "STANDING_TEMPORAL_CONNECT_S": "2",
    "STANDING_TEMPORAL_CALL_S": "2",
    "STANDING_RELAY_ROUND_S": "1",
}


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SHORT.items():
        monkeypatch.setenv(name, value)


async def test_the_worker_outlives_a_database_that_stands_still(house: House) -> None:
    """Bans end meanwhile; the same worker records their ends once the server continues."""
    accounts = await house.register("a", "b")
    worker = house.start_worker()
    for account in accounts:
        await house.ban(account, 1)
    await house.nothing_waits()
    await house.every_lifecycle_agrees()
    for account in accounts:
        await house.ban(account, 2)
    since = len(house.said())
    with standstill(house.postgres):
        await house.says("PostgreSQL", since)  # did not answer within, or has not answered for
        await house.says("the database is unavailable", since)
    await house.all_is_well()
    assert worker.poll() is None


async def test_facts_wait_while_temporal_stands_still_and_are_told_once_it_goes_on(house: House) -> None:
    """Verdicts and bans need no Temporal. The relay's rounds end, so that the rows of the outbox do not stay locked."""
    accounts = await house.register(*(f"a{number}" for number in range(40)))
    worker = house.start_worker()
    await house.nothing_waits()
    since = len(house.said())
    with standstill(house.temporal):
        for account in accounts:
            await house.ban(account, 1)
        await house.says("facts and entries wait in the outbox", since)
        await house.every_boundary_is_recorded_once()
        since = len(house.said())
        await house.says("facts and entries wait in the outbox", since)  # again: the previous round has ended
    await house.all_is_well()
    assert worker.poll() is None


async def test_a_worker_is_stopped_in_order_while_they_stand_still(house: House) -> None:
    """Processes restarted during an outage end without being killed."""
    await house.register("a")
    worker = house.start_worker()
    await house.nothing_waits()
    with standstill(house.postgres, house.temporal):
        worker.send_signal(signal.SIGTERM)
        assert await house.ended(worker) == 0
    house.start_worker()
    await house.all_is_well()


async def test_a_worker_that_starts_while_temporal_stands_still_works_once_it_goes_on(house: House) -> None:
    """A connection that is accepted and never answered is given up, and tried again."""
    await house.register("a")
    with standstill(house.temporal):
        since = len(house.said())
        house.start_worker()
        await house.says("Temporal is unavailable", since)
    await house.nothing_waits()
    await house.all_is_well()


async def test_an_api_process_answers_in_time_while_everything_stands_still(house: House) -> None:
    """Every answer of the real process arrives; a command refused with 503 is recorded once when it is repeated."""
    _, secret = await keys.create(house.database, "test", [Role.OPERATOR, Role.PLATFORM], MORNING)
    port = free_port()
    surroundings = {
        "STANDING_DATABASE_URL": house.postgres.url(house.name),
        "STANDING_HOLDER_KEY": "k" * 32,
        "STANDING_API_PORT": str(port),
    }
    serving = "import asyncio, settings; from api.server import serve; asyncio.run(serve(settings.load_settings()))"
    api = await asyncio.create_subprocess_exec(sys.executable, "-c", serving, cwd=ROOT, env=os.environ | surroundings)
    try:
        async with httpx2.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", timeout=DEADLINE_S, headers={"Authorization": f"Bearer {secret}"}
        ) as client:
            await until(lambda: _answers(client), "the API answers", deadline_s=DEADLINE_S)
            account = await _registered(client)
            question = {"account": account, "privilege": "publish"}
            ban = {"id": "b1", "category": "fabrication", "duration": "P7D"}
            asked = (
                ("GET", "/readyz", None),
                ("POST", "/v1/decisions", question),
                ("POST", f"/v1/accounts/{account}/bans", ban),
                ("GET", f"/v1/accounts/{account}/standing", None),
                ("GET", "/v1/events?wait=60", None),
            )
            headers = {"Idempotency-Key": "through-the-standstill"}
            with standstill(house.postgres, house.temporal):
                began = monotonic()
                answers = await asyncio.gather(
                    *(client.request(method, path, json=body, headers=headers) for method, path, body in asked)
                )
                assert [answer.status_code for answer in answers] == [503] * len(asked)
                assert {answer.headers["retry-after"] for answer in answers} == {"2"}
                assert monotonic() - began < DEADLINE_S
                assert (await client.get("/healthz")).status_code == 200
            for replayed in (False, True):
                done = await client.post(f"/v1/accounts/{account}/bans", json=ban, headers=headers)
                assert (done.status_code, done.json()["version"]) == (201, 2)
                assert ("idempotent-replayed" in done.headers) is replayed
            assert (await client.post("/v1/decisions", json=question)).json()["answer"] == "refused"
            assert (await client.get("/readyz")).status_code == 200
    finally:
        api.terminate()
        await asyncio.wait_for(api.wait(), DEADLINE_S)


async def _answers(client: httpx2.AsyncClient) -> bool:
    try:
        return (await client.get("/readyz")).status_code == 200
    except httpx2.ConnectError:
        return False


async def _registered(client: httpx2.AsyncClient) -> str:
    body = {"account": "api-1", "kind": "individual", "holder": {"resident_id": resident_id()}, "name": "山野厨房"}
    answer = await client.post("/v1/accounts", json=body)
    assert answer.status_code == 201, answer.text
    return "api-1"
