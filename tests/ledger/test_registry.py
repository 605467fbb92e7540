"""The registry of holders (article 7): a quota no race can break, seats that move, holders who may not come back."""

import ast
import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from ledger.accounts.reading import standing_of
from ledger.store.database import Database
from models.accounts.commands import ChangeHolder, Close
from models.names import AccountKind
from models.words.violations import Category
from tests.ledger.doing import ENTERPRISE, INDIVIDUAL, NOON, PATIENT, days, do, faults, registration, rows

ROOT = Path(__file__).parents[2]
HERE, THERE = 25, 50
"""Registrations by each of four engines in this process, and by each of two other processes."""


async def seats(database: Database) -> dict[str, str]:
    """Which holder's seat each account has."""
    return {row[0]: row[1] for row in await rows(database, "SELECT account, holder FROM holder_seats")}


async def test_a_registration_waits_for_a_closure_of_its_holder_that_is_under_way(database: Database) -> None:
    """The closure as a sanction bars the holder: whoever comes while it is being written down is refused after it."""
    await do(database, "a", registration("h1", ENTERPRISE))

    async def waiting() -> int:
        found = await rows(
            database,
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        )
        return int(found[0][0])

    async with database.transaction() as holding:
        # The closure has locked its holder by the time it writes this table.
        await holding.execute(text("LOCK TABLE closed_accounts IN SHARE MODE"))
        closing = asyncio.create_task(do(database, "a", Close(id="x1", category=Category.PUBLIC_ORDER)))
        while await waiting() < 1 and not closing.done():  # noqa: ASYNC110 - the other side is a server
            await asyncio.sleep(0.01)
        coming = asyncio.create_task(do(database, "b", registration("h1", ENTERPRISE)))
        while await waiting() < 2 and not coming.done():  # noqa: ASYNC110 - the other side is a server
            await asyncio.sleep(0.01)
        assert not closing.done()
        assert not coming.done()
    assert (await closing).outcome == "done"
    refused = (await coming).refusal
    assert refused is not None
    assert refused.code == "holder_barred"
    assert await faults(database) == []


@pytest.mark.parametrize(("kind", "allowed"), [(INDIVIDUAL, 1), (ENTERPRISE, 2)])
@pytest.mark.parametrize("processes", [0, pytest.param(2, marks=pytest.mark.long)])
async def test_registrations_of_one_holder_at_once_leave_exactly_the_quota(
    database_url: str, kind: AccountKind, allowed: int, processes: int
) -> None:
    """Four engines, and in the long run two other processes, race for the seats of one holder."""
    asked = 4 * HERE + processes * THERE
    others = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.ledger.registering", database_url, kind, f"p{number}-", str(THERE),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
        )
        for number in range(processes)
    ]  # fmt: skip
    databases = [Database(database_url, pool_size=8, times_given=True, deadlines=PATIENT) for _ in range(4)]
    for other in others:
        assert other.stdout is not None
        assert await other.stdout.readline() == b"ready\n"
    racing = [asyncio.create_task(other.communicate(b"go\n")) for other in others]
    receipts = await asyncio.gather(
        *(
            do(database, f"d{place}-{n}", registration("h1", kind))
            for place, database in enumerate(databases)
            for n in range(HERE)
        )
    )
    outcomes = Counter(receipt.outcome for receipt in receipts)
    for said, _ in await asyncio.gather(*racing):
        outcomes.update(ast.literal_eval(said.decode()))
    assert outcomes == {"active": allowed, "refused": asked - allowed}
    assert await rows(databases[0], "SELECT seat FROM holder_seats ORDER BY seat") == [(n + 1,) for n in range(allowed)]
    assert len(await rows(databases[0], "SELECT account FROM standings")) == allowed
    for database in databases:
        await database.close()


async def test_a_seat_is_taken_by_one_account_whatever_the_code_does(database: Database) -> None:
    """The second lock on the same door: the keys of the table itself."""
    await do(database, "a", registration("h1"))
    for account, seat in (("b", 1), ("a", 2)):
        with pytest.raises(IntegrityError):
            await rows(
                database,
                "INSERT INTO holder_seats (holder, seat, account) VALUES ('h1', :seat, :account) RETURNING seat",
                seat=seat,
                account=account,
            )


