"""Slice after slice of a run's rows, until none is waiting.

A row and its facts are written in one transaction, so a worker that crashes repeats nothing and forgets nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final

import structlog
from sqlalchemy.exc import IntegrityError

from ledger.importing.inheriting import HoldersMovedError
from ledger.runs import rows
from ledger.runs.carrying import CARRYING, Work
from ledger.runs.rows import Result, Waiting
from ledger.store.database import Database, DatabaseAwayError, Size
from ledger.store.slices import Pace
from ledger.streams import records
from ledger.streams.envelope import table
from ledger.streams.records import Entered
from models.runs import RowOutcome, Run, RunBody, RunProgress, RunStatus, RunTotals
from regulation.runs import RUN, finish

EnteredRun = Entered[RunBody, Run]

SLICE: Final = 100
"""Rows in one transaction at most."""
_TRIES: Final = 3

log = structlog.get_logger("runs")


@dataclass(frozen=True)
class Advanced:
    """A run after some slices."""

    entered: EnteredRun
    progress: RunProgress


async def advance(database: Database, run: str, work: Work, *, actor: str, pace: Pace, within_s: float) -> Advanced:
    """Carry out waiting rows for some seconds; with none left, enter that the run has finished.

    Raises:
        ValueError: there is no such run.
        DatabaseAwayError: PostgreSQL cannot be reached; what was committed stays, and is not done again.
    """
    table()
    begun = monotonic()
    while True:
        known = await records.state_of(database, RUN, run)
        if known.state is None:
            raise ValueError(f"there is no run {run}: is this the right database?")
        if known.state.status is not RunStatus.RUNNING:
            return Advanced(known, await rows.progress_of(database, run))
        slice_begun = monotonic()
        done = await _slice(database, known.state, work, pace.most)
        if not done:
            return await _finish(database, run, now=work.now, actor=actor)
        pace.learn(done, monotonic() - slice_begun)
        if monotonic() - begun >= within_s:
            return Advanced(known, await rows.progress_of(database, run))


async def _slice(database: Database, run: Run, work: Work, most: int) -> int:
    """Carry out the next rows; return their number, 0 when none are left."""
    try:
        return await _together(database, run, work, most)
    except DatabaseAwayError:
        raise
    except Exception as error:  # one row may be the cause; nothing was done, so try each alone
        log.warning("a slice of a run is carried out row by row", run=run.id, error=type(error).__name__)
        return await _one_by_one(database, run, work, most)


async def _together(database: Database, run: Run, work: Work, most: int) -> int:
    carry_out = CARRYING[run.commands]
    async with database.transaction(Size.SLICE) as connection:
        waiting = await rows.waiting(connection, run.id, most)
        if not waiting:
            return 0
        results = await carry_out(connection, run, waiting, work)
        await rows.store(connection, run.id, results)
    return len(results)


async def _one_by_one(database: Database, run: Run, work: Work, most: int) -> int:
    async with database.transaction() as connection:
        waiting = await rows.waiting(connection, run.id, most)
    for row in waiting:
        await _alone(database, run, work, row)
    return len(waiting)


async def _alone(database: Database, run: Run, work: Work, row: Waiting) -> None:
    for left in reversed(range(_TRIES)):
        try:
            async with database.transaction() as connection:
                still = await rows.waiting(connection, run.id, 1, only=row.place)
                if still:  # no other worker has processed it meanwhile
                    await rows.store(connection, run.id, await CARRYING[run.commands](connection, run, still, work))
        except DatabaseAwayError:
            raise
        except Exception as error:
            # Another transaction has created the account, or given the holder another one, meanwhile: try again.
            if left and isinstance(error, IntegrityError | HoldersMovedError):
                continue
            log.exception("a row of a run failed", run=run.id, ref=row.ref)
            async with database.transaction() as connection:
                if await rows.waiting(connection, run.id, 1, only=row.place):
                    await rows.store(connection, run.id, [failed(row.place, error)])
        return


def failed(place: int, error: Exception) -> Result:
    """Return the result of a row whose command failed with an error of ours."""
    message = f"an internal error ({type(error).__name__}): `standing ledger verify` may say more; nothing was recorded"
    return Result(place, RowOutcome.REFUSED, message=message, code="internal_error")


async def _finish(database: Database, run: str, *, now: datetime, actor: str) -> Advanced:
    async with database.transaction(Size.SLICE) as connection:
        await records.lock(connection, RUN.kind, run)
        progress = await rows.counted(connection, run)
        if progress.waiting:  # another worker had the slice, and rolled it back
            return Advanced(await records.state_within(connection, RUN, run), progress)
        totals = RunTotals(done=progress.done, held=progress.held, refused=progress.refused)
        command = records.Command(RUN, run, finish(totals), actor=actor, now=now)
        entered = await records.enter(connection, command)
    return Advanced(entered, progress)
