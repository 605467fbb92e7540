"""Accounts for benchmarks, written in bulk."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from ledger.store.chain import GENESIS, chained
from ledger.store.database import Database
from ledger.streams.appending import Page, append
from models.accounts.facts import AccountRegistered, BanImposed, Fact, FactBody
from models.names import AccountKind
from models.words.violations import Category
from regulation.standing.fold import apply

BATCH: Final = 500


def registered(account: str, now: datetime, *, to_temporal: bool = True) -> Page:
    """Return a new account's page with its registration."""
    body = AccountRegistered(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name=account)
    return added(None, fact_of(account, 1, now, body), to_temporal=to_temporal)


def banned(page: Page, now: datetime, until: datetime, *, to_temporal: bool = True) -> Page:
    """Return the account's page with a ban until an instant."""
    body = BanImposed(id="b1", category=Category.RECYCLED_NEWS, duration=until - now, factor=Decimal(2), clean_months=3)
    fact = fact_of(page.standing.account, page.standing.version + 1, now, body)
    return added(page, fact, to_temporal=to_temporal)


def added(before: Page | None, fact: Fact, *, to_temporal: bool = True) -> Page:
    """Return the page after one more fact."""
    head, standing = (GENESIS, None) if before is None else (before.entries[-1].hash, before.standing)
    return Page([chained(head, fact)], apply(standing, fact), settled_until=fact.recorded_at, to_temporal=to_temporal)


async def write(database: Database, pages: Sequence[Page]) -> None:
    """Write pages, some hundreds in a transaction."""
    for first in range(0, len(pages), BATCH):
        async with database.transaction() as connection:
            await append(connection, pages[first : first + BATCH])


async def many(database: Database, count: int) -> list[str]:
    """Create `count` accounts without restrictions; return their identifiers."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    accounts = [f"account-{number:06}" for number in range(count)]
    await write(database, [registered(account, yesterday, to_temporal=False) for account in accounts])
    return accounts


def fact_of(account: str, seq: int, now: datetime, body: FactBody) -> Fact:
    """Return a fact that takes effect when it is recorded."""
    return Fact(account=account, seq=seq, effective_at=now, recorded_at=now, actor="bench", body=body)
