"""Callers of the API: keys of 256 random bits, of which only the SHA-256 is kept, each with its roles."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import text

from ledger import claims
from ledger.clock import recording_instant
from ledger.database import Database
from models.roles import Role

PREFIX: Final = "sk_"
PATTERN: Final = rf"{PREFIX}[A-Za-z0-9_-]{{43}}"
"""What a key looks like: 256 bits in base64, as `create` makes them."""


@dataclass(frozen=True)
class Caller:
    """Who is calling."""

    id: str
    name: str
    roles: frozenset[Role]


@dataclass(frozen=True)
class KeyEntry:
    """A key as it is listed: never the secret."""

    caller: Caller
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class Revoked:
    """What came of a revocation."""

    cases: tuple[str, ...]
    """Free again."""


_CREATE: Final = text(
    "INSERT INTO api_keys (id, name, roles, hash, created_at) VALUES (:id, :name, :roles, :hash, :now) "
    "RETURNING pg_notify('keys_changed', encode(hash, 'hex'))"
)
_FIND: Final = text("SELECT id, name, roles FROM api_keys WHERE hash = :hash AND revoked_at IS NULL")
_LIST: Final = text("SELECT id, name, roles, created_at, revoked_at FROM api_keys ORDER BY created_at, id")
_REVOKE: Final = text(
    "UPDATE api_keys SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL "
    "RETURNING id, pg_notify('keys_changed', encode(hash, 'hex'))"
)


async def create(database: Database, name: str, roles: Iterable[Role], now: datetime) -> tuple[Caller, str]:
    """Make a key. The secret is returned this once and cannot be read again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    caller = Caller(id=f"key_{secrets.token_hex(6)}", name=name, roles=frozenset(roles))
    named = {"id": caller.id, "name": name, "roles": sorted(caller.roles), "hash": _hash(secret)}
    async with database.transaction() as connection:
        await connection.execute(_CREATE, {**named, "now": await recording_instant(connection, now)})
    return caller, secret


async def find(database: Database, secret: str) -> Caller | None:
    """Whose key this is; None for one that never was, or was revoked."""
    async with database.transaction() as connection:
        row = (await connection.execute(_FIND, {"hash": _hash(secret)})).one_or_none()
    return None if row is None else Caller(row.id, row.name, frozenset(map(Role, row.roles)))


async def listed(database: Database) -> list[KeyEntry]:
    """Every key there is or was, oldest first."""
    async with database.transaction() as connection:
        rows = (await connection.execute(_LIST)).all()
    return [
        KeyEntry(Caller(row.id, row.name, frozenset(map(Role, row.roles))), row.created_at, row.revoked_at)
        for row in rows
    ]


async def revoke(database: Database, key_id: str, now: datetime, *, actor: str = "command line") -> Revoked | None:
    """Revoke a key, and free the cases it had claimed or been given; None when there is no such key in force."""
    async with database.transaction() as connection:
        named = {"id": key_id, "now": await recording_instant(connection, now)}
        if (await connection.execute(_REVOKE, named)).one_or_none() is None:
            return None
        return Revoked(tuple(await claims.freed(connection, actor=actor, now=now, holder=key_id)))


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
