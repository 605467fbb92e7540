"""Names of accounts to show beside their identifiers, as they are now."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import Text, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY

from ledger.store.database import Database
from models.tables import ACCOUNT_NAMES

_N: Final = ACCOUNT_NAMES.c
_NAMES: Final = select(_N.account, _N.name).where(_N.account == any_(bindparam("accounts", type_=ARRAY(Text))))


async def names_of_accounts(database: Database, accounts: Collection[str]) -> Mapping[str, str]:
    """Return the name of each of the accounts that exists."""
    if not accounts:
        return {}
    async with database.transaction() as connection:
        rows = await connection.execute(_NAMES, {"accounts": sorted(set(accounts))})
        return {row.account: row.name for row in rows}
