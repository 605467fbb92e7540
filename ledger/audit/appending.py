"""Appending to the audit: numbers and hashes are given under the lock on the chain's head."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, LargeBinary, Text, bindparam, exists, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.audit.origin import with_origin
from ledger.store.chain import hash_of
from ledger.store.clock import recording_instant
from ledger.store.database import Database
from ledger.store.statements import INSTANT, fixed, given
from models.audit import AuditEvent
from models.tables import AUDIT_EVENTS, AUDIT_HEAD

STREAM: Final = "audit"
"""Name of the stream within its hashes."""
HOUR: Final = timedelta(hours=1)
ONCE: Final = ("personal_data_viewed", "audit_read")
"""Types that are recorded once for an actor, an object and an hour; the index `audit_events_once_an_hour` has them."""


@dataclass(frozen=True, slots=True)
class Noted:
    """An event, and the instant at which it happened."""

    event: AuditEvent
    at: datetime
    once: bool = False
    """Whether it is left out when the same actor did the same with the same object in the same clock hour."""

    @property
    def key(self) -> "Key":
        """Return what is recorded once in an hour."""
        return (self.event.type, self.event.actor, self.event.object, hour_of(self.at))


Key = tuple[str, str, str, datetime]
"""Type, actor and object of an event, and the clock hour in which it happened."""


_H: Final = AUDIT_HEAD.c
_LOCK: Final = select(_H.seq, _H.hash, _H.recorded_at).with_for_update()
_NEW: Final = given(
    seq=("seqs", BigInteger()),
    type=("types", Text()),
    at=("ats", INSTANT),
    recorded_at=("recorded", INSTANT),
    actor=("actors", Text()),
    object=("objects", Text()),
    body=("bodies", JSONB()),
    hash=("hashes", LargeBinary()),
).c
_INSERT: Final = insert(AUDIT_EVENTS).from_select(_NEW.keys(), select(*_NEW))
_MOVE: Final = (
    update(AUDIT_HEAD)
    .values(seq=bindparam("last"), hash=bindparam("head"), recorded_at=bindparam("now"))
    .add_cte(_INSERT.cte("new_events"))
)
_E: Final = AUDIT_EVENTS.c
_ASKED: Final = given(
    type=("types", Text()), actor=("actors", Text()), object=("objects", Text()), hour=("hours", INSTANT)
)
_KNOWN: Final = select(_ASKED.c.type, _ASKED.c.actor, _ASKED.c.object, _ASKED.c.hour).where(
    exists().where(
        or_(*(_E.type == fixed(name) for name in ONCE)),
        _E.type == _ASKED.c.type,
        _E.actor == _ASKED.c.actor,
        _E.object == _ASKED.c.object,
        _E.at >= _ASKED.c.hour,
        _E.at < _ASKED.c.hour + literal(HOUR),
    )
)


async def append(connection: AsyncConnection, *events: AuditEvent, now: datetime) -> int:
    """Record events in the caller's transaction, as its last statement; return the number of the last one.

    Args:
        connection: A connection in a transaction.
        events: What happened, just now.
        now: The caller's time, used only where times are given (tests, scenarios).

    Raises:
        ClockDiffersError: when this host's clock is too far from the database's.
    """
    return await append_all(connection, _happening(events, now), now=now, at_once=True)


async def record(database: Database, *events: AuditEvent, now: datetime) -> int:
    """Record events in a transaction of their own.

    Raises:
        DatabaseAwayError: when the database cannot be reached; nothing was recorded, so nothing may follow.
    """
    async with database.transaction() as connection:
        return await append_all(connection, _happening(events, now), now=now, at_once=True)


def _happening(events: Iterable[AuditEvent], now: datetime) -> list[Noted]:
    return [Noted(with_origin(event), now) for event in events]


async def append_all(
    connection: AsyncConnection, noted: Sequence[Noted], *, now: datetime, at_once: bool = False
) -> int:
    """Record events that happened before. With `at_once` they happen now, by the database's clock."""
    seq, head, latest = await lock(connection)
    recorded = await recording_instant(connection, now)
    # A clock may be set back a little; the order of the events may not change.
    recorded = recorded if latest is None else max(recorded, latest)
    rows: dict[str, list[Any]] = {name: [] for name in _LISTS}
    fresh = await _fresh(connection, noted)
    for one in fresh:
        seq += 1
        row = row_of(one.event, seq=seq, at=recorded if at_once else min(one.at, recorded), recorded_at=recorded)
        head = row["hash"] = hash_of_row(head, row)
        for name, column in _LISTS.items():
            rows[name].append(_written(row[column]))
    if fresh:
        await connection.execute(_MOVE, {**rows, "last": seq, "head": head, "now": recorded})
    return seq


async def lock(connection: AsyncConnection) -> tuple[int, bytes, datetime | None]:
    """Lock the chain until the transaction ends; return the number, hash and instant of its last event."""
    head = (await connection.execute(_LOCK)).one()
    return head.seq, head.hash, head.recorded_at


async def _fresh(connection: AsyncConnection, noted: Sequence[Noted]) -> list[Noted]:
    """Return the events without those that are recorded once in an hour and known; the caller holds the lock."""
    keys = {one.key for one in noted if one.once}
    known: set[Key] = set()
    if keys:
        columns = dict(zip(("types", "actors", "objects", "hours"), map(list, zip(*keys, strict=True)), strict=True))
        known = {(row.type, row.actor, row.object, row.hour) for row in await connection.execute(_KNOWN, columns)}
    fresh: list[Noted] = []
    for one in noted:
        if one.once:
            if one.key in known:
                continue
            known.add(one.key)
        fresh.append(one)
    return fresh


def hour_of(at: datetime) -> datetime:
    """Return the beginning of the clock hour; it is the same in Shanghai and in UTC."""
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def row_of(event: AuditEvent, *, seq: int, at: datetime, recorded_at: datetime) -> dict[str, Any]:
    """Return an event as a row, still without its hash."""
    return {
        "seq": seq,
        "type": event.type,
        "at": at,
        "recorded_at": recorded_at,
        "actor": event.actor,
        "object": event.object,
        "body": event.model_dump(mode="json"),
    }


def hash_of_row(previous: bytes, row: Mapping[str, Any]) -> bytes:
    """Return the hash of an event, computed like a fact's."""
    return hash_of(
        previous,
        account=STREAM,
        seq=row["seq"],
        effective_at=row["at"],
        recorded_at=row["recorded_at"],
        actor=row["actor"],
        body=[row["object"], row["body"]],
    )


def _written(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value


_LISTS: Final = {
    "seqs": "seq",
    "types": "type",
    "ats": "at",
    "recorded": "recorded_at",
    "actors": "actor",
    "objects": "object",
    "bodies": "body",
    "hashes": "hash",
}
"""List parameters of the insertion, with the column of each."""
