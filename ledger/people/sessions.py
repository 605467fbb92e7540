"""Sessions of people in a browser: 256 random bits in a cookie, of which only the SHA-256 is kept.

A session ends when nothing was asked for a while, at its end in any case, by signing out, when somebody ends it, and
when its person is deactivated. Its roles are those of its sign-in that the person still has.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, Literal

from sqlalchemy import Boolean, Row, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.audit import appending
from ledger.people.callers import Caller
from ledger.store import pages
from ledger.store.clock import recording_instant
from ledger.store.database import Database
from ledger.store.pages import USUAL, Order, Page, Position
from ledger.store.statements import instant, unless_none
from ledger.streams.records import Happened
from models.audit import SessionEnded
from models.base import Frozen
from models.cases.cases import CaseKind
from models.instants import Instant
from models.people.people import Person, PersonBody, PersonId
from models.roles import Role
from models.tables import PEOPLE, SESSIONS

PREFIX: Final = "ses_"
SESSION_PATTERN: Final = rf"^{PREFIX}[0-9a-f]{{12}}$"
KEPT_FOR: Final = timedelta(days=90)
"""Time for which an ended session stays in the list: its address and browser are personal data."""
LONGEST_AGENT: Final = 300
BY_TIME: Final = "process:api"
"""Who ended a session that is over by idleness or by age."""

Why = Literal["signed_out", "ended", "idle", "absolute", "deactivated"]
"""Why a session ended, as the audit has it."""
Origin = Mapping[str, Any]
"""Who did it, by which way, from where, in which request: fields of every event of the audit, of which `actor` is
needed.
"""
_TOKEN_BYTES: Final = 32


class Way(StrEnum):
    """How a person signed in."""

    PROVIDER = "provider"
    """By an OpenID provider."""
    LINK = "link"
    """By a one-time link of the command line."""
    TERMINAL = "terminal"
    """Not in a browser: a person signed in to the console let a terminal act as the person."""


UNKNOWN: Final = datetime.fromtimestamp(0, UTC)
"""When somebody proved who it is, where the provider does not say so: never lately."""
TERMINAL_PATTERN: Final = r"st_[A-Za-z0-9_-]{43}"
"""Form of a terminal's token, which the terminal makes itself; the server sees its SHA-256 first."""


@dataclass(frozen=True)
class Lasting:
    """How long sessions last."""

    idle: timedelta
    """Time without a request after which a session ends."""
    most: timedelta
    """Time after the sign-in at which it ends in any case."""

    @property
    def step(self) -> timedelta:
        """Time after which a request is noted anew; a note for each would write with every reading."""
        return min(timedelta(minutes=1), self.idle / 10)


@dataclass(frozen=True)
class Visit:
    """A session, as the request that brings its token finds it."""

    session: str
    caller: Caller
    seen_at: datetime
    ends_at: datetime
    authenticated_at: datetime | None
    """When the person last proved who it is; None where the provider did not say so."""
    digest: bytes

    def over_at(self, lasting: Lasting) -> datetime:
        """Instant at which the session is over, if no request comes."""
        return min(self.ends_at, self.seen_at + lasting.idle)


@dataclass(frozen=True)
class From:
    """Where a sign-in came from."""

    address: str = ""
    user_agent: str = ""


class InactiveError(Exception):
    """Raised when a session would begin for a person who was deactivated; nothing was done."""


@dataclass(frozen=True)
class Replaced:
    """A session that ended because its browser signed in anew."""

    session: str
    person: str


@dataclass(frozen=True)
class Begun:
    """A session that has begun."""

    session: str
    token: str
    """Content of the cookie; it cannot be read again."""
    replaced: Replaced | None


class SessionEntry(Frozen):
    """A session in a list; its token is never included."""

    id: str
    person: PersonId
    person_name: str
    roles: tuple[Role, ...]
    way: Way
    created_at: Instant
    seen_at: Instant
    ends_at: Instant
    """End in any case; without a request it ends earlier."""
    ended_at: Instant | None
    ended_by: str | None
    address: str
    user_agent: str


