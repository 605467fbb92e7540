"""Deferred decisions in the ledger: tried when they are made, carried out when their window has passed.

Whoever notices first carries a decision out, once: the workflow of the case, or the watch of a worker that runs without
Temporal.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, cast, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.database import Database
from ledger.store.statements import INSTANT, fixed
from ledger.streams import records
from ledger.streams.records import Act, Command, Entered
from models.cases.cases import KIND, Case, CaseBody, CaseStatus
from models.tables import RECORDS
from regulation.cases.cases import DecideCase, remind
from regulation.cases.deferring import give_up
from regulation.cases.reducer import CASE

ACTOR: Final = "deferred decisions"
MOST: Final = 200
"""Decisions that one round carries out."""

_D: Final = RECORDS.c
_DUE: Final = (
    select(_D.id)
    .where(
        _D.kind == fixed(KIND),
        _D.status == fixed(CaseStatus.DEFERRED.value),
        cast(_D.state[("deferral", "takes_effect_at")].astext, INSTANT) <= bindparam("until", type_=INSTANT),
    )
    .order_by(_D.id)
    .limit(MOST)
)


def trying(at_once: DecideCase) -> Act[CaseBody, Case]:
    """Return the act that enters a deferred decision after trying it: what its consequence refuses is refused now, and
    not when nobody waits for the answer any more.
    """

    async def act(connection: AsyncConnection, command: Command[CaseBody, Case]) -> Entered[CaseBody, Case]:
        savepoint = await connection.begin_nested()
        tried = await records.enter(connection, replace(command, decide=at_once))
        await savepoint.rollback()
        return tried if tried.refusal is not None else await records.enter(connection, command)

    return act


async def follow_up(connection: AsyncConnection, command: Command[CaseBody, Case]) -> Entered[CaseBody, Case]:
    """Record what is due on a case. A deferred decision that can take effect no more leaves the case open, with the
    reason.
    """
    entered = await records.enter(connection, command)
    if entered.refusal is None or entered.state is None or entered.state.deferral is None:
        return entered
    return await records.enter(connection, replace(command, decide=give_up(entered.refusal.message)))


async def carry_out_due(database: Database, *, now: datetime, overdue: timedelta = timedelta(0)) -> Sequence[str]:
    """Carry out the decisions whose window has passed, each in a transaction of its own. Returns their cases.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.transaction() as connection:
        due = list((await connection.execute(_DUE, {"until": now - overdue})).scalars())
    done: list[str] = []
    for case in due:
        command = Command(CASE, case, remind, actor=ACTOR, now=now)
        if (await records.execute(database, command, follow_up)).entries:
            done.append(case)
    return done
