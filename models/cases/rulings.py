"""Outcomes of decisions, rulings (an outcome with its reason and terms), and what two persons have decided."""

from enum import StrEnum

from models.base import Frozen
from models.cases.subjects import Exposing, Terms
from models.instants import Instant
from models.names import Text
from models.records import RecordId
from models.words.sanctions import ByCase


class Outcome(StrEnum):
    """Outcome of a decision; each kind of case permits some of these."""

    APPROVED = "approved"
    REJECTED = "rejected"
    CONFIRMED = "confirmed"
    """The finding is true."""
    DISMISSED = "dismissed"
    """The finding is not true, or not relevant."""
    UPHELD = "upheld"
    REDUCED = "reduced"
    OVERTURNED = "overturned"
    DONE = "done"
    """The matter was dealt with."""


class Ruling(Frozen):
    """Outcome of a decision, with its reason and terms."""

    outcome: Outcome
    reason: Text = ""
    terms: Terms | None = None
    exposure: Exposing | None = None


class DecidedByTwo(Frozen):
    """Closure, or cancellation of profit-making, that two persons have decided alike in a case."""

    case: RecordId
    consequence: ByCase
    action: str
    """Identifier under which the account records it: the case's own, or that of the finding from which it followed."""
    at: Instant
    """When the second person decided."""
    persons: tuple[str, ...]
    in_force: bool = True
    """Whether it is the case's decision now; false: it was corrected."""
