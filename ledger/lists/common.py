"""What the lists across accounts share: a page in its order, counts by a dimension, and the names of the accounts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Text, and_, bindparam, func, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts.search import is_complete
from ledger.store import walking
from ledger.store.database import Database, Size
from ledger.store.pages import Page, Position
from ledger.store.statements import one_of
from ledger.store.walking import AS_ASKED, Listing
from models.tables import ACCOUNT_NAMES

_N: Final = ACCOUNT_NAMES.c
_NAMED: Final = select(_N.account, _N.name, _N.holder).where(one_of(_N.account, "accounts"))


@dataclass(frozen=True)
class Rows:
    """A page of a list: its rows with the name and holder of each account, and whether every account was looked at."""

    page: Page[Any]
    named: Mapping[str, tuple[str, str]]
    complete: bool


@dataclass(frozen=True)
class Counted:
    """Number of rows that pass the filters, and of those with each value of the dimension."""

    total: int
    counts: Mapping[str, int]
    complete: bool


async def page(
    database: Database, listing: Listing, named: Mapping[str, Any], *, after: Position | None, most: int
) -> Rows:
    """Return a page of a list. The last columns of its key are the primary key of the table `listing.source`.

    Raises:
        ForeignPositionError: when the position does not belong to this list.
        DatabaseAwayError: when PostgreSQL cannot be reached.
    """
    table = listing.source
    identity = [column for column in table.c if column.primary_key]
    async with database.snapshot() as connection:
        await connection.execute(AS_ASKED)
        found = await walking.read(connection, listing, named, after=after, most=most)
        keys = [tuple(row)[-len(identity) :] for row in found]
        rows = {} if not keys else await _whole(connection, table, identity, keys)
        accounts = {row.account for row in rows.values()}
        names = {
            row.account: (row.name, row.holder)
            for row in await connection.execute(_NAMED, {"accounts": sorted(accounts)})
        }
        complete = await is_complete(connection)
    return Rows(Page(tuple(rows[key] for key in keys), found.next), names, complete)


async def _whole(
    connection: AsyncConnection, table: FromClause, identity: Sequence[ColumnElement[Any]], keys: list[tuple[Any, ...]]
) -> dict[tuple[Any, ...], Any]:
    rows = await connection.execute(select(table).where(tuple_(*identity).in_(keys)))
    return {tuple(getattr(row, str(column.key)) for column in identity): row for row in rows}


async def counts(
    database: Database,
    table: FromClause,
    conditions: Iterable[ColumnElement[bool]],
    by: ColumnElement[Any],
    named: Mapping[str, Any],
) -> Counted:
    """Count the rows that pass the conditions, by the values of an expression; a list counts under each of its values.

    Raises:
        DatabaseAwayError: when PostgreSQL cannot be reached.
    """
    passing = and_(true(), *conditions)
    several = getattr(by.type, "item_type", None) is not None
    values = select((func.unnest(by) if several else by).label("value")).select_from(table).where(passing).subquery()
    grouped = select(values.c.value, func.count().label("rows")).group_by(values.c.value)
    async with database.snapshot(Size.SLICE) as connection:
        await connection.execute(AS_ASKED)
        found = {str(row.value): row.rows for row in await connection.execute(grouped, named) if row.value is not None}
        total = (await connection.execute(select(func.count()).select_from(table).where(passing), named)).scalar_one()
        complete = await is_complete(connection)
    return Counted(total, dict(sorted(found.items(), key=lambda one: (-one[1], one[0]))), complete)


def of_holder(account: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return whether the account is one of the holder named by the parameter `holder`."""
    return account.in_(select(_N.account).where(_N.holder == bindparam("holder", type_=Text)))
