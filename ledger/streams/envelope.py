"""The envelope of everything that is recorded, the same for accounts (`ledger/accounts/commands.py`, several together
in `ledger/accounts/group_commit.py`) and for records (`ledger/streams/records.py`), in one transaction (invariant 3):

    key ─▶ lock ─▶ decide ─▶ append, outbox ─▶ react ─▶ answer

`answered` is the transaction with its idempotency key; `record` appends what was decided and runs the reactions to it.
Locking and deciding differ between accounts and records, and lie between the two functions. The appending statements
write the outbox with the one statement `outbox.PUT`.

`ledger/reactions/table.py` is the one table of reactions: for each type of fact and of entry, what follows from it.
`record` runs them; nothing else calls a reaction. The table stands above everything that it names, and this module
stands below, so the table is looked up by name at its first use.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, Protocol, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store import idempotency
from ledger.store.database import Database
from ledger.store.idempotency import RequestKey
from ledger.store.locked import Held
from models.accounts.commands import Command, Receipt, Refusal
from models.accounts.facts import Fact
from models.accounts.standing import Standing

A = TypeVar("A")
Happened = TypeVar("Happened")
Reaction = Callable[[Happened], Awaitable[Refusal | None]]
"""Function that reacts. A refusal undoes what it reacts to; only reactions in the table's `REFUSING` may return one."""
Rows = Mapping[type[Any], tuple[Reaction[Any], ...]]
"""The reactions to each type of body, in this order; an empty tuple where there are none."""


class ClosingNotPermittedError(Exception):
    """Raised when a command would close an account, by itself or by what follows, and its caller may close none now;
    nothing was done.
    """

    def __init__(self, account: str) -> None:
        super().__init__(f"this would close account {account}")
        self.account = account


def require_open(receipts: Iterable[Receipt]) -> None:
    """Require that none of what was just recorded closes an account; the transaction ends otherwise.

    Raises:
        ClosingNotPermittedError: when one does.
    """
    for receipt in receipts:
        if receipt.closes:
            raise ClosingNotPermittedError(receipt.account)


class Bodied(Protocol):
    """A fact, or an entry."""

    @property
    def body(self) -> Any:
        """Content of the fact or entry."""


class Table(Protocol):
    """Interface of `ledger/reactions/table.py`."""

    FACTS: Rows
    ENTRIES: Mapping[str, Rows]
    """Rows for entries, by the kind of record."""
    REFUSING: frozenset[Reaction[Any]]


@dataclass(frozen=True)
class Recorded:
    """Facts of one account that were just appended: the argument of the reactions to them."""

    connection: AsyncConnection
    command: Command
    facts: tuple[Fact, ...]
    """Facts of the types for which the reaction is registered."""
    finding: Fact
    """The first fact of the command; where it is a finding, the others follow from it."""
    before: Standing | None
    standing: Standing
    held: Held | None = None
    """Locks that the command holds; None where it locks its own account alone."""
    effective_at: datetime | None = None
    """Instant from which the facts hold according to the caller."""
    alone: bool = False
    """Whether nothing but the account is concerned, as `ledger.accounts.entanglements` has found under its lock."""
    others: list[Receipt] = field(default_factory=list)
    """Receipts for other accounts; reactions that record facts for other accounts append to it."""

    @property
    def account(self) -> str:
        """Account to which the facts belong."""
        return self.finding.account

    @property
    def at(self) -> datetime:
        """Instant at which the facts were recorded."""
        return self.finding.recorded_at


@cache
def table() -> Table:
    """Return the table of reactions. Its first use imports half the ledger, which takes long: code that begins a
    transaction that appends calls this before, so that nothing is locked meanwhile.
    """
    found: Table = import_module("ledger.reactions.table")
    return found


def may_refuse(rows: Rows, recorded: Sequence[Bodied]) -> bool:
    """Return whether some reaction to these facts or entries may refuse them."""
    refusing = table().REFUSING
    return any(reaction in refusing for one in recorded for reaction in rows[type(one.body)])


async def react(rows: Rows, recorded: Sequence[Any], happened: Callable[[tuple[Any, ...]], Happened]) -> Refusal | None:
    """Run the reactions to these facts or entries; each reaction once, with all the facts or entries it reacts to.

    Args:
        rows: The rows of the table for them.
        recorded: The facts or entries just appended, in their order.
        happened: Builds the argument of a reaction from the facts or entries that it reacts to.

    Returns:
        The first refusal; the caller rolls everything back.
    """
    concerned: dict[Reaction[Any], list[Any]] = {}
    for one in recorded:
        for reaction in rows[type(one.body)]:
            concerned.setdefault(reaction, []).append(one)
    for reaction, of_it in concerned.items():
        refusal = await reaction(happened(tuple(of_it)))
        if refusal is not None:
            if reaction not in table().REFUSING:
                raise AssertionError(f"{reaction.__module__}.{reaction.__name__} may not refuse: {refusal.message}")
            return refusal
    return None


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
