"""Identifiers of records that begin alike: people type the beginning of a long one."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, select

from ledger.store.database import Database
from models.tables import RECORDS

_D: Final = RECORDS.c
_BEYOND: Final = "\U0010ffff"
"""Character that no identifier has, beyond all others in the order of the database's texts (C.UTF-8)."""
_BEGIN: Final = (
    select(_D.id)
    .where(_D.kind == bindparam("of_kind"), _D.id >= bindparam("begins"), _D.id < bindparam("beyond"))
    .order_by(_D.id)
    .limit(bindparam("most"))
)


async def identifiers(database: Database, kind: str, begins: str, *, most: int) -> Sequence[str]:
    """Return identifiers of records of a kind that begin so, in the order of texts; `most` of them."""
    named = {"of_kind": kind, "begins": begins, "beyond": f"{begins}{_BEYOND}", "most": most}
    async with database.transaction() as connection:
        return list((await connection.execute(_BEGIN, named)).scalars())
