"""The outbox relay: carries committed facts to the accounts' lifecycles, and starts a lifecycle with the first one.

It may be killed at any moment: a row leaves the outbox only after Temporal has taken the facts, so the worst is that a
fact is told twice, and the workflow passes over what it knows.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Final, Literal

import structlog
from temporalio.client import Client
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from background.measures import OUTBOX_DEPTH, RELAY_FAILURES, RELAYED
from background.pacing import Pace, TurnMissedError
from background.pauses import pause_s
from ledger import outbox
from ledger.database import Database, DatabaseAwayError
from models.facts import (
    AccountClosed,
    AccountRegistered,
    AccountReopened,
    BanShortened,
    Fact,
    HolderLifted,
    HolderRestricted,
    ImpersonationFound,
    ImpersonationLifted,
    MeasureShortened,
    MonetizationCancelled,
    Overturned,
    WithholdingLifted,
)
from workflows.account_lifecycle import AccountLifecycle, FactsRecorded, LifecycleStart

AT_ONCE: Final = 32
"""Calls to Temporal in flight at the most: more only queue up in the server."""
PER_SIGNAL: Final = 50
"""Facts in one signal, far below Temporal's 2 MB."""
LONGEST_NAME: Final = 60
"""Characters of a name that a summary shows: up to four bytes each."""
ROUND_S: Final = 10.0
"""How long calls of one round may begin: what is not told by then waits for the next, and the outbox's rows are free
again a call later.
"""
LONGEST_PAUSE_S: Final = 15.0
FIRST_REST_S: Final = 1.0
LONGEST_REST_S: Final = 60.0

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
"""Answers that have nothing to do with the account: no server, no time, no access, no namespace."""

_Answer = Literal["taken", "refused", "away", "waiting"]

log = structlog.get_logger("relay")


def workflow_id(account: str) -> str:
    """The id of an account's lifecycle."""
    return f"account:{account}"


async def relay_forever(
    database: Database,
    client: Client,
    *,
    task_queue: str,
    poll_s: float,
    batch: int,
    pace: Pace,
    round_s: float = ROUND_S,
) -> None:
    """Deliver until cancelled. Accounts that Temporal does not take rest each for itself; when it takes nothing at
    all, or the database is away, everybody is tried again with growing pauses.
    """
    failures = 0
    resting = _Resting()
    while True:
        try:
            told = await _round(database, client, task_queue, batch, pace, but=resting.accounts(), round_s=round_s)
        except DatabaseAwayError as error:
            told = _Told(away=frozenset({"database"}))
            log.warning("the database is away; no fact is lost", error=str(error).splitlines()[0])
        resting.learn(told)
        RELAY_FAILURES.inc(len(told.away))
        if told.away and not told.taken:
            failures += 1
            pause = pause_s(failures, first_s=poll_s, longest_s=LONGEST_PAUSE_S)
            log.warning("facts wait in the outbox", accounts=len(told.away), next_try_in_s=round(pause, 1))
            await asyncio.sleep(pause)
        else:
            failures = 0
            RELAY_FAILURES.inc(len(told.refused))
            if told.delivered < batch:
                await asyncio.sleep(poll_s)


async def relay_once(database: Database, client: Client, *, task_queue: str, batch: int) -> tuple[int, int]:
    """Deliver one batch. Returns how many facts were delivered, and for how many accounts it failed.

    Raises:
        DatabaseAwayError: when the outbox cannot be read; what was delivered is then delivered again.
    """
    told = await _round(database, client, task_queue, batch, Pace(AT_ONCE), but=(), round_s=ROUND_S)
    return told.delivered, len(told.away | told.refused)


@dataclass(frozen=True)
class _Told:
    """What became of one batch."""

    delivered: int = 0
    """Facts that Temporal took."""
    taken: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    away: frozenset[str] = frozenset()
    """Accounts that were not told because Temporal, or the database, did not answer."""


class _Resting:
    """Accounts whose facts were not taken while others' were rest for a while, each for itself: they would fill every
    batch, and everybody else's facts would wait behind them.
    """

    def __init__(self, elapsed: Callable[[], float] = monotonic) -> None:
        """`elapsed` counts the seconds that they rest."""
        self._elapsed = elapsed
        self._refusals: dict[str, int] = {}
        self._until: dict[str, float] = {}

    def accounts(self) -> set[str]:
        return {account for account, until in self._until.items() if until > self._elapsed()}

    def learn(self, told: _Told) -> None:
        for account in told.taken:
            self._refusals.pop(account, None)
            self._until.pop(account, None)
        for account in told.refused | (told.away if told.taken else frozenset()):
            refusals = self._refusals[account] = self._refusals.get(account, 0) + 1
            rest = pause_s(refusals - 1, first_s=FIRST_REST_S, longest_s=LONGEST_REST_S)
            self._until[account] = self._elapsed() + rest


