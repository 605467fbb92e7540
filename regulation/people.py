"""Persons: adding and changing them, and who is who among the actors of earlier entries.

Four eyes are those of two persons. `Persons` answers whether two actors are one person, and whether an actor is a
person who may decide a kind of case now.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from models.accounts.commands import Refusal
from models.cases.cases import CaseKind
from models.people.people import (
    KIND,
    Added,
    AliasAdded,
    Changed,
    Deactivated,
    Identity,
    IdentityLinked,
    IdentityUnlinked,
    Person,
    PersonBody,
    PersonEntry,
    PersonStatus,
    Reactivated,
)
from models.records import Listed
from models.roles import Role
from regulation.records import Decided, RecordType, Step
from regulation.words.case_kinds import KINDS

DecidePerson = Callable[[Person | None, datetime], Decided[PersonBody]]

MOST_ALIASES: Final = 200
"""Aliases of one person: the state is written as a whole with each entry, so its size is bounded."""


@dataclass(frozen=True)
class Persons:
    """Directory of all persons, by identifier and by every alias."""

    everybody: tuple[Person, ...] = ()
    _by_actor: dict[str, Person] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the persons."""
        for person in self.everybody:
            self._by_actor.update(dict.fromkeys((person.id, *person.aliases), person))

    def of(self, actor: str) -> Person | None:
        """Person behind an actor; None for a service, for a part of the system, and for a name that nobody proved."""
        return self._by_actor.get(actor)

    def same(self, one: str, other: str) -> bool:
        """Whether two actors are one person, or one service."""
        return self.identity(one) == self.identity(other)

    def identity(self, actor: str) -> str:
        """Identifier of the person behind an actor; the actor itself where there is none."""
        person = self.of(actor)
        return actor if person is None else person.id

    def called(self, actor: str) -> str:
        """Name and identifier of the person, for messages."""
        person = self.of(actor)
        return actor if person is None else f"{person.name} ({person.id})"

    def may_decide(self, actor: str, kind: CaseKind) -> bool:
        """Whether the actor is a person who may decide cases of the kind now."""
        person = self.of(actor)
        return person is not None and may_decide(person, kind)

    def may_release(self, actor: str) -> bool:
        """Whether the actor is a person who may release reports now."""
        person = self.of(actor)
        return person is not None and person.active and bool(RELEASERS & frozenset(person.roles))

    def deciders(self, kind: CaseKind) -> tuple[Person, ...]:
        """Persons who may decide cases of the kind now, in the order of their names."""
        return tuple(sorted((one for one in self.everybody if may_decide(one, kind)), key=lambda one: one.name))


def stand_in(actor: str) -> Person:
    """A person who may decide everything, for a trial: the second person of a preview, the reviewers of a scenario."""
    roles = (Role.REVIEWER, Role.OPERATOR)
    since = datetime(2023, 7, 10, tzinfo=UTC)
    return Person(id=actor, status=PersonStatus.ACTIVE, name=actor, roles=roles, since=since)


NOBODY: Final = Persons()
"""Directory without anybody: every actor is a service, which is never one of two persons."""

RELEASERS: Final = frozenset({Role.REVIEWER, Role.OPERATOR})
"""Roles of those who release reports."""


def may_decide(person: Person, kind: CaseKind) -> bool:
    """Whether the person is active, has a role that decides the kind, and is not limited to other kinds."""
    in_kind = person.kinds is None or kind in person.kinds
    return person.active and in_kind and bool(KINDS[kind].deciders & {role.value for role in person.roles})


class Unchanged:
    """Marker: the value stays as it is."""


UNCHANGED: Final = Unchanged()


# --- commands --------------------------------------------------------------------------------------------------------


def add(
    name: str, roles: Iterable[Role] = (), kinds: Iterable[CaseKind] | None = None, aliases: Iterable[str] = ()
) -> DecidePerson:
    """Add a person."""
    body = Added(name=name, roles=_roles(roles), kinds=_kinds(kinds), aliases=tuple(dict.fromkeys(aliases)))

    def decide(person: Person | None, _: datetime) -> Decided[PersonBody]:
        if person is not None:
            return Refusal(code="duplicate_id", message=f"person {person.id} exists already: choose another id")
        return Step((body,))

    return decide


def change(
    *,
    name: str | None = None,
    roles: Iterable[Role] | None = None,
    kinds: Iterable[CaseKind] | Unchanged | None = UNCHANGED,
    reason: str = "",
) -> DecidePerson:
    """Change the name, the roles or the kinds of case. A name or roles of None stay as they are; kinds of None are all
    kinds.
    """

    def decide(person: Person, _: datetime) -> Decided[PersonBody]:
        body = Changed(
            name=person.name if name is None else name,
            roles=person.roles if roles is None else _roles(roles),
            kinds=person.kinds if isinstance(kinds, Unchanged) else _kinds(kinds),
            reason=reason,
        )
        if (body.name, body.roles, body.kinds) == (person.name, person.roles, person.kinds):
            return Step()
        return Step((body,))

    return _on_a_person(decide)


