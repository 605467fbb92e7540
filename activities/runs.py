"""Activity that carries out the next rows of a run, slice by slice, and counts the outcomes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Final

from temporalio import activity

from activities.messages import RecordDue, RecordFound
from ledger.accounts.reviews import Screen
from ledger.runs import running
from ledger.runs.carrying import Work
from ledger.store.database import Database
from ledger.store.slices import Pace
from models.runs import Run, RunProgress
from regulation.catalogue.rulebook import IN_FORCE, Rulebook

ACTOR: Final = "run"

AT_A_TIME_S: Final = 10.0
"""Seconds of work before control returns to the workflow, which shows the progress."""
BEAT_S: Final = 1.0
"""Seconds between two heartbeats."""


@dataclass(frozen=True)
class Terms:
    """Settings with which the API decides single commands, and so the worker those of runs."""

    rulebook: Rulebook = IN_FORCE
    backdating_limit: timedelta | None = None
    tolerance: timedelta = timedelta(0)


USUAL_TERMS: Final = Terms()


class RowsDone(RecordFound[Run]):
    """State of a run after some rows."""

    progress: RunProgress


class RunActivities:
    """Activities of runs over one database."""

    def __init__(self, database: Database, screen: Callable[[], Awaitable[Screen]], terms: Terms) -> None:
        self._database = database
        self._screen = screen
        self._terms = terms

    @activity.defn
    async def advance_run(self, due: RecordDue) -> RowsDone:
        """Carry out the next rows; a retry continues with those still waiting.

        Raises:
            ValueError: there is no such run.
        """
        work = Work(
            now=due.at,
            rulebook=self._terms.rulebook,
            backdating_limit=self._terms.backdating_limit,
            tolerance=self._terms.tolerance,
            screen=await self._screen(),
        )
        pace, begun = Pace(running.SLICE), monotonic()
        while True:
            advanced = await running.advance(self._database, due.record, work, actor=ACTOR, pace=pace, within_s=BEAT_S)
            activity.heartbeat(advanced.progress)
            if not advanced.progress.waiting or monotonic() - begun >= AT_A_TIME_S:
                break
        if advanced.entered.state is None:
            raise ValueError(f"there is no run {due.record}: is this the right database?")
        return RowsDone(state=advanced.entered.state, version=advanced.entered.version, progress=advanced.progress)
