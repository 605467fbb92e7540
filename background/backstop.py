"""The backstop: boundaries that nobody recorded in time are recorded in bulk, also while Temporal is down.

An account's lifecycle normally records its boundaries itself. When it cannot, or when a million certifications end at
one midnight, this does it, in set-based statements; the key of `transitions` keeps the two apart (invariant 4).
"""

from datetime import timedelta
from time import perf_counter
from typing import Final

import structlog

from background.measures import BACKSTOP_FAILURES, ROUND, SETTLED
from background.pauses import poll_forever
from ledger.accounts.boundaries import is_crowded, settle_overdue
from ledger.store.database import Database
from ledger.store.host_clock import time_of

LONGEST_PAUSE_S: Final = 15.0
CROWD: Final = 200
"""So many due at once are not left to their timers first: those drain at about 60 a second."""

log = structlog.get_logger("backstop")


async def watch_forever(database: Database, *, poll_s: float, overdue_s: float, batch: int) -> None:
    """Record what is overdue by more than `overdue_s` seconds, until cancelled."""

    async def look() -> bool:
        return await watch_once(database, overdue_s=overdue_s, batch=batch) >= batch

    await poll_forever(look, poll_s=poll_s, longest_s=LONGEST_PAUSE_S, log=log, failures=BACKSTOP_FAILURES)


async def watch_once(database: Database, *, overdue_s: float, batch: int) -> int:
    """One round: how many accounts had something overdue, or due in a crowd, that is recorded now."""
    now = await time_of(database)
    started = perf_counter()
    crowded = await is_crowded(database, through=now, enough=CROWD)
    through = now if crowded else now - timedelta(seconds=overdue_s)
    settled = await settle_overdue(database, through=through, now=now, by="backstop", most=batch)
    ROUND.observe(perf_counter() - started)
    if settled:
        SETTLED.inc(settled)
        log.info("recorded overdue boundaries", accounts=settled)
    return settled
