"""The way to PostgreSQL: one engine a process, short transactions, and one error for a database that is away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhaustedError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from ledger.clock import TIMES_GIVEN

POOL_SIZE: Final = 16
"""Connections a process; PostgreSQL allows 200 in the embedded set-up, enough for API, worker and tools."""


AWAY: Final = ("08", "53", "57P")
"""How the SQLSTATEs begin that say "not now": no connection, no resources (too many clients), starting or stopping."""


class DatabaseAwayError(Exception):
    """PostgreSQL cannot be reached, takes no more connections, or ended ours; nothing was committed that we know of."""


class Database:
    """An engine and its transactions."""

    def __init__(self, url: str, *, pool_size: int = POOL_SIZE, times_given: bool = False) -> None:
        """`times_given`: what is recorded bears the time that its caller names instead of the database's own; for
        tests and scenarios, which move through time at will.
        """
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=10,
            connect_args={"timeout": 10},
            hide_parameters=True,  # errors reach logs, and what people wrote must not
            execution_options={TIMES_GIVEN: times_given},
        )
        self._frozen = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits at the end, or leaves nothing behind.

        Raises:
            DatabaseAwayError: when the database cannot be reached.
        """
        async with _begun(self.engine) as connection:
            yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """A transaction for reading several things as they were at one moment; it locks nobody out.

        Raises:
            DatabaseAwayError: when the database cannot be reached.
        """
        async with _begun(self._frozen) as connection:
            yield connection

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()


@asynccontextmanager
async def _begun(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    try:
        async with engine.begin() as connection:
            yield connection
    except (InterfaceError, OperationalError, PoolExhaustedError, OSError, TimeoutError) as error:
        # A timeout has no words of its own, and whoever says this wants some.
        raise DatabaseAwayError(str(error) or type(error).__name__) from error
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None) or ""
        # An internal error without a state is the driver's: the connection broke in the middle of something.
        broken = error.connection_invalidated or (isinstance(error, InternalError) and not state)
        if broken or state.startswith(AWAY):
            raise DatabaseAwayError(str(error)) from error
        raise
