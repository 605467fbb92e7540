"""Files of reports, stored in the database in pieces: every worker and every API process finds them, on any machine.

They are stored under their hash and never changed: a second build finds the same bytes stored already.
"""

from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from ledger.store.database import Database, Size
from models.tables import REPORT_PIECES

PIECE: Final = 1 << 20
"""Bytes in a piece, which is the part of a file that one process holds at a time."""

_KEEP: Final = insert(REPORT_PIECES).on_conflict_do_nothing()
_PIECE: Final = select(REPORT_PIECES.c.content).where(
    REPORT_PIECES.c.sha256 == bindparam("sha256"), REPORT_PIECES.c.piece == bindparam("piece")
)


async def keep(database: Database, path: Path, digest: str) -> None:
    """Store a file; whole, or not at all."""
    async with database.transaction(Size.SLICE) as connection:
        with path.open("rb") as file:
            piece = 0
            while content := file.read(PIECE):
                await connection.execute(_KEEP, {"sha256": bytes.fromhex(digest), "piece": piece, "content": content})
                piece += 1


async def pieces(database: Database, digest: str) -> AsyncIterator[bytes]:
    """Yield a file, piece by piece; nothing where it is not stored, or empty."""
    piece = 0
    while True:
        async with database.transaction() as connection:
            named = {"sha256": bytes.fromhex(digest), "piece": piece}
            content = (await connection.execute(_PIECE, named)).scalar_one_or_none()
        if content is None:
            return
        yield bytes(content)
        piece += 1


async def digest_of(database: Database, digest: str) -> tuple[str, int]:
    """Return the hash and the size of what is stored under a hash: the same hash, unless somebody has changed the
    content.
    """
    hashed, size = sha256(), 0
    async for content in pieces(database, digest):
        hashed.update(content)
        size += len(content)
    return hashed.hexdigest(), size
