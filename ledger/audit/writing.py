"""The log of a process: events that have no transaction of their own, written in batches by one task.

Nothing here makes a request wait. What is lost in a crash: the events of the last `PAUSE_S` seconds, or, while the
database is away, up to `MOST_WAITING` events; and of refusals the counts of the current minute, but not the first of
each. What cannot be kept is counted and recorded as `events_dropped` once the database answers. A batch whose commit
was cut off is written again, so an event may then appear twice.
"""

import asyncio
import contextlib
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final, Literal, Protocol

import structlog

from ledger.audit.appending import Key, Noted, append_all
from ledger.audit.origin import with_origin
from ledger.store.clock import ClockDiffersError, host_time
from ledger.store.database import Database, DatabaseAwayError
from ledger.store.deadlines import within
from models.audit import AuditEvent, EventsDropped, RequestRefused

PAUSE_S: Final = 0.5
"""Seconds that a noted event waits for others at most, while the database answers."""
TICK_S: Final = 5.0
"""Seconds between two searches for refusals whose minute is over, and between two attempts during an outage."""
MOST_WAITING: Final = 20_000
"""Most events that wait in memory, about 1 kB each; further ones are dropped and counted."""
BATCH: Final = 500
"""Events written in one transaction."""
MOST_ADDRESSES: Final = 1_000
"""Most actors and addresses whose refusals are counted apart in a minute; all others are counted together."""
MOST_VIEWS: Final = 100_000
"""Most views of an hour kept in memory; beyond it the database is asked more often."""
CLOSE_S: Final = 5.0
"""Seconds that the last events may take when the process ends."""

log = structlog.get_logger("audit")


class Meter(Protocol):
    """Metrics of the log."""

    def audit_waiting(self, events: int, behind_s: float) -> None:
        """Set the number of events that wait, and the age of the oldest one in seconds."""

    def audit_dropped(self, events: int) -> None:
        """Count events that are lost."""


class _Unmeasured:
    def audit_waiting(self, events: int, behind_s: float) -> None:
        """Ignore it."""

    def audit_dropped(self, events: int) -> None:
        """Ignore it."""


@dataclass
class _Gap:
    """Events that were dropped and are not recorded as such yet."""

    count: int
    since: datetime
    until: datetime


class AuditLog:
    """The log of one process; `note`, `once` and `refused` belong to the event loop's thread."""

    def __init__(
        self,
        database: Database,
        process: Literal["api", "worker"],
        *,
        clock: Callable[[], datetime],
        meter: Meter | None = None,
        most: int = MOST_WAITING,
    ) -> None:
        """Create the log; nothing is written before `write_forever` runs, or `flush` is called."""
        self._database = database
        self._process = process
        self._clock = clock
        self._meter = meter or _Unmeasured()
        self._most = most
        self._waiting: deque[Noted] = deque()
        self._gap: _Gap | None = None
        self._refusals = Refusals()
        self._viewed: OrderedDict[Key, None] = OrderedDict()
        self._woken = asyncio.Event()
        self._writing = asyncio.Lock()
        self._ending = False
        self._away = False

    # --- noting ------------------------------------------------------------------------------------------------------

    def note(self, event: AuditEvent) -> None:
        """Keep the event for the next batch; where too many wait, drop it and count it."""
        self._keep(Noted(with_origin(event), self._now()))

    def once(self, event: AuditEvent) -> None:
        """Keep the event unless the same actor did the same with the same object in this clock hour; of the types in
        `appending.ONCE`.
        """
        noted = Noted(with_origin(event), self._now(), once=True)
        if noted.key in self._viewed:
            return
        self._viewed[noted.key] = None
        if len(self._viewed) > MOST_VIEWS:
            self._viewed.popitem(last=False)
        self._keep(noted)

    def refused(self, event: RequestRefused) -> None:
        """Keep the first refusal of a minute, and count the others of the same origin until it is over."""
        event, now = with_origin(event), self._now()
        if self._refusals.is_first(event, now):
            self._keep(Noted(event, now))

    @property
    def waiting(self) -> int:
        """Number of events that are not written yet."""
        return len(self._waiting)

    def _now(self) -> datetime:
        """Return the database's time; this host's, before the database was ever reached."""
        try:
            return self._clock()
        except DatabaseAwayError:
            return host_time()

    def _keep(self, noted: Noted) -> None:
        if len(self._waiting) >= self._most:
            self._drop(1, noted.at)
            return
        self._waiting.append(noted)
        self._woken.set()

    def _drop(self, count: int, at: datetime) -> None:
        self._meter.audit_dropped(count)
        if self._gap is None:
            log.error("the audit drops events: the database does not take them", waiting=len(self._waiting))
            self._gap = _Gap(0, at, at)
        self._gap.count += count
        self._gap.until = max(self._gap.until, at)

    # --- writing -----------------------------------------------------------------------------------------------------

    async def write_forever(self) -> None:
        """Write what was noted, until `close` is called."""
        while not self._ending:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK_S):
                    await self._woken.wait()
            self._woken.clear()
            if not self._ending:
                await asyncio.sleep(TICK_S if self._away else PAUSE_S)
            await self.flush()

    async def flush(self) -> bool:
        """Write everything that was noted; return whether all of it is written."""
        async with self._writing:
            for noted in self._refusals.ended(self._now()):
                self._keep(noted)
            while self._waiting:
                batch = list(islice(self._waiting, BATCH))
                if not await self._write(batch):
                    break
                for _ in batch:
                    self._waiting.popleft()
            self._measure()
            return not self._waiting

    async def close(self) -> None:
        """Write what is left, within `CLOSE_S` seconds; what is not written by then is lost, and logged."""
        self._ending = True
        self._woken.set()
        for noted in self._refusals.ended(None):
            self._keep(noted)
        with contextlib.suppress(DatabaseAwayError), within(CLOSE_S):
            await self.flush()
        if self._waiting:
            log.error("events of the audit are lost with this process", events=len(self._waiting))
            self._meter.audit_dropped(len(self._waiting))

    async def _write(self, batch: list[Noted]) -> bool:
        gap, events = self._gap, batch
        if gap is not None:
            dropped = EventsDropped(
                actor=f"process:{self._process}",
                process=self._process,
                count=gap.count,
                since=gap.since,
                until=gap.until,
            )
            events = [*batch, Noted(dropped, gap.until)]
        try:
            async with self._database.transaction() as connection:
                await append_all(connection, events, now=self._now())
        except (DatabaseAwayError, ClockDiffersError) as error:
            if not self._away:
                log.warning("events of the audit wait", why=str(error).splitlines()[0], waiting=len(self._waiting))
            self._away = True
            return False
        except Exception:
            # One event that cannot be written may not stop all later ones.
            log.exception("events of the audit cannot be written", events=len(batch))
            self._drop(len(batch), batch[-1].at)
            return True
        self._away = False
        if gap is not None:
            self._gap = None
        return True

    def _measure(self) -> None:
        behind = (self._now() - self._waiting[0].at).total_seconds() if self._waiting else 0.0
        self._meter.audit_waiting(len(self._waiting), behind)