async def _round(
    database: Database,
    client: Client,
    task_queue: str,
    batch: int,
    pace: Pace,
    *,
    but: Collection[str],
    round_s: float,
) -> _Told:
    until = asyncio.get_running_loop().time() + round_s
    async with outbox.waiting(database, batch, but=but) as waiting:
        by_account = waiting.by_account()
        answers = await asyncio.gather(
            *(_deliver(client, task_queue, account, facts, pace, until) for account, facts in by_account.items())
        )
        answered = dict(zip(by_account, answers, strict=True))
        taken = frozenset(account for account, answer in answered.items() if answer == "taken")
        await waiting.delivered(set(taken))
    told = _Told(
        delivered=sum(len(by_account[account]) for account in taken),
        taken=taken,
        refused=frozenset(account for account, answer in answered.items() if answer == "refused"),
        away=frozenset(account for account, answer in answered.items() if answer == "away"),
    )
    RELAYED.inc(told.delivered)
    everything = not (but or "waiting" in answers or told.refused or told.away) and told.delivered < batch
    OUTBOX_DEPTH.labels("facts").set(0 if everything else await outbox.depth(database))
    return told


async def _deliver(
    client: Client, task_queue: str, account: str, facts: Sequence[Fact], pace: Pace, until: float
) -> _Answer:
    try:
        for first in range(0, len(facts), PER_SIGNAL):
            async with pace.call(until):
                await _signal(client, task_queue, account, facts[first : first + PER_SIGNAL])
    except WorkflowAlreadyStartedError:
        # The lifecycle completed, so the account is closed: its facts were told before, and start no second life.
        return "taken"
    except TurnMissedError:
        return "waiting"
    except (RPCError, TimeoutError, OSError) as error:
        away = not isinstance(error, RPCError) or error.status in AWAY
        log.warning("Temporal did not take a fact", account=account, away=away, error=str(error))
        return "away" if away else "refused"
    return "taken"


_AFTER_ITS_END: Final = {
    False: WorkflowIDReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
    True: WorkflowIDReusePolicy.ALLOW_DUPLICATE,
}
"""Whether a life that is complete begins anew: with a fact that may be recorded of a closed account. It shows that, and
ends again unless the account was reopened.
"""
AFTER_CLOSURE: Final = (
    AccountReopened,
    Overturned,
    BanShortened,
    MeasureShortened,
    WithholdingLifted,
    ImpersonationLifted,
    ImpersonationFound,
    MonetizationCancelled,
    HolderRestricted,
    HolderLifted,
)


def _may_follow_a_closure(fact: Fact) -> bool:
    """Also a closure as a sanction: a case may come to it after the holder's own wish has closed the account."""
    as_a_sanction = isinstance(fact.body, AccountClosed) and fact.body.category is not None
    return as_a_sanction or isinstance(fact.body, AFTER_CLOSURE)


async def _signal(client: Client, task_queue: str, account: str, facts: Sequence[Fact]) -> None:
    """Start the lifecycle unless it runs, and tell it the facts, in one call. One that was terminated starts again, and
    one that ended with a closure starts again when that was overturned.
    """
    await client.start_workflow(
        AccountLifecycle.run,
        LifecycleStart(account=account),
        id=workflow_id(account),
        task_queue=task_queue,
        id_reuse_policy=_AFTER_ITS_END[any(map(_may_follow_a_closure, facts))],
        start_signal="facts_recorded",
        start_signal_args=[FactsRecorded(facts=tuple(facts))],
        static_summary=_summary(account, facts),
        static_details=f"The life of account `{account}`: its facts, and the boundaries that pass by themselves. "
        "The current details show its standing in words; the ledger is the system of record.",
    )


def _summary(account: str, facts: Sequence[Fact]) -> str:
    """What the list of workflows shows: the name where it is known, else the identifier; Temporal takes 400 bytes."""
    body = facts[0].body
    if isinstance(body, AccountRegistered):
        return f"{body.name[:LONGEST_NAME]} ({body.kind.value}, account {account})"
    return f"account {account}"
