"""Reading of standings (now, at a past instant, as known at a past instant) and of the facts themselves."""

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store import pages
from ledger.store.chain import fact_from
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import instant, one_of
from models.accounts.facts import Fact
from models.accounts.standing import Standing
from models.base import Frozen
from models.tables import FACTS, STANDINGS
from regulation.holders.findings import FINDINGS
from regulation.standing.fold import fold


class VersionNotReachedError(Exception):
    """Raised when the ledger does not hold the version that the caller has seen, even after waiting."""

    def __init__(self, account: str, wanted: int, found: int) -> None:
        super().__init__(f"account {account} is at version {found}, not yet at {wanted}")
        self.account, self.wanted, self.found = account, wanted, found


class RecordedFact(Frozen):
    """A fact as the ledger keeps it, with its hash in hexadecimal."""

    fact: Fact
    hash: str


_FACT: Final = FACTS.c
_STANDING: Final = select(STANDINGS.c.snapshot).where(STANDINGS.c.account == bindparam("account"))
_STANDINGS: Final = select(STANDINGS.c.snapshot).where(one_of(STANDINGS.c.account, "accounts"))
_SETTLED: Final = select(STANDINGS.c.snapshot, STANDINGS.c.settled_until).where(
    STANDINGS.c.account == bindparam("account")
)
_SANCTIONED: Final = (
    select(_FACT.account)
    .distinct()
    .where(_FACT.ref == bindparam("ref"), one_of(_FACT.type, "types"))
    .order_by(_FACT.account)
)
_NUMBERED: Final = Order("facts", (_FACT.seq,))
_FACTS: Final = select(
    _FACT.account, _FACT.seq, _FACT.effective_at, _FACT.recorded_at, _FACT.actor, _FACT.body, _FACT.hash
).where(_FACT.account == bindparam("account"), or_(instant("as_of").is_(None), _FACT.recorded_at <= instant("as_of")))


@dataclass(frozen=True)
class Patience:
    """Time that a reader waits for a version that it has seen elsewhere, in seconds."""

    wait_s: float = 2.0
    pause_s: float = 0.02


async def standing_of(
    database: Database, account: str, *, at_least_version: int = 0, patience: Patience | None = None
) -> Standing | None:
    """Return the standing now, for questions about instants from its last fact on; None for an unknown account.

    Raises:
        VersionNotReachedError: when the version the caller has seen does not appear in time.
    """
    patience = patience or Patience()
    waited = 0.0
    while True:
        async with database.transaction() as connection:
            standing = await standing_within(connection, account)
        found = 0 if standing is None else standing.version
        if found >= at_least_version:
            return standing
        if waited >= patience.wait_s:
            raise VersionNotReachedError(account, at_least_version, found)
        await asyncio.sleep(patience.pause_s)
        waited += patience.pause_s


async def standings_of(database: Database, accounts: Collection[str]) -> dict[str, Standing]:
    """Return the standings of many accounts now, by account; unknown accounts are left out."""
    async with database.transaction() as connection:
        return await standings_within(connection, accounts)


async def standing_within(connection: AsyncConnection, account: str) -> Standing | None:
    """Return the standing as the caller's transaction sees it; None for an unknown account."""
    snapshot = (await connection.execute(_STANDING, {"account": account})).scalar_one_or_none()
    return None if snapshot is None else Standing.model_validate(snapshot)


async def standings_within(connection: AsyncConnection, accounts: Collection[str]) -> dict[str, Standing]:
    """Return the standings of many accounts as the caller's transaction sees them; unknown accounts are left out."""
    snapshots = (await connection.execute(_STANDINGS, {"accounts": list(accounts)})).scalars().all()
    return {standing.account: standing for standing in map(Standing.model_validate, snapshots)}


async def sanctioned_under(connection: AsyncConnection, action: str) -> list[str]:
    """Return the accounts that have recorded a finding under this identifier, in their order."""
    named = {"ref": action, "types": list(FINDINGS)}
    return list((await connection.execute(_SANCTIONED, named)).scalars())


async def settled_standing_of(database: Database, account: str) -> tuple[Standing, datetime] | None:
    """Return the standing, and the instant up to which its boundaries are recorded; None for an unknown account."""
    async with database.transaction() as connection:
        row = (await connection.execute(_SETTLED, {"account": account})).one_or_none()
    return None if row is None else (Standing.model_validate(row.snapshot), row.settled_until)


async def history_of(database: Database, account: str, *, as_of: datetime | None = None) -> Standing | None:
    """Return the standing with its past, for questions about any instant; with only what was recorded by `as_of`."""
    facts = [recorded.fact async for recorded in every_fact(database, account, as_of=as_of)]
    return fold(facts, keep_past=True)


async def facts_of(
    database: Database, account: str, *, after: int = 0, most: int = pages.USUAL, as_of: datetime | None = None
) -> Page[RecordedFact]:
    """Return a page of an account's facts after a number, in the order in which they were recorded."""
    return await _facts(database, account, _NUMBERED.behind(after), most, as_of)


def every_fact(
    database: Database, account: str, *, after: int = 0, as_of: datetime | None = None
) -> AsyncIterator[RecordedFact]:
    """Yield all of an account's facts after a number, in the order in which they were recorded."""
    begin = _NUMBERED.behind(after)
    return pages.every(lambda place: _facts(database, account, place or begin, pages.LARGE, as_of))


async def _facts(
    database: Database, account: str, after: Position | None, most: int, as_of: datetime | None
) -> Page[RecordedFact]:
    named = {"account": account, "as_of": as_of}
    async with database.transaction() as connection:
        found = await pages.read(connection, _FACTS, _NUMBERED, named, after=after, most=most)
    return found.of(lambda row: RecordedFact(fact=fact_from(dict(row._mapping)), hash=row.hash.hex()))
