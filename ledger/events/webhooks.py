"""How far each webhook has come, and what its address has answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text

from ledger.store.database import Database
from models.base import Frozen
from models.events.webhooks import Subscription
from models.instants import Instant

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
_DELIVERIES: Final = text(
    """
    SELECT id, event, at, status, error, took_ms FROM webhook_deliveries
    WHERE subscription = :id AND (CAST(:before AS bigint) IS NULL OR id < :before)
      AND (NOT :failed OR error IS NOT NULL)
    ORDER BY id DESC LIMIT :most
    """
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
    database: Database, subscription: str, *, before: int | None = None, failed: bool = False, most: int = 100
) -> list[LoggedAttempt]:
    """The log, the newest first, page by page."""
    named = {"id": subscription, "before": before, "failed": failed, "most": most}
    async with database.transaction() as connection:
        rows = (await connection.execute(_DELIVERIES, named)).mappings().all()
    return [LoggedAttempt(**dict(row)) for row in rows]


async def version_of(database: Database, subscription: str) -> int:
    """The version of the subscription: whether somebody has changed it since."""
    async with database.transaction() as connection:
        version: int | None = (await connection.execute(_VERSION, {"id": subscription})).scalar_one_or_none()
    return version or 0
