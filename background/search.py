"""Search upkeep: write the rows by which accounts are searched that are missing or out of date.

Runs without Temporal, like the backstop. Several workers may run it at the same time.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog

from background.measures import SEARCH_FAILURES, SEARCH_ROWS
from background.pauses import poll_forever
from ledger.accounts.search_upkeep import mark_behind, write_due
from ledger.store.database import Database
from ledger.store.host_clock import time_of

POLL_S: Final = 5.0
LONGEST_PAUSE_S: Final = 60.0
COMPARED_EVERY: Final = timedelta(hours=1)
"""Time between two comparisons of all rows with the standings: while a cluster is upgraded, processes of the version
before write facts without them.
"""
BATCH: Final = 500

log = structlog.get_logger("search")


async def watch_forever(database: Database) -> None:
    """Keep the rows up to date, until cancelled."""
    compared: datetime | None = None

    async def look() -> bool:
        nonlocal compared
        now = await time_of(database)
        if compared is None or now - compared >= COMPARED_EVERY:
            if marked := await mark_behind(database):
                log.info("accounts are prepared for the search", accounts=marked)
            compared = now
        written = await write_due(database, now, most=BATCH)
        SEARCH_ROWS.inc(written)
        return written >= BATCH

    await poll_forever(look, poll_s=POLL_S, longest_s=LONGEST_PAUSE_S, log=log, failures=SEARCH_FAILURES)
