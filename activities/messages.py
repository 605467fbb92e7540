"""Messages between workflows and activities, and what the relay starts a record's workflow with."""

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
"""Earlier versions named the record and its state by the kind. Histories and activities that were scheduled then are
still read. The list is complete: messages of newer kinds never had another name.
"""

NamedRecord = Annotated[RecordId, Described(validation_alias=AliasChoices("record", *NAMED_BY_KIND))]


class RecordStart(Frozen, Generic[S]):
    """Input of a record's workflow: the identifier, and the state that a run hands on to the next one."""

    record: NamedRecord
    state: S | None = None
    version: int = 0


class RecordDue(Frozen):
    """A step of a record is due."""

    record: NamedRecord
    at: Instant
    """The workflow's own time. What is due by then is due once the database's clock says so too."""


class RecordFound(Frozen, Generic[S]):
    """The state of a record after an activity."""

    state: Annotated[S, Described(validation_alias=AliasChoices("state", *NAMED_BY_KIND))]
    version: int


class StandingWanted(Frozen):
    """Ask the ledger for an account's standing, at least as new as a fact that the workflow has heard of."""

    account: AccountId
    at_least_version: int


class StandingFound(Frozen):
    """The standing, and the instant up to which its boundaries are recorded."""

    standing: Standing
    settled_until: Instant


class BoundaryPassed(Frozen):
    """A boundary that the account's own clock has passed."""

    account: AccountId
    boundary: Instant
    seen_at: Instant
    """The workflow's own time. The boundary counts as passed once the database's clock says so too."""


class BoundaryRecorded(Frozen):
    """Who recorded it first: the account's lifecycle, the backstop, or the ledger with a later fact."""

    by: str
    not_yet_s: float = 0.0
    """Seconds by which the boundary lies ahead by the database's clock; then nothing was recorded."""
