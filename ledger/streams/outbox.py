"""The outbox: committed facts and entries not yet delivered to Temporal. Delivery is at least once, never lost, and
never reordered within a stream, which is an account or a record.

Its table is `outgoing`. The statement that appends inserts the rows (`PUT`); the relay (`background/relay.py`) deletes
them after delivery.
"""

from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import Any, Final

from sqlalchemy import BigInteger, Integer, Text, and_, delete, exists, func, insert, not_, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.chain import fact_from
from ledger.store.database import Database, Size
from ledger.store.statements import either, given, one_of
from models.accounts.facts import Fact
from models.records import RecordChanged
from models.tables import FACTS, OUTGOING, RECORD_ENTRIES, RECORDS

ACCOUNT: Final = "account"
"""Kind of an account's stream; the stream of a record has the kind of the record."""
LATER: Final = "account_later"
"""Kind of the rows of accounts' facts that come by the thousand, from bulk actions and runs: they have a share of a
batch of their own, and delay no other news. Those of a stream with other news go with it, so that its order is kept.
"""

LATER_WHILE_BUSY: Final = 1
"""Rows of `LATER` in a batch while a bulk action or a run is at work: a signal costs as much as twenty bans."""
_ACCOUNTS: Final = [ACCOUNT, LATER]

_O: Final = OUTGOING.c
_F: Final = FACTS.c
_E: Final = RECORD_ENTRIES.c
_D: Final = RECORDS.c
_NEW: Final = given(kind=("outbox_kinds", Text()), stream=("outbox_streams", Text()), seq=("outbox_seqs", Integer())).c
PUT: Final = insert(OUTGOING).from_select(["kind", "stream", "seq"], select(*_NEW))
"""The part of an appending statement that inserts the rows for the relay; `put` gives its parameters."""

_WAITING: Final = text(
    """
    WITH waiting AS (
        SELECT kind FROM unnest(CAST(:kinds AS text[])) AS known (kind)
        WHERE EXISTS (SELECT FROM outgoing WHERE outgoing.kind = known.kind)
    ), share AS (
        SELECT greatest(1, CAST(:most AS int) / greatest(1, count(*))) AS most FROM waiting
    )
    SELECT waiting.kind, oldest.id, oldest.stream, oldest.seq, share.most
    FROM waiting CROSS JOIN share CROSS JOIN LATERAL (
        SELECT id, stream, seq FROM outgoing
        WHERE kind = waiting.kind AND split_part(kind, '_later', 1) || ':' || stream <> ALL(CAST(:but AS text[]))
        ORDER BY id LIMIT (
            SELECT CASE waiting.kind WHEN 'account_later' THEN least(most, CAST(:later AS int)) ELSE most END FROM share
        ) FOR UPDATE SKIP LOCKED
    ) AS oldest
    ORDER BY oldest.id
    """
)
"""Query of the waiting rows: each kind has the same share of a batch, so that a flood of one delays no other."""
_FACTS: Final = (
    select(_O.id, _F.account, _F.seq, _F.effective_at, _F.recorded_at, _F.actor, _F.body)
    .join_from(OUTGOING, FACTS, and_(_F.account == _O.stream, _F.seq == _O.seq))
    .where(one_of(_O.kind, "kinds"), one_of(_O.id, "ids"))
    .order_by(_O.id)
)
_BUSY: Final = select(
    exists().where(
        or_(
            and_(_D.kind == "bulk", either(_D.status, "running", "cancelling", "reverting", "reversal_cancelling")),
            and_(_D.kind == "run", _D.status == "running"),
        )
    )
)
"""Query of whether a bulk action or a run is at work."""
_BEFORE: Final = select(_O.id).where(_O.kind == LATER, one_of(_O.stream, "streams")).with_for_update(skip_locked=True)
"""Query of the rows that wait behind others, of streams with other news."""
_TAKEN: Final = given(kind=("kinds", Text()), id=("ids", BigInteger()))
_ENTRIES: Final = (
    select(_O.id, _O.kind, _O.stream, _E.seq, _E.recorded_at, _E.actor, _E.body)
    .join_from(_TAKEN, OUTGOING, and_(_O.kind == _TAKEN.c.kind, _O.id == _TAKEN.c.id))
    .join(RECORD_ENTRIES, and_(_E.kind == _O.kind, _E.dossier == _O.stream, _E.seq == _O.seq))
    .order_by(_O.id)
)
_ASKED: Final = given(kind=("kinds", Text()), id=("records", Text()))
_STATES: Final = select(_D.kind, _D.id, _D.version, _D.state).join_from(
    _ASKED, RECORDS, and_(_D.kind == _ASKED.c.kind, _D.id == _ASKED.c.id)
)
_DONE: Final = delete(OUTGOING).where(_O.kind == _TAKEN.c.kind, _O.id == _TAKEN.c.id)
_DEPTH: Final = select(
    func.count().filter(one_of(_O.kind, "accounts")).label("facts"),
    func.count().filter(not_(one_of(_O.kind, "accounts"))).label("entries"),
).select_from(OUTGOING)


def put(kind: str, waiting: Iterable[tuple[str, int]], later: Iterable[tuple[str, int]] = ()) -> dict[str, Any]:
    """Return the parameters of `PUT`: the identifiers of streams of one kind, each with a sequence number; and those of
    accounts that wait behind others (`LATER`).
    """
    first, behind = list(waiting), list(later)
    streams_and_seqs = [*first, *behind]
    return {
        "outbox_kinds": [kind] * len(first) + [LATER] * len(behind),
        "outbox_streams": [stream for stream, _ in streams_and_seqs],
        "outbox_seqs": [seq for _, seq in streams_and_seqs],
    }


