"""Outbox relay: deliver committed facts and entries to the workflows of their accounts and records.

The first delivery starts the workflow (`background/stream_workflows.py` has the workflow of each kind of stream). The
process may be killed at any moment: a row leaves the outbox only after Temporal has accepted it. A delivery may
therefore be repeated, and workflows ignore what they already know.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, Literal

import structlog
from temporalio.client import Client
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from background.measures import OUTBOX_DEPTH, RELAY_FAILURES, RELAYED, RELAYED_ENTRIES
from background.naming import with_names
from background.pacing import Pace, TurnMissedError
from background.pauses import pause_s
from background.stream_workflows import WORKFLOWS, StreamWorkflow, start_or_signal, told
from ledger.store.database import Database, DatabaseAwayError
from ledger.streams import outbox
from ledger.streams.outbox import ACCOUNT, Message

AT_ONCE: Final = 32
"""Maximum of calls to Temporal in flight; more would only queue in the server."""
ROUND_S: Final = 10.0
"""Seconds in which calls of one round may begin. Streams not delivered by then wait for the next round; the outbox's
rows are unlocked one call later.
"""
LONGEST_PAUSE_S: Final = 15.0
FIRST_BACKOFF_S: Final = 1.0
LONGEST_BACKOFF_S: Final = 60.0

AWAY: Final = frozenset(
    {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.CANCELLED,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        RPCStatusCode.UNAUTHENTICATED,
        RPCStatusCode.PERMISSION_DENIED,
        RPCStatusCode.NOT_FOUND,
    }
)
"""gRPC statuses whose cause is not the stream: server unavailable, timeout, no permission, no namespace."""

_Answer = Literal["taken", "refused", "away", "waiting"]

log = structlog.get_logger("relay")


@dataclass(frozen=True)
class Round:
    """Result of delivering one batch; sets hold names of streams."""

    facts: int = 0
    """Number of facts that Temporal accepted."""
    entries: int = 0
    """Number of entries that Temporal accepted."""
    taken: Set[str] = frozenset()
    refused: Set[str] = frozenset()
    away: Set[str] = frozenset()
    """Streams not delivered because Temporal or the database did not answer."""
    full: bool = False
    """Whether the batch was full, so that more may be waiting."""

    @property
    def failed(self) -> Set[str]:
        """Streams that were tried and not delivered."""
        return self.refused | self.away


async def relay_forever(
    database: Database,
    client: Client,
    *,
    task_queue: str,
    poll_s: float,
    batch: int,
    pace: Pace,
    round_s: float = ROUND_S,
    workflows: Mapping[str, StreamWorkflow[Any]] = WORKFLOWS,
) -> None:
    """Deliver batches until cancelled. A stream that Temporal refuses is paused alone; when Temporal accepts nothing,
    or the database is unavailable, all streams are retried with growing pauses.
    """
    failures = 0
    backoff = StreamBackoff()
    while True:
        try:
            delivered = await relay_once(
                database,
                client,
                task_queue=task_queue,
                batch=batch,
                pace=pace,
                but=backoff.paused(),
                round_s=round_s,
                workflows=workflows,
            )
        except DatabaseAwayError as error:
            delivered = Round(away=frozenset({"database"}))
            RELAY_FAILURES.inc()
            log.warning("the database is unavailable; nothing is lost", error=str(error).splitlines()[0])
        backoff.learn(delivered)
        if delivered.away and not delivered.taken:
            failures += 1
            pause = pause_s(failures, first_s=poll_s, longest_s=LONGEST_PAUSE_S)
            log.warning(
                "facts and entries wait in the outbox", streams=len(delivered.away), next_try_in_s=round(pause, 1)
            )
            await asyncio.sleep(pause)
        else:
            failures = 0
            if not (delivered.full and delivered.taken):
                await asyncio.sleep(poll_s)


class StreamBackoff:
    """Backoff per stream: a stream that was refused while others were accepted is skipped for a while. Otherwise
    refused streams would fill every batch and delay all others.
    """

    def __init__(self, elapsed: Callable[[], float] = monotonic) -> None:
        """Create with no paused stream; `elapsed` returns seconds of a monotonic clock."""
        self._elapsed = elapsed
        self._refusals: dict[str, int] = {}
        self._until: dict[str, float] = {}

    def paused(self) -> set[str]:
        """Return the names of the streams that are paused now."""
        return {stream for stream, until in self._until.items() if until > self._elapsed()}

    def learn(self, delivered: Round) -> None:
        """Pause the streams that were refused, and resume those that were accepted."""
        for stream in delivered.taken:
            self._refusals.pop(stream, None)
            self._until.pop(stream, None)
        for stream in delivered.refused | (delivered.away if delivered.taken else frozenset()):
            refusals = self._refusals[stream] = self._refusals.get(stream, 0) + 1
            pause = pause_s(refusals - 1, first_s=FIRST_BACKOFF_S, longest_s=LONGEST_BACKOFF_S)
            self._until[stream] = self._elapsed() + pause


async def relay_once(
    database: Database,
    client: Client,
    *,
    task_queue: str,
    batch: int,
    pace: Pace | None = None,
    but: Collection[str] = (),
    round_s: float = ROUND_S,
    workflows: Mapping[str, StreamWorkflow[Any]] = WORKFLOWS,
) -> Round:
    """Deliver one batch, without the streams in `but`.

    Raises:
        DatabaseAwayError: when the outbox cannot be read; what was delivered is then delivered again.
    """
    until = asyncio.get_running_loop().time() + round_s
    pace = pace or Pace(AT_ONCE)
    async with outbox.waiting(database, workflows, batch, but=but) as waiting:
        messages = await with_names(waiting.connection, waiting.messages)
        answers = await asyncio.gather(
            *(_deliver(client, task_queue, workflows[message.kind], message, pace, until) for message in messages)
        )
        answered = list(zip(waiting.messages, answers, strict=True))
        taken = [message for message, answer in answered if answer == "taken"]
        await waiting.delivered({message.name for message in taken})
    delivered = Round(
        facts=sum(len(message.rows) for message in taken if message.kind == ACCOUNT),
        entries=sum(len(message.rows) for message in taken if message.kind != ACCOUNT),
        taken=frozenset(message.name for message in taken),
        refused=frozenset(message.name for message, answer in answered if answer == "refused"),
        away=frozenset(message.name for message, answer in answered if answer == "away"),
        full=waiting.full,
    )
    RELAYED.inc(delivered.facts)
    RELAYED_ENTRIES.inc(delivered.entries)
    RELAY_FAILURES.inc(len(delivered.failed))
    depth = await outbox.depth(database)
    OUTBOX_DEPTH.labels("facts").set(depth.facts)
    OUTBOX_DEPTH.labels("entries").set(depth.entries)
    return delivered


async def _deliver(
    client: Client, task_queue: str, workflow: StreamWorkflow[Any], message: Message, pace: Pace, until: float
) -> _Answer:
    try:
        for argument in told(workflow, message):
            async with pace.call(until):
                await start_or_signal(client, task_queue, workflow, message, argument)
    except WorkflowAlreadyStartedError:
        # The workflow has completed and must not restart: the account is closed, and the facts were delivered before.
        return "taken"
    except TurnMissedError:
        return "waiting"
    except (RPCError, TimeoutError, OSError) as error:
        away = not isinstance(error, RPCError) or error.status in AWAY
        log.warning("Temporal did not accept a delivery", stream=message.name, away=away, error=str(error))
        return "away" if away else "refused"
    return "taken"
