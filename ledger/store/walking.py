"""Pages of a filtered list that are fast for filters which nearly everything passes, and for those which hardly
anything does.

PostgreSQL must choose between walking the list in its order until a page is full, and collecting all that passes and
sorting it. It chooses by estimates that take filters for independent: for two that go together (banned, and article 9)
or exclude each other it is wrong by any factor. So the list is walked first, over a bounded number of rows. Where that
fills no page, few rows pass there, and they are collected by whatever index fits best.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Select, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from ledger.store.pages import Order, Page, Position, cut

WALKED: Final = 20_000
"""Rows that are looked at in the list's order before all that pass are collected."""
AS_ASKED: Final = text("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")
"""Planning for the values of each search: a plan for any value would treat a rare status like a frequent one."""

Columns = ReadOnlyColumnCollection[str, ColumnElement[Any]]
Conditions = Callable[[Columns], Sequence[ColumnElement[bool]]]
"""Conditions of a list over its columns, wherever those come from."""


@dataclass(frozen=True)
class Listing:
    """A filtered list."""

    source: FromClause
    order: Order
    """Order of the list, by columns of `source`."""
    conditions: Conditions
    bounds: Sequence[ColumnElement[bool]] = ()
    """Conditions by which the walk itself begins or ends: those on the columns of the order."""
    few: bool = False
    """Whether few rows pass for certain, so that walking is of no use."""
    most_walked: int | None = None
    """Rows that are looked at, where each costs more than usual."""
    walked: Callable[[Position | None, int], FromClause] | None = None
    """Function that returns, instead of `source`, what begins at a position: the first rows of the list, at least as
    many as given, where no index has all of it in its order.
    """


async def read(
    connection: AsyncConnection, listing: Listing, named: Mapping[str, Any], *, after: Position | None, most: int
) -> Page[Any]:
    """Return a page of the keys of what passes.

    Raises:
        ForeignPositionError: when the position does not belong to this list.
    """
    if not listing.few:
        statement, order = walk(listing, after, most)
        rows = (await connection.execute(statement, named)).all()
        if len(rows) > most:
            return cut(rows, most, order.position)
    statement, order = collect(listing, after, most)
    return cut((await connection.execute(statement, named)).all(), most, order.position)


def walk(listing: Listing, after: Position | None, most: int) -> tuple[Select[Any], Order]:
    """Return the statement that looks at a bounded number of rows in the order of the list."""
    most_walked = min(WALKED, listing.most_walked or WALKED)
    if listing.walked is None:
        begun = listing.order.page(select(listing.source).where(*listing.bounds), after, most_walked - 1)
    else:
        source = listing.walked(after, most_walked)
        begun = _over(listing.order, source).page(select(source), after, most_walked - 1)
    rows = begun.subquery("walked")
    order = _over(listing.order, rows)
    return order.page(select(*order.key).where(*listing.conditions(rows.c)), None, most), order


def collect(listing: Listing, after: Position | None, most: int) -> tuple[Select[Any], Order]:
    """Return the statement that collects all that pass, then sorts them."""
    keys = [column.label(f"key_{place}") for place, column in enumerate(listing.order.key)]
    passing = select(*keys).where(*listing.bounds, *listing.conditions(listing.source.c))
    rows = passing.cte("passing").prefix_with("MATERIALIZED")
    order = replace(listing.order, key=tuple(rows.c[key.name] for key in keys))
    return order.page(select(*order.key), after, most), order


def _over(order: Order, rows: FromClause) -> Order:
    return replace(order, key=tuple(rows.c[str(column.key)] for column in order.key))
