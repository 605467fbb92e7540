"""Records: command handling, folding, reactions and events in one transaction; reading and listing.

As with accounts, one transaction contains the idempotency key, the entries, the state, the event and the message to the
workflow (invariant 3), and the reactions to the entries (`ledger/reactions/table.py`). `enter` takes a connection, so
that an entry in a record and a fact of an account can be recorded together: the decision of a case and the facts that
follow from it.

Lock order: the record from which this one originates, then this one, then accounts in the order of their identifiers.
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Generic

from sqlalchemy import ColumnElement, Integer, LargeBinary, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store import pages
from ledger.store.chain import GENESIS, hash_of
from ledger.store.clock import recording_instant
from ledger.store.database import Database
from ledger.store.idempotency import RequestKey
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import INSTANT, LOCK_BY_NAME, given, one_of, unless_none, written_json
from ledger.streams import envelope, outbox
from ledger.streams.envelope import Appended, table
from models.accounts.commands import Receipt, Refusal
from models.base import Frozen
from models.cases.subjects import Reference
from models.records import B, Entry, RecordId, RecordKind, S
from models.tables import EVENTS, RECORD_ENTRIES, RECORDS
from regulation.catalogue.rulebook import IN_FORCE, Rulebook
from regulation.records import AnyRecordType, Decided, RecordType, Step

Decide = Callable[[S | None, datetime], Decided[B]]
"""Rule that maps the state (None: there is no such record yet) and the instant of recording to entries or a refusal."""


class RecordConflictError(Exception):
    """Raised when the record is at another version than the caller expected; nothing was done."""

    def __init__(self, kind: str, record: str, expected: int, actual: int) -> None:
        super().__init__(f"{kind} {record} is at version {actual}, not {expected}")
        self.kind, self.record, self.expected, self.actual = kind, record, expected, actual


@dataclass(frozen=True)
class Command(Generic[B, S]):
    """A command on a record: what is to be entered, and its context."""

    record_type: RecordType[B, S]
    record: str
    decide: Decide[S, B]
    actor: str
    now: datetime
    """The caller's time. Entries carry the database's time, read once the record is locked (`ledger.store.clock`)."""
    key: RequestKey | None = None
    expected_version: int | None = None
    rulebook: Rulebook = IN_FORCE
    """The rules for reactions: with the platform's own catalogue, where it has one."""
    besides: Any = None
    """Input of reactions that the entries do not hold: the accounts of a bulk action, the terms of an order."""
    may_close: bool = True
    """Whether an account may be closed by what follows; False for a person who must prove anew who it is."""


@dataclass(frozen=True)
class Entered(Generic[B, S]):
    """Result of a command. `version` 0: there is no such record."""

    record: str
    version: int
    state: S | None
    entries: tuple[Entry[B], ...] = ()
    refusal: Refusal | None = None
    replayed: bool = False
    receipts: tuple[Receipt, ...] = ()
    """Receipts of the facts recorded for accounts along with it, for code that caches their standings."""


@dataclass(frozen=True)
class Happened(Generic[B, S]):
    """Entries that were just appended: the argument of the reactions to them."""

    connection: AsyncConnection
    record: str
    entries: tuple[Entry[B], ...]
    """Entries of the types for which the reaction is registered."""
    before: S | None
    state: S
    """State after all entries of the command."""
    command: Command[B, S]
    receipts: list[Receipt]
    """Receipts; reactions that record facts for accounts append to it."""

    @property
    def actor(self) -> str:
        """Actor of the command."""
        return self.command.actor

    @property
    def reference(self) -> Reference:
        """Reference to the record, as other records store it."""
        return Reference(kind=self.command.record_type.kind, id=self.record)

    @property
    def at(self) -> datetime:
        """Instant at which the entries were recorded."""
        return self.entries[-1].recorded_at


Act = Callable[[AsyncConnection, Command[B, S]], Awaitable[Entered[B, S]]]
"""Function that carries out a command within its transaction: `enter`, or one that does more than that."""


class _Kept(Frozen):
    """The answer kept under an idempotency key; the state is folded again from the entries."""

    record: RecordId
    """Identifier under which the record was opened: a request without one gets another identifier each time."""
    version: int
    entries: int
    refusal: Refusal | None = None


@dataclass(frozen=True)
class _Locked(Generic[S]):
    state: S | None
    version: int
    head: bytes
    changed_at: datetime | None


@dataclass(frozen=True)
class _Stored:
    """Body of an entry in JSON, and its hash in the chain."""

    body: dict[str, Any]
    hash: bytes


