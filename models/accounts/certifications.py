"""Certifications that end soon: a record each, so that every warning is announced exactly once (article 2)."""

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
    """A certification ends soon and nothing follows it: publishing in the field will be suspended then."""

    type: Literal["expiring"] = "expiring"
    account: AccountId
    certification: CaseId
    field: Field
    days: Annotated[int, Described(description="The warning: this many days before it ends, or fewer.")]
    valid_through: Annotated[date, Described(description="The last day on which it is valid.")]
    expires_at: Annotated[Instant, Described(description="The midnight with which the field closes.")]


CertificationBody = Expiring
CertificationEntry = Entry[Expiring]


class Watched(Frozen):
    """What has been announced about the end of a certification; the last warning is the closest."""

    last: Expiring
    warned_at: Instant
