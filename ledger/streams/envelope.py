"""The envelope of everything that is recorded, the same for accounts (`ledger/accounts/commands.py`, several together
in `ledger/accounts/group_commit.py`) and for records (`ledger/streams/records.py`), in one transaction (invariant 3):

    key ─▶ lock ─▶ decide ─▶ append, outbox ─▶ react ─▶ answer

`answered` is the transaction with its idempotency key; `record` appends what was decided and runs the reactions to it.
Locking and deciding differ between accounts and records, and lie between the two functions. The appending statements
write the outbox with the one statement `outbox.PUT`.
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
    """Act in a transaction of its own, and keep the answer under the caller's key; or return the answer kept before.

    Args:
        database: The database.
        key: The caller's idempotency key; None where the caller gave none.
        now: The caller's time, for the key.
        act: Locks, decides and records; called again when another transaction inserted the same row meanwhile.
        kept: Serialises the answer as JSON.
        again: Restores the answer from that JSON for a repeated request.

    Raises:
        KeyReusedError: the key belongs to another request.
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
        # Another transaction inserted the same row between our read and our write: try again.
        return await attempt()


@dataclass(frozen=True)
class Appended:
    """Facts of one account, or entries in one record, that one command appends."""

    rows: Rows
    """The rows of the table of reactions for them."""
    recorded: Sequence[Bodied]
    happened: Callable[[tuple[Any, ...]], Any]
    """Builds the argument of a reaction from the facts or entries that it reacts to."""

    def reacts(self) -> bool:
        """Return whether any reaction is registered for them."""
        return any(self.rows[type(one.body)] for one in self.recorded)


async def record(
    connection: AsyncConnection, append: Callable[[], Awaitable[None]], appended: Sequence[Appended]
) -> Refusal | None:
    """Append what was decided, in one stream or in several at once, and run the reactions.

    Returns:
        The refusal when a reaction refuses; everything appended and done here is then rolled back.
    """
    refusable = any(may_refuse(one.rows, one.recorded) for one in appended)
    savepoint = await connection.begin_nested() if refusable else None
    await append()
    for one in appended:
        refusal = await react(one.rows, one.recorded, one.happened)
        if refusal is not None:
            if savepoint is None:
                raise AssertionError("a reaction that may refuse needs a savepoint to roll back to")
            await savepoint.rollback()
            return refusal
    if savepoint is not None:
        await savepoint.commit()
    return None
