"""Deadlines of activities: one table says how long each may take and how it is tried again, one function calls them.

The numbers come from the settings of the worker (`background.bounding`). A replay does not look at them, so they may be
changed.
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
    """How much an activity does at a time."""

    STEP = "step"
    """One transaction or two."""
    BATCH = "batch"
    """Some hundreds of accounts, without a sign of life in between."""
    SLICE = "slice"
    """As much as fits into some minutes, with signs of life."""
    LONG = "long"
    """Everything there is, with signs of life."""


BEATING: Final = frozenset({Kind.SLICE, Kind.LONG})
"""A worker that is killed in the middle of these is missed when its signs of life stay out."""

_SOON: Final = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1))
"""Without an end: while the database is away there is nothing better to do than to try again."""
_LATER: Final = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=5))


class Row(NamedTuple):
    """What counts for one activity."""

    kind: Kind
    tried_again: RetryPolicy = _SOON


ACTIVITIES: Final[Mapping[str, Row]] = {
    "load_standing": Row(Kind.STEP),
    "record_boundary": Row(Kind.STEP),
    **{row.activity: Row(Kind.STEP) for row in FOLLOW_UPS.values()},
    "advance_network": Row(Kind.BATCH),
    "advance_bulk": Row(Kind.SLICE),
    "call_rescreen": Row(Kind.STEP),
    "look_at_slice": Row(Kind.LONG),  # however slow the pace that was set
    "search_coordination": Row(Kind.LONG, _LATER),
    "deal_with_clusters": Row(Kind.SLICE, _LATER),
    "finish_sweep": Row(Kind.SLICE, _LATER),
    "deliver_events": Row(Kind.SLICE),
    "pause_subscription": Row(Kind.STEP),
    "request_report": Row(Kind.STEP, _LATER),
    "build_report": Row(Kind.LONG, _LATER),
    "reconcile_report": Row(Kind.LONG, _LATER),
    "deliver_report": Row(Kind.LONG, _LATER),
    "escalate_report": Row(Kind.STEP, _LATER),
}
"""By the activity's name."""


@dataclass(frozen=True)
class Numbers:
    """In seconds. `settings` has the same, with what each is for."""

    step_s: float = 20.0
    batch_s: float = 120.0
    slice_s: float = 600.0
    long_s: float = 21_600.0
    alive_s: float = 60.0

    def start_to_close(self, activity: str) -> timedelta:
        """How long one attempt may take."""
        seconds = {
            Kind.STEP: self.step_s,
            Kind.BATCH: self.batch_s,
            Kind.SLICE: self.slice_s,
            Kind.LONG: self.long_s,
        }
        return timedelta(seconds=seconds[ACTIVITIES[activity].kind])

    def heartbeat(self, activity: str) -> timedelta | None:
        """How long an attempt may show no sign of life; None where it shows none."""
        return timedelta(seconds=self.alive_s) if ACTIVITIES[activity].kind in BEATING else None


USUAL: Final = Numbers()


async def carried_out(
    step: Callable[[Any, A], Awaitable[R]], what: A, *, summary: str, task_queue: str | None = None
) -> R:
    """What an activity comes to. It is tried again and again, each time within its deadline."""
    options = _options(step.__name__)
    return await workflow.execute_activity_method(step, what, task_queue=task_queue, summary=summary, **options)


async def followed_up(record_type: RecordType[B, S], due: RecordDue, *, summary: str) -> RecordFound[S]:
    """The state of a record after its follow-up, which is tried again and again, each time within its deadline."""
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
