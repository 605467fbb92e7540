"""Access to PostgreSQL: one engine a process, short transactions with a deadline, and one error for a database that
cannot be reached.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhaustedError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from ledger.store.clock import REFUSED_S, TIMES_GIVEN, USUAL_REFUSED_S
from ledger.store.deadlines import USUAL, DatabaseAwayError, DatabaseSlowError, Deadlines, Silence, Size, left

__all__ = ["AWAY", "Database", "DatabaseAwayError", "DatabaseSlowError", "Size"]

POOL_SIZE: Final = 16
"""Connections of a process; PostgreSQL allows 200 in the embedded set-up, enough for API, worker and tools."""

AWAY: Final = ("08", "53", "57P")
"""SQLSTATE prefixes of transient failures: no connection, no resources (too many clients), starting or stopping."""
SLOW: Final = ("57014", "55P03", "25P03")
"""SQLSTATEs of the server's own deadlines: for a statement, for a lock, for an idle transaction."""
BEYOND_S: Final = 0.25
"""Seconds after the deadline until work is cancelled that the closed connection has not ended."""

_FOR_ONE: Final = text(
    """
    SELECT set_config(name, value, true)
    FROM unnest(CAST(:names AS text[]), CAST(:values AS text[])) AS given (name, value)
    """
)


class _RehearsedError(Exception):
    """Raised at the end of a rehearsal, so that its transaction is rolled back."""


class Database:
    """An engine and its transactions."""

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = POOL_SIZE,
        times_given: bool = False,
        deadlines: Deadlines = USUAL,
        clock_refused_s: float = USUAL_REFUSED_S,
    ) -> None:
        """Make the engine; connections are opened later.

        Args:
            url: SQLAlchemy's address of the database.
            pool_size: Connections kept open, and as many again under load.
            times_given: Records carry the time that their caller gives instead of the database's own; for tests and
                scenarios,
                which move through time.
            deadlines: Deadlines of connections, statements and transactions.
            clock_refused_s: Seconds by which this host's clock may differ from the database's for something to be
                recorded.
        """
        self.url = url
        self.deadlines = deadlines
        self.silence = Silence()
        self.engine: AsyncEngine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=deadlines.pool_s,
            connect_args={"timeout": deadlines.connect_s, "server_settings": deadlines.server_settings()},
            hide_parameters=True,  # errors reach logs, and texts that people wrote must not
            execution_options={TIMES_GIVEN: times_given, REFUSED_S: clock_refused_s},
        )
        self._frozen = self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._rehearsed = self.engine.execution_options(isolation_level="REPEATABLE READ")

    @asynccontextmanager
    async def transaction(self, size: Size = Size.WORK) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that commits at the end, or leaves nothing behind. `size` determines its deadline.

        Raises:
            DatabaseAwayError: when the database cannot be reached, or does not answer in time. When that happens during
                the
                commit, it is unknown whether the transaction was committed.
            DatabaseSlowError: when the database answers, but it takes too long; nothing was done.
        """
        async with self._begun(self.engine, size) as connection:
            yield connection

    @asynccontextmanager
    async def snapshot(self, size: Size = Size.WORK) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that reads several things as they were at one moment; it blocks nobody.

        Raises:
            DatabaseAwayError: when the database cannot be reached, or does not answer in time.
            DatabaseSlowError: when the database answers, but it takes too long.
        """
        async with self._begun(self._frozen, size) as connection:
            yield connection

    @asynccontextmanager
    async def rehearsal(self, size: Size = Size.WORK) -> AsyncIterator[AsyncConnection]:
        """Open a transaction that is always rolled back: commands run in it as they would, and nothing is left of them.

        It sees the database as it was at its first statement, and its own changes.

        Raises:
            DatabaseAwayError: when the database cannot be reached, or does not answer in time.
            DatabaseSlowError: when the database answers, but it takes too long.
            DBAPIError: with SQLSTATE 40001, when another transaction changed meanwhile what this one locks; try again.
        """
        with suppress(_RehearsedError):
            async with self._begun(self._rehearsed, size) as connection:
                yield connection
                raise _RehearsedError

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()

    @asynccontextmanager
    async def _begun(self, engine: AsyncEngine, size: Size) -> AsyncIterator[AsyncConnection]:
        cut = _Cut(left(self.deadlines.of(size)))
        with self.silence.asking() as asked:
            try:
                async with asyncio.timeout(cut.within_s + BEYOND_S), engine.connect() as connection:
                    with cut.armed(connection):
                        async with connection.begin():
                            with cut.forgetting(connection):
                                await self._set_timeouts(connection, size)
                                yield connection
            except (DBAPIError, PoolExhaustedError, OSError) as error:
                away = _away(error, cut)
                if cut.made or (isinstance(error, TimeoutError) and not cut.connected):
                    asked.unanswered()
                elif isinstance(error, DBAPIError):
                    asked.answered()
                if away is None:
                    raise
                raise away from error
            except Exception:  # the work itself failed, after the server had answered
                asked.answered()
                raise
            asked.answered()

    async def _set_timeouts(self, connection: AsyncConnection, size: Size) -> None:
        """Set the server's timeouts for this one transaction, unless it has the usual size."""
        if for_one := self.deadlines.for_one(size):
            await connection.execute(_FOR_ONE, {"names": list(for_one), "values": list(for_one.values())})


class _Cut:
    """The cut of a connection at its deadline. Waiters fail at once; nothing more is sent, neither a rollback nor a
    request to cancel, since a server that hangs would take neither.
    """

    def __init__(self, within_s: float) -> None:
        self.within_s = within_s
        self.connected = False
        self.made = False
        self._at = asyncio.get_running_loop().time() + within_s

    @contextmanager
    def armed(self, connection: AsyncConnection) -> Iterator[None]:
        """Apply the deadline during the block, which includes the commit."""
        self.connected = True
        timer = asyncio.get_running_loop().call_at(self._at, self._now, connection)
        try:
            yield
        finally:
            timer.cancel()

    @contextmanager
    def forgetting(self, connection: AsyncConnection) -> Iterator[None]:
        """Invalidate a connection that was cut, or whose work is cancelled, without sending anything; it never returns
        to the pool.
        """
        try:
            yield
        except BaseException as error:
            if (self.made or not isinstance(error, Exception)) and connection.sync_connection is not None:
                connection.sync_connection.invalidate()
            raise

    def _now(self, connection: AsyncConnection) -> None:
        self.made = True
        sync = connection.sync_connection
        if sync is not None and not sync.closed and not sync.invalidated:
            driver: Any = sync.connection.driver_connection
            driver.terminate()


def _away(error: Exception, cut: _Cut) -> DatabaseAwayError | None:
    """Return the error as a `DatabaseAwayError`; None when the database was not away."""
    if cut.made or (isinstance(error, TimeoutError) and not cut.connected):
        return DatabaseAwayError(f"PostgreSQL did not answer within {cut.within_s:g} s")
    if not isinstance(error, DBAPIError):
        # A timeout has no message of its own, and the error needs one.
        return DatabaseAwayError(str(error) or type(error).__name__)
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in SLOW:
        return DatabaseSlowError(str(error.orig))
    # An internal error without a state is the driver's: the connection broke during an operation.
    broken = error.connection_invalidated or (isinstance(error, InternalError) and not state)
    if broken or state.startswith(AWAY) or isinstance(error, InterfaceError | OperationalError):
        return DatabaseAwayError(str(error))
    return None
