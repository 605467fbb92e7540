"""Persons: who decides, reviews and operates. A person is a record; keys and sessions belong to persons or to services.

What is recorded as actor is the person's identifier, never the name, which may change and which two persons may share.
"""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import Field as Described
from pydantic import StringConstraints

from models.base import Frozen
from models.cases.cases import Actor, CaseKind
from models.instants import Instant
from models.names import Line, Text
from models.records import Entry, RecordId
from models.roles import Role

KIND: Final = "person"

PREFIX: Final = "per_"
PERSON_PATTERN: Final = rf"^{PREFIX}[0-9a-f]{{12}}$"
PersonId = Annotated[str, StringConstraints(pattern=PERSON_PATTERN), "identifier of a person"]

LOCAL: Final = f"{PREFIX}{0:012x}"
"""Person who works on this machine, in the embedded mode."""


class PersonStatus(StrEnum):
    """Status of a person."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    """May neither sign in nor use a key; what the person decided stays."""


class Identity(Frozen):
    """Identity at a sign-in provider (OpenID Connect): one person each."""

    issuer: Line
    subject: Line


class Added(Frozen):
    """The person was added."""

    type: Literal["added"] = "added"
    name: Line
    roles: tuple[Role, ...] = ()
    kinds: Annotated[
        tuple[CaseKind, ...] | None, Described(description="Kinds of case that the person may decide; null: all.")
    ] = None
    aliases: Annotated[
        tuple[Actor, ...], Described(description="Names under which earlier entries have the person.")
    ] = ()


class Changed(Frozen):
    """The person's name, roles or kinds of case were changed; every field has the new value."""

    type: Literal["changed"] = "changed"
    name: Line
    roles: tuple[Role, ...]
    kinds: tuple[CaseKind, ...] | None
    reason: Text = ""


class AliasAdded(Frozen):
    """Earlier entries under this name are the person's: a key given to the person, a user of the terminal."""

    type: Literal["alias_added"] = "alias_added"
    alias: Actor


class IdentityLinked(Frozen):
    """The person signs in with this identity. The feed leaves out issuer and subject."""

    type: Literal["identity_linked"] = "identity_linked"
    issuer: Line
    subject: Line


class IdentityUnlinked(Frozen):
    """The person signs in with this identity no more. The feed leaves out issuer and subject."""

    type: Literal["identity_unlinked"] = "identity_unlinked"
    issuer: Line
    subject: Line


class Deactivated(Frozen):
    """The person's keys and sessions have ended, and claimed cases are free. Decisions stay."""

    type: Literal["deactivated"] = "deactivated"
    reason: Text = ""


class Reactivated(Frozen):
    """The person may work again, with new keys and sessions."""

    type: Literal["reactivated"] = "reactivated"
    reason: Text = ""


PersonBody = Annotated[
    Added | Changed | AliasAdded | IdentityLinked | IdentityUnlinked | Deactivated | Reactivated,
    Described(discriminator="type"),
]
PersonEntry = Entry[PersonBody]


class Person(Frozen):
    """State of a person."""

    id: RecordId
    status: PersonStatus
    name: Line
    roles: tuple[Role, ...] = ()
    kinds: tuple[CaseKind, ...] | None = None
    """Kinds of case that the person may decide; None: all."""
    aliases: tuple[Actor, ...] = ()
    """Names under which earlier entries have the person: every key ever given to the person."""
    identities: tuple[Identity, ...] = ()
    since: Instant
    deactivated_at: Instant | None = None

    @property
    def active(self) -> bool:
        """Whether the person may sign in and use keys."""
        return self.status is PersonStatus.ACTIVE
