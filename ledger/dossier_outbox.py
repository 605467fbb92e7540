"""The dossiers' outbox: committed entries that the workflows which follow them have not been told yet."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.database import Database, Size
from models.dossiers import DossierChanged

_WAITING: Final = text(
    """
    SELECT o.id, o.kind, o.dossier, e.seq, e.recorded_at, e.actor, e.body
    FROM (
        SELECT id, kind, dossier, entry FROM dossier_outbox
        WHERE kind = ANY(CAST(:kinds AS text[])) AND kind || ':' || dossier <> ALL(CAST(:but AS text[]))
        ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED
    ) o
    JOIN dossier_entries e ON e.kind = o.kind AND e.dossier = o.dossier AND e.seq = o.entry
    ORDER BY o.id
    """
)
_STATES: Final = text(
    """
    SELECT d.kind, d.id, d.version, d.state FROM dossiers d
    JOIN unnest(CAST(:kinds AS text[]), CAST(:ids AS text[])) AS wanted (kind, id) USING (kind, id)
    """
)
_DONE: Final = text("DELETE FROM dossier_outbox WHERE id = ANY(CAST(:ids AS bigint[]))")
_DEPTH: Final = text("SELECT count(*) FROM dossier_outbox")


@dataclass(frozen=True)
class Message:
    """What one dossier's workflow is to be told."""

    kind: str
    dossier: str
    changed: DossierChanged


class Batch:
    """Messages to deliver, locked against other relays until the transaction ends."""

    def __init__(self, connection: AsyncConnection, messages: Sequence[tuple[Message, list[int]]]) -> None:
        self._connection = connection
        self._messages = messages
        self.messages = tuple(message for message, _ in messages)

    async def delivered(self, messages: Collection[Message]) -> None:
        """Take these out of the outbox; the others stay for the next round."""
        ids = [row for message, rows in self._messages if message in messages for row in rows]
        if ids:
            await self._connection.execute(_DONE, {"ids": ids})


@asynccontextmanager
async def waiting(
    database: Database, kinds: Collection[str], most: int, *, but: Collection[str] = ()
) -> AsyncIterator[Batch]:
    """The oldest entries of these kinds that no other relay is delivering, one message a dossier, with its newest
    state; those of the dossiers in `but` (as `kind:id`) stay.
    """
    async with database.transaction(Size.SLICE) as connection:
        named = {"kinds": sorted(kinds), "most": most, "but": sorted(but)}
        rows = (await connection.execute(_WAITING, named)).mappings().all()
        grouped: dict[tuple[str, str], list[Any]] = {}
        for row in rows:
            grouped.setdefault((row["kind"], row["dossier"]), []).append(row)
        wanted = {"kinds": [kind for kind, _ in grouped], "ids": [dossier for _, dossier in grouped]}
        states = (await connection.execute(_STATES, wanted)).mappings().all() if grouped else ()
        found = {(state["kind"], state["id"]): state for state in states}
        yield Batch(
            connection,
            [
                (_message(found[kind, dossier], entries), [entry["id"] for entry in entries])
                for (kind, dossier), entries in grouped.items()
            ],
        )


async def depth(database: Database) -> int:
    """How many entries wait for delivery, of every kind: also of one that this version does not follow."""
    async with database.transaction() as connection:
        count: int = (await connection.execute(_DEPTH)).scalar_one()
    return count


def _message(state: Any, entries: Sequence[Any]) -> Message:
    told = tuple(
        {
            "seq": entry["seq"],
            "recorded_at": entry["recorded_at"].isoformat(),
            "actor": entry["actor"],
            "body": entry["body"],
        }
        for entry in entries
    )
    changed = DossierChanged(version=state["version"], state=state["state"], entries=told)
    return Message(state["kind"], state["id"], changed)
