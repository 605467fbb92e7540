"""The envelope of everything that is recorded, of accounts (`ledger/accounts/commands.py`, several together in
`ledger/accounts/group_commit.py`) and of records (`ledger/streams/records.py`) alike, in one transaction (invariant 3):

    key ─▶ lock ─▶ decide ─▶ append, outbox ─▶ react ─▶ answer

`answered` is the transaction with its idempotency key; `record` appends what was decided and runs what reacts to it.
What is locked, and which rules decide, is each side's own and stands between the two. The appending statements leave
word for the relay by the one `outbox.PUT`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store import idempotency
from ledger.store.database import Database
from ledger.store.idempotency import RequestKey
from ledger.streams.reactions import Bodied, Rows, may_refuse, react, table
from models.accounts.commands import Refusal

A = TypeVar("A")


async def answered(
    database: Database,
    key: RequestKey | None,
    now: datetime,
    act: Callable[[AsyncConnection], Awaitable[A]],
    *,
    kept: Callable[[A], str],
    again: Callable[[AsyncConnection, dict[str, Any]], Awaitable[A]],
) -> A:
    """Act in a transaction of its own, and keep the answer under the caller's key; or give the answer that is kept.

    Args:
        database: Where.
        key: The caller's idempotency key; None where the caller gave none.
        now: The caller's time, for the key.
        act: Locks, decides and records; carried out again when another transaction made the same row meanwhile.
        kept: The answer as JSON.
        again: The answer from that JSON, to a request that is repeated.

    Raises:
        KeyReusedError: the key stands for another request.
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    table()

    async def attempt() -> A:
        async with database.transaction() as connection:
            given = None if key is None else await idempotency.claim(connection, key, now)
            if given is not None:
                return await again(connection, given)
            answer = await act(connection)
            if key is not None:
                await idempotency.keep(connection, key, kept(answer))
        return answer

    try:
        return await attempt()
    except IntegrityError:
        # Another transaction made the same row between our look and our write: look again.
        return await attempt()


@dataclass(frozen=True)
class Appended:
    """Facts of one account, or entries in one record, that one command appends."""

    rows: Rows
    """Of the table of reactions."""
    recorded: Sequence[Bodied]
    happened: Callable[[tuple[Any, ...]], Any]
    """Makes what a reaction is told from those that it reacts to."""

    def reacts(self) -> bool:
        """Whether anything reacts to them."""
        return any(self.rows[type(one.body)] for one in self.recorded)


async def record(
    connection: AsyncConnection, append: Callable[[], Awaitable[None]], appended: Sequence[Appended]
) -> Refusal | None:
    """Append what was decided, of one stream or of several at once, and run what reacts to it.

    Returns:
        Why not, when a reaction refuses: then nothing is left of what was appended and done.
    """
    refusable = any(may_refuse(one.rows, one.recorded) for one in appended)
    savepoint = await connection.begin_nested() if refusable else None
    await append()
    for one in appended:
        refusal = await react(one.rows, one.recorded, one.happened)
        if refusal is not None:
            if savepoint is None:
                raise AssertionError("what may refuse has a savepoint to go back to")
            await savepoint.rollback()
            return refusal
    if savepoint is not None:
        await savepoint.commit()
    return None
