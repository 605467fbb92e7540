"""Records: everything beside an account that has a history of its own (a case, a directive, a rumour, a report …).

A record is to its entries what a standing is to an account's facts: append-only entries, numbered without gaps and
chained by hash, and a state folded from them. What may be entered when is said by its course (`regulation/records.py`).
"""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import AliasChoices, StringConstraints
from pydantic import Field as Described

from models.base import Frozen
from models.instants import Instant
from models.names import ID_PATTERN, AccountId

RecordKind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,31}$"), "what it is: case, directive, …"]
RecordId = Annotated[str, StringConstraints(pattern=ID_PATTERN), "identifier of one record among its kind"]

B = TypeVar("B")
S = TypeVar("S", bound="Frozen")


class Entry(Frozen, Generic[B]):
    """One entry of a record. `seq` counts from 1 without gaps and is the version of the state it leads to."""

    kind: RecordKind
    record: Annotated[RecordId, Described(validation_alias=AliasChoices("record", "dossier"))]
    """Its column in the database, and its field in events, is named `dossier`."""
    seq: Annotated[int, Described(ge=1)]
    recorded_at: Instant
    actor: str
    body: B


class Listed(Frozen):
    """By what a record is found among many: the columns that lists filter and sort by."""

    status: str
    label: str = ""
    """What is told apart within the kind, such as the kind of a case or what a directive orders."""
    account: AccountId | None = None
    """The account it is about, if it is about one: its events are announced among the account's."""
    due_at: Instant | None = None
    priority: int = 0


class RecordChanged(Frozen):
    """Signal to a record's workflow: its newest state, as data. May come twice or late; the higher version counts."""

    version: int
    state: dict[str, Any]
    entries: tuple[dict[str, Any], ...] = ()
    """What was entered since the last signal, for people who read the history."""
