"""Reading the audit: a page of events, newest first, by actor, type, object and time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, func, or_, select

from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import instant, one_of, unless_none
from models.audit import Recorded
from models.tables import AUDIT_EVENTS

_E: Final = AUDIT_EVENTS.c
NEWEST_FIRST: Final = Order("audit", (_E.seq,), descending=True)
OLDEST_FIRST: Final = Order("audit-upwards", (_E.seq,))
_CHOSEN: Final = (
    unless_none(_E.object, "object"),
    or_(instant("begin").is_(None), _E.at >= instant("begin")),
    or_(instant("end").is_(None), _E.at < instant("end")),
)
_EVENTS: Final = select(_E.seq, _E.type, _E.at, _E.recorded_at, _E.actor, _E.object, _E.body, _E.hash).where(*_CHOSEN)
_ONE: Final[Select[Any]] = select(_E.seq, _E.type, _E.at, _E.recorded_at, _E.actor, _E.object, _E.body, _E.hash).where(
    _E.seq == bindparam("seq")
)
_DAY: Final = func.date(func.timezone("Asia/Shanghai", _E.at))
_DAYS: Final = (
    select(_DAY.label("day"), _E.type, func.count().label("events"))
    .where(*_CHOSEN)
    .group_by(_DAY, _E.type)
    .order_by(_DAY)
)


@dataclass(frozen=True)
class Selection:
    """Which events are wanted; all, where nothing is given."""

    actors: Collection[str] | None = None
    """Identifiers of the actor: of one person, those of the person and of the person's earlier keys."""
    types: Collection[str] | None = None
    object: str | None = None
    """`kind:identifier`."""
    begin: datetime | None = None
    """First instant at which an event may have happened."""
    end: datetime | None = None
    """First instant after them."""

    @property
    def named(self) -> dict[str, Any]:
        """Return the parameters of the statements."""
        return {
            "object": self.object,
            "begin": self.begin,
            "end": self.end,
            "actors": None if self.actors is None else list(self.actors),
            "types": None if self.types is None else list(self.types),
        }

    def of(self, statement: Any) -> Any:
        """Return the statement with the conditions that are given."""
        if self.actors is not None:
            statement = statement.where(one_of(_E.actor, "actors"))
        if self.types is not None:
            statement = statement.where(one_of(_E.type, "types"))
        return statement


async def page(
    database: Database,
    selection: Selection,
    *,
    after: Position | None = None,
    most: int = pages.USUAL,
    order: Order = NEWEST_FIRST,
) -> Page[Recorded]:
    """Return a page of the events.

    Raises:
        ForeignPositionError: when the position does not belong to this list.
    """
    async with database.transaction() as connection:
        found = await pages.read(connection, selection.of(_EVENTS), order, selection.named, after=after, most=most)
    return found.of(recorded)


async def find(database: Database, seq: int) -> Recorded | None:
    """Return the event with this number; None where there is none."""
    async with database.transaction() as connection:
        row = (await connection.execute(_ONE, {"seq": seq})).one_or_none()
    return None if row is None else recorded(row)


async def by_day(database: Database, selection: Selection) -> dict[date, dict[str, int]]:
    """Count the events by civil day in Shanghai and by type."""
    statement = selection.of(_DAYS)
    counted: dict[date, dict[str, int]] = {}
    async with database.transaction() as connection:
        for row in await connection.execute(statement, selection.named):
            counted.setdefault(row.day, {})[row.type] = row.events
    return counted


def recorded(row: Row[Any]) -> Recorded:
    """Return a row as an event."""
    return Recorded(
        seq=row.seq,
        at=row.at,
        recorded_at=row.recorded_at,
        type=row.type,
        actor=row.actor,
        object=row.object,
        data=row.body,
        hash=row.hash.hex(),
    )
