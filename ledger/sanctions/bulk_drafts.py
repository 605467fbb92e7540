"""Drafts of bulk actions: accounts that arrive in a file are stored as rows at once, each once, before anything is
carried out. No process holds the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Text, bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.database import Database, Size
from ledger.store.statements import given
from ledger.streams import records
from models.accounts.commands import Refusal
from models.tables import BULK_ACCOUNTS
from regulation.sanctions.bulk import BULK, require_draft

_B: Final = BULK_ACCOUNTS.c
_KEEP: Final = (
    insert(BULK_ACCOUNTS)
    .from_select(
        ["bulk", "account", "outcome"],
        select(bindparam("bulk", type_=Text), *given(account=("accounts", Text())).c, literal("waiting")),
        include_defaults=False,
    )
    .on_conflict_do_nothing(index_elements=["bulk", "account"])
)
_COUNT: Final = select(func.count()).where(_B.bulk == bindparam("bulk"))
_NEXT: Final = (
    select(_B.account)
    .where(_B.bulk == bindparam("bulk"), _B.account > bindparam("after"))
    .order_by(_B.account)
    .limit(bindparam("most"))
)


class DraftRefusedError(Exception):
    """Raised when the action takes no accounts; those sent with this call were not stored."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


@dataclass(frozen=True)
class Kept:
    """Result of storing accounts: those that are new, and those that the draft had already."""

    new: int
    repeated: int


async def keep(database: Database, bulk: str, accounts: Sequence[str]) -> Kept:
    """Store accounts of a draft. One that it has already is counted, and not stored again.

    Raises:
        DraftRefusedError: there is no such draft.
    """
    async with database.transaction(Size.SLICE) as connection:
        await records.lock(connection, BULK.kind, bulk)
        refusal = require_draft((await records.state_within(connection, BULK, bulk)).state)
        if refusal is not None:
            raise DraftRefusedError(refusal)
        once = list(dict.fromkeys(accounts))
        new: int = (await connection.execute(_KEEP, {"bulk": bulk, "accounts": once})).rowcount
    return Kept(new, len(accounts) - new)


async def number(connection: AsyncConnection, bulk: str) -> int:
    """Return the number of accounts received."""
    found: int = (await connection.execute(_COUNT, {"bulk": bulk})).scalar_one()
    return found


async def following(database: Database, bulk: str, *, after: str, most: int) -> list[str]:
    """Return the next accounts of a draft, in the order of their identifiers."""
    named: dict[str, Any] = {"bulk": bulk, "after": after, "most": most}
    async with database.snapshot() as connection:
        return list((await connection.execute(_NEXT, named)).scalars())