def add_alias(alias: str) -> DecidePerson:
    """Record that earlier entries under this name are the person's."""

    def decide(person: Person, _: datetime) -> Decided[PersonBody]:
        if alias in person.aliases or alias == person.id:
            return Step()
        if len(person.aliases) >= MOST_ALIASES:
            return Refusal(
                code="person_full",
                message=f"{person.name} ({person.id}) has had {MOST_ALIASES} keys and names, the maximum: add the "
                "person anew",
            )
        return Step((AliasAdded(alias=alias),))

    return _on_a_person(decide)


def give_key(key: str, roles: Iterable[Role] = ()) -> DecidePerson:
    """Give the person a key with these roles: it becomes an alias, also after it is revoked."""

    def decide(person: Person, now: datetime) -> Decided[PersonBody]:
        if not person.active:
            return Refusal(
                code="person_inactive",
                message=f"{person.name} ({person.id}) was deactivated: reactivate the person before giving a key",
            )
        lacking = [role.value for role in _roles(roles) if role not in person.roles]
        if lacking:
            has = ", ".join(role.value for role in person.roles) or "none"
            return Refusal(
                code="role_missing",
                message=f"{person.name} ({person.id}) has no role {' or '.join(lacking)}: choose among {has}, or give "
                "the person the role first",
            )
        return add_alias(key)(person, now)

    return _on_a_person(decide)


def link(identity: Identity) -> DecidePerson:
    """Let the person sign in with this identity."""

    def decide(person: Person, _: datetime) -> Decided[PersonBody]:
        if identity in person.identities:
            return Step()
        return Step((IdentityLinked(issuer=identity.issuer, subject=identity.subject),))

    return _on_a_person(decide)


def unlink(identity: Identity) -> DecidePerson:
    """Let the person sign in with this identity no more."""

    def decide(person: Person, _: datetime) -> Decided[PersonBody]:
        if identity not in person.identities:
            return Step()
        return Step((IdentityUnlinked(issuer=identity.issuer, subject=identity.subject),))

    return _on_a_person(decide)


def deactivate(reason: str = "") -> DecidePerson:
    """End the person's keys, sessions and claims; a person who is inactive already stays so."""
    return _on_a_person(lambda person, _: Step((Deactivated(reason=reason),) if person.active else ()))


def reactivate(reason: str = "") -> DecidePerson:
    """Let the person work again; a person who is active already stays so."""
    return _on_a_person(lambda person, _: Step(() if person.active else (Reactivated(reason=reason),)))


def _on_a_person(decide: Callable[[Person, datetime], Decided[PersonBody]]) -> DecidePerson:
    def checked(person: Person | None, now: datetime) -> Decided[PersonBody]:
        if person is None:
            return Refusal(code="unknown_person", message="there is no such person: `GET /v1/people` lists them")
        return decide(person, now)

    return checked


def _roles(roles: Iterable[Role]) -> tuple[Role, ...]:
    given = frozenset(roles)
    return tuple(role for role in Role if role in given)


def _kinds(kinds: Iterable[CaseKind] | None) -> tuple[CaseKind, ...] | None:
    if kinds is None:
        return None
    given = frozenset(kinds)
    return tuple(kind for kind in CaseKind if kind in given)


# --- fold ------------------------------------------------------------------------------------------------------------


def _apply(person: Person | None, entry: PersonEntry) -> Person:
    body = entry.body
    if isinstance(body, Added):
        return Person(
            id=entry.record,
            status=PersonStatus.ACTIVE,
            name=body.name,
            roles=body.roles,
            kinds=body.kinds,
            aliases=body.aliases,
            since=entry.recorded_at,
        )
    if person is None:
        raise ValueError(f"person {entry.record}: the first entry is {body.type}, not the addition")
    return person.model_copy(update=_changes(person, entry))


def _changes(person: Person, entry: PersonEntry) -> dict[str, object]:
    body = entry.body
    match body:
        case Changed():
            return {"name": body.name, "roles": body.roles, "kinds": body.kinds}
        case AliasAdded():
            return {"aliases": (*person.aliases, body.alias)}
        case IdentityLinked():
            return {"identities": (*person.identities, Identity(issuer=body.issuer, subject=body.subject))}
        case IdentityUnlinked():
            gone = Identity(issuer=body.issuer, subject=body.subject)
            return {"identities": tuple(one for one in person.identities if one != gone)}
        case Deactivated():
            return {"status": PersonStatus.INACTIVE, "deactivated_at": entry.recorded_at}
        case _:
            return {"status": PersonStatus.ACTIVE, "deactivated_at": None}


def _listed(person: Person) -> Listed:
    return Listed(status=person.status.value)


PERSON: Final[RecordType[PersonBody, Person]] = RecordType(KIND, PersonEntry, Person, _apply, _listed, followed=False)
