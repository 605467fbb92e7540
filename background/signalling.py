"""Start a workflow or signal the one that runs: one call to Temporal, and the one function that makes it.

What Temporal itself starts by the clock is registered in `background/schedules.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy

from activities.messages import RecordStart
from ledger.streams.outbox import Message
from models.base import Frozen

N = TypeVar("N")

LONGEST_SUMMARY: Final = 380
"""Bytes of a summary that are kept: Temporal takes 400."""


def _whole(news: Any) -> Sequence[Any]:
    return (news,)


def _start(record: str) -> Frozen:
    return RecordStart(record=record)


def _always(_: Any) -> WorkflowIDReusePolicy:
    return WorkflowIDReusePolicy.ALLOW_DUPLICATE


@dataclass(frozen=True)
class StreamWorkflow(Generic[N]):
    """The workflow that is told of every stream of one kind: how it is started, and how it is signalled.

    It may be told the same twice: it passes over what it knows.
    """

    workflow: type[Any]
    summary: Callable[[str, N], str]
    """What the list of workflows shows, from the identifier and the news that it is started with."""
    details: str
    """What this workflow does, in a sentence for operators (Markdown)."""
    start: Callable[[str], Frozen] = _start
    """The argument of its `run`, from the identifier of the account or record."""
    signal: str = "changed"
    signals: Callable[[N], Sequence[Frozen]] = _whole
    """The arguments of the signals that carry the news, in their order; each far below Temporal's 2 MB."""
    reuse: Callable[[Any], WorkflowIDReusePolicy] = _always
    """Whether one that has completed begins anew, by the argument of the signal. A record may be reopened."""


async def start_or_signal(
    client: Client, task_queue: str, workflow: StreamWorkflow[Any], message: Message, argument: Frozen
) -> None:
    """Start the stream's workflow unless it runs, and send it a signal with this argument, in one call.

    Raises:
        WorkflowAlreadyStartedError: it has completed, and does not begin anew with this.
        RPCError, TimeoutError, OSError: Temporal did not take it, or nobody knows whether it did.
    """
    summary = workflow.summary(message.stream, message.news).encode()[:LONGEST_SUMMARY].decode(errors="ignore")
    await client.start_workflow(
        workflow.workflow.run,
        workflow.start(message.stream),
        id=message.name,
        task_queue=task_queue,
        id_reuse_policy=workflow.reuse(argument),
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        start_signal=workflow.signal,
        start_signal_args=[argument],
        static_summary=summary,
        static_details=workflow.details,
    )
