"""Verification of the audit: every hash is recomputed, and the last event is compared with the head of the chain."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import bindparam, select

from ledger.audit.appending import hash_of_row
from ledger.store.chain import GENESIS
from ledger.store.database import Database, Size
from models.tables import AUDIT_EVENTS, AUDIT_HEAD

_EVENTS_PER_PAGE: Final = 2_000

_E: Final = AUDIT_EVENTS.c
_HEAD: Final = select(AUDIT_HEAD.c.seq, AUDIT_HEAD.c.hash)
_PAGE: Final = (
    select(_E.seq, _E.type, _E.at, _E.recorded_at, _E.actor, _E.object, _E.body, _E.hash)
    .where(_E.seq > bindparam("after"), _E.seq <= bindparam("upto"))
    .order_by(_E.seq)
    .limit(bindparam("most"))
)
_BEYOND: Final = select(_E.seq).where(_E.seq > bindparam("upto")).order_by(_E.seq).limit(1)


@dataclass(frozen=True)
class AuditFault:
    """A deviation in the audit: the number of the event, and what is wrong."""

    seq: int
    what: str

    def __str__(self) -> str:
        return f"audit, event {self.seq}: {self.what}"


@dataclass(frozen=True)
class Head:
    """Last event of the chain: its number and its hash. Noted elsewhere, it proves that nothing before it changed."""

    seq: int
    hash: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash.hex()}"


async def head_of(database: Database) -> Head:
    """Return the head of the chain; number 0 where nothing was recorded."""
    async with database.transaction() as connection:
        row = (await connection.execute(_HEAD)).one_or_none()
    return Head(0, GENESIS) if row is None else Head(row.seq, row.hash)


async def verify(
    database: Database, advance: Callable[[int], None] = lambda _: None, *, known: Head | None = None
) -> AsyncIterator[AuditFault]:
    """Yield every fault up to the head of the chain; after the first event that is missing, none is verified.

    Args:
        database: The database.
        advance: Called with the number of events verified.
        known: A head that was noted earlier; the event of that number must still have that hash.
    """
    head = await head_of(database)
    seq, previous = 0, GENESIS
    while seq < head.seq:
        named = {"after": seq, "upto": head.seq, "most": _EVENTS_PER_PAGE}
        async with database.transaction(Size.SLICE) as connection:
            rows = (await connection.execute(_PAGE, named)).mappings().all()
        for row in rows:
            seq += 1
            if row["seq"] != seq:
                yield AuditFault(seq, f"is missing; the next event there is has number {row['seq']}")
                return
            if row["hash"] != hash_of_row(previous, dict(row)):
                yield AuditFault(seq, "its content does not match its hash: it was changed after it was recorded")
            elif (row["type"], row["actor"]) != (row["body"].get("type"), row["body"].get("actor")):
                yield AuditFault(seq, "its type or actor is not the one in its body")
            if known is not None and seq == known.seq and row["hash"] != known.hash:
                yield AuditFault(seq, "is not the event whose hash was noted: the chain was written anew")
            previous = row["hash"]
        if not rows:
            yield AuditFault(seq + 1, "is missing: events were removed from the end")
            return
        advance(len(rows))
    if previous != head.hash:
        yield AuditFault(head.seq, "is not the one that the head of the chain names")
    if known is not None and known.seq > head.seq:
        yield AuditFault(known.seq, "was noted, but the chain ends before it")
    async with database.transaction(Size.SLICE) as connection:
        beyond = (await connection.execute(_BEYOND, {"upto": (await connection.execute(_HEAD)).one().seq})).scalar()
    if beyond is not None:
        yield AuditFault(beyond, "lies beyond the head of the chain")
