"""The API over a real socket: it serves, and when it is asked to stop it finishes what it has begun."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest
from sqlalchemy import text

from api.server import ServerFailedError, serve
from embedded import free_port
from ledger import keys
from ledger.store.database import Database
from ledger.store.holder_key import WrongHolderKeyError, require_same_key
from models.roles import Role
from tests.api.conftest import MORNING, resident_id, settings_for

BAN = {"category": "fabrication", "duration": "P7D"}


@asynccontextmanager
async def serving(url: str) -> AsyncIterator[tuple[httpx2.AsyncClient, "asyncio.Task[None]"]]:
    """A server with an operator's client."""
    database = Database(url, pool_size=1, times_given=True)
    _, secret = await keys.create(database, "operator", [Role.OPERATOR], MORNING)
    await database.close()
    settings = settings_for(url, api_port=free_port(), shutdown_grace_s=30)
    ready = asyncio.Event()
    task = asyncio.create_task(serve(settings, on_ready=ready.set))
    done, _ = await asyncio.wait((task, asyncio.create_task(ready.wait())), return_when=asyncio.FIRST_COMPLETED)
    assert task not in done, task.exception()
    headers = {"Authorization": f"Bearer {secret}"}
    async with httpx2.AsyncClient(
        base_url=f"http://127.0.0.1:{settings.api_port}", headers=headers, timeout=30
    ) as client:
        yield client, task
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def account() -> dict[str, object]:
    return {"account": "one", "kind": "individual", "holder": {"resident_id": resident_id()}, "name": "甲"}


async def test_it_serves_over_a_socket(database_url: str) -> None:
    """Registration, ban, decision and a problem, through uvicorn and its parser."""
    async with serving(database_url) as (client, _):
        ready = (await client.get("/readyz")).json()
        assert (ready["status"], ready["workers"]) == ("without_worker", 0)
        made = await client.post("/v1/accounts", json=account())
        assert (made.status_code, made.headers["etag"]) == (201, '"1"')
        assert (await client.post("/v1/accounts/one/bans", json=BAN)).status_code == 201
        asked = await client.post("/v1/decisions", json={"account": "one", "privilege": "publish"})
        assert asked.json()["answer"] == "refused"
        wrong = await client.put("/v1/accounts")
        assert (wrong.status_code, wrong.headers["content-type"]) == (405, "application/problem+json")
        large = await client.post("/v1/decisions", content=b" " * 2_000_000)
        assert large.status_code == 413
        assert "server" not in made.headers
        measures = (await client.get("/metrics")).text
        assert 'standing_api_commands_total{code="",command="ImposeBan",outcome="done"} 1.0' in measures
        assert 'standing_api_verdicts_total{answer="refused"} 1.0' in measures
        assert 'route="/v1/accounts/{account}/bans",status="201"} 1.0' in measures


async def test_what_has_begun_is_finished_before_it_stops(database_url: str) -> None:
    """A command that waits for a lock when the server is asked to stop is still carried out and answered."""
    database = Database(database_url, pool_size=1, times_given=True)
    async with serving(database_url) as (client, task):
        await client.post("/v1/accounts", json=account())
        async with database.transaction() as connection:
            await connection.execute(text("SELECT 1 FROM standings WHERE account = 'one' FOR UPDATE"))
            sent = asyncio.create_task(client.post("/v1/accounts/one/bans", json=BAN))
            waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            while (await connection.execute(waiting)).scalar_one() == 0:
                pass
            task.cancel()
            # Looked at from outside: a connection that comes in the very moment of closing is never closed by asyncio.
            while _listening(client.base_url.port):  # noqa: ASYNC110 - nobody tells us
                await asyncio.sleep(0)
            with pytest.raises(httpx2.ConnectError):
                await client.get("/healthz")
        task.cancel()  # asked again, it still ends in order
        answer = await sent
        assert (answer.status_code, answer.json()["version"]) == (201, 2)
    assert not [left for left in asyncio.all_tasks() if "watch_forever" in repr(left)]
    await database.close()


def _listening(port: int | None) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


async def test_a_port_that_is_taken_is_said_plainly(database_url: str) -> None:
    """No SystemExit that would take down the other parts of the process."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        settings = settings_for(database_url, api_port=holder.getsockname()[1])
        with pytest.raises(ServerFailedError, match="another process may have the port"):
            await serve(settings)


async def test_it_does_not_start_under_another_holder_key(database: Database) -> None:
    """Better no server than one that recognises nobody (article 7)."""
    await require_same_key(database, b"the key that the database was begun with")
    with pytest.raises(WrongHolderKeyError, match="STANDING_HOLDER_KEY"):
        await serve(settings_for(database.url, api_port=free_port()))
