"""Expiry warnings of certifications: one record each, so that every warning is announced exactly once (article 2)."""

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field as Described

from models.base import Frozen
from models.instants import Instant
from models.names import AccountId, CaseId
from models.records import Entry
from models.words.privileges import Field

KIND: Final = "certification"


class Expiring(Frozen):
    """A certification ends soon and no other follows it: publishing in the field will be suspended."""

    type: Literal["expiring"] = "expiring"
    account: AccountId
    certification: CaseId
    field: Field
    days: Annotated[int, Described(description="Days before the end at which the warning is due; fewer may be left.")]
    valid_through: Annotated[date, Described(description="Last day of validity.")]
    expires_at: Annotated[Instant, Described(description="Midnight at which the certification ends.")]


CertificationBody = Expiring
CertificationEntry = Entry[Expiring]


class Watched(Frozen):
    """Warnings announced about the end of a certification; the last one is the closest to the end."""

    last: Expiring
    warned_at: Instant
