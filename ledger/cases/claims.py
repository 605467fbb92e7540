"""Release of cases that are claimed by, or assigned to, a person who may decide no more.

A claim ends with its lease; an assignment would exclude everybody else for ever.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import any_, bindparam, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.database import Database
from ledger.store.statements import one_of, unless_none
from ledger.streams import records
from ledger.streams.records import Command
from models.cases.cases import KIND, CaseKind, LetGo
from models.tables import API_KEYS, PEOPLE, RECORDS
from regulation.cases.cases import let_go
from regulation.cases.reducer import CASE, WAITING
from regulation.words.case_kinds import KINDS

ACTOR: Final = "claims watch"

_D: Final = RECORDS.c
_K: Final = API_KEYS.c
_P: Final = PEOPLE.c
_WAITING: Final = (_D.kind == bindparam("kind")) & one_of(_D.status, "waiting")
_CLAIMED: Final = select(_D.id.label("case"), _D.label, _D.state["claim", "by"].astext.label("holder"))
_ASSIGNED: Final = select(_D.id, _D.label, _D.state["assigned_to"].astext)
_H: Final = union(_CLAIMED.where(_WAITING), _ASSIGNED.where(_WAITING)).subquery("holders").c
_HELD: Final = (
    select(_H.case, _H.label, _H.holder, _K.roles.label("key_roles"), _K.revoked_at)
    .add_columns(_P.id.label("person"), _P.roles, _P.kinds, _P.active)
    .outerjoin(API_KEYS, (_K.id == _H.holder) & _K.person.is_(None))
    .outerjoin(PEOPLE, or_(_P.id == _H.holder, _H.holder == any_(_P.aliases)))
    .where(_H.holder.is_not(None), unless_none(_H.holder, "holder"))
    .order_by(_H.case, _H.holder)
)


async def freed(connection: AsyncConnection, *, actor: str, now: datetime, holder: str | None = None) -> list[str]:
    """Free the cases of persons and services that may not decide them any more, within the caller's transaction; of one
    `holder` only, where one is named. Returns the cases.
    """
    found: list[str] = []
    named = {"kind": KIND, "waiting": sorted(status.value for status in WAITING), "holder": holder}
    for row in (await connection.execute(_HELD, named)).all():
        because = _because(row)
        if because is None:
            continue
        decide = let_go(row.holder, because)
        entered = await records.enter(connection, Command(CASE, row.case, decide, actor=actor, now=now))
        if entered.entries:
            found.append(row.case)
    return found


async def free_all(database: Database, *, now: datetime) -> list[str]:
    """Free such cases of all holders, in a transaction of its own: cases claimed while the key was being revoked, and
    cases from versions that did not free them.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.transaction() as connection:
        return await freed(connection, actor=ACTOR, now=now)


def _because(row: Any) -> LetGo | None:
    """Return why the holder may not decide the case any more; None when the holder may."""
    kind = CaseKind(row.label)
    if row.person is not None:
        if not row.active:
            return "person_inactive"
        if not KINDS[kind].deciders & {*row.roles}:
            return "role_lost"
        return None if row.kinds is None or kind in row.kinds else "kind_lost"
    if row.key_roles is None:
        return "unknown_holder"  # from a version in which a case could be assigned to any name
    if row.revoked_at is not None:
        return "key_revoked"
    return None if KINDS[kind].deciders & {*row.key_roles} else "role_lost"
