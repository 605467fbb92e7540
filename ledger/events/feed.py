"""The feed: every committed fact, passed boundary and entry in a record, as one stream in the order of its numbers.

Numbers are assigned before their transactions commit, so a missing one may still be committed. A page therefore ends at
the *horizon*: the last number up to which no event can be added any more. A reader that continues after the last event
it received, or after `next`, misses none, whatever its filter; and the events of one account, or one record, are in the
order in which they were recorded, because they are numbered under its lock.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts.reading import Patience
from ledger.store.chain import fact_from
from ledger.store.database import Database
from ledger.store.deadlines import DatabaseSlowError
from models.accounts.facts import Fact
from models.accounts.verdicts import Change
from models.base import Frozen
from models.events.announcements import BOUNDARY_PASSED, Announcement, BoundaryPassed, account_type, catalogue, told_of
from models.instants import Instant
from models.names import AccountId
from models.records import Entry
from models.tables import EVENTS
from regulation.words.sentences.boundaries import announced_zh


class RecordedTransition(Frozen):
    """A boundary that was passed, with its recorder and the instant of recording."""

    at: Instant
    version: int
    changes: tuple[Change, ...]
    message: str
    recorded_at: Instant
    recorded_by: str


class Event(Frozen):
    """An event of the feed: a fact that was recorded, a boundary that was passed, or an entry in a record."""

    id: int
    account: AccountId | None
    """Account of the event; None for an entry in a record that is about no single account."""
    fact: Fact | None = None
    transition: RecordedTransition | None = None
    entry: Entry[dict[str, Any]] | None = None


@dataclass(frozen=True)
class Changed:
    """Accounts with new facts."""

    accounts: dict[str, int]
    """Newest version of each account among these facts."""
    next: int
    """Number after which to continue."""
    complete: bool
    """Whether it contains every fact that was committed before it was asked for."""
    newest: int
    """Highest number of the feed."""


@dataclass(frozen=True)
class Page:
    """Events in the order of their numbers."""

    events: tuple[Event, ...]
    next: int
    """Number after which to continue: no event that was asked for lies between the last one and it."""


_TOLD: Final = """
    SELECT e.id, e.account, f.seq, f.effective_at, f.recorded_at AS fact_recorded_at, f.actor, f.body,
           t.at, t.version, t.changes, t.message, t.recorded_at, t.recorded_by,
           d.kind, d.dossier, d.seq AS entry, d.recorded_at AS entered_at, d.actor AS entered_by, d.body AS entered
    FROM events e
    LEFT JOIN facts f ON f.account = e.account AND f.seq = e.seq
    LEFT JOIN transitions t ON t.account = e.account AND t.at = e.at
    LEFT JOIN dossier_entries d ON d.kind = e.kind AND d.dossier = e.dossier AND d.seq = e.entry
"""
_OF_TYPES: Final = """
    (CAST(:types AS text[]) IS NULL OR CASE
       WHEN e.at IS NOT NULL THEN 'account.boundary_passed'
       WHEN e.kind IS NOT NULL THEN e.kind || '.' || d.type
       ELSE 'account.' || regexp_replace(f.type, '^account_', '')
     END = ANY(CAST(:types AS text[])))
