"""Answers that last end when the key they were begun with is revoked, also while nothing is sent (FAULTS 5.16)."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx2
import pytest

from api.http.lasting import RECHECK_S, Admission
from api.http.permissions import ROLES_OF
from api.http.problems import TYPE_PREFIX, ProblemError
from ledger import keys
from models.roles import Role
from tests.api.conftest import MORNING, Api
from tests.api.test_events import served
from tests.api.test_problems import require_problem

UNAUTHENTICATED = f"{TYPE_PREFIX}unauthenticated"


async def a_key(api: Api) -> tuple[str, dict[str, str]]:
    caller, secret = await keys.create(api.database, "to be revoked", [Role.AUDITOR], MORNING)
    return caller.id, {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("query", ["/v1/events?after=latest", "/v1/events"])
async def test_an_event_stream_ends_with_its_key(api: Api, module_url: str, query: str) -> None:
    """Silent or not, its last event says why; who comes back with the key is refused."""
    key, headers = await a_key(api)
    await api.registered()
    async with served(module_url) as (address, _), httpx2.AsyncClient(trust_env=False, timeout=30) as client:
        listening = headers | {"Accept": "text/event-stream"}
        async with client.stream("GET", address + query, headers=listening) as stream:
            lines = stream.aiter_lines()
            assert await anext(lines) == ": the feed of Standing"
            await keys.revoke(api.database, key, MORNING)
            rest = [line async for line in lines]
        assert rest[-3] == "event: problem"
        problem = json.loads(rest[-2].removeprefix("data: "))
        assert (problem["type"], problem["status"]) == (UNAUTHENTICATED, 401)
        assert (await client.get(address + query, headers=listening)).status_code == 401


async def test_a_key_whose_roles_were_taken_reads_no_further(api: Api, module_url: str) -> None:
    """Rights may go while the key stays."""
    from sqlalchemy import text

    key, headers = await a_key(api)
    async with served(module_url) as (address, _), httpx2.AsyncClient(trust_env=False, timeout=30) as client:
        listening = headers | {"Accept": "text/event-stream"}
        async with client.stream("GET", f"{address}/v1/events?after=latest", headers=listening) as stream:
            lines = stream.aiter_lines()
            await anext(lines)
            async with api.database.transaction() as connection:
                await connection.execute(text("UPDATE api_keys SET roles = '{}' WHERE id = :id"), {"id": key})
            rest = [line async for line in lines]
        assert f'"type":"{TYPE_PREFIX}forbidden"' in rest[-2]


async def test_who_waits_for_news_with_a_revoked_key_is_refused(api: Api) -> None:
    """The answer has not begun, so it is a 401 like every other."""
    key, headers = await a_key(api)
    waiting = asyncio.create_task(api[None].get("/v1/events?after=latest&wait=60", headers=headers))
    while not api.app.state.app_state.feed_tail._looking:  # noqa: ASYNC110 - nobody tells us
        await asyncio.sleep(0)
    await keys.revoke(api.database, key, MORNING)
    require_problem(await waiting, "unauthenticated")


async def test_a_stream_of_questions_ends_with_its_key(api: Api) -> None:
    """Between two questions, too; its last line says why."""
    key, headers = await a_key(api)
    account = await api.registered()
    asked = asyncio.Event()

    async def questions() -> AsyncIterator[bytes]:
        yield json.dumps({"account": account, "privilege": "publish"}).encode() + b"\n"
        asked.set()
        await asyncio.Event().wait()

    sending = asyncio.create_task(
        api[None].post(
            "/v1/decisions/stream", content=questions(), headers=headers | {"Content-Type": "application/x-ndjson"}
        )
    )
    await asked.wait()
    await keys.revoke(api.database, key, MORNING)
    *answers, last = map(json.loads, (await sending).text.splitlines())
    assert [answer["answer"] for answer in answers] == ["allowed"]
    assert last["type"] == UNAUTHENTICATED


async def test_a_file_is_not_read_to_its_end_with_a_revoked_key(api: Api) -> None:
    """Pieces that come one by one are given out only while the key is in force."""
    key, headers = await a_key(api)
    app_state = api.app.state.app_state
    admission = Admission(lambda: app_state.authentication.admit(headers["Authorization"], ROLES_OF["download_report"]))
    given: list[bytes] = []

    async def pieces() -> AsyncIterator[bytes]:
        while True:
            yield b"piece"
            await asyncio.sleep(RECHECK_S / 4)

    async def read() -> None:
        async for piece in admission.while_valid(pieces()):
            if not given:
                await keys.revoke(api.database, key, MORNING)
            given.append(piece)

    with pytest.raises(ProblemError, match="revoked"):
        await read()
    assert given


async def test_a_key_in_force_reads_on_beyond_the_second_look(api: Api) -> None:
    """What ends with a revoked key goes on with any other."""
    _, headers = await a_key(api)
    authentication = api.app.state.app_state.authentication
    admission = Admission(lambda: authentication.admit(headers["Authorization"], ROLES_OF["list_events"]))

    async def slow() -> AsyncIterator[int]:
        for number in range(3):
            await asyncio.sleep(RECHECK_S)
            yield number

    assert [number async for number in admission.while_valid(slow())] == [0, 1, 2]
