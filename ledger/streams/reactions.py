"""Reactions: what follows from a fact or an entry, in the transaction that records it.

`ledger/reactions/table.py` is the one table: for each type of fact and of entry, what reacts to it. Whoever appends
calls `react`; nothing else calls a reaction. The table stands above everything that it names, and appending stands
below, so it is looked up by name at the first use.
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
"""A refusal undoes what it reacts to; only reactions that the table lists as `REFUSING` may give one."""
Rows = Mapping[type[Any], tuple[Reaction[Any], ...]]
"""By the type of a body, what reacts to it, in this order; an empty tuple where nothing does."""


class Bodied(Protocol):
    """A fact, or an entry."""

    @property
    def body(self) -> Any:
        """What happened."""


class Table(Protocol):
    """`ledger/reactions/table.py`."""

    FACTS: Rows
    ENTRIES: Mapping[str, Rows]
    """By the kind of record."""
    REFUSING: frozenset[Reaction[Any]]


@dataclass(frozen=True)
class Recorded:
    """Facts of one account that were just appended, as what reacts to them is told."""

    connection: AsyncConnection
    command: Command
    facts: tuple[Fact, ...]
    """Those of the types that the reaction is registered for."""
    finding: Fact
    """The first fact of the command: where it is a finding, the others follow from it."""
    before: Standing | None
    standing: Standing
    held: Held | None = None
    """What the command has locked; None where it locks its own account alone."""
    effective_at: datetime | None = None
    """From when the caller says that it holds."""
    others: list[Receipt] = field(default_factory=list)
    """To be added to by what records something for other accounts."""

    @property
    def account(self) -> str:
        """Whose facts they are."""
        return self.finding.account

    @property
    def at(self) -> datetime:
        """When they were recorded."""
        return self.finding.recorded_at


@cache
def table() -> Table:
    """The table of reactions. Its first use imports half the ledger, which takes long: whoever begins a transaction
    that appends calls this before, so that nothing is locked meanwhile.
    """
    found: Table = import_module("ledger.reactions.table")
    return found


def may_refuse(rows: Rows, recorded: Sequence[Bodied]) -> bool:
    """Whether something that reacts to this can refuse it."""
    refusing = table().REFUSING
    return any(reaction in refusing for one in recorded for reaction in rows[type(one.body)])


async def react(rows: Rows, recorded: Sequence[Any], happened: Callable[[tuple[Any, ...]], Happened]) -> Refusal | None:
    """Run what reacts to these facts or entries; each reaction once, with all those that it reacts to.

    Args:
        rows: The rows of the table for them.
        recorded: What was just appended, in its order.
        happened: Makes what a reaction is told from those that it reacts to.

    Returns:
        The first refusal: the caller undoes everything.
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
