"""Messages between workflows and activities, and the input with which the relay starts a record's workflow."""

from typing import Annotated, Final, Generic

from pydantic import AliasChoices
from pydantic import Field as Described

from models.accounts.standing import Standing
from models.base import Frozen
from models.instants import Instant
from models.names import AccountId
from models.records import RecordId, S

NAMED_BY_KIND: Final = (
    "bulk",
    "case",
    "cleanup",
    "directive",
    "network",
    "report",
    "rescreen",
    "rumour",
    "subscription",
)
"""Kinds whose name earlier versions used as the field of the record and of its state.

Histories and activities of those versions are still read. The list is complete: messages of newer kinds never had
another name.
"""

NamedRecord = Annotated[RecordId, Described(validation_alias=AliasChoices("record", *NAMED_BY_KIND))]


class RecordStart(Frozen, Generic[S]):
    """Input of a record's workflow: the identifier, and the state that a run passes to the next one."""

    record: NamedRecord
    state: S | None = None
    version: int = 0
    names: dict[str, str] = Described(default_factory=dict)
    """Names of actors, as far as signals have told them."""


class RecordDue(Frozen):
    """Input of an activity that records a due step of a record."""

    record: NamedRecord
    at: Instant
    """Workflow's time. A step due by then counts as due once the database's clock has reached it too."""


class RecordFound(Frozen, Generic[S]):
    """State and version of a record after an activity."""

    state: Annotated[S, Described(validation_alias=AliasChoices("state", *NAMED_BY_KIND))]
    version: int


class StandingWanted(Frozen):
    """Request for an account's standing, at least at the version of a fact known to the workflow."""

    account: AccountId
    at_least_version: int


class StandingFound(Frozen):
    """Standing, and the instant up to which its boundaries are recorded."""

    standing: Standing
    settled_until: Instant


class BoundaryPassed(Frozen):
    """Boundary that was passed by the workflow's clock."""

    account: AccountId
    boundary: Instant
    seen_at: Instant
    """Workflow's time. The boundary counts as passed once the database's clock has reached it too."""


class BoundaryRecorded(Frozen):
    """First recorder of a boundary: the account's lifecycle, the backstop, or the ledger with a later fact."""

    by: str
    not_yet_s: float = 0.0
    """Seconds by which the boundary is ahead by the database's clock; above 0, nothing was recorded."""
