"""Batched reads: the standings that many requests ask for at the same time, in one round trip for all of them.

This is the one read that is done thousands of times a second. It bypasses SQLAlchemy and its transaction: a single
statement is a snapshot of its own. A request that arrives while a read is under way waits for the next one, so that it
never gets a standing older than the newest at the time of the request (invariant 5).
"""

import asyncio
import contextlib
from collections.abc import Iterable
from functools import partial
from typing import Any, Final

import asyncpg

from ledger.store.database import AWAY, DatabaseAwayError
from ledger.store.deadlines import USUAL, Deadlines, Silence, cutting
from ledger.store.watching import driver_address
from models.accounts.standing import Standing

CONNECTIONS: Final = 2
"""Number of connections, and so of concurrent reads: while one result is on its way back, the next read is sent."""
MOST: Final = 500
"""Greatest number of accounts in one read."""
NAME: Final = "standing reads"
"""Name of the connections in `pg_stat_activity`."""

_READ: Final = "SELECT account, CAST(snapshot AS text) FROM standings WHERE account = ANY($1::text[])"
_ENDS: Final = "the process ends"
_LOST: Final = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InternalClientError,  # the connection broke while the driver was in the middle of something
)

Answer = asyncio.Future["Standing | None"]


class QuickReads:
    """Reader of standings with its own connections, opened when they are first needed."""

    def __init__(self, url: str, deadlines: Deadlines = USUAL, silence: Silence | None = None) -> None:
        """`silence`: the state of the server as other users of the database have found it."""
        silence = silence or Silence()
        self._connections = [_Connection(url, deadlines, silence) for _ in range(CONNECTIONS)]
        self._idle = list(self._connections)
        self._waiting: dict[str, Answer] = {}
        self._reading: set[asyncio.Task[None]] = set()
        self._soon = False
        self._closed = False

    async def standing(self, account: str) -> Standing | None:
        """Return the newest standing; None for an unknown account.

        Raises:
            DatabaseAwayError: when the database cannot be reached, or the process ends.
        """
        if self._closed:
            raise DatabaseAwayError(_ENDS)
        answer = self._waiting.get(account)
        if answer is None:
            loop = asyncio.get_running_loop()
            answer = self._waiting[account] = loop.create_future()
            if not self._soon:
                self._soon = True
                # Requests of the same moment join the read.
                loop.call_soon(self._go)
        # Others may wait for the same answer: cancelling one waiter must not cancel the read.
        return await asyncio.shield(answer)

    async def close(self) -> None:
        """Cancel the reads, refuse who waits for one, and close the connections; none is opened again."""
        self._closed = True
        for task in self._reading:
            task.cancel()
        await asyncio.gather(*self._reading, return_exceptions=True)
        for connection in self._connections:
            await connection.close()
        self._go()

    def _go(self) -> None:
        self._soon = False
        if self._closed:
            _fail(self._waiting.values(), DatabaseAwayError(_ENDS))
            self._waiting.clear()
        while self._waiting and self._idle:
            asked = dict(list(self._waiting.items())[:MOST])
            for account in asked:
                del self._waiting[account]
            task = asyncio.create_task(self._read(self._idle.pop(), asked))
            self._reading.add(task)
            task.add_done_callback(self._reading.discard)
            # A task that is cancelled before its first step has answered nobody.
            task.add_done_callback(partial(_answered_or_failed, asked.values()))

    async def _read(self, connection: "_Connection", asked: dict[str, Answer]) -> None:
        try:
            found = await connection.read(list(asked))
            for account, answer in asked.items():
                if not answer.done():
                    snapshot = found.get(account)
                    answer.set_result(None if snapshot is None else Standing.model_validate_json(snapshot))
        except BaseException as error:
            _fail(asked.values(), DatabaseAwayError(_ENDS) if isinstance(error, asyncio.CancelledError) else error)
            if not isinstance(error, Exception):
                raise
        finally:
            self._idle.append(connection)
            self._go()


def _answered_or_failed(answers: Iterable[Answer], _: asyncio.Task[None]) -> None:
    _fail(answers, DatabaseAwayError(_ENDS))


def _fail(answers: Iterable[Answer], error: BaseException) -> None:
    for answer in answers:
        if not answer.done():
            answer.set_exception(error)
            answer.exception()  # the waiter may have left; mark the exception as retrieved


class _Connection:
    """A connection that is opened again after it was lost."""

    def __init__(self, url: str, deadlines: Deadlines, silence: Silence) -> None:
        self._url = url
        self._deadlines = deadlines
        self._silence = silence
        self._connection: asyncpg.Connection[Any] | None = None

    async def read(self, accounts: list[str]) -> dict[str, str]:
        """Return the snapshots, as JSON, by account.

        Raises:
            DatabaseAwayError: when the database cannot be reached, or does not answer in time.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + self._deadlines.read_s
        with self._silence.asking() as asked:
            try:
                found = await self._read_with_retry(accounts, until)
            except DatabaseAwayError:
                if loop.time() >= until:
                    asked.unanswered()
                raise
            asked.answered()
        return found

    async def _read_with_retry(self, accounts: list[str], until: float) -> dict[str, str]:
        was_open = self._connection is not None and not self._connection.is_closed()
        try:
            return await self._try(accounts, until)
        except _LOST as error:
            self._drop()
            if asyncio.get_running_loop().time() >= until:
                raise DatabaseAwayError(f"PostgreSQL did not answer within {self._deadlines.read_s:g} s") from error
            if not was_open:
                raise DatabaseAwayError(str(error) or type(error).__name__) from error
        except asyncpg.PostgresError as error:
            self._drop()
            if not (error.sqlstate or "").startswith(AWAY):
                raise
            if not was_open:
                raise DatabaseAwayError(str(error)) from error
        # The server may have been restarted since we connected: try once more, on a new connection.
        return await self._read_with_retry(accounts, until)

    async def close(self) -> None:
        """Close the connection, gracefully where it still works."""
        if self._connection is not None and not self._connection.is_closed():
            with contextlib.suppress(*_LOST, asyncpg.PostgresError):
                await self._connection.close(timeout=1.0)
        self._drop()

    async def _try(self, accounts: list[str], until: float) -> dict[str, str]:
        if self._connection is None or self._connection.is_closed():
            self._drop()
            self._connection = await asyncpg.connect(
                **driver_address(self._url),
                timeout=max(0.001, until - asyncio.get_running_loop().time()),
                server_settings={"application_name": NAME, **self._deadlines.server_settings()},
            )
        with cutting(self._connection, until):
            return dict(await self._connection.fetch(_READ, accounts))

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
