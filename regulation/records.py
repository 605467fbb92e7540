"""Reducer of a record: what its entries are, how they fold into a state, and by what it is found.

A course is pure and decides nothing about storage: `ledger/streams/records.py` carries it out, `background/relay.py`
tells its workflow.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic

from models.accounts.commands import Refusal
from models.cases.subjects import Reference
from models.records import B, Entry, Listed, S


@dataclass(frozen=True)
class RecordType(Generic[B, S]):
    """One kind of record."""

    kind: str
    entry: type[Entry[B]]
    """The entry with its body's type filled in: what is read from the ledger is validated by it."""
    state: type[S]
    apply: Callable[[S | None, Entry[B]], S]
    """The state after one more entry; the first entry meets None."""
    listed: Callable[[S], Listed]
    origin: Callable[[S], Reference | None] | None = None
    """Which other record this one came from, where there may be one: it is locked first, since it reacts."""
    followed: bool = True
    """Whether a workflow is told of its entries (`background/stream_workflows.py`); else nothing waits for it."""

    def fold(self, entries: Iterable[Entry[B]]) -> S | None:
        """The state that all entries lead to; None without any."""
        state: S | None = None
        for entry in entries:
            state = self.apply(state, entry)
        return state


AnyRecordType = RecordType[Any, Any]


@dataclass(frozen=True)
class Step(Generic[B]):
    """What is to be entered next; nothing, when everything is already as it was asked for."""

    bodies: tuple[B, ...] = ()


Decided = Step[B] | Refusal
"""What the rules of a course made of a command: entries, or why not."""
