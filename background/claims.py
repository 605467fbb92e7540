"""Watch that releases cases claimed by revoked keys: a case may have been claimed while its key was being revoked.

Runs without Temporal, like the backstop. Several workers may run it at the same time.
"""

from typing import Final

import structlog

from background.pauses import poll_forever
from ledger.cases.claims import free_all
from ledger.store.database import Database
from ledger.store.host_clock import time_of

LOOK_S: Final = 30.0

log = structlog.get_logger("claims")


async def watch_forever(database: Database, *, poll_s: float = LOOK_S) -> None:
    """Check every `poll_s` seconds, until cancelled; continue while the database is unavailable."""

    async def look() -> bool:
        freed = await free_all(database, now=await time_of(database))
        if freed:
            log.info("released cases of revoked keys", cases=freed)
        return False

    await poll_forever(look, poll_s=poll_s, longest_s=poll_s, log=log)