_D: Final = RECORDS.c
_LOCK: Final = (
    select(_D.version, _D.state, _D.head, _D.changed_at)
    .where(_D.kind == bindparam("kind"), _D.id == bindparam("dossier"))
    .with_for_update()
)
_NEW: Final = given(
    seq=("seqs", Integer()),
    type=("types", Text()),
    recorded_at=("recorded", INSTANT),
    actor=("actors", Text()),
    body=("bodies", JSONB()),
    hash=("hashes", LargeBinary()),
).c
_STREAM: Final = (bindparam("kind", type_=Text), bindparam("dossier", type_=Text))
_ENTERED: Final = insert(RECORD_ENTRIES).from_select(["kind", "dossier", *_NEW.keys()], select(*_STREAM, *_NEW))
_ANNOUNCED: Final = insert(EVENTS).from_select(
    ["account", "kind", "dossier", "entry"],
    select(bindparam("account", type_=Text), *_STREAM, *given(entry=("seqs", Integer())).c),
)
_STATED: Final = insert(RECORDS).values(
    kind=bindparam("kind"),
    id=bindparam("dossier"),
    version=bindparam("version"),
    status=bindparam("status"),
    label=bindparam("label"),
    account=bindparam("account"),
    due_at=bindparam("due_at"),
    priority=bindparam("priority"),
    opened_at=bindparam("now"),
    changed_at=bindparam("now"),
    state=written_json("stated"),
    head=bindparam("head"),
)
_KEPT: Final = {"kind", "id", "opened_at"}
"""Columns of a record that never change."""
_APPEND: Final = _STATED.on_conflict_do_update(
    index_elements=["kind", "id"],
    set_={column.name: _STATED.excluded[column.name] for column in RECORDS.c if column.name not in _KEPT},
).add_cte(_ENTERED.cte("new_entries"), _ANNOUNCED.cte("new_events"), outbox.PUT.cte("new_outbox"))
_STATE: Final = select(_D.version, _D.state).where(_D.kind == bindparam("kind"), _D.id == bindparam("dossier"))
_E: Final = RECORD_ENTRIES.c
_ENTRIES: Final = select(_E.kind, _E.dossier, _E.seq, _E.recorded_at, _E.actor, _E.body).where(
    _E.kind == bindparam("kind"), _E.dossier == bindparam("dossier")
)
_NUMBERED: Final = Order("entries", (_E.seq,))
_LISTING: Final = select(_D.id, _D.version, _D.opened_at, _D.state).where(
    _D.kind == bindparam("kind"),
    unless_none(_D.label, "label"),
    unless_none(_D.account, "account"),
)
_COUNTS: Final = (
    select(_D.status, func.count().label("dossiers")).where(_D.kind == bindparam("kind")).group_by(_D.status)
)


