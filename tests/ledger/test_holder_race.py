"""Bans, own closures, registrations and takeovers of the same holders in four processes leave no way through."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from ledger.accounts import reading
from ledger.accounts.commands import Request, execute
from ledger.store.database import Database
from models.accounts import facts as f
from models.accounts.facts import Fact
from tests.ledger.doing import ENTERPRISE, faults, registration

HOLDERS = 40
ALL_AT_ONCE = ("ban", "close", "register", "take_over")


async def facts_of(database: Database, account: str) -> list[Fact]:
    return [recorded.fact async for recorded in reading.every_fact(database, account)]


def found(facts: Sequence[Fact], kind: type) -> Fact | None:
    return next((fact for fact in facts if isinstance(fact.body, kind)), None)


@pytest.mark.long
async def test_no_race_leaves_a_way_through(database_url: str) -> None:
    """Who comes to an account after a ban is bound by it, and who came before is not, whatever was under way."""
    database = Database(database_url, pool_size=8)
    for place in range(HOLDERS):
        for account, holder in ((f"a{place}", f"h{place}"), (f"c{place}", f"k{place}")):
            command = registration(holder, ENTERPRISE)
            await execute(database, Request(account=account, command=command, actor="t", now=datetime.now(UTC)))
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.ledger.coming", database_url, what, str(HOLDERS),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )
        for what in ALL_AT_ONCE
    ]  # fmt: skip
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    ended = await asyncio.gather(*(process.communicate(b"\n") for process in processes))
    assert [process.returncode for process in processes] == [0] * len(ALL_AT_ONCE), ended
    came = 0
    for place in range(HOLDERS):
        banned = found(await facts_of(database, f"a{place}"), f.BanImposed)
        for account, coming in ((f"b{place}", f.AccountRegistered), (f"c{place}", f.HolderChanged)):
            facts = await facts_of(database, account)
            arrived = found(facts, coming)
            if arrived is None:
                continue  # the quota was full
            came += 1
            bound = found(facts, f.HolderRestricted)
            before = banned is not None and banned.recorded_at <= arrived.recorded_at
            assert (bound is not None) == before, (account, banned, arrived)
    assert came >= HOLDERS
    assert await faults(database) == []
    await database.close()
