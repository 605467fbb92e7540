"""Caller of the API: the key or session with which a request came, and the person or service behind it."""

from dataclasses import dataclass
from datetime import datetime

from models.cases.cases import CaseKind
from models.roles import Role


@dataclass(frozen=True)
class Caller:
    """A caller of the API. `id` counts for budgets and logs; what is recorded is `actor`."""

    id: str
    """Identifier of the key or session."""
    name: str
    """Name of the person or service, for people to read; never recorded as actor."""
    roles: frozenset[Role]
    """Roles of the key; of a person's key only those that the person has."""
    person: str | None = None
    """Identifier of the person; None for a service."""
    kinds: frozenset[CaseKind] | None = None
    """Kinds of case that the person may decide; None: all."""
    aliases: frozenset[str] = frozenset()
    """Names under which earlier entries have this person: every key ever given to the person."""
    proved_at: datetime | None = None
    """When the person of the session last proved who it is; None for a key, which proves itself."""

    @property
    def actor(self) -> str:
        """What is recorded as actor: the person's identifier, or that of a service's key."""
        return self.id if self.person is None else self.person
