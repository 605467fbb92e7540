"""Exemptions: what an operator allows one holder beyond the rule, with a reason, evidence and an end (articles 1, 7).

More accounts than the quota, or a protected name that is the holder's own to bear. An exemption is a record.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described
from pydantic import StringConstraints

from models.base import Frozen
from models.evidence import Evidence
from models.instants import Instant
from models.names import HolderRef, Line, Text
from models.records import Entry, RecordId

KIND: Final = "exemption"
MOST_PIECES: Final = 20
MOST_SEATS: Final = 100


class Status(StrEnum):
    """Where an exemption stands; that its end has come is seen from its end."""

    GRANTED = "granted"
    REVOKED = "revoked"


class MoreAccounts(Frozen):
    """So many accounts more than the quota (article 7)."""

    type: Literal["more_accounts"] = "more_accounts"
    seats: Annotated[int, Described(ge=1, le=MOST_SEATS)]


class OwnName(Frozen):
    """A protected name that the holder is, or may speak for: it passes screening (article 1)."""

    type: Literal["own_name"] = "own_name"
    name: Annotated[Line, StringConstraints(min_length=1)]
    """As the lexicon has it."""


Allowance = Annotated[MoreAccounts | OwnName, Described(discriminator="type")]


class Terms(Frozen):
    """What is allowed to whom, why, and until when."""

    holder: HolderRef
    allows: Allowance
    until: Instant
    reason: Annotated[Text, StringConstraints(min_length=1)]
    evidence: Annotated[tuple[Evidence, ...], Described(max_length=MOST_PIECES)] = ()


class Granted(Frozen):
    """It holds from now to its end."""

    type: Literal["granted"] = "granted"
    terms: Terms


class Revoked(Frozen):
    """It holds no longer; accounts that were opened under it stay."""

    type: Literal["revoked"] = "revoked"
    reason: Text = ""


ExemptionBody = Annotated[Granted | Revoked, Described(discriminator="type")]
ExemptionEntry = Entry[ExemptionBody]


class Exemption(Frozen):
    """An exemption as it stands."""

    id: RecordId
    status: Status
    terms: Terms
    since: Instant
    granted_by: str
    revoked_at: Instant | None = None
    reason: Text = ""
    """Why it was revoked."""
