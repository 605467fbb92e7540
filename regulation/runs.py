"""Runs: the moves that each status allows, and the rules of each move."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, Literal

from models import runs as r
from models.accounts.commands import Refusal
from models.instants import shown
from models.records import Listed
from models.runs import KIND, Run, RunBody, RunEntry, RunKind, RunStatus, RunTotals
from regulation.records import Decided, RecordType, Step

DecideRun = Callable[[Run | None, datetime], Decided[RunBody]]
RunMove = Literal["start", "finish", "cancel"]

MOVES: Final[Mapping[RunStatus, Mapping[RunMove, RunStatus]]] = {
    RunStatus.RECEIVING: {"start": RunStatus.RUNNING, "cancel": RunStatus.CANCELLED},
    RunStatus.RUNNING: {"finish": RunStatus.FINISHED, "cancel": RunStatus.CANCELLED},
    RunStatus.FINISHED: {},
    RunStatus.CANCELLED: {},
}
"""Moves that each status allows, and the status that each leads to."""


def create(commands: RunKind, note: str, actor: str) -> DecideRun:
    """Create the run; the same run created again by the same caller changes nothing."""

    def decide(run: Run | None, _: datetime) -> Decided[RunBody]:
        if run is None:
            return Step((r.Created(commands=commands, note=note),))
        if (run.commands, run.note, run.created_by) == (commands, note, actor):
            return Step()
        return Refusal(
            code="duplicate_id",
            message=f"run {run.id} exists already, with commands {run.commands}: choose another id",
        )

    return decide


def start(rows: int, expected: int | None) -> DecideRun:
    """Start the run with the rows received; starting it again changes nothing."""

    def decide(run: Run | None, _: datetime) -> Decided[RunBody]:
        if run is None:
            return _unknown()
        if run.status in {RunStatus.RUNNING, RunStatus.FINISHED} and expected in {None, run.rows}:
            return Step()
        if "start" not in MOVES[run.status]:
            return _not_now(run)
        if not rows:
            return Refusal(code="run_incomplete", message=f"run {run.id} has no rows: send them first")
        if expected is not None and expected != rows:
            return Refusal(
                code="run_incomplete",
                message=f"run {run.id} has {rows} rows, not {expected}: send the others, or correct the number",
            )
        return Step((r.Started(rows=rows),))

    return decide


def finish(totals: RunTotals) -> DecideRun:
    """Finish the run: every row has an outcome; a second time changes nothing."""

    def decide(run: Run | None, _: datetime) -> Decided[RunBody]:
        if run is None or "finish" not in MOVES[run.status]:
            return Step()
        return Step((r.Finished(totals=totals),))

    return decide


def cancel(reason: str) -> DecideRun:
    """Cancel the run: rows that wait are not carried out; what is recorded stays."""

    def decide(run: Run | None, _: datetime) -> Decided[RunBody]:
        if run is None:
            return _unknown()
        if run.status is RunStatus.CANCELLED:
            return Step()
        if "cancel" not in MOVES[run.status]:
            return _not_now(run)
        return Step((r.Cancelled(reason=reason),))

    return decide


def require_receiving(run: Run | None) -> Refusal | None:
    """Return the refusal of new rows; None while the run receives rows."""
    if run is None:
        return _unknown()
    return None if run.status is RunStatus.RECEIVING else _not_now(run)


def _unknown() -> Refusal:
    return Refusal(code="unknown_run", message="there is no such run")


def _not_now(run: Run) -> Refusal:
    times = {
        RunStatus.RUNNING: run.started_at,
        RunStatus.FINISHED: run.finished_at,
        RunStatus.CANCELLED: run.cancelled_at,
    }
    at = times.get(run.status)
    since = "" if at is None else f" since {shown(at)}"
    return Refusal(code="run_not_open", message=f"run {run.id} is {run.status}{since}: use another run")


def _apply(run: Run | None, entry: RunEntry) -> Run:
    body, at = entry.body, entry.recorded_at
    if isinstance(body, r.Created):
        return Run(
            id=entry.record,
            status=RunStatus.RECEIVING,
            commands=body.commands,
            note=body.note,
            created_at=at,
            created_by=entry.actor,
        )
    if run is None:
        raise ValueError(f"run {entry.record}: its first entry is {body.type}, not its creation")
    return run.model_copy(update=_changed(run, entry))


def _changed(run: Run, entry: RunEntry) -> dict[str, Any]:
    body, at, moves = entry.body, entry.recorded_at, MOVES[run.status]
    match body:
        case r.Started():
            return {"status": moves["start"], "rows": body.rows, "started_at": at, "started_by": entry.actor}
        case r.Finished():
            return {"status": moves["finish"], "totals": body.totals, "finished_at": at}
        case r.Cancelled():
            return {
                "status": moves["cancel"],
                "cancelled_at": at,
                "cancelled_by": entry.actor,
                "cancelled_because": body.reason,
            }
        case _:
            raise AssertionError("a run is created once")


def _listed(run: Run) -> Listed:
    return Listed(status=run.status.value, label=run.commands.value)


RUN: Final[RecordType[RunBody, Run]] = RecordType(KIND, RunEntry, Run, _apply, _listed)
