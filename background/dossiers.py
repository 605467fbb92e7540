"""The dossiers' relay: tells the workflow that follows a dossier what was entered, and starts it with the first entry.

As with facts: a row leaves the outbox only after Temporal has taken the message, so the worst is that something is
told twice.
"""

import asyncio
from collections.abc import Collection, Mapping
from time import monotonic
from typing import Final, Literal

import structlog
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError

from background.followers import FOLLOWERS, Follower
from background.measures import OUTBOX_DEPTH, RELAY_FAILURES, RELAYED_ENTRIES
from background.pacing import Pace, TurnMissedError
from background.pauses import pause_s
from background.relay import AT_ONCE, AWAY, LONGEST_PAUSE_S, ROUND_S
from ledger import dossier_outbox
from ledger.database import Database, DatabaseAwayError
from ledger.dossier_outbox import Message

REST_S: Final = 30.0
"""How long a dossier rests that Temporal refused for a reason of its own: it must not hold up the others."""
AWAY_REST_S: Final = 2.0
"""How long one rests about which Temporal did not answer while it took others."""
_RESTS: Final[Mapping[str, float]] = {"refused": REST_S, "away": AWAY_REST_S}

_Answer = Literal["taken", "refused", "away", "waiting"]

log = structlog.get_logger("relay")


def workflow_id(kind: str, dossier: str) -> str:
    """The id of the workflow that follows a dossier."""
    return f"{kind}:{dossier}"


async def relay_forever(
    database: Database,
    client: Client,
    *,
    task_queue: str,
    poll_s: float,
    batch: int,
    pace: Pace,
    round_s: float = ROUND_S,
    followers: Mapping[str, Follower] = FOLLOWERS,
) -> None:
    """Deliver until cancelled; when Temporal or the database is away, try again with growing pauses."""
    failures = 0
    resting: dict[str, float] = {}
    while True:
        resting = {name: until for name, until in resting.items() if until > monotonic()}
        try:
            answers = await relay_once(
                database,
                client,
                task_queue=task_queue,
                batch=batch,
                pace=pace,
                but=resting,
                round_s=round_s,
                followers=followers,
            )
        except DatabaseAwayError as error:
            log.warning("the database is away; no entry is lost", error=str(error).splitlines()[0])
            answers = {"": "away"}
        nobody = "taken" not in answers.values()
        rests = _RESTS if not nobody else {"refused": REST_S}
        resting.update({name: monotonic() + rests[answer] for name, answer in answers.items() if answer in rests})
        if nobody and "away" in answers.values():
            failures += 1
            pause = pause_s(failures, first_s=poll_s, longest_s=LONGEST_PAUSE_S)
            log.warning("entries wait in the outbox", dossiers=len(answers), next_try_in_s=round(pause, 1))
            await asyncio.sleep(pause)
        else:
            failures = 0
            if len(answers) < batch:
                await asyncio.sleep(poll_s)


async def relay_once(
    database: Database,
    client: Client,
    *,
    task_queue: str,
    batch: int,
    pace: Pace | None = None,
    but: Collection[str] = (),
    round_s: float = ROUND_S,
    followers: Mapping[str, Follower] = FOLLOWERS,
) -> dict[str, _Answer]:
    """Deliver one batch. Returns what Temporal answered for each dossier (`kind:id`).

    Raises:
        DatabaseAwayError: when the outbox cannot be read; what was delivered is then delivered again.
    """
    until = asyncio.get_running_loop().time() + round_s
    async with dossier_outbox.waiting(database, followers.keys(), batch, but=but) as waiting:
        pace = pace or Pace(AT_ONCE)

        async def deliver(message: Message) -> _Answer:
            return await _deliver(client, task_queue, followers[message.kind], message, pace, until)

        answers = await asyncio.gather(*(deliver(message) for message in waiting.messages))
        taken = [m for m, answer in zip(waiting.messages, answers, strict=True) if answer == "taken"]
        await waiting.delivered(taken)
    RELAYED_ENTRIES.inc(sum(len(message.changed.entries) for message in taken))
    RELAY_FAILURES.inc(sum(answer in _RESTS for answer in answers))
    OUTBOX_DEPTH.labels("entries").set(await dossier_outbox.depth(database))
    return {workflow_id(m.kind, m.dossier): answer for m, answer in zip(waiting.messages, answers, strict=True)}


async def _deliver(
    client: Client, task_queue: str, follower: Follower, message: Message, pace: Pace, until: float
) -> _Answer:
    summary = follower.summary(message.dossier, message.changed).encode()[:380].decode(errors="ignore")
    try:
        async with pace.call(until):
            await client.start_workflow(
                follower.run,
                follower.start(message.dossier),
                id=workflow_id(message.kind, message.dossier),
                task_queue=task_queue,
                # One that has completed begins anew when its dossier is reopened; one that runs is told.
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                start_signal="changed",
                start_signal_args=[message.changed],
                static_summary=summary,
                static_details=follower.details,
            )
    except TurnMissedError:
        return "waiting"
    except (RPCError, TimeoutError, OSError) as error:
        away = not isinstance(error, RPCError) or error.status in AWAY
        log.warning("Temporal did not take an entry", dossier=message.dossier, away=away, error=str(error))
        return "away" if away else "refused"
    return "taken"
