"""Watch that carries out deferred decisions whose window has passed, where the workflow of the case has not.

Runs without Temporal, like the backstop. Several workers may run it at the same time: each decision is carried out
once.
"""

from datetime import timedelta
from typing import Final

import structlog

from background.pauses import poll_forever
from ledger.cases.deferring import carry_out_due
from ledger.store.database import Database
from ledger.store.host_clock import time_of

LOOK_S: Final = 5.0
OVERDUE: Final = timedelta(seconds=2)
"""Time that is left to the workflow."""

log = structlog.get_logger("deferred decisions")


async def watch_forever(database: Database, *, poll_s: float = LOOK_S) -> None:
    """Check every `poll_s` seconds, until cancelled; continue while the database is unavailable."""

    async def look() -> bool:
        done = await carry_out_due(database, now=await time_of(database), overdue=OVERDUE)
        if done:
            log.info("carried out decisions whose window had passed", cases=list(done))
        return False

    await poll_forever(look, poll_s=poll_s, longest_s=30.0, log=log)