async def test_accounts_that_change_hands_crosswise_at_once_never_deadlock(database_url: str) -> None:
    """Six accounts, five enterprises, 160 changes over three engines: nobody fails, and the seats follow the facts."""
    databases = [Database(database_url, pool_size=8, times_given=True, deadlines=PATIENT) for _ in range(3)]
    holders = [f"e{n}" for n in range(5)]
    accounts = [f"a{n}" for n in range(6)]
    for place, account in enumerate(accounts):
        await do(databases[0], account, registration(holders[place % 4], ENTERPRISE))
    chance = Random(7)
    changes = [(chance.choice(accounts), chance.choice(holders)) for _ in range(160)]
    receipts = await asyncio.gather(
        *(
            do(databases[place % 3], account, ChangeHolder(holder=holder))
            for place, (account, holder) in enumerate(changes)
        )
    )
    outcomes = Counter(receipt.outcome for receipt in receipts)
    assert outcomes["changed"] > 10
    assert {r.refusal.code for r in receipts if r.refusal} <= {"quota_exceeded", "same_holder"}
    standings = [await standing_of(databases[0], account) for account in accounts]
    assert await seats(databases[0]) == {s.account: s.holder for s in standings if s is not None}
    assert max(Counter((await seats(databases[0])).values()).values()) <= 2
    assert await faults(databases[0]) == []
    for database in databases:
        await database.close()


async def test_two_individuals_cannot_swap_without_a_free_seat(database: Database) -> None:
    """Each still has an account when the other asks, whichever is first; nothing changes and nobody waits for ever."""
    await do(database, "a", registration("h1"))
    await do(database, "b", registration("h2"))
    receipts = await asyncio.gather(
        do(database, "a", ChangeHolder(holder="h2")), do(database, "b", ChangeHolder(holder="h1"))
    )
    assert [receipt.refusal.code for receipt in receipts if receipt.refusal] == ["quota_exceeded"] * 2
    assert await seats(database) == {"a": "h1", "b": "h2"}


async def test_a_holder_change_frees_the_old_seat_and_takes_the_new(database: Database) -> None:
    await do(database, "a", registration("h1"))
    assert (await do(database, "a", ChangeHolder(holder="h2"))).outcome == "changed"
    assert await seats(database) == {"a": "h2"}
    assert (await do(database, "b", registration("h1"))).outcome == "active"
    refused = await do(database, "c", registration("h2"))
    assert refused.refusal is not None
    assert refused.refusal.code == "quota_exceeded"


async def test_closing_at_the_holders_own_wish_frees_the_seat(database: Database) -> None:
    await do(database, "a", registration("h1"))
    await do(database, "a", Close(id="c1"))
    assert await seats(database) == {}
    assert (await do(database, "b", registration("h1"))).outcome == "active"


async def test_closing_as_a_sanction_bars_the_holder(database: Database) -> None:
    """From registering and from taking over, under article 7; the refusal names the account behind it."""
    await do(database, "a", registration("h1"))
    await do(database, "b", registration("h2"))
    await do(database, "a", Close(id="c1", category=Category.RUMOUR_MAKING))
    for receipt in (
        await do(database, "c", registration("h1"), NOON + days(4000)),
        await do(database, "b", ChangeHolder(holder="h1")),
    ):
        assert receipt.refusal is not None
        assert (receipt.refusal.code, receipt.refusal.article) == ("holder_barred", 7)
        assert "account a " in receipt.refusal.message
    assert await seats(database) == {"b": "h2"}


async def test_an_enterprise_stays_barred_by_the_first_of_its_accounts_that_was_closed(database: Database) -> None:
    """As the rules have it in memory: the second closure does not replace the reason."""
    for account in ("a", "b"):
        await do(database, account, registration("h1", ENTERPRISE))
    for account in ("a", "b"):
        await do(database, account, Close(id="c1", category=Category.RUMOUR_MAKING))
    assert await rows(database, "SELECT holder, barred_by FROM holders") == [("h1", "a")]


async def test_the_new_holder_is_barred_and_not_the_one_before(database: Database) -> None:
    await do(database, "a", registration("h1"))
    await do(database, "a", ChangeHolder(holder="h2"))
    await do(database, "a", Close(id="c1", category=Category.RUMOUR_MAKING))
    assert (await do(database, "b", registration("h1"))).outcome == "active"
    assert (await do(database, "c", registration("h2"))).outcome == "refused"


async def test_a_free_seat_number_is_used_again(database: Database) -> None:
    """The first of two seats is given up: the next account takes it, and the quota stays two."""
    for account in ("a", "b"):
        await do(database, account, registration("h1", ENTERPRISE))
    await do(database, "a", Close(id="c1"))
    assert (await do(database, "c", registration("h1", ENTERPRISE))).outcome == "active"
    found = await rows(database, "SELECT seat, account FROM holder_seats ORDER BY seat")
    assert found == [(1, "c"), (2, "b")]
    assert (await do(database, "d", registration("h1", ENTERPRISE))).outcome == "refused"


async def test_a_registration_and_a_closure_of_one_holder_at_once_keep_the_quota(database: Database) -> None:
    """Whichever is first, the holder never has two."""
    await do(database, "a0", registration("h1"))
    for n in range(10):
        open_now = next(iter(await seats(database)))
        await asyncio.gather(
            do(database, open_now, Close(id="c1")),
            *(do(database, f"r{n}-{m}", registration("h1")) for m in range(4)),
        )
        if not await seats(database):
            await do(database, f"s{n}", registration("h1"))
        assert len(await seats(database)) == 1
    assert await faults(database) == []
