"""The fingerprint of the holder key: the ledger refuses to work with another key than its first.

With another key the same person would get another hash; quotas and the closed-account registry (article 7) would
recognise nobody, and no error would show it.
"""

from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from ledger.store.database import Database
from models.tables import HOLDER_KEY

_FIRST: Final = insert(HOLDER_KEY).on_conflict_do_nothing()
_KNOWN: Final = select(HOLDER_KEY.c.fingerprint)


class WrongHolderKeyError(Exception):
    """Raised when the key is not the one with which the holders in this database are hashed."""


async def require_same_key(database: Database, key: bytes) -> None:
    """Store the key's fingerprint on first use, and compare it afterwards.

    Raises:
        WrongHolderKeyError: when the database was begun with another key.
    """
    fingerprint = hmac(key, b"standing: fingerprint of the holder key", sha256).digest()
    async with database.transaction() as connection:
        await connection.execute(_FIRST, {"only": True, "fingerprint": fingerprint})
        known: bytes = (await connection.execute(_KNOWN)).scalar_one()
    if not compare_digest(known, fingerprint):
        raise WrongHolderKeyError(
            "the holder key is not the one that this database was begun with, so no holder would be recognised: "
            "set STANDING_HOLDER_KEY to the original key, or restore holder.key in the data folder from its backup"
        )
