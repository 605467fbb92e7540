"""Deadlines towards PostgreSQL: of a connection, a statement, a lock and a unit of work.

Both sides enforce them. The server ends what is slow while it works (`server_settings`); the client ends what gets no
answer at all, because a server that hangs enforces no deadline (`ledger.store.database`).
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from time import monotonic
from typing import Any, Final


class DatabaseAwayError(Exception):
    """Raised when PostgreSQL cannot be reached, does not answer, takes no more connections, or ended ours; no commit is
    known to have happened.
    """


class DatabaseSlowError(DatabaseAwayError):
    """Raised when PostgreSQL answers, but ended this because it took too long, or waited too long for a lock; nothing
    was done.
    """


class Size(Enum):
    """Size of a unit of work, which determines its deadline."""

    WORK = "work"
    """One request, one step."""
    SLICE = "slice"
    """Hundreds of accounts at once."""
    LONG = "long"
    """All accounts: a report, a sweep, a migration."""


@dataclass(frozen=True)
class Deadlines:
    """Deadlines in seconds. `settings` has the same numbers, with the purpose of each."""

    connect_s: float = 5.0
    pool_s: float = 5.0
    statement_s: float = 8.0
    lock_s: float = 5.0
    idle_s: float = 30.0
    read_s: float = 2.0
    work_s: float = 10.0
    slice_s: float = 60.0
    long_s: float = 3600.0

    def of(self, size: Size) -> float:
        """Return the deadline of a unit of work of this size, in seconds."""
        return {Size.WORK: self.work_s, Size.SLICE: self.slice_s, Size.LONG: self.long_s}[size]

    def server_settings(self) -> dict[str, str]:
        """Return the settings that the server gets with each connection."""
        return _as_settings(self.statement_s, self.lock_s, self.idle_s)

    def for_one(self, size: Size) -> Mapping[str, str]:
        """Return the settings for one transaction that may take longer; empty for the usual size."""
        within_s = self.of(size)
        return {} if size is Size.WORK else _as_settings(within_s, max(self.lock_s, within_s / 2), within_s)


def _as_settings(statement_s: float, lock_s: float, idle_s: float) -> dict[str, str]:
    in_seconds = {
        "statement_timeout": statement_s,
        "lock_timeout": lock_s,
        "idle_in_transaction_session_timeout": idle_s,
    }
    return {name: f"{round(seconds * 1000)}ms" for name, seconds in in_seconds.items()}


USUAL: Final = Deadlines()

_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Limit everything asked of the database in this block to so many seconds together, even where its own deadlines
    are longer. For callers that must answer soon: probes, authentication by key.
    """
    token = _until.set(asyncio.get_running_loop().time() + left(seconds))
    try:
        yield
    finally:
        _until.reset(token)


def left(seconds: float) -> float:
    """Return so many seconds, or those that the surrounding `within` leaves."""
    until = _until.get()
    return seconds if until is None else max(0.0, min(seconds, until - asyncio.get_running_loop().time()))


@contextmanager
def cutting(connection: Any, until: float) -> Iterator[None]:
    """Cut a connection of the driver at that time of the loop, if the block has not ended by then: waiters get the
    error of a lost connection.
    """
    timer = asyncio.get_running_loop().call_at(until, connection.terminate)
    try:
        yield
    finally:
        timer.cancel()


class Silence:
    """State of a PostgreSQL server that may hang: silent once no request got an answer during a whole deadline.

    From then on one request at a time probes the server; all others fail at once instead of waiting as long. A server
    that hangs therefore costs one deadline, not one for each caller.
    """

    def __init__(self) -> None:
        self._answered_at = 0.0
        self._since: float | None = None
        self._asked = False

    @contextmanager
    def asking(self) -> Iterator["Asked"]:
        """Register one request.

        Raises:
            DatabaseAwayError: when the database is silent, and another request is probing it already.
        """
        first = self._since is not None
        if self._since is not None and self._asked:
            raise DatabaseAwayError(f"PostgreSQL has not answered for {monotonic() - self._since:.1f} s")
        self._asked = self._asked or first
        try:
            yield Asked(self, monotonic())
        finally:
            if first:
                self._asked = False

    def _answered(self) -> None:
        self._answered_at, self._since = monotonic(), None

    def _unanswered(self, begun: float) -> None:
        if self._since is None and self._answered_at < begun:
            self._since = begun


@dataclass(frozen=True)
class Asked:
    """A request that was begun at that time."""

    silence: Silence
    begun: float

    def answered(self) -> None:
        """Record that the server has answered, even if with an error."""
        self.silence._answered()

    def unanswered(self) -> None:
        """Record that the deadline has passed without an answer."""
        self.silence._unanswered(self.begun)
