"""Presence: the workers that Temporal has seen polling, and when; other processes report it.

Times are the database's.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import Interval, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from ledger.store.database import Database
from models.tables import WORKER_PRESENCE

FORGOTTEN_AFTER: Final = timedelta(days=1)

_TELL: Final = (
    insert(WORKER_PRESENCE)
    .values(worker=bindparam("worker"), polling_at=func.clock_timestamp())
    .on_conflict_do_update(index_elements=["worker"], set_={"polling_at": func.clock_timestamp()})
)
_FORGET: Final = delete(WORKER_PRESENCE).where(
    WORKER_PRESENCE.c.polling_at < func.clock_timestamp() - bindparam("after", type_=Interval)
)
_LEAVE: Final = delete(WORKER_PRESENCE).where(WORKER_PRESENCE.c.worker == bindparam("worker"))
_POLLING: Final = (
    select(func.count())
    .select_from(WORKER_PRESENCE)
    .where(WORKER_PRESENCE.c.polling_at > func.clock_timestamp() - bindparam("within", type_=Interval))
)


async def tell(database: Database, worker: str) -> None:
    """Record that the worker polls now; workers that have been silent for a day are deleted.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.transaction() as connection:
        await connection.execute(_TELL, {"worker": worker})
        await connection.execute(_FORGET, {"after": FORGOTTEN_AFTER})


async def leave(database: Database, worker: str) -> None:
    """Delete the worker, which polls no more.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.transaction() as connection:
        await connection.execute(_LEAVE, {"worker": worker})


async def polling(database: Database, within: timedelta) -> int:
    """Count the workers that polled within that time.

    Raises:
        DatabaseAwayError: PostgreSQL cannot be reached.
    """
    async with database.transaction() as connection:
        count: int = (await connection.execute(_POLLING, {"within": within})).scalar_one()
    return count
