"""The bank of reference emblems: pictures and their descriptors, which are added and retired, never deleted."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from emblems.features import EDITION, Reference
from emblems.images import Header
from ledger.store.clock import recording_instant
from ledger.store.database import Database
from ledger.store.statements import LOCK_BY_NAME
from models.accounts.commands import Refusal
from models.screening.emblems import Emblem
from models.tables import EMBLEMS
from regulation.screening.emblems import known_already, no_room, unknown

_COLUMNS: Final = "id, name, media_type, width, height, digest, added_at, added_by, retired_at, retired_by, reason"

_E: Final = EMBLEMS.c
_SHOWN: Final = select(
    _E.id,
    _E.name,
    _E.media_type,
    _E.width,
    _E.height,
    _E.digest,
    _E.added_at,
    _E.added_by,
    _E.retired_at,
    _E.retired_by,
    _E.reason,
)
_ALIKE: Final = _SHOWN.where(
    or_(_E.id == bindparam("id"), (_E.digest == bindparam("digest")) & _E.retired_at.is_(None))
)
_ONE: Final = _SHOWN.where(_E.id == bindparam("id"))
_ALL: Final = _SHOWN.order_by(_E.added_at, _E.id)
_IN_FORCE: Final = select(func.count()).select_from(EMBLEMS).where(_E.retired_at.is_(None))
_ADD: Final = insert(EMBLEMS)
_RETIRE: Final = (
    update(EMBLEMS)
    .where(_E.id == bindparam("emblem"), _E.retired_at.is_(None))
    .values(retired_at=bindparam("now"), retired_by=bindparam("actor"), reason=bindparam("because"))
)
_CONTENT: Final = select(_E.media_type, _E.content).where(_E.id == bindparam("id"))
_VERSION: Final = select(func.count() + func.count(_E.retired_at)).select_from(EMBLEMS)
_BANK: Final = (
    select(_E.id, _E.name, _E.edition, _E.described, _E.content)
    .where(_E.retired_at.is_(None))
    .order_by(_E.added_at, _E.id)
)


@dataclass(frozen=True)
class Kept:
    """An emblem in force, as stored in the bank."""

    id: str
    name: str
    edition: int
    described: bytes
    content: bytes


async def add(
    database: Database,
    described: Reference,
    *,
    name: str,
    header: Header,
    content: bytes,
    actor: str,
    now: datetime,
) -> Emblem | Refusal:
    """Add an emblem under the id of its description. Adding the same emblem again changes nothing."""
    digest = digest_of(content)
    async with database.transaction() as connection:
        # Additions take turns: two that add the same emblem must see each other, and the limit must be kept.
        await connection.execute(LOCK_BY_NAME, {"name": "emblems"})
        named: dict[str, Any] = {"id": described.id, "digest": bytes.fromhex(digest)}
        known = (await connection.execute(_ALIKE, named)).first()
        if known is not None:
            return known_already(_emblem(known), id_=described.id, name=name, digest=digest)
        refusal = no_room((await connection.execute(_IN_FORCE)).scalar_one())
        if refusal is not None:
            return refusal
        await connection.execute(
            _ADD,
            {
                **named,
                "name": name,
                "media_type": header.media_type,
                "width": header.width,
                "height": header.height,
                "content": content,
                "edition": EDITION,
                "described": described.packed(),
                "added_at": await recording_instant(connection, now),
                "added_by": actor,
                "reason": "",
            },
        )
        return await _one(connection, described.id) or unknown(described.id)


async def retire(database: Database, emblem: str, reason: str, *, actor: str, now: datetime) -> Emblem | Refusal:
    """Retire an emblem, so that it is recognised no more; a retired one stays as it was."""
    async with database.transaction() as connection:
        named = {"emblem": emblem, "because": reason, "actor": actor, "now": await recording_instant(connection, now)}
        await connection.execute(_RETIRE, named)
        return await _one(connection, emblem) or unknown(emblem)


async def listed(database: Database) -> list[Emblem]:
    """Return every emblem, retired ones included, oldest first."""
    async with database.transaction() as connection:
        return [_emblem(row) for row in (await connection.execute(_ALL)).all()]


async def content_of(database: Database, emblem: str) -> tuple[str, bytes] | None:
    """Return the picture itself with its media type; None for an unknown emblem."""
    async with database.transaction() as connection:
        row = (await connection.execute(_CONTENT, {"id": emblem})).one_or_none()
    return None if row is None else (row.media_type, bytes(row.content))


async def version(database: Database) -> int:
    """Return the version of the bank, which changes with each emblem that is added or retired."""
    async with database.transaction() as connection:
        return int((await connection.execute(_VERSION)).scalar_one())


async def bank(database: Database) -> tuple[int, list[Kept]]:
    """Return the version of the bank, and all emblems in force in it."""
    async with database.snapshot() as connection:
        number = int((await connection.execute(_VERSION)).scalar_one())
        rows = (await connection.execute(_BANK)).all()
    return number, [Kept(row.id, row.name, row.edition, bytes(row.described), bytes(row.content)) for row in rows]


def digest_of(content: bytes) -> str:
    """Return the digest that identifies a picture."""
    return sha256(content).hexdigest()


def usual_id(content: bytes) -> str:
    """Return the identifier of an emblem for which none is given; the same picture gets the same identifier."""
    return f"emb_{digest_of(content)[:16]}"


async def _one(connection: AsyncConnection, emblem: str) -> Emblem | None:
    row = (await connection.execute(_ONE, {"id": emblem})).one_or_none()
    return None if row is None else _emblem(row)


def _emblem(row: Any) -> Emblem:
    return Emblem.model_validate({**row._mapping, "digest": bytes(row.digest).hex()})
