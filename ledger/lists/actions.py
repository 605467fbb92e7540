"""Actions, violations and bans across accounts. Each is a row of `account_actions`; its state is read from the instants
of the row, so that it is right at any instant without a recorded boundary.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ARRAY, ColumnElement, Text, bindparam, case, cast, literal, or_

from ledger.lists import common
from ledger.lists.common import Counted, Rows
from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Position
from ledger.store.statements import instant
from ledger.store.walking import Columns, Listing
from models.sanctions.listed import ActionState
from models.tables import ACCOUNT_ACTIONS
from models.words.violations import Category

_A: Final = ACCOUNT_ACTIONS.c


class Kind(StrEnum):
    """Kind of a list."""

    ACTIONS = "actions"
    VIOLATIONS = "violations"
    """Actions with a finding: those that have a category."""
    BANS = "bans"


class Sort(StrEnum):
    """Order of the list."""

    NEWEST = "-decided"
    OLDEST = "decided"
    UNTIL = "until"
    """Those that end, the earliest end first; what has ended or was overturned is left out."""
    ACCOUNT = "account"


class By(StrEnum):
    """What is counted by."""

    STATE = "state"
    CATEGORY = "category"
    ARTICLE = "article"
    MEASURE = "measure"


@dataclass(frozen=True)
class Wanted:
    """Filters of a list; an action must pass all that are given."""

    kind: Kind
    account: str | None = None
    holder: str | None = None
    category: Category | None = None
    article: int | None = None
    measure: str | None = None
    state: ActionState | None = None
    actor: str | None = None
    decided_since: datetime | None = None
    decided_before: datetime | None = None
    until_before: datetime | None = None
    """It has not ended, and ends before this instant."""
    sort: Sort | None = None

    def values(self, at: datetime) -> dict[str, Any]:
        """Return the parameters of the conditions."""
        return {
            "at": at,
            "account": self.account,
            "holder": self.holder,
            "category": None if self.category is None else self.category.value,
            "article": self.article,
            "measures": None if self.measure is None else [self.measure],
            "actor": self.actor,
            "decided_since": self.decided_since,
            "decided_before": self.decided_before,
            "until_before": self.until_before,
        }


async def listed(
    database: Database, wanted: Wanted, at: datetime, *, after: Position | None = None, most: int = pages.USUAL
) -> Rows:
    """Return a page of the list, with the state of each action at the instant.

    Raises:
        ForeignPositionError: when the position belongs to another list, or to another order of this one.
        DatabaseAwayError: when PostgreSQL cannot be reached.
    """
    return await common.page(database, listing(wanted), wanted.values(at), after=after, most=most)


async def count(database: Database, wanted: Wanted, at: datetime, by: By) -> Counted:
    """Count the actions that pass the filters at the instant.

    Raises:
        DatabaseAwayError: when PostgreSQL cannot be reached.
    """
    expressions: Mapping[By, ColumnElement[Any]] = {
        By.STATE: _state(wanted.kind, _A),
        By.CATEGORY: _A.category,
        By.ARTICLE: cast(_A.article, Text),
        By.MEASURE: _A.measures,
    }
    passing = _conditions(wanted, _A)
    return await common.counts(database, ACCOUNT_ACTIONS, passing, expressions[by], wanted.values(at))


def state_at(kind: Kind, row: Any, at: datetime) -> ActionState:
    """Return the state of a row at an instant."""
    until = {Kind.ACTIONS: row.until, Kind.BANS: row.ban_until, Kind.VIOLATIONS: None}[kind]
    if row.overturned_at is not None and row.overturned_at <= at:
        return ActionState.OVERTURNED
    return ActionState.STANDING if until is None or until > at else ActionState.ENDED


def listing(wanted: Wanted) -> Listing:
    """Return the list in its order."""
    sort = wanted.sort or Sort.NEWEST
    return Listing(
        ACCOUNT_ACTIONS,
        _order(wanted.kind, sort),
        lambda columns: list(_conditions(wanted, columns)),
        bounds=tuple(_bounds(wanted, sort)),
        few=wanted.account is not None or wanted.holder is not None,
    )


def _order(kind: Kind, sort: Sort) -> Order:
    identity, end = (_A.account, _A.id), _end(kind, _A)
    key = {Sort.ACCOUNT: identity, Sort.UNTIL: (end, *identity)}.get(sort, (_A.decided_at, *identity))
    return Order(f"{kind.value} by {sort.value}", key, descending=sort is Sort.NEWEST)


def _end(kind: Kind, c: Columns) -> ColumnElement[Any]:
    return c.ban_until if kind is Kind.BANS else c.until


def _bounds(wanted: Wanted, sort: Sort) -> Iterator[ColumnElement[bool]]:
    if wanted.kind is Kind.BANS:
        yield _A.ban_until.is_not(None)
    if sort is Sort.UNTIL:
        end = _end(wanted.kind, _A)
        yield end > instant("at")
        if wanted.until_before is not None:
            yield end < instant("until_before")
    if sort in {Sort.OLDEST, Sort.NEWEST}:
        if wanted.decided_since is not None:
            yield _A.decided_at >= instant("decided_since")
        if wanted.decided_before is not None:
            yield _A.decided_at < instant("decided_before")


def _conditions(wanted: Wanted, c: Columns) -> Iterator[ColumnElement[bool]]:
    if wanted.kind is Kind.BANS:
        yield c.ban_until.is_not(None)
    if wanted.kind is Kind.VIOLATIONS:
        yield c.category.is_not(None)
    for name in ("account", "category", "article", "actor"):
        if getattr(wanted, name) is not None:
            yield c[name] == bindparam(name, type_=c[name].type)
    if wanted.measure is not None:
        yield c.measures.contains(bindparam("measures", type_=ARRAY(Text)))
    if wanted.holder is not None:
        yield common.of_holder(c.account)
    if wanted.decided_since is not None:
        yield c.decided_at >= instant("decided_since")
    if wanted.decided_before is not None:
        yield c.decided_at < instant("decided_before")
    yield from _of_state(wanted, c)


def _of_state(wanted: Wanted, c: Columns) -> Iterator[ColumnElement[bool]]:
    end, at = _end(wanted.kind, c), instant("at")
    holds = or_(c.overturned_at.is_(None), c.overturned_at > at)
    if wanted.state is ActionState.OVERTURNED:
        yield c.overturned_at <= at
    elif wanted.state is not None:
        yield holds
    if wanted.kind is not Kind.VIOLATIONS and wanted.state is ActionState.STANDING:
        yield or_(end.is_(None), end > at)
    if wanted.state is ActionState.ENDED:
        yield end <= at if wanted.kind is not Kind.VIOLATIONS else literal(False)
    if wanted.until_before is not None or wanted.sort is Sort.UNTIL:
        yield holds
        yield end > at
    if wanted.until_before is not None:
        yield end < instant("until_before")


def _state(kind: Kind, c: Columns) -> ColumnElement[Any]:
    ended = literal(False) if kind is Kind.VIOLATIONS else _end(kind, c) <= instant("at")
    return case(
        (c.overturned_at <= instant("at"), literal(ActionState.OVERTURNED.value, Text)),
        (ended, literal(ActionState.ENDED.value, Text)),
        else_=literal(ActionState.STANDING.value, Text),
    )
