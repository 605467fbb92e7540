"""Rescreens: every live account is looked at again, because the protected names changed or time has passed (article 1).

A rescreen is a record; how far it has come is in its entries, so that it goes on where it stopped.
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


class Status(StrEnum):
    """Where a rescreen stands."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"


class Started(Frozen):
    """All accounts are to be looked at again."""

    type: Literal["started"] = "started"
    because: Because
    lexicon: Line = ""
    """The version that it was started for; empty for whatever is in force."""
    accounts: Count
    """How many there were then, closed ones too."""
    reason: Text = ""


class Tally(Frozen):
    """How much has been looked at so far, and what came of it."""

    looked_at: Count = 0
    """Accounts."""
    found: Count = 0
    """Those in which something protected was found, seen by a person before or not."""
    opened: Count = 0
    """Cases that were opened: findings nobody had seen."""


class Progressed(Tally):
    """So far it has come."""

    type: Literal["progressed"] = "progressed"
    after: str
    """The last account that was looked at; it goes on behind it."""
    lexicon: Line = ""
    """The version that these accounts were looked at with."""


class Finished(Tally):
    """Every account was looked at."""

    type: Literal["finished"] = "finished"
    lexicon: Line = ""
    """The version that the last accounts were looked at with."""


class Stopped(Frozen):
    """An operator ended it; what was found stays."""

    type: Literal["stopped"] = "stopped"
    reason: Text = ""


RescreenBody = Annotated[Started | Progressed | Finished | Stopped, Described(discriminator="type")]
RescreenEntry = Entry[RescreenBody]


class Rescreen(Tally):
    """A rescreen as it stands."""

    id: RecordId
    status: Status
    because: Because
    lexicon: Line = ""
    accounts: Count
    started_at: Instant
    started_by: str
    after: str = ""
    changed_at: Instant
    ended_at: Instant | None = None
    reason: Text = ""
