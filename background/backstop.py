"""Backstop sweep: record overdue boundaries in bulk, also while Temporal is down.

An account's lifecycle workflow normally records its boundaries. The backstop records them in set-based statements when
the workflow cannot, or when many are due at the same instant (a million certifications that end at one midnight). The
primary key of `transitions` prevents that both record the same boundary (invariant 4).
"""

from datetime import timedelta
from time import perf_counter
from typing import Final

import structlog

from background.measures import BACKSTOP_FAILURES, BOUNDARIES_RECORDED, ROUND
from background.pauses import poll_forever
from ledger.accounts.boundaries import is_crowded, record_overdue
from ledger.store.database import Database
from ledger.store.host_clock import time_of

LONGEST_PAUSE_S: Final = 15.0
CROWD: Final = 200
"""Number of boundaries due at once from which the backstop does not wait for their timers: timers drain at about 60 a
second.
"""

log = structlog.get_logger("backstop")


async def watch_forever(database: Database, *, poll_s: float, overdue_s: float, batch: int) -> None:
    """Record boundaries that are overdue by more than `overdue_s` seconds, every `poll_s` seconds until cancelled."""

    async def look() -> bool:
        return await watch_once(database, overdue_s=overdue_s, batch=batch) >= batch

    await poll_forever(look, poll_s=poll_s, longest_s=LONGEST_PAUSE_S, log=log, failures=BACKSTOP_FAILURES)


async def watch_once(database: Database, *, overdue_s: float, batch: int) -> int:
    """Run one round; return the number of accounts whose boundaries were recorded. When at least `CROWD` are due,
    boundaries that are due but not overdue are recorded too.
    """
    now = await time_of(database)
    started = perf_counter()
    crowded = await is_crowded(database, through=now, enough=CROWD)
    through = now if crowded else now - timedelta(seconds=overdue_s)
    recorded = await record_overdue(database, through=through, now=now, by="backstop", most=batch)
    ROUND.observe(perf_counter() - started)
    if recorded:
        BOUNDARIES_RECORDED.inc(recorded)
        log.info("recorded overdue boundaries", accounts=recorded)
    return recorded
