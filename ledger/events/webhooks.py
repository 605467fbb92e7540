"""How far each webhook has come, and what its address has answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Boolean, bindparam, not_, or_, select, text

from ledger.store import pages
from ledger.store.database import Database
from ledger.store.pages import Order, Page, Position
from models.base import Frozen
from models.events.webhooks import Subscription
from models.instants import Instant
from models.tables import WEBHOOK_DELIVERIES

KEPT_FOR: Final = timedelta(days=30)
"""How long the log of deliveries is kept; the events themselves are kept for ever."""

_POSITION: Final = text("SELECT position FROM webhook_positions WHERE subscription = :id AND generation = :generation")
_MOVE: Final = text(
    """
    INSERT INTO webhook_positions (subscription, generation, position, moved_at)
    VALUES (:id, :generation, :position, :now)
    ON CONFLICT (subscription) DO UPDATE SET
        generation = excluded.generation, position = excluded.position, moved_at = excluded.moved_at
    WHERE webhook_positions.generation <= excluded.generation
    """
)
_LOG: Final = text(
    """
    INSERT INTO webhook_deliveries (subscription, event, at, status, error, took_ms)
    SELECT :id, * FROM unnest(
        CAST(:events AS bigint[]), CAST(:ats AS timestamptz[]), CAST(:statuses AS int[]), CAST(:errors AS text[]),
        CAST(:tooks AS int[])
    )
    """
)
_PRUNE: Final = text(
    """
    DELETE FROM webhook_deliveries WHERE subscription = :id AND id < coalesce(
        (SELECT id FROM webhook_deliveries WHERE subscription = :id AND at >= :before ORDER BY id LIMIT 1),
        9223372036854775807
    )
    """
)
_W: Final = WEBHOOK_DELIVERIES.c
DELIVERIES: Final = Order("deliveries", (_W.id,), descending=True)
_DELIVERIES: Final = select(_W.id, _W.event, _W.at, _W.status, _W.error, _W.took_ms).where(
    _W.subscription == bindparam("id"), or_(not_(bindparam("failed", type_=Boolean)), _W.error.is_not(None))
)
_VERSION: Final = text("SELECT version FROM dossiers WHERE kind = 'subscription' AND id = :id")


class Attempt(Frozen):
    """One delivery, or one try at it."""

    event: int
    at: Instant
    status: int | None = None
    """The HTTP status; None when nothing was answered."""
    error: str | None = None
    """What was wrong; None when it was taken."""
    took_ms: int


class LoggedAttempt(Attempt):
    """As the log keeps it, the newest first."""

    id: int


async def position_of(database: Database, subscription: Subscription) -> int:
    """The last event that was delivered, or where delivery begins."""
    named = {"id": subscription.id, "generation": subscription.generation}
    async with database.transaction() as connection:
        position: int | None = (await connection.execute(_POSITION, named)).scalar_one_or_none()
    return subscription.after if position is None else position


async def move(
    database: Database, subscription: Subscription, position: int, attempts: Sequence[Attempt], now: datetime
) -> None:
    """Everything up to the position is delivered; these were the attempts."""
    named = {"id": subscription.id, "generation": subscription.generation, "position": position, "now": now}
    async with database.transaction() as connection:
        await connection.execute(_MOVE, named)
        if attempts:
            await connection.execute(
                _LOG,
                {
                    "id": subscription.id,
                    "events": [attempt.event for attempt in attempts],
                    "ats": [attempt.at for attempt in attempts],
                    "statuses": [attempt.status for attempt in attempts],
                    "errors": [attempt.error for attempt in attempts],
                    "tooks": [attempt.took_ms for attempt in attempts],
                },
            )


async def prune(database: Database, subscription: str, now: datetime) -> None:
    """Forget attempts that lie further back than the log reaches."""
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
    """A page of the log, the newest first."""
    named = {"id": subscription, "failed": failed}
    async with database.transaction() as connection:
        found = await pages.read(connection, _DELIVERIES, DELIVERIES, named, after=after, most=most)
    return found.of(lambda row: LoggedAttempt(**dict(row._mapping)))


async def version_of(database: Database, subscription: str) -> int:
    """The version of the subscription: whether somebody has changed it since."""
    async with database.transaction() as connection:
        version: int | None = (await connection.execute(_VERSION, {"id": subscription})).scalar_one_or_none()
    return version or 0
