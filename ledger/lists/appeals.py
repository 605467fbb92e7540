"""Appeals across accounts. Each is a row of `appeals`, which a trigger projects from the case."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, bindparam, case, literal

from ledger.lists import common
from ledger.lists.common import Counted, Rows
from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Position
from ledger.store.statements import instant
from ledger.store.walking import Columns, Listing
from models.cases.cases import Outcome
from models.tables import APPEALS
from models.words.violations import Category

_P: Final = APPEALS.c


class State(StrEnum):
    """State of an appeal; whoever works on it, it is open until a decision has taken effect."""

    OPEN = "open"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class AppealOutcome(StrEnum):
    """Outcome of a decided appeal."""

    UPHELD = Outcome.UPHELD.value
    REDUCED = Outcome.REDUCED.value
    OVERTURNED = Outcome.OVERTURNED.value


class Sort(StrEnum):
    """Order of the list."""

    NEWEST = "-opened"
    OLDEST = "opened"
    DUE = "due"
    """Open appeals, the earliest deadline first."""
    DECIDED = "-decided"
    """Decided and withdrawn appeals, the latest first."""


class By(StrEnum):
    """What is counted by."""

    STATE = "state"
    OUTCOME = "outcome"
    CATEGORY = "category"


@dataclass(frozen=True)
class Wanted:
    """Filters of the list; an appeal must pass all that are given."""

    account: str | None = None
    holder: str | None = None
    category: Category | None = None
    """Category of the action appealed against."""
    state: State | None = None
    outcome: AppealOutcome | None = None
    decided_by: str | None = None
    opened_since: datetime | None = None
    opened_before: datetime | None = None
    due_before: datetime | None = None
    """It is open, and its deadline lies before this instant."""
    sort: Sort | None = None

    def values(self) -> dict[str, Any]:
        """Return the parameters of the conditions."""
        return {
            "account": self.account,
            "holder": self.holder,
            "category": None if self.category is None else self.category.value,
            "outcome": None if self.outcome is None else self.outcome.value,
            "decided_by": self.decided_by,
            "opened_since": self.opened_since,
            "opened_before": self.opened_before,
            "due_before": self.due_before,
        }


async def listed(database: Database, wanted: Wanted, *, after: Position | None = None, most: int = pages.USUAL) -> Rows:
    """Return a page of the list.

    Raises:
        ForeignPositionError: when the position belongs to another list, or to another order of this one.
        DatabaseAwayError: when PostgreSQL cannot be reached.
    """
    return await common.page(database, listing(wanted), wanted.values(), after=after, most=most)


async def count(database: Database, wanted: Wanted, by: By) -> Counted:
    """Count the appeals that pass the filters.

    Raises:
        DatabaseAwayError: when PostgreSQL cannot be reached.
    """
    expressions: Mapping[By, ColumnElement[Any]] = {
        By.STATE: _state(_P),
        By.OUTCOME: _P.outcome,
        By.CATEGORY: _P.category,
    }
    return await common.counts(database, APPEALS, _conditions(wanted, _P), expressions[by], wanted.values())


def state_of(row: Any) -> State:
    """Return the state of a row."""
    return State(row.status) if row.status in {State.DECIDED, State.WITHDRAWN} else State.OPEN


def listing(wanted: Wanted) -> Listing:
    """Return the list in its order."""
    sort = wanted.sort or Sort.NEWEST
    column = {Sort.DUE: _P.due_at, Sort.DECIDED: _P.decided_at}.get(sort, _P.opened_at)
    return Listing(
        APPEALS,
        Order(f"appeals by {sort.value}", (column, _P.id), descending=sort in {Sort.NEWEST, Sort.DECIDED}),
        lambda columns: list(_conditions(wanted, columns)),
        bounds=tuple(_bounds(wanted, sort)),
        few=wanted.account is not None or wanted.holder is not None,
    )


def _bounds(wanted: Wanted, sort: Sort) -> Iterator[ColumnElement[bool]]:
    if sort is Sort.DUE:
        yield _P.decided_at.is_(None)
        if wanted.due_before is not None:
            yield _P.due_at < instant("due_before")
    elif sort is Sort.DECIDED:
        yield _P.decided_at.is_not(None)
    else:
        if wanted.opened_since is not None:
            yield _P.opened_at >= instant("opened_since")
        if wanted.opened_before is not None:
            yield _P.opened_at < instant("opened_before")


def _conditions(wanted: Wanted, c: Columns) -> Iterator[ColumnElement[bool]]:
    for name in ("account", "category", "outcome", "decided_by"):
        if getattr(wanted, name) is not None:
            yield c[name] == bindparam(name, type_=c[name].type)
    if wanted.holder is not None:
        yield common.of_holder(c.account)
    if wanted.state in {State.DECIDED, State.WITHDRAWN}:
        yield c.status == literal(wanted.state.value, Text)
    if wanted.state is State.OPEN or wanted.due_before is not None:
        yield c.decided_at.is_(None)
    if wanted.due_before is not None:
        yield c.due_at < instant("due_before")
    if wanted.opened_since is not None:
        yield c.opened_at >= instant("opened_since")
    if wanted.opened_before is not None:
        yield c.opened_at < instant("opened_before")


def _state(c: Columns) -> ColumnElement[Any]:
    ended = c.status.in_([State.DECIDED.value, State.WITHDRAWN.value])
    return case((ended, c.status), else_=literal(State.OPEN.value, Text))