@dataclass
class _Counted:
    first: RequestRefused
    minute: datetime
    more: int = 0
    """Number after the first."""
    since: datetime | None = None


class Refusals:
    """Refusals of the current minute by origin: a known actor with operation and code, or an address with the code."""

    def __init__(self, most: int = MOST_ADDRESSES) -> None:
        self._most = most
        self._counted: dict[tuple[str, ...], _Counted] = {}
        self._over: list[Noted] = []

    def is_first(self, event: RequestRefused, now: datetime) -> bool:
        """Return whether it is the first of its origin in this minute; otherwise it is only counted."""
        key: tuple[str, ...] = (event.actor, event.operation, event.code)
        if not event.actor:
            key = ("", event.address, event.code)
        minute = now.replace(second=0, microsecond=0)
        counted = self._counted.get(key)
        if counted is not None and counted.minute != minute:
            self._end(self._counted.pop(key))
            counted = None
        if counted is None:
            if len(self._counted) >= self._most:
                key = _OTHERS
                counted = self._counted.get(key)
            if counted is None or counted.minute != minute:
                if counted is not None:
                    self._end(counted)
                self._counted[key] = _Counted(_of_others(event) if key == _OTHERS else event, minute)
                return True
        counted.more += 1
        counted.since = counted.since or now
        return False

    def ended(self, now: datetime | None) -> list[Noted]:
        """Return and forget the counts of all minutes before `now`; all, where it is None."""
        for key, counted in list(self._counted.items()):
            if now is None or counted.minute + _MINUTE <= now:
                self._end(self._counted.pop(key))
        over, self._over = self._over, []
        return over

    def _end(self, counted: _Counted) -> None:
        if counted.more and counted.since is not None:
            event = counted.first.model_copy(update={"count": counted.more, "since": counted.since, "request": ""})
            self._over.append(Noted(event, min(counted.minute + _MINUTE, counted.since + _MINUTE).astimezone(UTC)))


_MINUTE: Final = timedelta(minutes=1)
_OTHERS: Final[tuple[str, ...]] = ("*",)
"""Origin of all further refusals of a minute with too many origins."""


def _of_others(event: RequestRefused) -> RequestRefused:
    return event.model_copy(update={"address": "*", "actor": "", "operation": ""})
