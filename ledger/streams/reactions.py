"""Reactions: the consequences of a fact or an entry, in the transaction that records it.

`ledger/reactions/table.py` is the one table: for each type of fact and of entry, the reactions to it. The code that
appends calls `react`; nothing else calls a reaction. The table lies above everything that it names, and appending lies
below, so the table is imported by name at the first use.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.locked import Held
from models.accounts.commands import Command, Receipt, Refusal
from models.accounts.facts import Fact
from models.accounts.standing import Standing

Happened = TypeVar("Happened")
Reaction = Callable[[Happened], Awaitable[Refusal | None]]
"""Function that reacts. A refusal undoes what it reacts to; only reactions in the table's `REFUSING` may return one."""
Rows = Mapping[type[Any], tuple[Reaction[Any], ...]]
"""The reactions to each type of body, in this order; an empty tuple where there are none."""


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
