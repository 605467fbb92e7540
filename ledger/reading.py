"""Read: standings as they are, as they were and as they were known; facts, transitions and events."""

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text

from ledger.chain import fact_from
from ledger.database import Database
from models.base import Frozen
from models.dossiers import Entry
from models.facts import Fact
from models.instants import Instant
from models.names import AccountId
from models.standing import Standing
from models.verdicts import Change
from regulation.fold import fold


class VersionNotReachedError(Exception):
    """The ledger does not hold the version that the caller has seen, also after waiting."""

    def __init__(self, account: str, wanted: int, found: int) -> None:
        super().__init__(f"account {account} is at version {found}, not yet at {wanted}")
        self.account, self.wanted, self.found = account, wanted, found


class RecordedFact(Frozen):
    """A fact as the ledger keeps it, with its hash in hexadecimal."""

    fact: Fact
    hash: str


class RecordedTransition(Frozen):
    """A boundary that was passed, with who recorded it and when."""

    at: Instant
    version: int
    changes: tuple[Change, ...]
    message: str
    recorded_at: Instant
    recorded_by: str


class Event(Frozen):
    """One announcement: a fact that was recorded, a boundary that was passed, or an entry in a dossier."""

    id: int
    account: AccountId | None
    """None for an entry in a dossier that is about no single account."""
    fact: Fact | None = None
    transition: RecordedTransition | None = None
    entry: Entry[dict[str, Any]] | None = None


_STANDING: Final = text("SELECT snapshot FROM standings WHERE account = :account")
_STANDINGS: Final = text("SELECT snapshot FROM standings WHERE account = ANY(CAST(:accounts AS text[]))")
_SETTLED: Final = text("SELECT snapshot, settled_until FROM standings WHERE account = :account")
_FACTS: Final = text(
    """
    SELECT account, seq, effective_at, recorded_at, actor, body, hash FROM facts
    WHERE account = :account AND seq > :after AND (CAST(:as_of AS timestamptz) IS NULL OR recorded_at <= :as_of)
    ORDER BY seq LIMIT :most
    """
)
_EVENTS: Final = text(
    """
    SELECT e.id, e.account, f.seq, f.effective_at, f.recorded_at AS fact_recorded_at, f.actor, f.body,
           t.at, t.version, t.changes, t.message, t.recorded_at, t.recorded_by,
           d.kind, d.dossier, d.seq AS entry, d.recorded_at AS entered_at, d.actor AS entered_by, d.body AS entered
    FROM events e
    LEFT JOIN facts f ON f.account = e.account AND f.seq = e.seq
    LEFT JOIN transitions t ON t.account = e.account AND t.at = e.at
    LEFT JOIN dossier_entries d ON d.kind = e.kind AND d.dossier = e.dossier AND d.seq = e.entry
    WHERE e.id > :after AND (CAST(:account AS text) IS NULL OR e.account = :account)
    ORDER BY e.id LIMIT :most
    """
)
_WRITERS: Final = text(
    """
    SELECT virtualtransaction FROM pg_locks
    WHERE relation = CAST('events' AS regclass) AND mode = 'RowExclusiveLock'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """
)
_PAGE: Final = 1_000


@dataclass(frozen=True)
class Patience:
    """How long a reader waits for a version that it has been told of, in seconds."""

    wait_s: float = 2.0
    pause_s: float = 0.02


async def standing_of(
    database: Database, account: str, *, at_least_version: int = 0, patience: Patience | None = None
) -> Standing | None:
    """The standing now, for questions about instants from its last fact on; None for an unknown account.

    Raises:
        VersionNotReachedError: when the version the caller has seen does not turn up in time.
    """
    patience = patience or Patience()
    waited = 0.0
    while True:
        async with database.transaction() as connection:
            snapshot = (await connection.execute(_STANDING, {"account": account})).scalar_one_or_none()
        standing = None if snapshot is None else Standing.model_validate(snapshot)
        found = 0 if standing is None else standing.version
        if found >= at_least_version:
            return standing
        if waited >= patience.wait_s:
            raise VersionNotReachedError(account, at_least_version, found)
        await asyncio.sleep(patience.pause_s)
        waited += patience.pause_s


