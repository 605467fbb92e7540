"""However many ask at once, in however many processes: one account a person, two an enterprise (article 7)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from ledger import keys
from ledger.accounts.verification import verify
from ledger.store.database import Database
from models.roles import Role
from tests.api.conftest import MORNING, resident_id
from tests.api.test_two_processes import process

PROCESSES, AT_ONCE = 3, 200
PERSON: dict[str, Any] = {"kind": "individual", "holder": {"resident_id": resident_id()}}
ENTERPRISE: dict[str, Any] = {"kind": "enterprise", "holder": {"unified_social_credit_code": "91350100M000100Y43"}}
OPEN = text("SELECT holder, count(*) FROM holder_seats GROUP BY holder")


@pytest.fixture
async def processes(database: Database, tmp_path: Path) -> AsyncIterator[list[httpx2.AsyncClient]]:
    """A client of each."""
    _, secret = await keys.create(database, "platform", [Role.PLATFORM], MORNING)
    async with AsyncExitStack() as stack:
        started = [process(database.url, tmp_path / f"{place}.log") for place in range(PROCESSES)]
        addresses = await asyncio.gather(*(stack.enter_async_context(one) for one in started))
        headers = {"Authorization": f"Bearer {secret}"}
        yield [
            await stack.enter_async_context(httpx2.AsyncClient(base_url=address, headers=headers, timeout=120))
            for address in addresses
        ]


@pytest.mark.long
async def test_two_hundred_registrations_at_once_leave_what_the_quota_allows(
    processes: list[httpx2.AsyncClient], database: Database
) -> None:
    """Of a person and of an enterprise at the same time, half of them under names that are held; all but one (two) are
    told why, and the ledger agrees with what was answered.
    """

    async def ask(place: int, whose: dict[str, Any]) -> tuple[int, str]:
        name = "人民日报" if place % 2 else f"{place} 号山野厨房"
        account = f"{whose['kind']}-{place}"
        while True:
            answer = await processes[place % PROCESSES].post(
                "/v1/accounts", json={**whose, "account": account, "name": name}, headers={"Idempotency-Key": account}
            )
            # A process with more to do than it has connections says so, and a caller comes again.
            if answer.status_code != 503:
                return answer.status_code, answer.json().get("type", "")

    persons = [ask(place, PERSON) for place in range(AT_ONCE)]
    enterprises = [ask(place, ENTERPRISE) for place in range(AT_ONCE // 4)]
    answers = await asyncio.gather(*persons, *enterprises)
    for whose, quota in ((answers[:AT_ONCE], 1), (answers[AT_ONCE:], 2)):
        taken = [status for status, _ in whose if status in {201, 202}]
        refused = Counter(answer for answer in whose if answer[0] not in {201, 202})
        assert len(taken) == quota
        assert refused == {(409, "urn:standing:problem:quota-exceeded"): len(whose) - quota}
    async with database.transaction() as connection:
        assert sorted(count for _, count in await connection.execute(OPEN)) == [1, 2]
        accounts = (await connection.execute(text("SELECT count(*) FROM standings"))).scalar_one()
    assert accounts == 3
    assert [fault async for fault in verify(database)] == []
