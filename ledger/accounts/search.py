"""Search of accounts by name, identifier, holder, network, status, restriction, privilege, findings, certifications and
instants, through rows derived from standings (decisions 43 and 47).

The rows are written with the facts (`ledger/streams/search_rows.py`); `ledger/accounts/search_filters.py` has the
conditions.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.accounts import search_filters as filters
from ledger.accounts.search_filters import S
from ledger.accounts.search_filters import Sort as Sort  # noqa: PLC0414 - exported with the search
from ledger.accounts.search_filters import Wanted as Wanted  # noqa: PLC0414 - exported with the search
from ledger.store import pages, walking
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import as_text, instant, one_of
from ledger.store.walking import AS_ASKED, Columns, Listing
from ledger.streams.search_rows import UNWRITTEN
from models.accounts.standing import Standing
from models.tables import ACCOUNT_STATES, STANDINGS

_SNAPSHOTS: Final = select(STANDINGS.c.account, as_text(STANDINGS.c.snapshot)).where(
    one_of(STANDINGS.c.account, "accounts")
)
_INCOMPLETE: Final = select(exists().where(S.due_at == instant("unwritten")))
_CUT: Final = select(exists().where(S.cut_at <= instant("at")))
_RANKED: Final = 5_000
"""Accounts with a name that are looked at in the order of relevance, before all are."""
_ORDERS: Final = {
    Sort.ACCOUNT: Order("accounts", (S.account,)),
    Sort.REGISTERED: Order("accounts by registration", (S.registered_at, S.account)),
    Sort.NEWEST: Order("accounts by registration, newest first", (S.registered_at, S.account), descending=True),
    Sort.CHANGED: Order("accounts by change", (S.changed_at, S.account)),
    Sort.RECENT: Order("accounts by change, newest first", (S.changed_at, S.account), descending=True),
}


class BeyondStepsError(ValueError):
    """Raised when an account has more boundaries before the instant than are prepared for the search."""

    def __init__(self) -> None:
        super().__init__("lies further ahead than is prepared for the search: name an earlier instant")


@dataclass(frozen=True)
class Found:
    """A page of accounts with their standings, and whether every account was searched."""

    page: Page[Standing]
    complete: bool
    """False while rows of accounts from before an upgrade are still being written."""


async def find(
    database: Database, wanted: Wanted, at: datetime, *, after: Position | None = None, most: int = pages.USUAL
) -> Found:
    """Return the accounts that pass the filters at an instant, as one moment sees them. The instant is now or later:
    rows know nothing of the past.

    Raises:
        ForeignPositionError: when the position does not belong to this order.
        BeyondStepsError: when the instant lies too far ahead.
        DatabaseAwayError: when PostgreSQL cannot be reached.
    """
    values = wanted.values(at)
    async with database.snapshot() as connection:
        await prepare(connection, at)
        found = await walking.read(connection, listing(wanted), values, after=after, most=most)
        standings = await _standings(connection, [row[-1] for row in found])
        complete = await is_complete(connection)
    return Found(Page(standings, found.next), complete)


async def prepare(connection: AsyncConnection, at: datetime) -> None:
    """Require that the rows know the instant, and plan for the values of each search.

    Raises:
        BeyondStepsError: when they do not.
    """
    if (await connection.execute(_CUT, {"at": at})).scalar_one():
        raise BeyondStepsError
    await connection.execute(AS_ASKED)


async def is_complete(connection: AsyncConnection) -> bool:
    """Return whether the rows of all accounts are written."""
    return not (await connection.execute(_INCOMPLETE, {"unwritten": UNWRITTEN})).scalar_one()


async def _standings(connection: AsyncConnection, accounts: Sequence[str]) -> tuple[Standing, ...]:
    rows = await connection.execute(_SNAPSHOTS, {"accounts": list(accounts)})
    found = {row.account: Standing.model_validate_json(row.snapshot) for row in rows}
    return tuple(found[account] for account in accounts)


def listing(wanted: Wanted) -> Listing:
    """Return the list of a search; the account is the last column of its key."""
    if wanted.order is Sort.RELEVANCE:
        return _by_relevance(wanted)
    pending = filters.by_boundary() if wanted.order is Sort.BOUNDARY else None
    source = ACCOUNT_STATES if pending is None else pending
    order = (
        _ORDERS[wanted.order]
        if pending is None
        else Order("accounts by boundary", (pending.c.boundary, pending.c.account))
    )
    return Listing(
        source,
        order,
        lambda columns: filters.conditions(wanted, columns),
        bounds=tuple(_bounds(wanted, source.c)),
        few=wanted.holder is not None,
        walked=None if pending is None else filters.by_boundary,
    )


def _by_relevance(wanted: Wanted) -> Listing:
    q = wanted.q or ""
    named = filters.by_relevance(q)
    order = Order("accounts by relevance", (named.c.rank, named.c.account))
    others = filters.conditions(replace(wanted, q=None), S)

    def conditions(columns: Columns) -> list[ColumnElement[bool]]:
        return [exists().where(S.account == columns.account, *others)] if others else []

    # Names that only look like the text come last: a page is mostly full before them.
    walked = (lambda _after, _most: filters.without_look_alikes()) if filters.looks_varied(q) else None
    return Listing(named, order, conditions, few=not others and walked is None, most_walked=_RANKED, walked=walked)


def _bounds(wanted: Wanted, c: Any) -> list[Any]:
    """Return the conditions on the instant by which the list is sorted."""
    found: list[Any] = []
    if wanted.order in {Sort.REGISTERED, Sort.NEWEST}:
        if wanted.registered_since is not None:
            found.append(c.registered_at >= instant("registered_since"))
        if wanted.registered_before is not None:
            found.append(c.registered_at < instant("registered_before"))
    if wanted.order in {Sort.CHANGED, Sort.RECENT} and wanted.changed_since is not None:
        found.append(c.changed_at >= instant("changed_since"))
    if wanted.order is Sort.BOUNDARY and wanted.boundary_before is not None:
        found.append(c.boundary < instant("boundary_before"))
    return found
