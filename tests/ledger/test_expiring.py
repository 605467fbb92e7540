"""Warnings of expiry: found by the last day, announced exactly once, whoever looks and however often."""

import asyncio
from datetime import date, datetime, timedelta

from ledger.accounts.commands import Request, execute
from ledger.accounts.expiry import warn_of_expiries
from ledger.events import feed
from ledger.store.database import Database
from models.accounts.commands import Certify, Command, Register, RevokeCertification
from models.instants import SHANGHAI
from models.names import AccountKind
from models.words.privileges import Field

BEGIN = datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)
END = datetime(2026, 4, 1, tzinfo=SHANGHAI)
DAY = timedelta(days=1)


async def certified(database: Database, *accounts: str, until: date = date(2026, 3, 31)) -> None:
    for account in accounts:
        await do(database, account, Register(kind=AccountKind.ENTERPRISE, holder=f"h_{account}", name="财经早报"))
        await do(database, account, Certify(id="c1", field=Field.FINANCE, valid_from=BEGIN.date(), valid_until=until))


async def do(database: Database, account: str, command: Command) -> None:
    receipt = await execute(database, Request(account=account, command=command, actor="key_test", now=BEGIN))
    assert receipt.refusal is None


async def told(database: Database) -> list[tuple[str | None, int]]:
    events = (await feed.page(database, types=["certification.expiring"], most=1_000)).events
    return [(event.account, event.entry.body["days"]) for event in events if event.entry is not None]


async def test_each_warning_is_announced_once_at_its_time_among_the_accounts_events(database: Database) -> None:
    await certified(database, "a1")
    counts = [
        await warn_of_expiries(database, now=END - days * DAY) for days in (40, 30, 30, 29, 8, 7, 7, 2, 1, 0.5, 0, -1)
    ]
    assert counts == [0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0]
    assert await told(database) == [("a1", 30), ("a1", 7), ("a1", 1)]


async def test_after_an_outage_only_the_closest_warning_is_announced(database: Database) -> None:
    await certified(database, "a1")
    assert await warn_of_expiries(database, now=END - 3 * DAY) == 1
    assert await told(database) == [("a1", 7)]


async def test_several_that_look_at_the_same_time_announce_each_once(database: Database) -> None:
    accounts = [f"a{number}" for number in range(25)]
    await certified(database, *accounts)
    rounds = [warn_of_expiries(database, now=END - 6 * DAY, batch=10) for _ in range(4)]
    assert sum(await asyncio.gather(*rounds)) == 25
    assert sorted(await told(database)) == sorted((account, 7) for account in accounts)


async def test_what_was_renewed_or_revoked_is_passed_over_page_by_page(database: Database) -> None:
    await certified(database, "a1", "a2", "a3")
    renewal = Certify(id="c2", field=Field.FINANCE, valid_from=date(2026, 3, 1), valid_until=date(2027, 2, 28))
    await do(database, "a1", renewal)
    await do(database, "a2", RevokeCertification(id="c1"))
    assert await warn_of_expiries(database, now=END - 20 * DAY, batch=1) == 1
    assert await told(database) == [("a3", 30)]
