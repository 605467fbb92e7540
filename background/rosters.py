"""The roster watch: violations on the rosters of networks are counted, and repeated ones become a case (article 11).

Beside Temporal, like the backstop; any number of workers may look at the same time, and an absence costs no count.
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
    """Look every `poll_s` seconds, until cancelled; while the database is away, with growing pauses."""

    async def look() -> bool:
        escalated = await escalate_repeated(database, now=await time_of(database))
        if escalated:
            ROSTER_ESCALATIONS.inc(len(escalated))
            log.info("violations on rosters became cases", networks=escalated)
        return False

    await poll_forever(look, poll_s=poll_s, longest_s=LONGEST_PAUSE_S, log=log, failures=ROSTER_FAILURES)