def stream_name(kind: str, stream: str) -> str:
    """Return the name of a stream, unique among all kinds; the workflow of the stream has it as its id."""
    return f"{kind}:{stream}"


@dataclass(frozen=True)
class Message:
    """News for the workflow of one stream."""

    kind: str
    stream: str
    """Identifier of the account or record."""
    news: tuple[Fact, ...] | RecordChanged
    """An account's facts in their order; for a record its newest state, with the entries that led to it."""
    rows: tuple[int, ...]
    """Identifiers of the rows of the outbox: one for each fact or entry."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of the persons and services who recorded an account's facts; those of a record are in its news."""

    @property
    def name(self) -> str:
        """Name of the stream."""
        return stream_name(self.kind, self.stream)


@dataclass(frozen=True)
class Batch:
    """Messages to deliver, locked against other relays until the transaction ends."""

    connection: AsyncConnection
    messages: Sequence[Message]
    """One message for each stream, the kinds in turn."""
    full: bool
    """Whether more rows of some kind may be waiting after these."""

    async def delivered(self, names: Collection[str]) -> None:
        """Delete the messages of these streams from the outbox; the others stay for the next round."""
        done = [
            (kind, row)
            for message in self.messages
            if message.name in names
            for row in message.rows
            for kind in (_ACCOUNTS if message.kind == ACCOUNT else [message.kind])
        ]
        if done:
            named = {"kinds": [kind for kind, _ in done], "ids": [row for _, row in done]}
            await self.connection.execute(_DONE, named)


@asynccontextmanager
async def waiting(
    database: Database, kinds: Collection[str], most: int, *, but: Collection[str] = ()
) -> AsyncIterator[Batch]:
    """Yield the oldest facts and entries of these kinds that no other relay is delivering; about `most` of them, shared
    equally among the kinds that wait. Those of the streams in `but` (names) stay. While a bulk action or a run is at
    work, few of those that wait behind others go: it records a thousand a second, which Temporal takes afterwards.
    """
    lanes = {*kinds, LATER} if ACCOUNT in kinds else {*kinds}
    async with database.transaction(Size.SLICE) as connection:
        busy = (await connection.execute(_BUSY)).scalar_one()
        named = {"kinds": sorted(lanes), "most": most, "but": sorted(but), "later": LATER_WHILE_BUSY if busy else most}
        rows = (await connection.execute(_WAITING, named)).all()
        messages = [
            *await _of_accounts(connection, [row for row in rows if row.kind in _ACCOUNTS]),
            *await _of_records(connection, [row for row in rows if row.kind not in _ACCOUNTS]),
        ]
        taken = Counter(row.kind for row in rows)
        full = any(taken[row.kind] >= row.most for row in rows if not (busy and row.kind == LATER))
        yield Batch(connection, _taking_turns(messages), full)


@dataclass(frozen=True)
class Depth:
    """Number of rows waiting for delivery, of every kind, including kinds that have no workflow in this version."""

    facts: int
    entries: int


async def depth(database: Database) -> Depth:
    """Count the facts of accounts, and the entries of records, that wait for delivery."""
    async with database.transaction() as connection:
        row = (await connection.execute(_DEPTH, {"accounts": _ACCOUNTS})).one()
    return Depth(row.facts, row.entries)


async def _of_accounts(connection: AsyncConnection, rows: Sequence[Any]) -> list[Message]:
    if not rows:
        return []
    # News that waits for nothing first.
    streams = dict.fromkeys(row.stream for row in sorted(rows, key=lambda row: (row.kind == LATER, row.id)))
    before = await connection.execute(_BEFORE, {"streams": [row.stream for row in rows if row.kind == ACCOUNT]})
    named = {"kinds": _ACCOUNTS, "ids": [*(row.id for row in rows), *before.scalars()]}
    told: dict[str, list[tuple[int, Fact]]] = {stream: [] for stream in streams}
    for row in (await connection.execute(_FACTS, named)).mappings():
        told[row["account"]].append((row["id"], fact_from(dict(row))))
    return [
        Message(ACCOUNT, account, tuple(fact for _, fact in facts), tuple(row for row, _ in facts))
        for account, facts in told.items()
        if facts
    ]


async def _of_records(connection: AsyncConnection, rows: Sequence[Any]) -> list[Message]:
    if not rows:
        return []
    named: dict[str, Any] = {"kinds": [row.kind for row in rows], "ids": [row.id for row in rows]}
    told: dict[tuple[str, str], list[Any]] = {}
    for row in (await connection.execute(_ENTRIES, named)).all():
        told.setdefault((row.kind, row.stream), []).append(row)
    named = {"kinds": [kind for kind, _ in told], "records": [record for _, record in told]}
    states = {(state.kind, state.id): state for state in (await connection.execute(_STATES, named)).all()}
    return [
        Message(kind, record, _changed(states[kind, record], entries), tuple(entry.id for entry in entries))
        for (kind, record), entries in told.items()
    ]


def _changed(state: Any, entries: Sequence[Any]) -> RecordChanged:
    told = tuple(
        {"seq": entry.seq, "recorded_at": entry.recorded_at.isoformat(), "actor": entry.actor, "body": entry.body}
        for entry in entries
    )
    return RecordChanged(version=state.version, state=state.state, entries=told)


def _taking_turns(messages: Sequence[Message]) -> list[Message]:
    """Order the first message of each kind, then the second of each, so that a time limit affects all kinds alike."""
    by_kind: dict[str, list[Message]] = {}
    for message in messages:
        by_kind.setdefault(message.kind, []).append(message)
    return [message for message in chain.from_iterable(zip_longest(*by_kind.values())) if message is not None]
