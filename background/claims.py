"""The claims watch: cases held by keys that may decide no more are freed, should one have been claimed while its key
was being revoked.

Beside Temporal, like the backstop; any number of workers may look at the same time.
"""

import asyncio
from typing import Final

import structlog

from ledger.cases.claims import free_all
from ledger.store.database import Database, DatabaseAwayError
from ledger.store.host_clock import time_of

LOOK_S: Final = 30.0

log = structlog.get_logger("claims")


async def watch_forever(database: Database, *, poll_s: float = LOOK_S) -> None:
    """Look every `poll_s` seconds, until cancelled; also while the database is away."""
    while True:
        try:
            freed = await free_all(database, now=await time_of(database))
        except DatabaseAwayError as error:
            log.warning("the database is away", error=str(error).splitlines()[0])
        else:
            if freed:
                log.info("cases are free again", cases=freed)
        await asyncio.sleep(poll_s)