_S: Final = SESSIONS.c
_P: Final = PEOPLE.c
_TOLD: Final = func.pg_notify("sessions_changed", func.encode(_S.hash, "hex"))
"""Notification upon which every process drops the session from its cache."""
_BEGIN: Final = insert(SESSIONS)
_ACTIVE: Final = select(_P.active).where(_P.id == bindparam("whose")).with_for_update(read=True)
_FIND: Final = (
    select(SESSIONS, _P.name, _P.kinds, _P.aliases, _P.roles.label("has"))
    .join(PEOPLE, _P.id == _S.person)
    .where(_S.hash == bindparam("hash"), _S.ended_at.is_(None), _P.active)
)
_WHOSE: Final = select(_S.id, _S.person).where(
    _S.hash == bindparam("hash"), or_(_S.ended_at.is_(None), _S.ended_by == BY_TIME)
)
_SEEN: Final = (
    update(SESSIONS)
    .where(_S.id == bindparam("session"), _S.ended_at.is_(None), _S.seen_at < bindparam("now"))
    .values(seen_at=bindparam("now"))
)
_IN_FORCE: Final = _S.ended_at.is_(None)
_ENDED: Final[dict[str, Any]] = {"ended_at": bindparam("now"), "ended_by": bindparam("by")}
_RETURNED: Final = (_S.id, _S.person, _TOLD)
_END: Final = update(SESSIONS).where(_S.id == bindparam("session"), _IN_FORCE).values(_ENDED).returning(*_RETURNED)
_EXPIRE: Final = (
    update(SESSIONS)
    .where(_S.id == bindparam("session"), _IN_FORCE, _S.seen_at == bindparam("seen"))
    .values(_ENDED)
    .returning(*_RETURNED)
)
_END_OF: Final = (
    update(SESSIONS)
    .where(_S.person == bindparam("of_person"), _IN_FORCE, _S.id != bindparam("but"))
    .values(_ENDED)
    .returning(*_RETURNED)
)
_END_BY_HASH: Final = (
    update(SESSIONS).where(_S.hash == bindparam("digest"), _IN_FORCE).values(_ENDED).returning(*_RETURNED)
)
_TELL: Final = select(_TOLD).where(_S.person == bindparam("of_person"), _IN_FORCE)
_PRUNE: Final = delete(SESSIONS).where(_S.ends_at < bindparam("before"))
NEWEST: Final = Order("sessions", (_S.created_at, _S.id), descending=True)
_LIST: Final = (
    select(SESSIONS, _P.name)
    .join(PEOPLE, _P.id == _S.person)
    .where(
        unless_none(_S.person, "of_person"),
        or_(
            bindparam("ended", type_=Boolean),
            and_(_IN_FORCE, _S.ends_at > instant("now"), _S.seen_at > instant("idle_since")),
        ),
    )
)
_ONE: Final = select(SESSIONS, _P.name).join(PEOPLE, _P.id == _S.person).where(_S.id == bindparam("session"))


