"""Rescreens of every live account, after a change of the protected names or at regular times (article 1).

A rescreen is a record; its entries keep its progress, so that it continues after an interruption.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described

from models.base import Frozen
from models.instants import Instant
from models.names import Line, Text
from models.records import Entry, RecordId

KIND: Final = "rescreen"

Count = Annotated[int, Described(ge=0)]
Because = Literal["lexicon", "schedule", "operator", "import"]


class RescreenStatus(StrEnum):
    """Status of a rescreen."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"


class Started(Frozen):
    """The rescreen of all accounts was started."""

    type: Literal["started"] = "started"
    because: Because
    lexicon: Line = ""
    """Version of the lexicon for which it was started; empty for the one in force."""
    accounts: Count
    """Number of accounts at the start, including closed ones."""
    reason: Text = ""


class Tally(Frozen):
    """Counts of a rescreen so far."""

    looked_at: Count = 0
    """Number of accounts screened."""
    found: Count = 0
    """Number of accounts with a finding, reviewed before or not."""
    opened: Count = 0
    """Number of cases opened for findings that nobody had reviewed."""


class Progressed(Tally):
    """A slice of accounts was screened."""

    type: Literal["progressed"] = "progressed"
    after: str
    """Last account screened; the rescreen continues after it."""
    lexicon: Line = ""
    """Version of the lexicon with which these accounts were screened."""


class Finished(Tally):
    """Every account was screened."""

    type: Literal["finished"] = "finished"
    lexicon: Line = ""
    """Version of the lexicon with which the last accounts were screened."""


class Stopped(Frozen):
    """An operator stopped the rescreen; its findings stay."""

    type: Literal["stopped"] = "stopped"
    reason: Text = ""


RescreenBody = Annotated[Started | Progressed | Finished | Stopped, Described(discriminator="type")]
RescreenEntry = Entry[RescreenBody]


class Rescreen(Tally):
    """State of a rescreen."""

    id: RecordId
    status: RescreenStatus
    because: Because
    lexicon: Line = ""
    accounts: Count
    started_at: Instant
    started_by: str
    after: str = ""
    changed_at: Instant
    ended_at: Instant | None = None
    reason: Text = ""
