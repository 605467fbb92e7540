"""The outbox: committed facts that Temporal has not been told yet. At least once, never lost, never reordered."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.chain import fact_from
from ledger.database import Database, Size
from models.facts import Fact

_WAITING: Final = text(
    """
    SELECT o.id, f.account, f.seq, f.effective_at, f.recorded_at, f.actor, f.body
    FROM (
        SELECT id, account, seq FROM outbox WHERE account <> ALL(CAST(:but AS text[]))
        ORDER BY id LIMIT :most FOR UPDATE SKIP LOCKED
    ) o
    JOIN facts f ON f.account = o.account AND f.seq = o.seq
    ORDER BY o.id
    """
)
_DONE: Final = text("DELETE FROM outbox WHERE id = ANY(CAST(:ids AS bigint[]))")
_DEPTH: Final = text("SELECT count(*) FROM outbox")


class Batch:
    """Facts to deliver, locked against other relays until the transaction ends."""

    def __init__(self, connection: AsyncConnection, rows: Sequence[tuple[int, Fact]]) -> None:
        self._connection = connection
        self._rows = rows

    def by_account(self) -> dict[str, list[Fact]]:
        """The facts of each account, in their order."""
        grouped: dict[str, list[Fact]] = {}
        for _, fact in self._rows:
            grouped.setdefault(fact.account, []).append(fact)
        return grouped

    async def delivered(self, accounts: set[str]) -> None:
        """Take the facts of these accounts out of the outbox; the others stay for the next round."""
        ids = [row_id for row_id, fact in self._rows if fact.account in accounts]
        if ids:
            await self._connection.execute(_DONE, {"ids": ids})


@asynccontextmanager
async def waiting(database: Database, most: int, *, but: Collection[str] = ()) -> AsyncIterator[Batch]:
    """The oldest facts that no other relay is delivering at the moment; those of the accounts in `but` stay."""
    async with database.transaction(Size.SLICE) as connection:
        rows = (await connection.execute(_WAITING, {"most": most, "but": sorted(but)})).mappings().all()
        yield Batch(connection, [(row["id"], fact_from(dict(row))) for row in rows])


async def depth(database: Database) -> int:
    """How many facts wait for delivery."""
    async with database.transaction() as connection:
        count: int = (await connection.execute(_DEPTH)).scalar_one()
    return count
