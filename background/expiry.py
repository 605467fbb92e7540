"""The expiry watch: certifications that end soon are announced, 30, 7 and 1 days ahead (article 2).

Beside Temporal, like the backstop: it finds them by the day written on them, so that imported ones are not forgotten,
and any number of workers may look at the same time.
"""

from typing import Final

import structlog

from background.measures import EXPIRY_FAILURES, EXPIRY_WARNINGS
from background.pauses import poll_forever
from ledger.accounts.expiry import warn_of_expiries
from ledger.store.database import Database
from ledger.store.host_clock import time_of

LONGEST_PAUSE_S: Final = 300.0

log = structlog.get_logger("expiry")


async def watch_forever(database: Database, *, poll_s: float) -> None:
    """Look every `poll_s` seconds, until cancelled; while the database is away, with growing pauses."""

    async def look() -> bool:
        announced = await warn_of_expiries(database, now=await time_of(database))
        if announced:
            EXPIRY_WARNINGS.inc(announced)
            log.info("announced certifications that end soon", warnings=announced)
        return False

    await poll_forever(look, poll_s=poll_s, longest_s=LONGEST_PAUSE_S, log=log, failures=EXPIRY_FAILURES)
