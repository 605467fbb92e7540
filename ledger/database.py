"""The way to PostgreSQL: one engine a process, short transactions, and one error for a database that is away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

POOL_SIZE: Final = 16
"""Connections a process; PostgreSQL allows 200 in the embedded set-up, enough for API, worker and tools."""


class DatabaseAwayError(Exception):
    """PostgreSQL cannot be reached or ended the connection; nothing was committed that we know of."""


class Database:
    """An engine and its transactions."""

    def __init__(self, url: str, *, pool_size: int = POOL_SIZE) -> None:
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            url, pool_size=pool_size, max_overflow=pool_size, pool_timeout=10, connect_args={"timeout": 10}
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that commits at the end, or leaves nothing behind.

        Raises:
            DatabaseAwayError: when the database cannot be reached.
        """
        try:
            async with self.engine.begin() as connection:
                yield connection
        except (InterfaceError, OperationalError, OSError, TimeoutError) as error:
            raise DatabaseAwayError(str(error)) from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise DatabaseAwayError(str(error)) from error
            raise

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()
