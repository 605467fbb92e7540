"""Boundary recording: each boundary that was passed is recorded and announced exactly once, whichever process notices
first.

No verdict depends on this (invariant 1): a verdict is computed from the intervals. The recording only stores that a
boundary was passed, and notifies the platform.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from pydantic import ValidationError
from sqlalchemy import Integer, Text, bindparam, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store.clock import recording_instant
from ledger.store.database import Database, Size
from ledger.store.statements import INSTANT, as_text, given, instant
from models.accounts.standing import Standing
from models.accounts.verdicts import Transition
from models.tables import EVENTS, STANDINGS, TRANSITIONS
from regulation.standing.boundaries import next_boundary, transitions_between

_S: Final = STANDINGS.c
_DUE_NOW: Final = given(
    account=("accounts", Text()),
    at=("ats", INSTANT),
    version=("versions", Integer()),
    changes=("changes", JSONB()),
    message=("messages", Text()),
).c
_PASSED: Final = (
    insert(TRANSITIONS)
    .from_select(
        ["account", "at", "version", "changes", "message", "recorded_at", "recorded_by"],
        select(*_DUE_NOW, instant("now"), bindparam("by", type_=Text)),
    )
    .on_conflict_do_nothing(index_elements=["account", "at"])
    .returning(TRANSITIONS.c.account, TRANSITIONS.c.at)
    .cte("passed")
)
_RECORD: Final = (
    insert(EVENTS)
    .from_select(["account", "at"], select(_PASSED.c.account, _PASSED.c.at))
    .returning(EVENTS.c.account, EVENTS.c.at)
)
_SETTLED: Final = given(account=("accounts", Text()), settled=("settled", INSTANT), boundary=("boundaries", INSTANT)).c
_ADVANCE: Final = (
    update(STANDINGS)
    .where(_S.account == _SETTLED.account)
    .values(settled_until=func.greatest(_S.settled_until, _SETTLED.settled), next_boundary=_SETTLED.boundary)
)
_ONE: Final = select(_S.snapshot, _S.settled_until).where(_S.account == bindparam("account")).with_for_update()
_OVERDUE: Final = (
    select(_S.account, as_text(_S.snapshot), _S.settled_until)
    .where(_S.next_boundary <= bindparam("through"))
    .order_by(_S.next_boundary)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_SET_ASIDE: Final = update(STANDINGS).where(_S.account == bindparam("unreadable")).values(next_boundary=None)
_DUE: Final = select(func.count()).select_from(
    select(literal(1)).where(_S.next_boundary <= bindparam("through")).limit(bindparam("enough")).subquery("due")
)
_OLDEST: Final = select(func.min(_S.next_boundary)).where(_S.next_boundary <= bindparam("now"))
_RECORDED: Final = select(TRANSITIONS.c.at, TRANSITIONS.c.recorded_by).where(
    TRANSITIONS.c.account == bindparam("account"), TRANSITIONS.c.at == bindparam("at")
)

log = structlog.get_logger("ledger")


@dataclass(frozen=True)
class BoundariesRecorded:
    """Result of recording one account's due boundaries."""

    recorded: tuple[Transition, ...]
    """Transitions that this call recorded; the others had been recorded before."""
    recorded_by: str | None
    """Recorder of the boundary that was asked about; None when the ledger knows of no such boundary."""
    not_yet: timedelta | None = None
    """Time until the boundary by the database's clock; None when it has passed, or when there is no such boundary."""


