"""What an account says about itself, and what was noticed in it that a person must judge (articles 1 and 7)."""

from typing import Annotated, Literal

from pydantic import Field as Described
from pydantic import StringConstraints

from models.base import Frozen
from models.names import AccountId, CaseId, Line, Name, Text

Fingerprint = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{32})?$")]
"""Of what screening found in a profile: the same for the same words and the same matches, empty for nothing."""

MOST_GROUNDS = 20


class Profile(Frozen):
    """What an account shows of itself."""

    name: Name
    bio: Text = ""
    avatar: Line = ""


class Seen(Frozen):
    """One protected name that screening saw in a part of a profile."""

    part: Literal["name", "bio", "avatar"]
    text: str
    """The whole of that part: with other words around it, the same name is looked at again."""
    protected: Line
    """The name that nobody else may bear, as the list has it."""
    message: Line
    """What was seen, as a reviewer reads it."""


class Screened(Frozen):
    """What screening saw in a profile, and by which lists."""

    seen: tuple[Seen, ...] = ()
    lexicon: Line = ""


class Contact(Frozen):
    """By what else than an identity number somebody may be known again, as a keyed hash (`c_…`)."""

    kind: Literal["phone", "device", "payout_account"]
    ref: Annotated[str, StringConstraints(pattern=r"^c_[0-9a-f]{40}$")]


Contacts = Annotated[tuple[Contact, ...], Described(max_length=6)]
"""Of each kind one, and another for a spelling that used to have a hash of its own."""


class Likeness(Frozen):
    """Something that an account has in common with one that was closed as a sanction (article 7)."""

    code: Literal["same_phone", "same_device", "same_payout_account", "similar_name"]
    account: AccountId
    """The closed account."""


class Ground(Frozen):
    """One thing that was noticed."""

    code: Literal["protected_name", "emblem", "same_phone", "same_device", "same_payout_account", "similar_name"]
    message: Line
    """What was noticed, as a reviewer reads it."""


class Grounds(Frozen):
    """Why a person must look before it counts."""

    article: int
    noticed: Annotated[tuple[Ground, ...], Described(min_length=1, max_length=MOST_GROUNDS)]
    finding: Fingerprint = ""
    """Of what screening found in the profile; empty where only other things were noticed."""
    lexicon: Line = ""
    """The version of the protected names that it was screened with."""

    def __str__(self) -> str:
        return "; ".join(ground.message for ground in self.noticed)


class PendingChange(Frozen):
    """A change of the profile that waits for a person; None for what it leaves alone, or a later change went past."""

    id: CaseId
    name: Name | None = None
    bio: Text | None = None
    avatar: Line | None = None
    finding: Fingerprint = ""
