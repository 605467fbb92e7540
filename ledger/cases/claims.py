"""Release of cases that are claimed by, or assigned to, a person who may decide no more.

A claim ends with its lease; an assignment would exclude everybody else for ever.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.database import Database
from ledger.store.statements import one_of, unless_none
from ledger.streams import records
from ledger.streams.records import Command
from models.cases.cases import KIND, CaseKind
from models.tables import API_KEYS, RECORDS
from regulation.cases.cases import let_go
from regulation.cases.reducer import CASE, WAITING
from regulation.words.case_kinds import KINDS

ACTOR: Final = "claims watch"

_D: Final = RECORDS.c
_K: Final = API_KEYS.c
_HELD: Final = (
    select(_D.id.label("case"), _D.label, _K.id.label("holder"), _K.roles, _K.revoked_at)
    .join(API_KEYS, _K.id.in_([_D.state["claim", "by"].astext, _D.state["assigned_to"].astext]))
    .where(_D.kind == bindparam("kind"), one_of(_D.status, "waiting"), unless_none(_K.id, "holder"))
    .order_by(_D.id, _K.id)
)


@dataclass(frozen=True)
class _Held:
    case: str
    holder: str
    revoked: bool


async def freed(connection: AsyncConnection, *, actor: str, now: datetime, holder: str | None = None) -> list[str]:
    """Free the cases of keys that are revoked, or whose roles do not suffice to decide them, within the caller's
    transaction; of one `holder` only, where one is named. Returns the cases.
    """
    found: list[str] = []
    for held in await _held(connection, holder):
        decide = let_go(held.holder, "key_revoked" if held.revoked else "role_lost")
        entered = await records.enter(connection, Command(CASE, held.case, decide, actor=actor, now=now))
        if entered.entries:
            found.append(held.case)
    return found


async def free_all(database: Database, *, now: datetime) -> list[str]:
    """Free such cases of all holders, in a transaction of its own: cases claimed while the key was being revoked, and
    cases from versions that did not free them.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.transaction() as connection:
        return await freed(connection, actor=ACTOR, now=now)


async def _held(connection: AsyncConnection, holder: str | None) -> list[_Held]:
    named = {"kind": KIND, "waiting": sorted(status.value for status in WAITING), "holder": holder}
    rows = (await connection.execute(_HELD, named)).all()
    return [
        _Held(row.case, row.holder, row.revoked_at is not None)
        for row in rows
        if row.revoked_at is not None or not KINDS[CaseKind(row.label)].deciders & {*row.roles}
    ]
