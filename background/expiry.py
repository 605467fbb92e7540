"""Expiry watch: announce certifications that end soon, 30, 7 and 1 days ahead (article 2).

Runs without Temporal, like the backstop. It selects certifications by their last day, so imported ones are included.
Several workers may run it at the same time.
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
    """Check every `poll_s` seconds, until cancelled; while the database is unavailable, pauses grow up to
    `LONGEST_PAUSE_S`.
    """

    async def look() -> bool:
        announced = await warn_of_expiries(database, now=await time_of(database))
        if announced:
            EXPIRY_WARNINGS.inc(announced)
            log.info("announced certifications that end soon", warnings=announced)
        return False

    await poll_forever(look, poll_s=poll_s, longest_s=LONGEST_PAUSE_S, log=log, failures=EXPIRY_FAILURES)