async def standings_of(database: Database, accounts: Collection[str]) -> dict[str, Standing]:
    """The standings of many accounts now, by account; unknown ones are left out."""
    async with database.transaction() as connection:
        snapshots = (await connection.execute(_STANDINGS, {"accounts": list(accounts)})).scalars().all()
    standings = map(Standing.model_validate, snapshots)
    return {standing.account: standing for standing in standings}


async def settled_standing_of(database: Database, account: str) -> tuple[Standing, datetime] | None:
    """The standing, and the instant up to which its boundaries are recorded."""
    async with database.transaction() as connection:
        row = (await connection.execute(_SETTLED, {"account": account})).one_or_none()
    return None if row is None else (Standing.model_validate(row.snapshot), row.settled_until)


async def history_of(database: Database, account: str, *, as_of: datetime | None = None) -> Standing | None:
    """The standing with its past, for questions about any instant; with only what was recorded by `as_of`."""
    facts = [recorded.fact async for recorded in every_fact(database, account, as_of=as_of)]
    return fold(facts, keep_past=True)


async def facts_of(
    database: Database, account: str, *, after: int = 0, most: int = 100, as_of: datetime | None = None
) -> list[RecordedFact]:
    """A page of an account's facts, in the order in which they were recorded."""
    named = {"account": account, "after": after, "most": most, "as_of": as_of}
    async with database.transaction() as connection:
        rows = (await connection.execute(_FACTS, named)).mappings().all()
    return [RecordedFact(fact=fact_from(dict(row)), hash=row["hash"].hex()) for row in rows]


async def every_fact(
    database: Database, account: str, *, after: int = 0, as_of: datetime | None = None
) -> AsyncIterator[RecordedFact]:
    """All of an account's facts, page by page."""
    while page := await facts_of(database, account, after=after, most=_PAGE, as_of=as_of):
        for recorded in page:
            yield recorded
        after = page[-1].fact.seq
        if len(page) < _PAGE:
            return


async def events(database: Database, *, after: int = 0, account: str | None = None, most: int = 100) -> list[Event]:
    """A page of announcements, of one account or of all.

    Whoever goes on after the last one it was given misses none: numbers are given out before their transactions
    commit, so a page with a number missing is read again once the transactions that were writing have ended, and it
    stops before the gap when one of them takes too long.
    """
    page = await _events(database, after, account, most)
    # The announcements of one account are written one after the other, under its lock.
    if account is not None or _without_gap(page, after) == len(page):
        return page
    last = page[-1].id
    decided = await _writers_ended(database)
    page = await _events(database, after, account, most)
    if not decided:
        return page[: _without_gap(page, after)]
    # Only the numbers up to here had been given out before we waited; a later gap is another one.
    return [event for event in page if event.id <= last]


async def _events(database: Database, after: int, account: str | None, most: int) -> list[Event]:
    named = {"after": after, "account": account, "most": most}
    async with database.transaction() as connection:
        rows = (await connection.execute(_EVENTS, named)).mappings().all()
    return [_event(dict(row)) for row in rows]


def _without_gap(page: list[Event], after: int) -> int:
    """How many of the events follow each other without a number missing."""
    return sum(event.id == expected for expected, event in enumerate(page, start=after + 1))


async def _writers_ended(database: Database) -> bool:
    """Wait until every transaction that is announcing something now has ended; False when one takes too long."""
    writing: set[str] | None = None
    patience = Patience()
    waited = 0.0
    while waited < patience.wait_s:
        async with database.transaction() as connection:
            found = set((await connection.execute(_WRITERS)).scalars())
        writing = found if writing is None else writing & found
        if not writing:
            return True
        await asyncio.sleep(patience.pause_s)
        waited += patience.pause_s
    return False


def _event(row: dict[str, Any]) -> Event:
    if row["seq"] is not None:
        return Event(
            id=row["id"],
            account=row["account"],
            fact=fact_from({**row, "recorded_at": row["fact_recorded_at"]}),
        )
    if row["entry"] is not None:
        entry = Entry[dict[str, Any]](
            kind=row["kind"],
            dossier=row["dossier"],
            seq=row["entry"],
            recorded_at=row["entered_at"],
            actor=row["entered_by"],
            body=row["entered"],
        )
        return Event(id=row["id"], account=row["account"], entry=entry)
    passed = RecordedTransition(
        at=row["at"],
        version=row["version"],
        changes=row["changes"],
        message=row["message"],
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
    )
    return Event(id=row["id"], account=row["account"], transition=passed)