async def record_boundaries(
    database: Database, account: str, *, through: datetime, now: datetime, by: str
) -> BoundariesRecorded:
    """Record every boundary of one account up to and including `through`. When `through` is later than the database's
    clock, nothing is recorded and the result has `not_yet`.
    """
    async with database.transaction() as connection:
        row = (await connection.execute(_ONE, {"account": account})).one_or_none()
        if row is None:
            return BoundariesRecorded((), None)
        now = await recording_instant(connection, now)
        standing = Standing.model_validate(row.snapshot)
        due = transitions_between(standing, row.settled_until, through)
        if through > now:
            not_yet = through - now if any(transition.at == through for transition in due) else None
            return BoundariesRecorded((), await _recorded_by(connection, account, through), not_yet)
        recorded = await record(connection, due, now=now, by=by)
        if through > row.settled_until:
            await _advance(connection, [(standing, through)])
        recorded_by = await _recorded_by(connection, account, through)
    return BoundariesRecorded(tuple(t for t in due if (t.account, t.at) in recorded), recorded_by)


async def record_overdue(database: Database, *, through: datetime, now: datetime, by: str, most: int = 2_000) -> int:
    """Record the boundaries that are overdue at `through` on up to `most` accounts, in set-based statements. A boundary
    later than the database's clock is not recorded, whatever `through` is.

    Accounts locked by a running command are left for the next round. An account whose snapshot cannot be read is taken
    out of the rounds, so that it delays no other: `standing ledger verify` reports it, and `standing ledger rebuild`
    puts it back.

    Returns:
        The number of accounts whose boundaries were recorded.
    """
    async with database.transaction(Size.SLICE) as connection:
        now = await recording_instant(connection, now)
        through = min(through, now)
        rows = (await connection.execute(_OVERDUE, {"through": through, "most": most})).all()
        standings: list[tuple[Standing, datetime]] = []
        for row in rows:
            try:
                standings.append((Standing.model_validate_json(row.snapshot), row.settled_until))
            except ValidationError:
                log.exception("a snapshot cannot be read: run `standing ledger verify`", account=row.account)
                await connection.execute(_SET_ASIDE, {"unreadable": row.account})
        due = [t for standing, settled in standings for t in transitions_between(standing, settled, through)]
        await record(connection, due, now=now, by=by)
        await _advance(connection, [(standing, max(settled, through)) for standing, settled in standings])
    return len(rows)


async def is_crowded(database: Database, *, through: datetime, enough: int) -> bool:
    """Return whether at least `enough` accounts have a boundary that is due and not recorded."""
    async with database.transaction() as connection:
        due: int = (await connection.execute(_DUE, {"through": through, "enough": enough})).scalar_one()
    return due >= enough


async def oldest_overdue(database: Database, now: datetime) -> datetime | None:
    """Return the oldest boundary that is passed and not recorded, which shows the delay of the recording. No verdict
    depends on it.
    """
    async with database.transaction() as connection:
        oldest: datetime | None = (await connection.execute(_OLDEST, {"now": now})).scalar_one()
    return oldest


async def record(
    connection: AsyncConnection, due: Sequence[Transition], *, now: datetime, by: str
) -> set[tuple[str, datetime]]:
    """Write transitions and their events; return the (account, instant) pairs that had not been recorded before."""
    if not due:
        return set()
    rows = await connection.execute(
        _RECORD,
        {
            "now": now,
            "by": by,
            "accounts": [transition.account for transition in due],
            "ats": [transition.at for transition in due],
            "versions": [transition.version for transition in due],
            "changes": [
                json.dumps([change.model_dump(mode="json") for change in transition.changes]) for transition in due
            ],
            "messages": [transition.message for transition in due],
        },
    )
    return {(row.account, row.at) for row in rows}


async def _recorded_by(connection: AsyncConnection, account: str, at: datetime) -> str | None:
    row = (await connection.execute(_RECORDED, {"account": account, "at": at})).one_or_none()
    return None if row is None else row.recorded_by


async def _advance(connection: AsyncConnection, settled: Sequence[tuple[Standing, datetime]]) -> None:
    if not settled:
        return
    await connection.execute(
        _ADVANCE,
        {
            "accounts": [standing.account for standing, _ in settled],
            "settled": [until for _, until in settled],
            "boundaries": [next_boundary(standing, until) for standing, until in settled],
        },
    )
