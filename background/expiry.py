"""The expiry watch: certifications that end soon are announced, 30, 7 and 1 days ahead (article 2).

Beside Temporal, like the backstop: it finds them by the day written on them, so that imported ones are not forgotten,
and any number of workers may look at the same time.
"""

import asyncio
from typing import Final

import structlog

from background.measures import EXPIRY_FAILURES, EXPIRY_WARNINGS
from background.pauses import pause_s
from ledger.accounts.expiry import warn_of_expiries
from ledger.store.database import Database, DatabaseAwayError
from ledger.store.host_clock import time_of

LONGEST_PAUSE_S: Final = 300.0

log = structlog.get_logger("expiry")


async def watch_forever(database: Database, *, poll_s: float) -> None:
    """Look every `poll_s` seconds, until cancelled; while the database is away, with growing pauses."""
    failures = 0
    while True:
        try:
            announced = await warn_of_expiries(database, now=await time_of(database))
        except DatabaseAwayError as error:
            failures += 1
            EXPIRY_FAILURES.inc()
            log.warning("the database is away", error=str(error).splitlines()[0])
        else:
            failures = 0
            if announced:
                EXPIRY_WARNINGS.inc(announced)
                log.info("announced certifications that end soon", warnings=announced)
        await asyncio.sleep(pause_s(failures, first_s=poll_s, longest_s=LONGEST_PAUSE_S))
