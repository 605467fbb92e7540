"""The holder key's fingerprint: the ledger refuses to work under another key than the one it began with.

Under another key the same person would get another hash, and quotas and the closed-account registry (article 7) would
recognise nobody, without a word.
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
    """The key is not the one that the holders in this database are hashed with."""


async def require_same_key(database: Database, key: bytes) -> None:
    """Remember the key's fingerprint on first use, and compare it ever after.

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
