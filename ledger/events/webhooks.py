"""Positions of webhooks in the feed, and the log of their deliveries."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, Boolean, Integer, Text, bindparam, delete, func, literal, not_, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from ledger.store.statements import INSTANT, given
from models.base import Frozen
from models.events.webhooks import KIND, Subscription
from models.instants import Instant
from models.tables import RECORDS, WEBHOOK_DELIVERIES, WEBHOOK_POSITIONS

KEPT_FOR: Final = timedelta(days=30)
"""Time for which the log of deliveries is kept; the events themselves are kept for ever."""

_W: Final = WEBHOOK_DELIVERIES.c
_P: Final = WEBHOOK_POSITIONS.c
_POSITION: Final = select(_P.position).where(
    _P.subscription == bindparam("id"), _P.generation == bindparam("generation")
)
_PLACE: Final = insert(WEBHOOK_POSITIONS)
_MOVE: Final = _PLACE.on_conflict_do_update(
    index_elements=["subscription"],
    set_={name: _PLACE.excluded[name] for name in ("generation", "position", "moved_at")},
    where=_P.generation <= _PLACE.excluded.generation,
)
_ATTEMPTS: Final = given(
    event=("events", BigInteger()),
    at=("ats", INSTANT),
    status=("statuses", Integer()),
    error=("errors", Text()),
    took_ms=("tooks", Integer()),
).c
_LOG: Final = insert(WEBHOOK_DELIVERIES).from_select(
    ["subscription", *_ATTEMPTS.keys()], select(bindparam("id", type_=Text), *_ATTEMPTS)
)
_KEPT: Final = (
    select(_W.id)
    .where(_W.subscription == bindparam("id"), _W.at >= bindparam("before"))
    .order_by(_W.id)
    .limit(1)
    .scalar_subquery()
)
_PRUNE: Final = delete(WEBHOOK_DELIVERIES).where(
    _W.subscription == bindparam("id"), _W.id < func.coalesce(_KEPT, literal(2**63 - 1, BigInteger))
)
DELIVERIES: Final = Order("deliveries", (_W.id,), descending=True)
_DELIVERIES: Final = select(_W.id, _W.event, _W.at, _W.status, _W.error, _W.took_ms).where(
    _W.subscription == bindparam("id"), or_(not_(bindparam("failed", type_=Boolean)), _W.error.is_not(None))
)
_VERSION: Final = select(RECORDS.c.version).where(RECORDS.c.kind == KIND, RECORDS.c.id == bindparam("id"))


class Attempt(Frozen):
    """An attempt to deliver an event."""

    event: int
    at: Instant
    status: int | None = None
    """HTTP status; None when there was no response."""
    error: str | None = None
    """Reason of the failure; None when the event was accepted."""
    took_ms: int


class LoggedAttempt(Attempt):
    """An attempt in the log, which is listed newest first."""

    id: int


async def position_of(database: Database, subscription: Subscription) -> int:
    """Return the last event that was delivered, or the number at which delivery begins."""
    named = {"id": subscription.id, "generation": subscription.generation}
    async with database.transaction() as connection:
        position: int | None = (await connection.execute(_POSITION, named)).scalar_one_or_none()
    return subscription.after if position is None else position


async def move(
    database: Database, subscription: Subscription, position: int, attempts: Sequence[Attempt], now: datetime
) -> None:
    """Store the position up to which everything is delivered, and the attempts."""
    place = {"subscription": subscription.id, "generation": subscription.generation, "position": position}
    async with database.transaction() as connection:
        await connection.execute(_MOVE, {**place, "moved_at": now})
        await _log(connection, subscription.id, attempts)


async def note(database: Database, subscription: str, attempt: Attempt) -> None:
    """Log an attempt by hand, which moves no position."""
    async with database.transaction() as connection:
        await _log(connection, subscription, [attempt])


async def _log(connection: AsyncConnection, subscription: str, attempts: Sequence[Attempt]) -> None:
    if not attempts:
        return
    named = {
        "id": subscription,
        "events": [attempt.event for attempt in attempts],
        "ats": [attempt.at for attempt in attempts],
        "statuses": [attempt.status for attempt in attempts],
        "errors": [attempt.error for attempt in attempts],
        "tooks": [attempt.took_ms for attempt in attempts],
    }
    await connection.execute(_LOG, named)


async def prune(database: Database, subscription: str, now: datetime) -> None:
    """Delete attempts that are older than the log reaches."""
    async with database.transaction() as connection:
        await connection.execute(_PRUNE, {"id": subscription, "before": now - KEPT_FOR})


async def deliveries(
    database: Database,
    subscription: str,
    *,
    after: Position | None = None,
    failed: bool = False,
    most: int = pages.USUAL,
) -> Page[LoggedAttempt]:
    """Return a page of the log, the newest first."""
    named = {"id": subscription, "failed": failed}
    async with database.transaction() as connection:
        found = await pages.read(connection, _DELIVERIES, DELIVERIES, named, after=after, most=most)
    return found.of(lambda row: LoggedAttempt(**dict(row._mapping)))


async def version_of(database: Database, subscription: str) -> int:
    """Return the version of the subscription, which shows whether it was changed since."""
    async with database.transaction() as connection:
        version: int | None = (await connection.execute(_VERSION, {"id": subscription})).scalar_one_or_none()
    return version or 0
