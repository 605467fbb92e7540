"""Saved views of the queue: own ones, shared ones, and which one each person used last.

They are settings, not facts: they are changed and deleted in place, and nothing follows from them.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Boolean, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.database import Database
from ledger.store.statements import LOCK_BY_NAME, instant, one_of
from models.accounts.commands import Refusal
from models.cases.queue import View
from models.tables import QUEUE_VIEW_USES, QUEUE_VIEWS
from regulation.cases.queue import EVERYBODYS, Reader

MOST_OWN: Final = 50
"""Views that one person may save: more than fit on a page."""
MOST_SHARED: Final = 200

_V: Final = QUEUE_VIEWS.c
_U: Final = QUEUE_VIEW_USES.c
_COLUMNS: Final = (_V.id, _V.owner, _V.name, _V.filters, _V.sort, _V.shared)
_SEEN: Final = select(*_COLUMNS).where(or_(_V.shared, one_of(_V.owner, "names"))).order_by(_V.created_at, _V.id)
_ONE: Final = select(*_COLUMNS).where(_V.id == bindparam("view"))
_LOCKED: Final = _ONE.with_for_update()
_NUMBERS: Final = select(
    func.count().filter(one_of(_V.owner, "names")).label("own"), func.count().filter(_V.shared).label("shared")
)
_ADD: Final = insert(QUEUE_VIEWS)
_CHANGE: Final = update(QUEUE_VIEWS).where(_V.id == bindparam("view"))
_DELETE: Final = delete(QUEUE_VIEWS).where(_V.id == bindparam("view"))
_FORGET: Final = delete(QUEUE_VIEW_USES).where(_U.view == bindparam("deleted"))
_USES: Final = select(_U.view, _U.starred, _U.used_at).where(one_of(_U.person, "names"))
_USE: Final = insert(QUEUE_VIEW_USES).values(
    person=bindparam("person"), view=bindparam("view"), starred=bindparam("star", type_=Boolean), used_at=instant("now")
)
_USED: Final = _USE.on_conflict_do_update(index_elements=["person", "view"], set_={"used_at": _USE.excluded.used_at})
_STARRED: Final = _USE.on_conflict_do_update(index_elements=["person", "view"], set_={"starred": _USE.excluded.starred})


@dataclass(frozen=True)
class Views:
    """Views that a reader sees."""

    views: tuple[View, ...]
    """Those that everybody has, then saved ones, oldest first."""
    starred: frozenset[str] = frozenset()
    last_used: str | None = None
    """View that the reader opened last; None before the first time."""
    by_id: Mapping[str, View] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {view.id: view for view in self.views})


async def seen_by(database: Database, reader: Reader) -> Views:
    """Return the views that the reader sees: those of everybody, the reader's own, and shared ones."""
    named = {"names": sorted(reader.names)}
    async with database.transaction() as connection:
        saved = tuple(_view(row) for row in await connection.execute(_SEEN, named))
        uses = (await connection.execute(_USES, named)).all()
    views = (*EVERYBODYS.values(), *saved)
    known = {view.id for view in views}
    used = [(row.used_at, row.view) for row in uses if row.used_at is not None and row.view in known]
    return Views(views, frozenset(row.view for row in uses if row.starred), max(used)[1] if used else None)


async def view_of(database: Database, view: str, reader: Reader) -> View | None:
    """Return the view, if it exists and the reader sees it."""
    if view in EVERYBODYS:
        return EVERYBODYS[view]
    async with database.transaction() as connection:
        row = (await connection.execute(_ONE, {"view": view})).one_or_none()
    found = None if row is None else _view(row)
    return found if found is not None and (found.shared or found.owner in reader.names) else None


async def add(database: Database, view: View, reader: Reader, now: datetime) -> View | Refusal:
    """Save a view, or refuse it: identifiers are unique, and there is a limit for each person. The same view saved
    again is not refused.
    """
    async with database.transaction() as connection:
        await connection.execute(LOCK_BY_NAME, {"name": "queue views"})
        known = EVERYBODYS.get(view.id) or await _read(connection, view.id)
        if known is not None:
            return known if known == view else _taken(view.id)
        refusal = await _too_many(connection, reader, own=True, shared=view.shared)
        if refusal is not None:
            return refusal
        await connection.execute(
            _ADD, {**_row(view), "id": view.id, "owner": view.owner, "created_at": now, "changed_at": now}
        )
    return view


