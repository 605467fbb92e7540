"""Exemptions from a rule for one holder, granted by an operator with a reason, evidence and an end (articles 1, 7).

An exemption allows more accounts than the quota, or a protected name that belongs to the holder. It is a record.
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


class ExemptionStatus(StrEnum):
    """Status of an exemption; its expiry is derived from its end."""

    GRANTED = "granted"
    REVOKED = "revoked"


class MoreAccounts(Frozen):
    """Number of accounts beyond the quota (article 7)."""

    type: Literal["more_accounts"] = "more_accounts"
    seats: Annotated[int, Described(ge=1, le=MOST_SEATS)]


class OwnName(Frozen):
    """Protected name of the holder, or of somebody for whom the holder may speak: it passes screening (article 1)."""

    type: Literal["own_name"] = "own_name"
    name: Annotated[Line, StringConstraints(min_length=1)]
    """Name as in the lexicon."""


Allowance = Annotated[MoreAccounts | OwnName, Described(discriminator="type")]


class Terms(Frozen):
    """Terms of an exemption: its holder, content, reason and end."""

    holder: HolderRef
    allows: Allowance
    until: Instant
    reason: Annotated[Text, StringConstraints(min_length=1)]
    evidence: Annotated[tuple[Evidence, ...], Described(max_length=MOST_PIECES)] = ()


class Granted(Frozen):
    """The exemption is in force from now to its end."""

    type: Literal["granted"] = "granted"
    terms: Terms


class Revoked(Frozen):
    """The exemption is no longer in force; accounts opened under it stay."""

    type: Literal["revoked"] = "revoked"
    reason: Text = ""


ExemptionBody = Annotated[Granted | Revoked, Described(discriminator="type")]
ExemptionEntry = Entry[ExemptionBody]


class Exemption(Frozen):
    """State of an exemption."""

    id: RecordId
    status: ExemptionStatus
    terms: Terms
    since: Instant
    granted_by: str
    revoked_at: Instant | None = None
    reason: Text = ""
    """Reason for the revocation."""