async def execute(database: Database, command: Command[B, S], act: Act[B, S] | None = None) -> Entered[B, S]:
    """Carry the command out, or refuse it; either way the answer is kept under its idempotency key.

    Args:
        database: The database.
        command: The command.
        act: Does more than entering, in the same transaction; when it returns a refusal it has written nothing.

    Raises:
        KeyReusedError: the idempotency key belongs to another request.
        RecordConflictError: the record is at another version than expected.
        ClosingNotPermittedError: an account would be closed, and the command may close none.
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    return await envelope.answered(
        database,
        command.key,
        command.now,
        lambda connection: (act or enter)(connection, command),
        kept=_kept,
        again=lambda connection, given: _again(connection, command, _Kept.model_validate(given)),
    )


def _kept(entered: Entered[Any, Any]) -> str:
    return _Kept(
        record=entered.record,
        version=entered.version,
        entries=len(entered.entries),
        refusal=entered.refusal,
    ).model_dump_json()


async def enter(connection: AsyncConnection, command: Command[B, S]) -> Entered[B, S]:
    """Carry the command out within the caller's transaction, with all reactions to it; the caller handles idempotency.

    A caller that also locks accounts locks the record first, so that no two transactions wait for each other.

    Raises:
        RecordConflictError: the record is at another version than expected.
        ClosingNotPermittedError: an account would be closed, and the command may close none.
    """
    record_type, record = command.record_type, command.record
    await _lock_origin(connection, record_type, record)
    locked = await _lock(connection, record_type, record)
    if command.expected_version not in {None, locked.version}:
        raise RecordConflictError(record_type.kind, record, command.expected_version or 0, locked.version)
    now = await recording_instant(connection, command.now)
    # A clock may be set back a little; the order of the entries may not change.
    now = max(now, locked.changed_at or now)
    decided = command.decide(locked.state, now)
    if isinstance(decided, Refusal):
        return Entered(record, locked.version, locked.state, refusal=decided)
    entries, state, stored = _applied(command, locked, decided, now)
    if not entries or state is None:
        return Entered(record, locked.version, locked.state)
    receipts: list[Receipt] = []
    appended = Appended(
        table().ENTRIES[record_type.kind],
        entries,
        lambda told: Happened(connection, record, told, locked.state, state, command, receipts),
    )
    refusal = await envelope.record(
        connection, lambda: _append(connection, record_type, record, entries, state, stored), [appended]
    )
    if refusal is not None:
        return Entered(record, locked.version, locked.state, refusal=refusal)
    if not command.may_close:
        envelope.require_open(receipts)
    entered = Entered(record, entries[-1].seq, state, entries)
    if not appended.reacts():
        return entered
    return await _with_further(connection, record_type, entered, tuple(receipts))


async def _with_further(
    connection: AsyncConnection, record_type: RecordType[B, S], entered: Entered[B, S], receipts: tuple[Receipt, ...]
) -> Entered[B, S]:
    """Return the result together with what reactions recorded, including further entries in the same record."""
    after = await state_within(connection, record_type, entered.record)
    further: Sequence[Entry[B]] = ()
    if after.version > entered.version:
        begin = _NUMBERED.behind(entered.version)
        further = await _entries(connection, record_type, entered.record, begin, after.version)
    return replace(after, entries=(*entered.entries, *further), receipts=receipts)


def _applied(
    command: Command[B, S], locked: _Locked[S], step: Step[B], now: datetime
) -> tuple[tuple[Entry[B], ...], S | None, Sequence[_Stored]]:
    """Return the entries, the state after them, and the stored form of each."""
    record_type, state, head = command.record_type, locked.state, locked.head
    entries: list[Entry[B]] = []
    stored: list[_Stored] = []
    for seq, body in enumerate(step.bodies, start=locked.version + 1):
        entry = record_type.entry(
            kind=record_type.kind, record=command.record, seq=seq, recorded_at=now, actor=command.actor, body=body
        )
        state = record_type.apply(state, entry)
        body_stored = entry.model_dump(mode="json")["body"]
        head = entry_hash(head, record_type.kind, command.record, seq, now, command.actor, body_stored)
        entries.append(entry)
        stored.append(_Stored(body_stored, head))
    return tuple(entries), state, stored


async def _append(
    connection: AsyncConnection,
    record_type: RecordType[B, S],
    record: str,
    entries: Sequence[Entry[B]],
    state: S,
    stored: Sequence[_Stored],
) -> None:
    last = entries[-1]
    await connection.execute(
        _APPEND,
        {
            **record_type.listed(state).model_dump(),
            "kind": record_type.kind,
            "dossier": record,
            **outbox.put(record_type.kind, [(record, entry.seq) for entry in entries] if record_type.followed else []),
            "seqs": [entry.seq for entry in entries],
            "types": [one.body["type"] for one in stored],
            "recorded": [entry.recorded_at for entry in entries],
            "actors": [entry.actor for entry in entries],
            "bodies": [json.dumps(one.body, ensure_ascii=False) for one in stored],
            "hashes": [one.hash for one in stored],
            "version": last.seq,
            "now": last.recorded_at,
            "stated": state.model_dump_json(),
            "head": stored[-1].hash,
        },
    )


async def lock(connection: AsyncConnection, kind: str, record: str) -> None:
    """Lock the record, so that no other transaction enters anything in it until this one ends."""
    await connection.execute(_LOCK, {"kind": kind, "dossier": record})


async def claim(connection: AsyncConnection, kind: str, record: str) -> None:
    """Lock a record that may not exist yet: the second of two transactions that would open it waits."""
    await connection.execute(LOCK_BY_NAME, {"name": f"{kind}:{record}"})
    await lock(connection, kind, record)


async def state_of(database: Database, record_type: RecordType[B, S], record: str) -> Entered[B, S]:
    """Return the newest state; version 0 and no state where there is no such record."""
    async with database.transaction() as connection:
        return await state_within(connection, record_type, record)


async def state_within(connection: AsyncConnection, record_type: RecordType[B, S], record: str) -> Entered[B, S]:
    """Return the newest state as the caller's transaction sees it; version 0 where there is no such record."""
    row = (await connection.execute(_STATE, {"kind": record_type.kind, "dossier": record})).one_or_none()
    if row is None:
        return Entered(record, 0, None)
    return Entered(record, row.version, record_type.state.model_validate(row.state))


