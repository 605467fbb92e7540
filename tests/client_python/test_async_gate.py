"""The gate over an asynchronous client answers as the one with a thread does."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from standing_client import AsyncClient, Client, NotFoundError
from standing_client.gate import AsyncGate, GateOptions
from tests.client_python.conftest import PATIENT, Server, banned, registered


@pytest.mark.parametrize("everything", [False, True])
async def test_it_answers_here_and_follows(server: Server, client: Client, everything: bool) -> None:
    account = await asyncio.to_thread(registered, client)
    options = GateOptions(max_staleness=15.0, everything=everything)
    async with AsyncClient(server.url, client._key, retries=PATIENT) as own, AsyncGate(own, options) as gate:
        assert (await gate.decide(account, "publish")).allowed
        assert (await gate.decide_publish(account, {"fictional": True})).answer == "refused"
        version = await asyncio.to_thread(banned, client, account, "b1")
        answer = await gate.decide(account, "publish")
        for _ in range(1000):
            if answer.version >= version:
                break
            await asyncio.sleep(0.01)
            answer = await gate.decide(account, "publish")
        assert answer.local
        assert not answer.allowed
        lifted = await own.overturn_ban(account, "b1", reason="mistaken")
        again = await gate.decide(account, "publish")
        assert (again.version, again.allowed, again.local) == (lifted.version, True, True)
        asked = await own.request(
            "POST", "/v1/decisions", json={"account": account, "privilege": "publish", "at": again.at.isoformat()}
        )
        assert again.json == asked.text
        past = await gate.decide(account, "publish", at=datetime.now(UTC) - timedelta(days=1))
        assert not past.local
        await gate.warm([account])
        with pytest.raises(NotFoundError):
            await gate.decide("nobody", "publish")
    assert not gate.fresh