async def change(
    database: Database, view: str, changes: Mapping[str, Any], reader: Reader, now: datetime, *, anybodys: bool
) -> View | Refusal:
    """Change a view: its name, filters, order, and whether it is shared. Only its owner may; with `anybodys`
    (operators) a shared one of others, too.
    """
    async with database.transaction() as connection:
        await connection.execute(LOCK_BY_NAME, {"name": "queue views"})
        known = await _changeable(connection, view, reader, anybodys=anybodys)
        if isinstance(known, Refusal):
            return known
        changed = known.model_copy(update=dict(changes))
        refusal = await _too_many(connection, reader, own=False, shared=changed.shared and not known.shared)
        if refusal is not None:
            return refusal
        await connection.execute(_CHANGE.values({**_row(changed), "changed_at": now}), {"view": view})
    return changed


async def remove(database: Database, view: str, reader: Reader, *, anybodys: bool) -> View | Refusal:
    """Delete a view; the same persons may as with `change`."""
    async with database.transaction() as connection:
        known = await _changeable(connection, view, reader, anybodys=anybodys)
        if not isinstance(known, Refusal):
            await connection.execute(_DELETE, {"view": view})
            await connection.execute(_FORGET, {"deleted": view})
    return known


async def use(database: Database, view: str, reader: Reader, now: datetime) -> None:
    """Record that the reader has opened the view."""
    async with database.transaction() as connection:
        await connection.execute(_USED, {"person": reader.actor, "view": view, "star": False, "now": now})


async def star(database: Database, view: str, reader: Reader, *, starred: bool) -> None:
    """Star the view for the reader, or take the star back."""
    async with database.transaction() as connection:
        await connection.execute(_STARRED, {"person": reader.actor, "view": view, "star": starred, "now": None})


def fresh_id() -> str:
    """Return the identifier for a new view."""
    return f"view_{secrets.token_hex(6)}"


async def _changeable(connection: AsyncConnection, view: str, reader: Reader, *, anybodys: bool) -> View | Refusal:
    if view in EVERYBODYS:
        return Refusal(code="everybodys_view", message=f"everybody has the view {view}: save another one instead")
    row = (await connection.execute(_LOCKED, {"view": view})).one_or_none()
    known = None if row is None else _view(row)
    if known is None or not (known.shared or known.owner in reader.names):
        return Refusal(code="unknown_view", message=f"there is no view {view}: `GET /v1/views` lists them")
    if known.owner in reader.names or anybodys:
        return known
    return Refusal(
        code="view_of_another",
        message=f"{known.owner} has saved the view {view}: save one of your own, or have an operator change it",
    )


async def _read(connection: AsyncConnection, view: str) -> View | None:
    row = (await connection.execute(_ONE, {"view": view})).one_or_none()
    return None if row is None else _view(row)


async def _too_many(connection: AsyncConnection, reader: Reader, *, own: bool, shared: bool) -> Refusal | None:
    """Refusal when one more view of the reader's own, or one more shared view, would be too many."""
    numbers = (await connection.execute(_NUMBERS, {"names": sorted(reader.names)})).one()
    if own and numbers.own >= MOST_OWN:
        return Refusal(
            code="too_many_views", message=f"you have {numbers.own} views, the most that one person may save"
        )
    if shared and numbers.shared >= MOST_SHARED:
        return Refusal(code="too_many_views", message=f"{numbers.shared} views are shared already, the most possible")
    return None


def _taken(view: str) -> Refusal:
    return Refusal(code="duplicate_id", message=f"view {view} exists already: choose another id")


def _view(row: Any) -> View:
    return View.model_validate(dict(row._mapping))


def _row(view: View) -> dict[str, Any]:
    filters = view.filters.model_dump(mode="json", exclude_defaults=True)
    return {"name": view.name, "filters": filters, "sort": view.sort, "shared": view.shared}