async def entries_page(
    database: Database, record_type: RecordType[B, S], record: str, *, after: int = 0, most: int = pages.USUAL
) -> Page[Entry[B]]:
    """Return a page of a record's entries after a number, in the order in which they were recorded."""
    async with database.transaction() as connection:
        return await _entries(connection, record_type, record, _NUMBERED.behind(after), most)


async def entries_of(
    database: Database, record_type: RecordType[B, S], record: str, *, after: int = 0
) -> list[Entry[B]]:
    """Return all of a record's entries after a number, in the order in which they were recorded."""
    begin = _NUMBERED.behind(after)
    async with database.transaction() as connection:
        read = pages.every(lambda place: _entries(connection, record_type, record, place or begin, pages.LARGE))
        return [entry async for entry in read]


@dataclass(frozen=True)
class Filed(Generic[S]):
    """A record in a list."""

    id: str
    version: int
    opened_at: datetime
    state: S


async def listing(
    database: Database,
    record_type: RecordType[B, S],
    *,
    statuses: Sequence[str] | None = None,
    label: str | None = None,
    account: str | None = None,
    only: ColumnElement[bool] | None = None,
    newest_first: bool = False,
    after: Position | None = None,
    most: int = pages.USUAL,
) -> Page[Filed[S]]:
    """Return a page of the records of one kind, in the order in which they were opened, or in the opposite one; `only`
    filters the rows of `RECORDS`.
    """
    named = {
        "kind": record_type.kind,
        "statuses": None if statuses is None else list(statuses),
        "label": label,
        "account": account,
    }
    wanted = _LISTING if statuses is None else _LISTING.where(one_of(_D.status, "statuses"))
    wanted = wanted if only is None else wanted.where(only)
    name = f"{record_type.kind}, newest first" if newest_first else record_type.kind
    order = Order(name, (_D.opened_at, _D.id), descending=newest_first)
    async with database.transaction() as connection:
        found = await pages.read(connection, wanted, order, named, after=after, most=most)
    return found.of(lambda row: Filed(row.id, row.version, row.opened_at, record_type.state.model_validate(row.state)))


async def counts(database: Database, record_type: AnyRecordType) -> dict[str, int]:
    """Count the records of one kind in each status."""
    async with database.transaction() as connection:
        rows = (await connection.execute(_COUNTS, {"kind": record_type.kind})).all()
    return {row.status: row.dossiers for row in rows}


def entry_hash(
    previous: bytes, kind: RecordKind, record: RecordId, seq: int, at: datetime, actor: str, body: dict[str, Any]
) -> bytes:
    """Return the hash of an entry in the chain: computed like a fact's, with the name of the record as the account."""
    return hash_of(
        previous,
        account=f"{kind}:{record}",
        seq=seq,
        effective_at=at,
        recorded_at=at,
        actor=actor,
        body=body,
    )


async def _lock_origin(connection: AsyncConnection, record_type: RecordType[B, S], record: str) -> None:
    """Lock the record from which this one originates: reactions enter in it, and commands that begin there lock it
    first.
    """
    if record_type.origin is None:
        return
    known = (await state_within(connection, record_type, record)).state
    origin = None if known is None else record_type.origin(known)
    if origin is not None:
        await lock(connection, origin.kind, origin.id)


async def _lock(connection: AsyncConnection, record_type: RecordType[B, S], record: str) -> _Locked[S]:
    named = {"kind": record_type.kind, "dossier": record}
    row = (await connection.execute(_LOCK, named)).one_or_none()
    if row is None:
        # There is no row to lock yet: the second of two transactions that open the same record waits here, then finds
        # it.
        await connection.execute(LOCK_BY_NAME, {"name": f"{record_type.kind}:{record}"})
        row = (await connection.execute(_LOCK, named)).one_or_none()
    if row is None:
        return _Locked(None, 0, GENESIS, None)
    return _Locked(record_type.state.model_validate(row.state), row.version, row.head, row.changed_at)


async def _entries(
    connection: AsyncConnection, record_type: RecordType[B, S], record: str, after: Position | None, most: int
) -> Page[Entry[B]]:
    named = {"kind": record_type.kind, "dossier": record}
    found = await pages.read(connection, _ENTRIES, _NUMBERED, named, after=after, most=most)
    return found.of(lambda row: record_type.entry.model_validate(dict(row._mapping)))


async def _again(connection: AsyncConnection, command: Command[B, S], kept: _Kept) -> Entered[B, S]:
    entries = await _entries(connection, command.record_type, kept.record, None, kept.version)
    return Entered(
        kept.record,
        kept.version,
        command.record_type.fold(entries),
        tuple(entries[kept.version - kept.entries :]) if kept.entries else (),
        refusal=kept.refusal,
        replayed=True,
    )
