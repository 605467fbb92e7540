"""Deadlines of activities: a table of time limits and retry policies, and functions that call activities with them.

The numbers come from the worker's settings (`background.bounding`). They are not part of a replay, so they may be
changed at any time.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any, Final, NamedTuple, TypeVar

from temporalio import workflow
from temporalio.common import RetryPolicy

with workflow.unsafe.imports_passed_through():
    from activities.follow_ups import FOLLOW_UPS
    from activities.messages import RecordDue, RecordFound
    from models.records import B, S
    from regulation.records import RecordType

A = TypeVar("A")
R = TypeVar("R")


class Kind(Enum):
    """Amount of work that an activity does in one call."""

    STEP = "step"
    """One transaction, or two."""
    BATCH = "batch"
    """Some hundreds of accounts, without a heartbeat in between."""
    SLICE = "slice"
    """The work of a few minutes, with heartbeats."""
    LONG = "long"
    """All of the work, with heartbeats."""


BEATING: Final = frozenset({Kind.SLICE, Kind.LONG})
"""Kinds that send heartbeats: a missing heartbeat shows that the worker was killed."""

_SOON: Final = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
"""Retry policy without a last attempt: while the database cannot be reached, the activity is tried again."""
_LATER: Final = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5))


class ActivityRow(NamedTuple):
    """Settings of one activity: its kind, and its retry policy."""

    kind: Kind
    tried_again: RetryPolicy = _SOON


ACTIVITIES: Final[Mapping[str, ActivityRow]] = {
    "load_standing": ActivityRow(Kind.STEP),
    "record_boundary": ActivityRow(Kind.STEP),
    **{row.activity: ActivityRow(Kind.STEP) for row in FOLLOW_UPS.values()},
    "advance_network": ActivityRow(Kind.BATCH),
    "advance_bulk": ActivityRow(Kind.SLICE),
    "advance_run": ActivityRow(Kind.SLICE),
    "call_rescreen": ActivityRow(Kind.STEP),
    "look_at_slice": ActivityRow(Kind.LONG),  # LONG: the configured pace may be slow
    "search_coordination": ActivityRow(Kind.LONG, _LATER),
    "deal_with_clusters": ActivityRow(Kind.SLICE, _LATER),
    "finish_sweep": ActivityRow(Kind.SLICE, _LATER),
    "deliver_events": ActivityRow(Kind.SLICE),
    "pause_subscription": ActivityRow(Kind.STEP),
    "request_report": ActivityRow(Kind.STEP, _LATER),
    "build_report": ActivityRow(Kind.LONG, _LATER),
    "reconcile_report": ActivityRow(Kind.LONG, _LATER),
    "deliver_report": ActivityRow(Kind.LONG, _LATER),
    "escalate_report": ActivityRow(Kind.STEP, _LATER),
}
"""Kind and retry policy of each activity, by the activity's name."""


@dataclass(frozen=True)
class Numbers:
    """Time limits in seconds. `settings` has the same fields and explains each."""

    step_s: float = 20.0
    batch_s: float = 120.0
    slice_s: float = 600.0
    long_s: float = 21_600.0
    alive_s: float = 60.0

    def start_to_close(self, activity: str) -> timedelta:
        """Return the time limit of one attempt."""
        seconds = {
            Kind.STEP: self.step_s,
            Kind.BATCH: self.batch_s,
            Kind.SLICE: self.slice_s,
            Kind.LONG: self.long_s,
        }
        return timedelta(seconds=seconds[ACTIVITIES[activity].kind])

    def heartbeat(self, activity: str) -> timedelta | None:
        """Return the longest time between two heartbeats of an attempt; None: the activity sends none."""
        return timedelta(seconds=self.alive_s) if ACTIVITIES[activity].kind in BEATING else None


USUAL: Final = Numbers()


async def carried_out(
    step: Callable[[Any, A], Awaitable[R]], what: A, *, summary: str, task_queue: str | None = None
) -> R:
    """Run an activity and return its result. It is retried as its row says, each attempt within its deadline."""
    options = _options(step.__name__)
    return await workflow.execute_activity_method(step, what, task_queue=task_queue, summary=summary, **options)


async def followed_up(record_type: RecordType[B, S], due: RecordDue, *, summary: str) -> RecordFound[S]:
    """Run the follow-up of a record and return its state. It is retried, each attempt within its deadline."""
    name = FOLLOW_UPS[record_type.kind].activity
    result: Any = RecordFound.__class_getitem__(record_type.state)
    found: RecordFound[S] = await workflow.execute_activity(
        name, due, result_type=result, summary=summary, **_options(name)
    )
    return found


def _options(name: str) -> dict[str, Any]:
    return {
        "start_to_close_timeout": USUAL.start_to_close(name),
        "heartbeat_timeout": USUAL.heartbeat(name),
        "retry_policy": ACTIVITIES[name].tried_again,
    }
