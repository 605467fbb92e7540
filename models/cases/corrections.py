"""Corrections of decided cases: entries that replace a decision, which stays on record, by another one."""

from typing import Literal

from models.base import Frozen
from models.cases.rulings import Ruling
from models.instants import Instant
from models.names import Text


class CorrectionProposed(Frozen):
    """A first person has proposed another decision; the one in force stands until a second person decides alike."""

    type: Literal["correction_proposed"] = "correction_proposed"
    ruling: Ruling
    due_at: Instant
    """Deadline of the second person's answer."""


class Corrected(Frozen):
    """The decision in force was wrong: it is withdrawn with all that followed from it, and this one holds instead."""

    type: Literal["corrected"] = "corrected"
    ruling: Ruling
    proposed_by: str | None = None
    """Person who proposed the correction, if it needed two."""


class CorrectionDropped(Frozen):
    """A proposed correction was not followed: the decision in force stands."""

    type: Literal["correction_dropped"] = "correction_dropped"
    of: str
    """Person who had proposed it."""
    reason: Text = ""
