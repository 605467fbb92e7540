"""Rescreens of all accounts: start, progress and end. `is_new` decides which finding is new, and so opens a case."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from models.accounts.commands import Refusal
from models.instants import shown
from models.records import Listed
from models.screening.rescreens import (
    KIND,
    Finished,
    Progressed,
    Rescreen,
    RescreenBody,
    RescreenEntry,
    RescreenStatus,
    Started,
    Stopped,
)
from regulation.records import Decided, RecordType, Step

DecideRescreen = Callable[[Rescreen | None, datetime], Decided[RescreenBody]]


def start(started: Started) -> DecideRescreen:
    """Start a rescreen of all accounts."""

    def decide(rescreen: Rescreen | None, _: datetime) -> Decided[RescreenBody]:
        if rescreen is not None:
            return Refusal(code="duplicate_id", message=f"rescreen {rescreen.id} exists already: choose another id")
        return Step((started,))

    return decide


def go_on(body: Progressed | Finished) -> DecideRescreen:
    """Enter progress or the end. A rescreen that is further already, or has ended, stays as it is: two workers may run
    one.
    """

    def decide(rescreen: Rescreen | None, _: datetime) -> Decided[RescreenBody]:
        if rescreen is None or rescreen.status is not RescreenStatus.RUNNING:
            return Step()
        if isinstance(body, Progressed) and body.after <= rescreen.after:
            return Step()
        return Step((body,))

    return decide


def stop(reason: str) -> DecideRescreen:
    """Stop the rescreen; its findings stay."""

    def decide(rescreen: Rescreen | None, _: datetime) -> Decided[RescreenBody]:
        if rescreen is None:
            return Refusal(code="unknown_rescreen", message="there is no such rescreen: `GET /v1/rescreens` lists them")
        if rescreen.status is not RescreenStatus.RUNNING:
            ended = "" if rescreen.ended_at is None else f" {shown(rescreen.ended_at)}"
            return Refusal(code="rescreen_over", message=f"rescreen {rescreen.id} {rescreen.status}{ended}")
        return Step((Stopped(reason=reason),))

    return decide


def is_new(finding: str, seen: str) -> bool:
    """Whether something was found that no person has seen, or is about to see."""
    return finding not in {"", seen}


def in_words(rescreen: Rescreen) -> str:
    """Progress of a rescreen, in words."""
    share = 100 * rescreen.looked_at // rescreen.accounts if rescreen.accounts else 100
    return (
        f"{rescreen.status}: {rescreen.looked_at:,} of {rescreen.accounts:,} accounts ({min(share, 100)} %), "
        f"{rescreen.found:,} with a protected name, {rescreen.opened:,} new cases"
    )


def _apply(rescreen: Rescreen | None, entry: RescreenEntry) -> Rescreen:
    body, at = entry.body, entry.recorded_at
    if isinstance(body, Started):
        return Rescreen(
            id=entry.record,
            status=RescreenStatus.RUNNING,
            because=body.because,
            lexicon=body.lexicon,
            accounts=body.accounts,
            started_at=at,
            started_by=entry.actor,
            changed_at=at,
            reason=body.reason,
        )
    if rescreen is None:
        raise ValueError(f"rescreen {entry.record}: its first entry is {body.type}, not its start")
    if isinstance(body, Stopped):
        return rescreen.model_copy(
            update={"status": RescreenStatus.STOPPED, "ended_at": at, "changed_at": at, "reason": body.reason}
        )
    tally = {"looked_at": body.looked_at, "found": body.found, "opened": body.opened, "changed_at": at}
    if isinstance(body, Finished):
        ended = {"status": RescreenStatus.FINISHED, "ended_at": at, "lexicon": body.lexicon or rescreen.lexicon}
        return rescreen.model_copy(update={**tally, **ended})
    return rescreen.model_copy(update={**tally, "after": body.after, "lexicon": body.lexicon})


def _listed(rescreen: Rescreen) -> Listed:
    return Listed(status=rescreen.status.value, label=rescreen.because)


RESCREEN: Final[RecordType[RescreenBody, Rescreen]] = RecordType(KIND, RescreenEntry, Rescreen, _apply, _listed)
