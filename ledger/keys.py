"""API keys of persons and services: 256 random bits, of which only the SHA-256 is kept, each with its roles."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.audit import appending
from ledger.cases import claims
from ledger.people import people
from ledger.people.callers import Caller
from ledger.store.clock import recording_instant
from ledger.store.database import Database
from ledger.store.pages import Order
from models.accounts.commands import Refusal
from models.audit import KeyAssigned, KeyCreated, KeyRevoked
from models.cases.cases import CaseKind
from models.people.people import Person
from models.roles import Role
from models.tables import API_KEYS, PEOPLE
from regulation.people import give_key

PREFIX: Final = "sk_"
PATTERN: Final = rf"{PREFIX}[A-Za-z0-9_-]{{43}}"
"""Pattern of a key: 256 bits in base64, as `create` makes them."""
COMMAND_LINE: Final = "command line"
"""Actor of whoever administers persons and keys with the database's own credentials, without a key."""


class KeyRefusedError(Exception):
    """Raised when a key cannot be given to the person; nothing was done."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


@dataclass(frozen=True)
class KeyEntry:
    """A key in a list; the secret is never included."""

    caller: Caller
    """Caller with this key: a person's active roles, and the person or service behind it."""
    label: str
    """Name of the key itself, given when it was created."""
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class Revoked:
    """Result of a revocation."""

    cases: tuple[str, ...]
    """Cases that the caller had claimed or been given, and that are free again."""


