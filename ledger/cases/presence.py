"""Presence: the persons who are looking at a case now, for all processes. A page tells it every few seconds; without
that it ends after half a minute (`PRESENCE_LEASE`).

Presence decides nothing: only a claim keeps others from a case.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from time import monotonic
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import and_, bindparam, case, delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.clock import recording_instant
from ledger.store.database import Database
from ledger.store.statements import instant, one_of
from models.cases.cases import KIND
from models.cases.queue import PRESENCE_LEASE, Looking
from models.tables import CASE_PRESENCE, CASE_SKIPS, RECORDS

_P: Final = CASE_PRESENCE.c
_D: Final = RECORDS.c
_KNOWN: Final = select(exists().where(_D.kind == KIND, _D.id == bindparam("asked")))
_NEW: Final = insert(CASE_PRESENCE).values(
    case=bindparam("case"), person=bindparam("person"), since=instant("now"), until=instant("until")
)
_HERE: Final = _NEW.on_conflict_do_update(
    index_elements=["case", "person"],
    set_={
        "since": case((_P.until <= _NEW.excluded.since, _NEW.excluded.since), else_=_P.since),
        "until": _NEW.excluded.until,
    },
)
_GONE: Final = delete(CASE_PRESENCE).where(and_(_P.case == bindparam("at"), _P.person == bindparam("who")))
_FORGET: Final = delete(CASE_PRESENCE).where(_P.until <= instant("before"))
_EVERYWHERE: Final = (
    select(_P.case, _P.person, _P.since, _P.until)
    .where(_P.until > instant("now"))
    .order_by(_P.case, _P.since, _P.person)
)
_AT_SOME: Final = _EVERYWHERE.where(one_of(_P.case, "cases"))
_SKIP_NEW: Final = insert(CASE_SKIPS).values(case=bindparam("case"), person=bindparam("person"), until=instant("until"))
_SKIP: Final = _SKIP_NEW.on_conflict_do_update(
    index_elements=["person", "case"], set_={"until": _SKIP_NEW.excluded.until}
)
_SKIPS_OVER: Final = delete(CASE_SKIPS).where(
    CASE_SKIPS.c.person == bindparam("who"), CASE_SKIPS.c.until <= instant("now")
)


RECENT_S: Final = 1.0
_RECENT: Final[WeakKeyDictionary[Database, tuple[float, frozenset[tuple[str, str]]]]] = WeakKeyDictionary()


async def here(
    database: Database, case_id: str, person: str, now: datetime, *, leaving: bool = False
) -> tuple[Looking, ...] | None:
    """Record that the person looks at the case, for the length of the lease, or leaves it. Returns everybody who looks
    at it now; None when there is no such case.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.transaction() as connection:
        if not (await connection.execute(_KNOWN, {"asked": case_id})).scalar_one():
            return None
        at = await recording_instant(connection, now)
        if leaving:
            await connection.execute(_GONE, {"at": case_id, "who": person})
        else:
            named = {"case": case_id, "person": person, "now": at, "until": at + PRESENCE_LEASE}
            await connection.execute(_HERE, named)
        await connection.execute(_FORGET, {"before": at - PRESENCE_LEASE})
        return (await within(connection, [case_id], at)).get(case_id, ())


async def within(
    connection: AsyncConnection, cases: Collection[str], now: datetime
) -> Mapping[str, tuple[Looking, ...]]:
    """Return who looks at each of the cases, longest first, as the caller's transaction sees it."""
    return _by_case(await connection.execute(_AT_SOME, {"cases": list(cases), "now": now}))


async def everywhere(database: Database, now: datetime) -> Mapping[str, tuple[Looking, ...]]:
    """Return who looks at which case now."""
    async with database.transaction() as connection:
        at = await recording_instant(connection, now)
        return _by_case(await connection.execute(_EVERYWHERE, {"now": at}))


async def recent(database: Database, now: datetime) -> frozenset[tuple[str, str]]:
    """Return who looks at which case, as pairs of case and person, at most a second old: many pages share one look."""
    known = _RECENT.get(database)
    if known is None or monotonic() - known[0] > RECENT_S:
        found = await everywhere(database, now)
        pairs = frozenset((case_id, one.person) for case_id, looking in found.items() for one in looking)
        known = _RECENT[database] = (monotonic(), pairs)
    return known[1]


def _by_case(rows: Any) -> Mapping[str, tuple[Looking, ...]]:
    found: dict[str, tuple[Looking, ...]] = {}
    for row in rows:
        found[row.case] = (*found.get(row.case, ()), Looking(person=row.person, since=row.since, until=row.until))
    return found


async def skip(database: Database, case_id: str, person: str, *, until: datetime, now: datetime) -> bool:
    """Record that the person wants to be offered other cases until that time; False when there is no such case."""
    async with database.transaction() as connection:
        if not (await connection.execute(_KNOWN, {"asked": case_id})).scalar_one():
            return False
        await connection.execute(_SKIPS_OVER, {"who": person, "now": now})
        await connection.execute(_SKIP, {"case": case_id, "person": person, "until": until})
    return True
