"""Files sent as evidence, kept once by the hash of their content."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.database import Database
from ledger.store.statements import one_of
from models.evidence import EvidenceFile
from models.tables import EVIDENCE_FILES

_E: Final = EVIDENCE_FILES.c
_KEEP: Final = insert(EVIDENCE_FILES).on_conflict_do_nothing(index_elements=["digest"])
_DESCRIBED: Final = (
    select(_E.digest, _E.media_type, _E.name, _E.size, _E.sent_at)
    .where(one_of(_E.digest, "digests"))
    .order_by(_E.digest)
)
_CONTENT: Final = select(_E.media_type, _E.name, _E.content).where(_E.digest == bindparam("digest"))


async def keep(
    database: Database, content: bytes, *, media_type: str, name: str, actor: str, now: datetime
) -> EvidenceFile:
    """Keep a file; one that is there already stays as it was sent first.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    digest = sha256(content).hexdigest()
    row = {
        "digest": digest,
        "media_type": media_type,
        "name": name,
        "size": len(content),
        "content": content,
        "sent_at": now,
        "sent_by": actor,
    }
    async with database.transaction() as connection:
        await connection.execute(_KEEP, row)
        [kept] = await described(connection, [digest])
    return kept


async def described(connection: AsyncConnection, digests: Collection[str]) -> tuple[EvidenceFile, ...]:
    """Return the files that are kept, without their contents."""
    rows = (await connection.execute(_DESCRIBED, {"digests": list(digests)})).mappings()
    return tuple(EvidenceFile.model_validate(dict(row)) for row in rows)


async def content_of(database: Database, digest: str) -> tuple[str, str, bytes] | None:
    """Return media type, name and content of a file; None when it is not kept."""
    async with database.transaction() as connection:
        row = (await connection.execute(_CONTENT, {"digest": digest})).one_or_none()
    return None if row is None else (row.media_type, row.name, row.content)
