"""API keys of callers: 256 random bits, of which only the SHA-256 is kept, each with its roles."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import bindparam, func, insert, select, update

from ledger.cases import claims
from ledger.store.clock import recording_instant
from ledger.store.database import Database
from models.roles import Role
from models.tables import API_KEYS

PREFIX: Final = "sk_"
PATTERN: Final = rf"{PREFIX}[A-Za-z0-9_-]{{43}}"
"""Pattern of a key: 256 bits in base64, as `create` makes them."""


@dataclass(frozen=True)
class Caller:
    """A caller of the API: identifier of the key, name and roles."""

    id: str
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class KeyEntry:
    """A key in a list; the secret is never included."""

    caller: Caller
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class Revoked:
    """Result of a revocation."""

    cases: tuple[str, ...]
    """Cases that the caller had claimed or been given, and that are free again."""


_KEYS: Final = API_KEYS.c
_TOLD: Final = func.pg_notify("keys_changed", func.encode(_KEYS.hash, "hex"))
"""Notification upon which every process drops the key from its cache."""
_CREATE: Final = insert(API_KEYS).returning(_TOLD)
_FIND: Final = select(_KEYS.id, _KEYS.name, _KEYS.roles).where(
    _KEYS.hash == bindparam("hash"), _KEYS.revoked_at.is_(None)
)
_LIST: Final = select(_KEYS.id, _KEYS.name, _KEYS.roles, _KEYS.created_at, _KEYS.revoked_at).order_by(
    _KEYS.created_at, _KEYS.id
)
_REVOKE: Final = (
    update(API_KEYS)
    .where(_KEYS.id == bindparam("key"), _KEYS.revoked_at.is_(None))
    .values(revoked_at=bindparam("now"))
    .returning(_KEYS.id, _TOLD)
)


async def create(database: Database, name: str, roles: Iterable[Role], now: datetime) -> tuple[Caller, str]:
    """Create a key. The secret is returned only here and cannot be read again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    caller = Caller(id=f"key_{secrets.token_hex(6)}", name=name, roles=frozenset(roles))
    named = {"id": caller.id, "name": name, "roles": sorted(caller.roles), "hash": _hash(secret)}
    async with database.transaction() as connection:
        await connection.execute(_CREATE, {**named, "created_at": await recording_instant(connection, now)})
    return caller, secret


async def find(database: Database, secret: str) -> Caller | None:
    """Return the caller who owns this key; None when the key is unknown or revoked."""
    async with database.transaction() as connection:
        row = (await connection.execute(_FIND, {"hash": _hash(secret)})).one_or_none()
    return None if row is None else Caller(row.id, row.name, frozenset(map(Role, row.roles)))


async def listed(database: Database) -> list[KeyEntry]:
    """Return every key, revoked ones included, oldest first."""
    async with database.transaction() as connection:
        rows = (await connection.execute(_LIST)).all()
    return [
        KeyEntry(Caller(row.id, row.name, frozenset(map(Role, row.roles))), row.created_at, row.revoked_at)
        for row in rows
    ]


async def revoke(database: Database, key_id: str, now: datetime, *, actor: str = "command line") -> Revoked | None:
    """Revoke a key, and free the cases it had claimed or been given; None when no key in force has this identifier."""
    async with database.transaction() as connection:
        named = {"key": key_id, "now": await recording_instant(connection, now)}
        if (await connection.execute(_REVOKE, named)).one_or_none() is None:
            return None
        return Revoked(tuple(await claims.freed(connection, actor=actor, now=now, holder=key_id)))


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
