"""What workflows and activities say to each other."""

from models.base import Frozen
from models.instants import Instant
from models.names import AccountId
from models.standing import Standing


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
