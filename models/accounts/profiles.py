"""Profiles of accounts, and their findings that a person must review (articles 1 and 7)."""

from typing import Annotated, Literal

from pydantic import Field as Described
from pydantic import StringConstraints

from models.base import Frozen
from models.evidence import Spot
from models.names import AccountId, CaseId, Line, Name, Text

Fingerprint = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32})?$")]
"""Fingerprint of the findings in a profile: equal for equal words and matches, empty without findings."""

MOST_GROUNDS = 20


class Profile(Frozen):
    """Profile that an account displays."""

    name: Name
    bio: Text = ""
    avatar: Line = ""


class Seen(Frozen):
    """Protected name found by screening in a part of a profile."""

    part: Literal["name", "bio", "avatar"]
    text: str
    """Whole text of that part: within other words, the same name is reviewed again."""
    protected: Line
    """Protected name as listed."""
    message: Line
    """Description of the finding for a reviewer."""
    start: int | None = None
    """Start of the match in the text, in characters; None in a picture."""
    end: int | None = None
    """End of the match, not included."""


class Screened(Frozen):
    """Findings of screening in a profile, and the lists used."""

    seen: tuple[Seen, ...] = ()
    lexicon: Line = ""


class Contact(Frozen):
    """Attribute beside the identity number that identifies a person, as a keyed hash (`c_…`)."""

    kind: Literal["phone", "device", "payout_account"]
    ref: Annotated[str, StringConstraints(pattern=r"^c_[0-9a-f]{40}$")]


Contacts = Annotated[tuple[Contact, ...], Described(max_length=6)]
"""Contacts of a holder: one of each kind, and another for a spelling that used to have its own hash."""


class Likeness(Frozen):
    """Feature that an account shares with one closed as a sanction (article 7)."""

    code: Literal["same_phone", "same_device", "same_payout_account", "similar_name"]
    account: AccountId
    """Closed account."""


class Ground(Frozen):
    """Single ground for a review."""

    code: Literal["protected_name", "emblem", "same_phone", "same_device", "same_payout_account", "similar_name"]
    message: Line
    """Description of the ground for a reviewer."""
    message_zh: Line = ""
    """The same in Chinese; empty in grounds recorded before it was kept."""
    spot: Spot | None = None
    """Place of the match in the profile; None for a picture, a likeness, and grounds recorded before it was kept."""


class Grounds(Frozen):
    """Grounds on which a person must review a profile before it takes effect."""

    article: int
    noticed: Annotated[tuple[Ground, ...], Described(min_length=1, max_length=MOST_GROUNDS)]
    finding: Fingerprint = ""
    """Fingerprint of the findings of screening; empty if there are only other grounds."""
    lexicon: Line = ""
    """Version of the protected names used for screening."""

    def __str__(self) -> str:
        return "; ".join(ground.message for ground in self.noticed)


class PendingChange(Frozen):
    """Change of the profile that waits for a person; None for parts that it leaves unchanged or a later change
    replaced.
    """

    id: CaseId
    name: Name | None = None
    bio: Text | None = None
    avatar: Line | None = None
    finding: Fingerprint = ""
