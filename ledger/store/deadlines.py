"""Deadlines towards PostgreSQL: how long a connection, a statement, a lock and a unit of work may take.

Two sides keep them. The server ends what is slow while it works (`server_settings`); the client ends what gets no
answer at all, because a server that stands still keeps no deadline (`ledger.store.database`).
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
    """PostgreSQL cannot be reached, does not answer, takes no more connections, or ended ours; nothing was committed
    that we know of.
    """


class DatabaseSlowError(DatabaseAwayError):
    """PostgreSQL answers, but ended this because it took too long, or waited too long for a lock; nothing was done."""


class Size(Enum):
    """How much a unit of work does, and so how long it may take."""

    WORK = "work"
    """One request, one step."""
    SLICE = "slice"
    """Hundreds of accounts at once."""
    LONG = "long"
    """All there are: a report, a sweep, a migration."""


@dataclass(frozen=True)
class Deadlines:
    """In seconds. `settings` has the same numbers, with what each is for."""

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
        """How long a unit of work of this size may take."""
        return {Size.WORK: self.work_s, Size.SLICE: self.slice_s, Size.LONG: self.long_s}[size]

    def server_settings(self) -> dict[str, str]:
        """What the server is told with each connection."""
        return _as_settings(self.statement_s, self.lock_s, self.idle_s)

    def for_one(self, size: Size) -> Mapping[str, str]:
        """What it is told for one transaction that may take longer; nothing for a usual one."""
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
    """Give everything that is asked of the database in this block so much time together, also where it would have
    more by itself. For what must answer soon: probes, keys.
    """
    token = _until.set(asyncio.get_running_loop().time() + left(seconds))
    try:
        yield
    finally:
        _until.reset(token)


def left(seconds: float) -> float:
    """So many seconds, or those that the surrounding `within` leaves."""
    until = _until.get()
    return seconds if until is None else max(0.0, min(seconds, until - asyncio.get_running_loop().time()))


@contextmanager
def cutting(connection: Any, until: float) -> Iterator[None]:
    """Cut a connection of the driver's at that time of the loop, if the block has not ended by then: whoever waits for
    it is told that it was lost.
    """
    timer = asyncio.get_running_loop().call_at(until, connection.terminate)
    try:
        yield
    finally:
        timer.cancel()


class Silence:
    """Whether PostgreSQL is silent: nobody had an answer during somebody's whole deadline.

    From then on one question at a time finds out whether it speaks again; everybody else is told at once instead of
    waiting as long. So a server that stands still costs one deadline, not one for each caller.
    """

    def __init__(self) -> None:
        self._answered_at = 0.0
        self._since: float | None = None
        self._asked = False

    @contextmanager
    def asking(self) -> Iterator["Asked"]:
        """One question.

        Raises:
            DatabaseAwayError: when the database is silent, and somebody else is asking it already.
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
    """A question that was begun at that time."""

    silence: Silence
    begun: float

    def answered(self) -> None:
        """The server has said something, be it that the question is wrong."""
        self.silence._answered()

    def unanswered(self) -> None:
        """The deadline has passed without a word."""
        self.silence._unanswered(self.begun)