"""
_EVENTS: Final = text(
    f"""{_TOLD}
    WHERE e.id > :after AND e.id <= :upto
      AND (CAST(:account AS text) IS NULL OR e.account = :account)
      AND {_OF_TYPES}
    ORDER BY e.id LIMIT :most
    """
)
_NUMBERED: Final = text(f"{_TOLD} WHERE e.id = ANY(CAST(:numbers AS bigint[])) AND {_OF_TYPES} ORDER BY e.id")
_LATEST: Final = text(_TOLD + "WHERE e.account = :account AND e.id < :before ORDER BY e.id DESC LIMIT :most")
_WRITERS: Final = text(
    """
    SELECT virtualtransaction FROM pg_locks
    WHERE relation = CAST('events' AS regclass) AND mode = 'RowExclusiveLock'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """
)
_NEWEST: Final = select(func.coalesce(func.max(EVENTS.c.id), 0))
_NUMBERS: Final = (
    select(EVENTS.c.id).where(EVENTS.c.id > bindparam("after")).order_by(EVENTS.c.id).limit(bindparam("most"))
)
_CHANGES: Final = (
    select(EVENTS.c.id, EVENTS.c.account, EVENTS.c.seq)
    .where(EVENTS.c.id > bindparam("after"), EVENTS.c.id <= bindparam("upto"), EVENTS.c.seq.is_not(None))
    .order_by(EVENTS.c.id)
)
_END: Final = 2**62
"""Number beyond every event."""
_WINDOW: Final = 20_000
"""Numbers searched at once for events of rare types."""
_WINDOWS: Final = 25
"""Windows in one page: after them the page ends, even if it is empty, and `next` is the place to continue."""


async def page(
    database: Database,
    *,
    after: int = 0,
    account: str | None = None,
    types: Collection[str] | None = None,
    most: int = 100,
) -> Page:
    """Return the next events after a number, of one account or of all, of some types or of all."""
    horizon = await _horizon(database, after)
    # One account's events are found by an index; the others are searched in windows.
    window = _WINDOW if types is not None and account is None else horizon
    found: list[Event] = []
    upto = after
    for _ in range(_WINDOWS):
        if upto >= horizon or len(found) >= most:
            break
        begin, upto = upto, min(horizon, upto + window)
        named = {
            "after": begin,
            "upto": upto,
            "account": account,
            "types": None if types is None else list(types),
            "most": most - len(found),
        }
        async with database.transaction() as connection:
            rows = (await connection.execute(_EVENTS, named)).mappings().all()
        found += [_event(dict(row)) for row in rows]
    return Page(tuple(found), found[-1].id if len(found) >= most else max(upto, after))


async def numbered(
    database: Database, numbers: Collection[int], types: Collection[str] | None = None
) -> tuple[Event, ...]:
    """Return the events with these numbers that are of some types, or of any."""
    named = {"numbers": list(numbers), "types": None if types is None else list(types)}
    async with database.transaction() as connection:
        rows = (await connection.execute(_NUMBERED, named)).mappings().all()
    return tuple(_event(dict(row)) for row in rows)


async def latest(database: Database, account: str, *, before: int | None = None, most: int = 100) -> tuple[Event, ...]:
    """Return the committed events about an account, the newest first; of those before a number, if one is given. To
    follow the feed, read it forwards (`page`): an event with a smaller number may still be committed.
    """
    named = {"account": account, "before": _END if before is None else before, "most": most}
    async with database.transaction() as connection:
        rows = (await connection.execute(_LATEST, named)).mappings().all()
    return tuple(_event(dict(row)) for row in rows)


async def changed(database: Database, *, after: int) -> Changed:
    """Return which accounts have new facts after a number, of at most the next twenty thousand events."""
    number = await newest(database)
    horizon = await _horizon(database, after)
    upto = min(horizon, after + _WINDOW)
    found: dict[str, int] = {}
    if upto > after:
        async with database.transaction() as connection:
            rows = await connection.execute(_CHANGES, {"after": after, "upto": upto})
            found = {row.account: row.seq for row in rows}  # the events of one account are in order
    return Changed(found, max(upto, after), upto >= number, number)


async def settled(database: Database) -> int:
    """Return a number up to which no event can be added any more, as new as possible.

    Raises:
        DatabaseSlowError: when a transaction writes events for long.
    """
    number = await newest(database)
    if not await _writers_ended(database):
        raise DatabaseSlowError("a transaction that writes events takes long")
    return number


async def written_within(connection: AsyncConnection, after: int, most: int = 100) -> tuple[Event, ...]:
    """Return the events after a number that the caller's own transaction sees, committed or not."""
    named = {"after": after, "upto": _END, "account": None, "types": None, "most": most}
    return tuple(_event(dict(row)) for row in (await connection.execute(_EVENTS, named)).mappings())


async def newest_within(connection: AsyncConnection) -> int:
    """Return the highest number that the caller's own transaction sees."""
    return await _newest(connection)


async def newest(database: Database) -> int:
    """Return the highest number; transactions with smaller ones may still be uncommitted."""
    async with database.transaction() as connection:
        return await _newest(connection)


async def _newest(connection: AsyncConnection) -> int:
    number: int = (await connection.execute(_NEWEST)).scalar_one()
    return number


async def _horizon(database: Database, after: int) -> int:
    """Return the last number up to which no event can be added, as far as it matters to a reader that is at `after`."""
    async with database.transaction() as connection:
        number = await _newest(connection)
    if number <= after or await _writers_ended(database):
        # Numbers up to here were assigned before the wait; a number that is missing then is missing for good.
        return max(number, after)
    # A transaction takes long: the events that follow without a gap are safe all the same.
    async with database.transaction() as connection:
        numbers = (await connection.execute(_NUMBERS, {"after": after, "most": _WINDOW})).scalars().all()
    dense = sum(1 for expected, number in enumerate(numbers, start=after + 1) if number == expected)
    return after + dense


async def _writers_ended(database: Database) -> bool:
    """Wait until every transaction that is writing events now has ended; False when one takes too long."""
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
            record=row["dossier"],
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


def announced(event: Event) -> Announcement:
    """Return the event in the form that the platform receives."""
    if event.fact is not None:
        fact = event.fact
        return _made(
            account_type(fact.body.type),
            id=event.id,
            account=fact.account,
            version=fact.seq,
            at=fact.effective_at,
            recorded_at=fact.recorded_at,
            actor=fact.actor,
            data=fact.body,
        )
    if event.entry is not None:
        entry = event.entry
        name = f"{entry.kind}.{entry.body['type']}"
        return _made(
            name,
            id=event.id,
            account=event.account,
            dossier=entry.record,
            version=entry.seq,
            at=entry.recorded_at,
            recorded_at=entry.recorded_at,
            actor=entry.actor,
            data=told_of(name, entry.body),
        )
    passed = event.transition
    if passed is None:
        raise AssertionError("an event has a fact, an entry or a transition")
    return _made(
        BOUNDARY_PASSED,
        id=event.id,
        account=event.account,
        version=passed.version,
        at=passed.at,
        recorded_at=passed.recorded_at,
        actor=passed.recorded_by,
        data=BoundaryPassed(
            changes=passed.changes,
            message=passed.message,
            message_zh=announced_zh(passed.message),
            recorded_by=passed.recorded_by,
        ),
    )


def _made(name: str, **values: Any) -> Announcement:
    # A newer version may have recorded a type that this one has no model for: it is passed on as it is.
    return catalogue().get(name, Announcement)(type=name, **values)
