"""Forms that were typed when a sign-in had to be repeated: kept for an hour, for the same person alone."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete, insert, select

from ledger.store.clock import recording_instant
from ledger.store.database import Database
from models.tables import KEPT_FORMS

LASTS: Final = timedelta(hours=1)
MOST: Final = 20
"""Kept forms of one person; the oldest make room."""

Fields = tuple[tuple[str, str], ...]

_F: Final = KEPT_FORMS.c
_KEEP: Final = insert(KEPT_FORMS)
_NEWEST: Final = select(_F.id).where(_F.person == bindparam("whose")).order_by(_F.kept_at.desc(), _F.id).limit(MOST - 1)
_PRUNE: Final = delete(KEPT_FORMS).where(_F.ends_at <= bindparam("now"))
_MAKE_ROOM: Final = delete(KEPT_FORMS).where(_F.person == bindparam("whose"), _F.id.not_in(_NEWEST))
_READ: Final = select(_F.id, _F.path, _F.fields).where(
    _F.id == bindparam("form"), _F.person == bindparam("whose"), _F.ends_at > bindparam("now")
)
_LAST: Final = (
    select(_F.id)
    .where(_F.session == bindparam("session"), _F.person == bindparam("whose"), _F.ends_at > bindparam("now"))
    .order_by(_F.kept_at.desc())
    .limit(1)
)


@dataclass(frozen=True)
class KeptForm:
    """A form as it was typed."""

    id: str
    path: str
    """Path to which it was sent."""
    fields: Fields


async def keep(database: Database, session: str, person: str, path: str, fields: Fields, now: datetime) -> str:
    """Keep a form for the person who typed it, and return its identifier."""
    form = secrets.token_urlsafe(16)
    async with database.transaction() as connection:
        at = await recording_instant(connection, now)
        await connection.execute(_PRUNE, {"now": at})
        await connection.execute(_MAKE_ROOM, {"whose": person})
        await connection.execute(
            _KEEP,
            {
                "id": form,
                "session": session,
                "person": person,
                "path": path,
                "fields": [list(field) for field in fields],
                "kept_at": at,
                "ends_at": at + LASTS,
            },
        )
    return form


async def kept(database: Database, form: str, person: str, now: datetime) -> KeptForm | None:
    """Return a form that this person typed; None where there is none, or it is too old."""
    async with database.transaction() as connection:
        row = (await connection.execute(_READ, {"form": form, "whose": person, "now": now})).one_or_none()
    return None if row is None else KeptForm(row.id, row.path, tuple((name, value) for name, value in row.fields))


async def last_of(database: Database, session: str, person: str, now: datetime) -> str | None:
    """Return the identifier of the last form that was kept in a session."""
    async with database.transaction() as connection:
        named = {"session": session, "whose": person, "now": now}
        last: str | None = (await connection.execute(_LAST, named)).scalar_one_or_none()
    return last
