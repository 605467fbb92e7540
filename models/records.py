"""Records: everything beside an account with a history of its own (a case, a directive, a rumour, a report …).

Entries of a record correspond to an account's facts, its state to the account's standing: the entries are append-only,
numbered without gaps and chained by hash, and the state is folded from them. The record type (`regulation/records.py`)
says which entries are permitted.
"""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import AliasChoices, StringConstraints
from pydantic import Field as Described

from models.base import Frozen
from models.instants import Instant
from models.names import ID_PATTERN, AccountId

RecordKind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,31}$"), "kind of the record: case, directive, …"]
RecordId = Annotated[str, StringConstraints(pattern=ID_PATTERN), "identifier of one record among its kind"]

B = TypeVar("B")
S = TypeVar("S", bound="Frozen")


class Entry(Frozen, Generic[B]):
    """Entry of a record. `seq` counts from 1 without gaps and is the version of the resulting state."""

    kind: RecordKind
    record: Annotated[RecordId, Described(validation_alias=AliasChoices("record", "dossier"))]
    """Identifier of the record; the column in the database and the field in events are named `dossier`."""
    seq: Annotated[int, Described(ge=1)]
    recorded_at: Instant
    actor: str
    body: B


class Listed(Frozen):
    """Columns by which lists of records are filtered and sorted."""

    status: str
    label: str = ""
    """Subdivision of the kind, such as the kind of a case or the order of a directive."""
    account: AccountId | None = None
    """Account concerned, if it is a single one: the record's events are announced among the account's."""
    due_at: Instant | None = None
    priority: int = 0


class RecordChanged(Frozen):
    """Signal to a record's workflow with its newest state, as data. It may arrive twice or late; the highest version
    counts.
    """

    version: int
    state: dict[str, Any]
    entries: tuple[dict[str, Any], ...] = ()
    """Entries since the last signal, for readers of the history."""
    names: dict[str, str] = Described(default_factory=dict)
    """Names of the actors among them, as they were when the signal was sent."""
