"""Presence: which workers Temporal has seen polling, and when; so that a process beside them can say so.

Times are the database's.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import text

from ledger.database import Database

FORGOTTEN_AFTER: Final = timedelta(days=1)

_TELL: Final = text(
    """
    INSERT INTO worker_presence (worker, polling_at) VALUES (:worker, clock_timestamp())
    ON CONFLICT (worker) DO UPDATE SET polling_at = clock_timestamp()
    """
)
_FORGET: Final = text("DELETE FROM worker_presence WHERE polling_at < clock_timestamp() - CAST(:after AS interval)")
_LEAVE: Final = text("DELETE FROM worker_presence WHERE worker = :worker")
_POLLING: Final = text(
    "SELECT count(*) FROM worker_presence WHERE polling_at > clock_timestamp() - CAST(:within AS interval)"
)


async def tell(database: Database, worker: str) -> None:
    """The worker polls now; those that have been silent for a day are forgotten.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.transaction() as connection:
        await connection.execute(_TELL, {"worker": worker})
        await connection.execute(_FORGET, {"after": FORGOTTEN_AFTER})


async def leave(database: Database, worker: str) -> None:
    """The worker polls no more.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.transaction() as connection:
        await connection.execute(_LEAVE, {"worker": worker})


async def polling(database: Database, within: timedelta) -> int:
    """How many workers polled within that time.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.transaction() as connection:
        count: int = (await connection.execute(_POLLING, {"within": within})).scalar_one()
    return count
