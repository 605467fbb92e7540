"""Outcomes of decisions, and a ruling: an outcome with its reason and terms."""

from enum import StrEnum

from models.base import Frozen
from models.cases.subjects import Exposing, Terms
from models.names import Text


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