_KEYS: Final = API_KEYS.c
BY_AGE: Final = Order("keys", (_KEYS.created_at, _KEYS.id))
"""Order of keys in lists: oldest first."""
_P: Final = PEOPLE.c
_TOLD: Final = func.pg_notify("keys_changed", func.encode(_KEYS.hash, "hex"))
"""Notification upon which every process drops the key from its cache."""
_CREATE: Final = insert(API_KEYS).returning(_TOLD)
_CALLERS: Final = select(
    _KEYS.id,
    _KEYS.name,
    _KEYS.roles,
    _KEYS.person,
    _KEYS.service,
    _KEYS.created_at,
    _KEYS.revoked_at,
    _P.name.label("person_name"),
    _P.roles.label("person_roles"),
    _P.kinds,
    _P.aliases,
).select_from(API_KEYS.outerjoin(PEOPLE, _P.id == _KEYS.person))
_FIND: Final = _CALLERS.where(
    _KEYS.hash == bindparam("hash"), _KEYS.revoked_at.is_(None), or_(_KEYS.person.is_(None), _P.active)
)
_LIST: Final = _CALLERS.order_by(_KEYS.created_at, _KEYS.id)
_OF: Final = select(_KEYS.person, _KEYS.roles, _KEYS.revoked_at).where(_KEYS.id == bindparam("key")).with_for_update()
_GIVE: Final = (
    update(API_KEYS).where(_KEYS.id == bindparam("key")).values(person=bindparam("to"), service=None).returning(_TOLD)
)
_REVOKE: Final = (
    update(API_KEYS)
    .where(_KEYS.id == bindparam("key"), _KEYS.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
    .returning(_KEYS.id, _TOLD)
)


async def create(
    database: Database,
    name: str,
    roles: Iterable[Role],
    now: datetime,
    *,
    person: str | None = None,
    actor: str = COMMAND_LINE,
) -> tuple[Caller, str]:
    """Create a key of a person, or of the service `name`. The secret is returned only here and cannot be read again.

    Raises:
        KeyRefusedError: when there is no such person, the person is not active, or lacks one of the roles.
    """
    secret = PREFIX + secrets.token_urlsafe(32)
    key_id = f"key_{secrets.token_hex(6)}"
    given = frozenset(roles)
    named = {"id": key_id, "name": name, "roles": sorted(given), "hash": _hash(secret), "person": person}
    named["service"] = name if person is None else None
    async with database.transaction() as connection:
        owner: Person | None = None
        if person is not None:
            found = await people.enter(connection, person, give_key(key_id, given), actor=actor, now=now)
            if found.refusal is not None or found.state is None:
                raise KeyRefusedError(found.refusal or people.unknown(person))
            owner = found.state
        await connection.execute(_CREATE, {**named, "created_at": await recording_instant(connection, now)})
        service = name if person is None else None
        created = KeyCreated(actor=actor, key=key_id, roles=tuple(sorted(given)), person=person, service=service)
        await appending.append(connection, created, now=now)
    if owner is None:
        return Caller(id=key_id, name=name, roles=given), secret
    kinds = None if owner.kinds is None else frozenset(owner.kinds)
    return Caller(key_id, owner.name, given, owner.id, kinds, frozenset(owner.aliases)), secret


async def assign(database: Database, key_id: str, person: str, now: datetime, *, actor: str = COMMAND_LINE) -> Caller:
    """Give a service's key to a person: earlier entries under the key are the person's from now on.

    Raises:
        KeyRefusedError: when there is no such key or person, the key is revoked or another person's, who knows its
            secret, or the person is not active or lacks one of its roles.
    """
    async with database.transaction() as connection:
        roles = await _assignable(connection, key_id, person)
        found = await people.enter(connection, person, give_key(key_id, roles), actor=actor, now=now)
        if found.refusal is not None or found.state is None:
            raise KeyRefusedError(found.refusal or people.unknown(person))
        await connection.execute(_GIVE, {"key": key_id, "to": person})
        row = (await connection.execute(_CALLERS.where(_KEYS.id == bindparam("key")), {"key": key_id})).one()
        await appending.append(connection, KeyAssigned(actor=actor, key=key_id, person=person), now=now)
    return _caller(row)


async def find(database: Database, secret: str) -> Caller | None:
    """Return the caller who owns this key; None when the key is unknown or revoked, or its person was deactivated."""
    async with database.transaction() as connection:
        row = (await connection.execute(_FIND, {"hash": _hash(secret)})).one_or_none()
    return None if row is None else _caller(row)


async def listed(database: Database) -> list[KeyEntry]:
    """Return every key, revoked ones included, oldest first."""
    async with database.transaction() as connection:
        rows = (await connection.execute(_LIST)).all()
    return [KeyEntry(_caller(row), row.name, row.created_at, row.revoked_at) for row in rows]


async def one(database: Database, key_id: str) -> KeyEntry | None:
    """Return a key, revoked or not; None where there is none."""
    async with database.transaction() as connection:
        row = (await connection.execute(_CALLERS.where(_KEYS.id == bindparam("key")), {"key": key_id})).one_or_none()
    return None if row is None else KeyEntry(_caller(row), row.name, row.created_at, row.revoked_at)


async def revoke(database: Database, key_id: str, now: datetime, *, actor: str = COMMAND_LINE) -> Revoked | None:
    """Revoke a key, and free the cases it had claimed or been given; None when no key in force has this identifier."""
    async with database.transaction() as connection:
        named = {"key": key_id, "now": await recording_instant(connection, now)}
        if (await connection.execute(_REVOKE, named)).one_or_none() is None:
            return None
        cases = tuple(await claims.freed(connection, actor=actor, now=now, holder=key_id))
        await appending.append(connection, KeyRevoked(actor=actor, key=key_id, cases=len(cases)), now=now)
    return Revoked(cases)


async def _assignable(connection: AsyncConnection, key_id: str, person: str) -> frozenset[Role]:
    """Return the key's roles. The person's record is locked first, as when the person is deactivated."""
    await people.lock(connection, person)
    key = (await connection.execute(_OF, {"key": key_id})).one_or_none()
    if key is None:
        raise KeyRefusedError(
            Refusal(code="unknown_key", message=f"there is no key {key_id}: `standing keys list` shows them")
        )
    if key.revoked_at is not None:
        raise KeyRefusedError(
            Refusal(code="key_revoked", message=f"key {key_id} was revoked: create a new one for the person")
        )
    if key.person not in {None, person}:
        raise KeyRefusedError(
            Refusal(
                code="key_taken",
                message=f"key {key_id} is {key.person}'s, who knows its secret: revoke it and create a new one",
            )
        )
    return frozenset(map(Role, key.roles))


def _caller(row: Any) -> Caller:
    roles = frozenset(map(Role, row.roles))
    if row.person is None:
        return Caller(id=row.id, name=row.service, roles=roles)
    return Caller(
        id=row.id,
        name=row.person_name,
        roles=roles & frozenset(map(Role, row.person_roles)),
        person=row.person,
        kinds=None if row.kinds is None else frozenset(map(CaseKind, row.kinds)),
        aliases=frozenset(row.aliases),
    )


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
