"""Reading for mirrors: standings in the form in which another process decides with them.

A mirror decides; it does not show a profile. What no decision reads stays here: the holder, texts of the profile, and
what waits for a reviewer. The database writes the JSON, so that a page of thousands costs this process next to nothing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ARRAY, Text, bindparam, cast, func, literal, select

from ledger.store.database import Database
from ledger.store.statements import one_of
from models.tables import STANDINGS

HIDDEN: Final = ("avatar", "bans", "bio", "holder", "mcn", "pending", "seen")
"""Parts of a standing that no verdict and no gate reads."""

_S: Final = STANDINGS.c
_SHOWN: Final = select(
    _S.account, _S.version, cast(_S.snapshot.op("-")(literal(list(HIDDEN), ARRAY(Text))), Text).label("standing")
)
_PAGE: Final = (
    _SHOWN.where(_S.account > func.coalesce(bindparam("after", type_=Text), ""))
    .order_by(_S.account)
    .limit(bindparam("most"))
)
_NAMED: Final = _SHOWN.where(one_of(_S.account, "accounts"))


@dataclass(frozen=True)
class Mirrored:
    """A standing without what no decision reads, as JSON."""

    account: str
    version: int
    standing: str


async def page(database: Database, *, after: str | None, most: int) -> tuple[Mirrored, ...]:
    """Return the standings after an account, in the order of the accounts."""
    async with database.transaction() as connection:
        rows = await connection.execute(_PAGE, {"after": after, "most": most})
        return tuple(Mirrored(*row) for row in rows)


async def of(database: Database, accounts: Collection[str]) -> Mapping[str, Mirrored]:
    """Return the standings of these accounts now, by account; unknown accounts are left out."""
    if not accounts:
        return {}
    async with database.transaction() as connection:
        rows = await connection.execute(_NAMED, {"accounts": list(accounts)})
        return {row.account: Mirrored(*row) for row in rows}
