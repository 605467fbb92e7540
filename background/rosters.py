"""Roster watch: count violations on rosters of networks; repeated violations open a case (article 11).

Runs without Temporal, like the backstop. Several workers may run it at the same time, and no violation is missed while
none runs.
"""

from typing import Final

import structlog

from background.measures import ROSTER_ESCALATIONS, ROSTER_FAILURES
from background.pauses import poll_forever
from ledger.networks.roster_watch import escalate_repeated
from ledger.store.database import Database
from ledger.store.host_clock import time_of

LONGEST_PAUSE_S: Final = 300.0

log = structlog.get_logger("rosters")


async def watch_forever(database: Database, *, poll_s: float) -> None:
    """Check every `poll_s` seconds, until cancelled; while the database is unavailable, the pauses grow."""

    async def look() -> bool:
        escalated = await escalate_repeated(database, now=await time_of(database))
        if escalated:
            ROSTER_ESCALATIONS.inc(len(escalated))
            log.info("violations on rosters became cases", networks=escalated)
        return False

    await poll_forever(look, poll_s=poll_s, longest_s=LONGEST_PAUSE_S, log=log, failures=ROSTER_FAILURES)
