"""Search of accounts by name, identifier, holder, network, status and restriction, through rows derived from standings
(decision 43).

The rows are written with the facts (`ledger/streams/search_rows.py`). Which words hold at an instant is read from the
steps of a row, so that an account is found by its status of this instant, also while no boundary is recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import instant, one_of
from ledger.streams.search_rows import UNWRITTEN, lexeme
from models.accounts.standing import Standing
from models.names import AccountKind
from models.tables import ACCOUNT_NAMES, ACCOUNT_STATES, NETWORK_MEMBERS, STANDINGS
from models.words.privileges import Field
from models.words.restrictions import RestrictionKind
from regulation.accounts.searching import Sought, article_word, restriction_word, sought, status_word
from regulation.words.restrictions import AccountStatus

_N: Final = ACCOUNT_NAMES.c
_S: Final = ACCOUNT_STATES.c
_M: Final = NETWORK_MEMBERS.c
_AS_ASKED: Final = text("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")
"""Planning for the values of each search: a plan for any value would treat a rare status like a frequent one."""
_SNAPSHOTS: Final = select(STANDINGS.c.account, STANDINGS.c.snapshot).where(one_of(STANDINGS.c.account, "accounts"))
_INCOMPLETE: Final = select(exists().where(_S.due_at == instant("unwritten")))


class Sort(StrEnum):
    """Order of the accounts found."""

    RELEVANCE = "relevance"
    """Identifiers and equal names first, then names that begin with the text, that contain it, that look like it."""
    ACCOUNT = "account"
    REGISTERED = "registered"
    NEWEST = "-registered"


_Q: Final = bindparam("q", type_=Text)
_FOLDED: Final = bindparam("folded", type_=Text)
_BEGINS: Final = and_(
    _N.account.op("~>=~", return_type=Boolean())(_Q),
    _N.account.op("~<~", return_type=Boolean())(bindparam("q_end", type_=Text)),
)
_CONTAINS: Final = func.strpos(_N.folded, _FOLDED) > 0
_LIKE_IT: Final = _N.folded.regexp_match(bindparam("pattern", type_=Text))
_PAIRED: Final = _N.pairs.op("@@", return_type=Boolean())(cast(bindparam("pairs", type_=Text), TSQUERY))
_RANK: Final = case(
    (or_(_N.account == _Q, _N.holder == _Q), 0),
    (_N.name == _Q, 1),
    (_N.folded == _FOLDED, 2),
    (or_(_BEGINS, func.starts_with(_N.folded, _FOLDED)), 3),
    (_CONTAINS, 4),
    else_=5,
).label("rank")
_RANKED: Final = Order("accounts by relevance", (_RANK, _N.account))
_ORDERS: Final = {
    Sort.ACCOUNT: Order("accounts", (_N.account,)),
    Sort.REGISTERED: Order("accounts by registration", (_N.registered_at, _N.account)),
    Sort.NEWEST: Order("accounts by registration, newest first", (_N.registered_at, _N.account), descending=True),
}
_NETWORK: Final = bindparam("network", type_=Text)
_SHOWN: Final = ACCOUNT_NAMES.alias("shown").c
_OF_NETWORK: Final = union_all(
    select(_M.account).where(_M.network == _NETWORK, _M.released_at.is_(None)),
    select(_SHOWN.account).where(_SHOWN.network == _NETWORK),
)
_WORDS: Final = bindparam("sought", type_=ARRAY(Text))
# A row says what holds from its first instant on; a clock slightly behind the one that recorded it asks about that.
_STEP: Final = func.width_bucket(func.greatest(instant("at"), _S.since[1]), _S.since)
_HOLDS: Final = and_(
    _S.ever.contains(_WORDS),
    func.string_to_array(_S.words[_STEP], " ", type_=ARRAY(Text)).contains(_WORDS),
)


@dataclass(frozen=True)
class Wanted:
    """Filters of a search; an account must pass all that are given."""

    q: str | None = None
    holder: str | None = None
    network: str | None = None
    """Identifier of a network, or the name that accounts show."""
    kind: AccountKind | None = None
    field: Field | None = None
    """Protected field that the account declared at its registration."""
    status: AccountStatus | None = None
    restriction: RestrictionKind | None = None
    article: int | None = None
    sort: Sort | None = None

    def words(self) -> list[str]:
        """Return the words that hold of the account at the instant of the search."""
        return [
            *([] if self.status is None else [status_word(self.status)]),
            *([] if self.restriction is None else [restriction_word(self.restriction)]),
            *([] if self.article is None else [article_word(self.article)]),
        ]


@dataclass(frozen=True)
class Found:
    """A page of accounts with their standings, and whether every account was searched."""

    page: Page[Standing]
    complete: bool
    """False while rows of accounts from before an upgrade are still being written."""


async def find(
    database: Database, wanted: Wanted, at: datetime, *, after: Position | None = None, most: int = pages.USUAL
) -> Found:
    """Return the accounts that pass the filters at an instant, as one moment sees them.

    Raises:
        ForeignPositionError: when the position does not belong to this order.
        DatabaseAwayError: when PostgreSQL cannot be reached.
    """
    statement, order = _statement(wanted)
    async with database.snapshot() as connection:
        await connection.execute(_AS_ASKED)
        found = await pages.read(connection, statement, order, _values(wanted, at), after=after, most=most)
        standings = await _standings(connection, [row.account for row in found])
        incomplete = (await connection.execute(_INCOMPLETE, {"unwritten": UNWRITTEN})).scalar_one()
    shown = Page(tuple(standings[row.account] for row in found), found.next)
    return Found(shown, not incomplete)


async def _standings(connection: AsyncConnection, accounts: Sequence[str]) -> dict[str, Standing]:
    rows = await connection.execute(_SNAPSHOTS, {"accounts": list(accounts)})
    return {row.account: Standing.model_validate(row.snapshot) for row in rows}


def _statement(wanted: Wanted) -> tuple[Select[Any], Order]:
    """Return the statement of a search with these filters, and its order. Its text depends only on which are given."""
    conditions: list[ColumnElement[bool]] = []
    text_sought = None if wanted.q is None else sought(wanted.q)
    if text_sought is not None:
        conditions.append(or_(_by_name(text_sought), _BEGINS, _N.holder == _Q))
    if wanted.holder is not None:
        conditions.append(_N.holder == bindparam("holder"))
    if wanted.kind is not None:
        conditions.append(_N.kind == bindparam("kind"))
    if wanted.field is not None:
        conditions.append(_N.fields.contains(bindparam("fields", type_=ARRAY(Text))))
    if wanted.network is not None:
        conditions.append(_N.account.in_(_OF_NETWORK))
    sort = wanted.sort or (Sort.ACCOUNT if text_sought is None else Sort.RELEVANCE)
    if sort is Sort.RELEVANCE and text_sought is None:
        sort = Sort.ACCOUNT
    order = _RANKED if sort is Sort.RELEVANCE else _ORDERS[sort]
    statement = select(*dict.fromkeys((_N.account, *order.key))).where(*conditions)
    if wanted.words():
        statement = statement.join(ACCOUNT_STATES, _S.account == _N.account).where(_HOLDS)
    return statement, order


def _values(wanted: Wanted, at: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        "at": at,
        "holder": wanted.holder,
        "network": wanted.network,
        "kind": None if wanted.kind is None else wanted.kind.value,
        "fields": None if wanted.field is None else [wanted.field.value],
        "sought": wanted.words(),
    }
    if wanted.q is not None:
        looked_for = sought(wanted.q)
        values |= {
            "q": wanted.q,
            # Behind every identifier that begins with the text: no identifier has a character after the tilde.
            "q_end": f"{wanted.q}~",
            "folded": looked_for.folded,
            "pairs": _query(looked_for),
            "pattern": looked_for.pattern,
        }
    return values


def _query(looked_for: Sought) -> str:
    """Return the text as a query of pairs; a single character is the beginning of one."""
    if not looked_for.pairs:
        return f"{lexeme(looked_for.folded)}:*"
    return " & ".join(f"({' | '.join(map(lexeme, alike))})" for alike in looked_for.pairs)


def _by_name(looked_for: Sought) -> ColumnElement[bool]:
    """Return whether the name contains the text, or something that looks like it."""
    return and_(_PAIRED, _CONTAINS if looked_for.pattern is None else _LIKE_IT)
