"""Signing in: from what a provider attests, or from a one-time link, to a person with a session.

The first sign-in of an identity adds the person. Each later one gives the person the roles and kinds of case that the
groups have now: what the provider says counts, and a person whose groups give no role keeps none.

The person is brought up to date in one transaction, the session begins in the next: each takes its locks in the order
person, session, audit, as do those who end sessions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Literal

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.audit import appending
from ledger.people import people, sessions, sign_in_links
from ledger.people.callers import Caller
from ledger.people.sessions import From, Lasting, Way
from ledger.store.database import Database
from models import audit
from models.cases.cases import CaseKind
from models.people.people import Identity, Person
from models.roles import Role
from regulation.people import DecidePerson, add, change, link

ACTOR: Final = "sign-in"
"""Actor of what a sign-in enters in a person's record: the provider has said it, nobody decided it."""
_REASON: Final = "groups at the provider"
_METHODS: Final[Mapping[Way, Literal["oidc", "link", "terminal"]]] = {
    Way.PROVIDER: "oidc",
    Way.LINK: "link",
    Way.TERMINAL: "terminal",
}
"""Ways to sign in, as the audit names them."""


class NotAdmitted(StrEnum):
    """Why a person is not signed in."""

    NO_ROLE = "no_role"
    """None of the person's groups has a role."""
    INACTIVE = "inactive"
    """The person was deactivated."""
    LINK_USED = "link_used"
    """The link was used, replaced by a newer one, or is too old."""


class NotAdmittedError(Exception):
    """Raised when a person is not signed in."""

    def __init__(self, why: NotAdmitted, person: str | None = None) -> None:
        super().__init__(why.value)
        self.why = why
        self.person = person


@dataclass(frozen=True)
class Rights:
    """What a person's groups allow."""

    roles: tuple[Role, ...]
    kinds: tuple[CaseKind, ...] | None
    """Kinds of case that the person may decide; None: all."""


@dataclass(frozen=True)
class Came:
    """How somebody came to sign in."""

    origin: From
    lasting: Lasting
    authenticated_at: datetime | None
    """When the person proved who it is; None where that is not known."""
    instead_of: str | None = None
    """Token of the session that the browser had before."""
    request: str = ""
    """Identifier of the request, for the audit."""


@dataclass(frozen=True)
class SignedIn:
    """A person with a new session."""

    person: Person
    session: str
    token: str
    """Content of the cookie; it cannot be read again."""


class _TakenError(Exception):
    """Raised when another transaction has added the same person meanwhile."""


async def by_provider(
    database: Database, identity: Identity, name: str, rights: Rights, came: Came, now: datetime
) -> SignedIn:
    """Sign in the person with this identity.

    Raises:
        NotAdmittedError: when the person's groups give no role, or the person is inactive.
    """
    known = await people.of_identity(database, identity)
    if known is None and not rights.roles:
        raise NotAdmittedError(NotAdmitted.NO_ROLE)
    try:
        async with database.transaction() as connection:
            person = await _brought_up_to_date(connection, known, identity, name, rights, now)
    except _TakenError:  # another transaction has added the person meanwhile
        return await by_provider(database, identity, name, rights, came, now)
    if person.active and not rights.roles:
        raise NotAdmittedError(NotAdmitted.NO_ROLE, person.id)
    return await _begun(database, person, Way.PROVIDER, came, now, issuer=identity.issuer)


async def by_link(database: Database, token: str, came: Came, now: datetime) -> SignedIn:
    """Sign in the person for whom a link was made; the link is used up.

    Raises:
        NotAdmittedError: when the link is not usable, or the person is inactive.
    """
    async with database.transaction() as connection:
        used = await sign_in_links.use(connection, token, now)
    person = None if used is None else await people.person_of(database, used)
    if person is None:
        raise NotAdmittedError(NotAdmitted.LINK_USED)
    return await _begun(database, person, Way.LINK, came, now)


async def at_terminal(database: Database, visitor: Caller, digest: bytes, came: Came, now: datetime) -> SignedIn | None:
    """Let a terminal act as a person who is signed in: its session has the roles that the person's own session has.
    `digest` is the SHA-256 of the terminal's token; None when a session with it was begun before.

    Raises:
        NotAdmittedError: when the person is inactive.
    """
    person = None if visitor.person is None else await people.person_of(database, visitor.person)
    if person is None:
        raise NotAdmittedError(NotAdmitted.INACTIVE)
    narrowed = person.model_copy(update={"roles": tuple(role for role in person.roles if role in visitor.roles)})
    try:
        return await _begun(database, narrowed, Way.TERMINAL, came, now, digest=digest)
    except IntegrityError:
        return None


async def _brought_up_to_date(
    connection: AsyncConnection, known: Person | None, identity: Identity, name: str, rights: Rights, now: datetime
) -> Person:
    """Return the person with the rights of now: added with the identity, or changed; an inactive one stays as is."""
    if known is None:
        person = people.fresh_id()
        await _entered(connection, person, add(name, rights.roles, rights.kinds), now)
        return await _entered(connection, person, link(identity), now)
    if not known.active:
        return known
    return await _entered(connection, known.id, change(roles=rights.roles, kinds=rights.kinds, reason=_REASON), now)


async def _entered(connection: AsyncConnection, person: str, decide: DecidePerson, now: datetime) -> Person:
    entered = await people.enter(connection, person, decide, actor=ACTOR, now=now)
    if entered.refusal is not None and entered.refusal.code == "identity_taken":
        raise _TakenError
    if entered.refusal is not None or entered.state is None:
        raise RuntimeError(f"the person cannot be brought up to date: {entered.refusal}")
    return entered.state


async def _begun(
    database: Database,
    person: Person,
    way: Way,
    came: Came,
    now: datetime,
    issuer: str = "",
    digest: bytes | None = None,
) -> SignedIn:
    """Begin the session and record it in the audit, both or neither."""
    common: dict[str, Any] = {
        "actor": person.id,
        "via": "console",
        "address": came.origin.address,
        "request": came.request,
    }
    try:
        async with database.transaction() as connection:
            begun = await sessions.begin(
                connection,
                person,
                way,
                now=now,
                lasting=came.lasting,
                authenticated_at=came.authenticated_at,
                came=came.origin,
                instead_of=came.instead_of,
                digest=digest,
            )
            before = begun.replaced
            again = before is not None and before.person == person.id
            events: list[audit.AuditEvent] = [
                audit.SignedIn(method=_METHODS[way], session=begun.session, issuer=issuer, again=again, **common)
            ]
            if before is not None:
                ended = audit.SessionEnded(session=before.session, person=before.person, why="replaced", **common)
                events.insert(0, ended)
            await appending.append(connection, *events, now=now)
    except sessions.InactiveError:
        raise NotAdmittedError(NotAdmitted.INACTIVE, person.id) from None
    return SignedIn(person, begun.session, begun.token)