def fresh_token() -> str:
    """Return a new token: 256 random bits."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def digest_of(token: str) -> bytes:
    """Return what is kept of a token."""
    return sha256(token.encode()).digest()


async def begin(
    connection: AsyncConnection,
    person: Person,
    way: Way,
    *,
    now: datetime,
    lasting: Lasting,
    authenticated_at: datetime | None,
    came: From,
    instead_of: str | None = None,
    digest: bytes | None = None,
) -> Begun:
    """Begin a session within the caller's transaction.

    Args:
        connection: Connection in the caller's transaction.
        person: Person who has signed in.
        way: How the person signed in.
        now: Time now.
        lasting: How long the session lasts.
        authenticated_at: When the person proved who it is; None where that is not known.
        came: Where the sign-in came from.
        instead_of: Token of the session that the browser had before, which ends: a token is never kept over a sign-in.
        digest: SHA-256 of a token that somebody else has made and keeps; None: one is made here.

    Raises:
        InactiveError: when the person was deactivated.
    """
    if not (await connection.execute(_ACTIVE, {"whose": person.id})).scalar_one():
        raise InactiveError
    token, session = fresh_token(), PREFIX + secrets.token_hex(6)
    at = await recording_instant(connection, now)
    replaced = None
    if instead_of is not None:
        named = {"digest": digest_of(instead_of), "now": at, "by": person.id}
        row = (await connection.execute(_END_BY_HASH, named)).one_or_none()
        replaced = None if row is None else Replaced(row.id, row.person)
    await connection.execute(_PRUNE, {"before": at - KEPT_FOR})
    await connection.execute(
        _BEGIN,
        {
            "id": session,
            "hash": digest or digest_of(token),
            "person": person.id,
            "roles": [role.value for role in person.roles],
            "way": way.value,
            "created_at": at,
            "seen_at": at,
            "ends_at": at + lasting.most,
            "authenticated_at": authenticated_at,
            "address": came.address,
            "user_agent": came.user_agent[:LONGEST_AGENT],
        },
    )
    return Begun(session, token if digest is None else "", replaced)


async def find(database: Database, token: str) -> Visit | None:
    """Return the session of a token; None when there is none, it was ended, or its person is inactive. Whether it is
    over by time is for the caller to ask.
    """
    digest = digest_of(token)
    async with database.transaction() as connection:
        row = (await connection.execute(_FIND, {"hash": digest})).one_or_none()
    if row is None:
        return None
    caller = Caller(
        id=row.id,
        name=row.name,
        roles=frozenset(map(Role, row.roles)) & frozenset(map(Role, row.has)),
        person=row.person,
        kinds=None if row.kinds is None else frozenset(map(CaseKind, row.kinds)),
        aliases=frozenset(row.aliases),
        proved_at=row.authenticated_at or (row.created_at if row.way == Way.TERMINAL else UNKNOWN),
    )
    return Visit(row.id, caller, row.seen_at, row.ends_at, row.authenticated_at, digest)


async def whose(database: Database, token: str) -> tuple[str, str] | None:
    """Return session and person of a token, also of a session that is over by time: for what was typed in it."""
    async with database.transaction() as connection:
        row = (await connection.execute(_WHOSE, {"hash": digest_of(token)})).one_or_none()
    return None if row is None else (row.id, row.person)


async def seen(database: Database, session: str, now: datetime) -> None:
    """Note that a request came, which puts off the end by idleness."""
    async with database.transaction() as connection:
        await connection.execute(_SEEN, {"session": session, "now": now})


async def end(database: Database, session: str, *, why: Why, origin: Origin, now: datetime) -> bool:
    """End a session; False when it has ended already or never was. Every process refuses it from now on."""
    async with database.transaction() as connection:
        named = {"session": session, "by": origin["actor"], "now": await recording_instant(connection, now)}
        rows = (await connection.execute(_END, named)).all()
        await _record(connection, rows, why, origin, now)
    return bool(rows)


async def expire(database: Database, visit: Visit, now: datetime, lasting: Lasting) -> bool:
    """Note that a session is over by time; False when it was noted or has ended already."""
    if now < visit.over_at(lasting):
        return False
    why: Why = "absolute" if now >= visit.ends_at else "idle"
    named = {"session": visit.session, "seen": visit.seen_at, "by": BY_TIME, "now": now}
    async with database.transaction() as connection:
        rows = (await connection.execute(_EXPIRE, named)).all()
        await _record(connection, rows, why, {"actor": BY_TIME}, now)
    return bool(rows)


async def end_all(database: Database, person: str, *, origin: Origin, now: datetime, but: str = "") -> tuple[str, ...]:
    """End all sessions of a person but one; return their identifiers."""
    async with database.transaction() as connection:
        rows = await _end_of(connection, person, by=origin["actor"], now=now, but=but)
        await _record(connection, rows, "ended", origin, now)
    return tuple(row.id for row in rows)


async def _end_of(
    connection: AsyncConnection, person: str, *, by: str, now: datetime, but: str = ""
) -> Sequence[Row[Any]]:
    named = {"of_person": person, "by": by, "now": await recording_instant(connection, now), "but": but}
    return (await connection.execute(_END_OF, named)).all()


async def _record(
    connection: AsyncConnection, ended: Sequence[Row[Any]], why: Why, origin: Origin, now: datetime
) -> None:
    """Record in the audit which sessions have ended."""
    events = [SessionEnded(session=row.id, person=row.person, why=why, **origin) for row in ended]
    if events:
        await appending.append(connection, *events, now=now)


async def one(database: Database, session: str) -> SessionEntry | None:
    """Return a session, ended or not; None where there is none."""
    async with database.transaction() as connection:
        row = (await connection.execute(_ONE, {"session": session})).one_or_none()
    return None if row is None else _entry(row)


async def listed(
    database: Database,
    person: str | None,
    *,
    now: datetime,
    lasting: Lasting,
    ended: bool = False,
    after: Position | None = None,
    most: int = USUAL,
) -> Page[SessionEntry]:
    """Return sessions, newest first: of one person or of all, those in force or ended ones, too.

    Raises:
        ForeignPositionError: when the position does not belong to this list.
    """
    async with database.transaction() as connection:
        named = {"of_person": person, "ended": ended, "now": now, "idle_since": now - lasting.idle}
        found = await pages.read(connection, _LIST, NEWEST, named, after=after, most=most)
    return found.of(_entry)


def _entry(row: Row[Any]) -> SessionEntry:
    return SessionEntry(
        id=row.id,
        person=row.person,
        person_name=row.name,
        roles=tuple(map(Role, row.roles)),
        way=Way(row.way),
        created_at=row.created_at,
        seen_at=row.seen_at,
        ends_at=row.ends_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        address=row.address,
        user_agent=row.user_agent,
    )


# --- reactions to a change of the person ----------------------------------------------------------------------------


async def announce_sessions(happened: Happened[PersonBody, Person]) -> None:
    """Notify every process that the person's sessions have other roles, or another name, now."""
    await happened.connection.execute(_TELL, {"of_person": happened.record})


async def end_sessions(happened: Happened[PersonBody, Person]) -> None:
    """End the sessions of a person who was deactivated. It takes the lock on the audit's chain: only reactions that
    take it, too, may follow.
    """
    now = happened.command.now
    rows = await _end_of(happened.connection, happened.record, by=happened.actor, now=now)
    await _record(happened.connection, rows, "deactivated", {"actor": happened.actor}, now)
