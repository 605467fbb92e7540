"""Reducer of a record: its entries, their fold into a state, and its key.

A reducer is pure and decides nothing about storage: `ledger/streams/records.py` appends the entries,
`background/relay.py` signals the record's workflow.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic

from models.accounts.commands import Refusal
from models.cases.subjects import Reference
from models.records import B, Entry, Listed, S


@dataclass(frozen=True)
class RecordType(Generic[B, S]):
    """Type of a record: its entries, its reducer and its links."""

    kind: str
    entry: type[Entry[B]]
    """Entry model with its body's type filled in; entries read from the ledger are validated by it."""
    state: type[S]
    apply: Callable[[S | None, Entry[B]], S]
    """State after one more entry; the state before the first entry is None."""
    listed: Callable[[S], Listed]
    origin: Callable[[S], Reference | None] | None = None
    """Record from which this one came, if there may be one: it is locked first, since it reacts."""
    followed: bool = True
    """Whether a workflow is signalled of its entries (`background/stream_workflows.py`); False when no workflow waits
    for it.
    """

    def fold(self, entries: Iterable[Entry[B]]) -> S | None:
        """State after all entries; None without any."""
        state: S | None = None
        for entry in entries:
            state = self.apply(state, entry)
        return state


AnyRecordType = RecordType[Any, Any]


@dataclass(frozen=True)
class Step(Generic[B]):
    """Entries to append next; none, when the requested state is reached already."""

    bodies: tuple[B, ...] = ()


Decided = Step[B] | Refusal
"""Result of a command on a record: entries, or a refusal."""
