"""Activity that processes the next accounts of a bulk action, slice by slice, and counts the results."""

from time import monotonic
from typing import Final

from temporalio import activity

from activities.messages import RecordDue, RecordFound
from ledger.sanctions import bulk as ledger
from ledger.store.database import Database
from ledger.store.slices import Pace
from models.sanctions.bulk import Bulk, Progress
from regulation.sanctions.bulk import AT_WORK

ACTOR: Final = "bulk run"

AT_A_TIME_S: Final = 60.0
"""Longest time, in seconds, before control returns to the workflow. Each processed account signals its own workflow;
with one activity a slice, each result would queue behind thousands of those signals.
"""
BEAT_S: Final = 2.0
"""Seconds of work between two heartbeats, each with the progress."""


class SliceDone(RecordFound[Bulk]):
    """State of a bulk action after some slices."""

    progress: Progress


class BulkActivities:
    """Activities of bulk actions over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn
    async def advance_bulk(self, due: RecordDue) -> SliceDone:
        """Process the next accounts; a retry continues with those still waiting.

        Raises:
            ValueError: there is no such bulk action.
        """
        begun, pace = monotonic(), Pace(ledger.LARGEST_SLICE)
        while True:
            advanced = await ledger.advance_for(
                self._database, due.record, now=due.at, actor=ACTOR, pace=pace, within_s=BEAT_S
            )
            activity.heartbeat(advanced.progress)
            state = advanced.entered.state
            # The last slice may end with the time: what is over is finished here, not behind thousands of workflows.
            if state is None or state.status not in AT_WORK or monotonic() - begun >= AT_A_TIME_S:
                break
        if advanced.entered.state is None:
            raise ValueError(f"there is no bulk action {due.record}: is this the right database?")
        return SliceDone(state=advanced.entered.state, version=advanced.entered.version, progress=advanced.progress)
