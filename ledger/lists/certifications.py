"""Certifications across accounts. Each is a row of `account_certifications`; its state is read from the instants."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Text, and_, bindparam, case, func, literal

from ledger.lists import common
from ledger.lists.common import Counted, Rows
from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Position
from ledger.store.statements import instant
from ledger.store.walking import Columns, Listing
from models.sanctions.listed import CertificationState
from models.tables import ACCOUNT_CERTIFICATIONS
from models.words.privileges import Field
from regulation.tables.calendar import midnight

_C: Final = ACCOUNT_CERTIFICATIONS.c


class Sort(StrEnum):
    """Order of the list."""

    NEWEST = "-granted"
    OLDEST = "granted"
    UNTIL = "until"
    """Those in force or to come, the earliest end first."""
    ACCOUNT = "account"


class By(StrEnum):
    """What is counted by."""

    STATE = "state"
    FIELD = "field"


@dataclass(frozen=True)
class Wanted:
    """Filters of the list; a certification must pass all that are given."""

    account: str | None = None
    holder: str | None = None
    field: Field | None = None
    state: CertificationState | None = None
    actor: str | None = None
    granted_since: datetime | None = None
    granted_before: datetime | None = None
    ends_before: date | None = None
    """It has not ended, and is not valid on this day any more."""
    sort: Sort | None = None

    def values(self, at: datetime) -> dict[str, Any]:
        """Return the parameters of the conditions."""
        return {
            "at": at,
            "account": self.account,
            "holder": self.holder,
            "field": None if self.field is None else self.field.value,
            "actor": self.actor,
            "granted_since": self.granted_since,
            "granted_before": self.granted_before,
            "ends_before": None if self.ends_before is None else midnight(self.ends_before),
        }


async def listed(
    database: Database, wanted: Wanted, at: datetime, *, after: Position | None = None, most: int = pages.USUAL
) -> Rows:
    """Return a page of the list, with the state of each certification at the instant.

    Raises:
        ForeignPositionError: when the position belongs to another list, or to another order of this one.
        DatabaseAwayError: when PostgreSQL cannot be reached.
    """
    return await common.page(database, listing(wanted), wanted.values(at), after=after, most=most)


async def count(database: Database, wanted: Wanted, at: datetime, by: By) -> Counted:
    """Count the certifications that pass the filters at the instant.

    Raises:
        DatabaseAwayError: when PostgreSQL cannot be reached.
    """
    expression = _C.field if by is By.FIELD else case(*_states(_C).items(), else_=literal("expired", Text))
    passing = _conditions(wanted, _C)
    return await common.counts(database, ACCOUNT_CERTIFICATIONS, passing, expression, wanted.values(at))


def state_at(row: Any, at: datetime) -> CertificationState:
    """Return the state of a row at an instant."""
    if row.ends_at > at:
        return CertificationState.TO_COME if row.starts_at > at else CertificationState.IN_FORCE
    return CertificationState.EXPIRED if row.ended_by is None else CertificationState(row.ended_by)


def listing(wanted: Wanted) -> Listing:
    """Return the list in its order."""
    sort = wanted.sort or Sort.NEWEST
    identity = (_C.account, _C.id)
    key = {Sort.ACCOUNT: identity, Sort.UNTIL: (_C.ends_at, *identity)}.get(sort, (_C.granted_at, *identity))
    return Listing(
        ACCOUNT_CERTIFICATIONS,
        Order(f"certifications by {sort.value}", key, descending=sort is Sort.NEWEST),
        lambda columns: list(_conditions(wanted, columns)),
        bounds=tuple(_bounds(wanted, sort)),
        few=wanted.account is not None or wanted.holder is not None,
    )


def _bounds(wanted: Wanted, sort: Sort) -> Iterator[ColumnElement[bool]]:
    if sort is Sort.UNTIL:
        yield _C.ends_at > instant("at")
        if wanted.ends_before is not None:
            yield _C.ends_at <= instant("ends_before")
    if sort in {Sort.OLDEST, Sort.NEWEST}:
        if wanted.granted_since is not None:
            yield _C.granted_at >= instant("granted_since")
        if wanted.granted_before is not None:
            yield _C.granted_at < instant("granted_before")


def _conditions(wanted: Wanted, c: Columns) -> Iterator[ColumnElement[bool]]:
    for name in ("account", "field", "actor"):
        if getattr(wanted, name) is not None:
            yield c[name] == bindparam(name, type_=c[name].type)
    if wanted.holder is not None:
        yield common.of_holder(c.account)
    if wanted.granted_since is not None:
        yield c.granted_at >= instant("granted_since")
    if wanted.granted_before is not None:
        yield c.granted_at < instant("granted_before")
    if wanted.state is not None:
        yield from _of_state(wanted.state, c)
    if wanted.ends_before is not None or wanted.sort is Sort.UNTIL:
        yield c.ends_at > instant("at")
    if wanted.ends_before is not None:
        yield c.ends_at <= instant("ends_before")


def _of_state(state: CertificationState, c: Columns) -> Iterator[ColumnElement[bool]]:
    at = instant("at")
    if state is CertificationState.TO_COME:
        yield c.starts_at > at
        yield c.ends_at > at
    elif state is CertificationState.IN_FORCE:
        yield c.starts_at <= at
        yield c.ends_at > at
    else:
        yield c.ends_at <= at
        yield c.ended_by.is_(None) if state is CertificationState.EXPIRED else c.ended_by == state.value


def _states(c: Columns) -> Mapping[ColumnElement[bool], ColumnElement[Any]]:
    at = instant("at")
    return {
        and_(c.ends_at > at, c.starts_at > at): literal(CertificationState.TO_COME.value, Text),
        c.ends_at > at: literal(CertificationState.IN_FORCE.value, Text),
        c.ended_by.is_not(None): func.coalesce(c.ended_by, ""),
    }
