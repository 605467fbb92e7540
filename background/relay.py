"""The outbox relay: carries committed facts to the accounts' lifecycles, and starts a lifecycle with the first one.

It may be killed at any moment: a row leaves the outbox only after Temporal has taken the facts, so the worst is that a
fact is told twice, and the workflow passes over what it knows.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog
from temporalio.client import Client
from temporalio.service import RPCError

from background.measures import OUTBOX_DEPTH, RELAY_FAILURES, RELAYED
from ledger import outbox
from ledger.database import Database, DatabaseAwayError
from models.facts import AccountRegistered, Fact
from workflows.account_lifecycle import AccountLifecycle, FactsRecorded, LifecycleStart

AT_ONCE: Final = 32
"""Calls to Temporal in flight: more only queue up in the server."""
PER_SIGNAL: Final = 50
"""Facts in one signal, far below Temporal's 2 MB."""
CALL_TIMEOUT: Final = timedelta(seconds=10)
LONGEST_PAUSE_S: Final = 15.0

log = structlog.get_logger("relay")


def workflow_id(account: str) -> str:
    """The id of an account's lifecycle."""
    return f"account:{account}"


async def relay_forever(database: Database, client: Client, *, task_queue: str, poll_s: float, batch: int) -> None:
    """Deliver until cancelled; when Temporal or the database is away, try again with growing pauses."""
    failures = 0
    while True:
        try:
            delivered, failed = await relay_once(database, client, task_queue=task_queue, batch=batch)
        except DatabaseAwayError as error:
            delivered, failed = 0, 1
            log.warning("the database is away; no fact is lost", error=str(error).splitlines()[0])
        if failed:
            failures += 1
            RELAY_FAILURES.inc(failed)
            pause = min(LONGEST_PAUSE_S, poll_s * 2**failures)
            log.warning("facts wait in the outbox", accounts=failed, next_try_in_s=round(pause, 1))
            await asyncio.sleep(pause)
        else:
            failures = 0
            if delivered < batch:
                await asyncio.sleep(poll_s)


async def relay_once(database: Database, client: Client, *, task_queue: str, batch: int) -> tuple[int, int]:
    """Deliver one batch. Returns how many facts were delivered, and for how many accounts it failed.

    Raises:
        DatabaseAwayError: when the outbox cannot be read; what was delivered is then delivered again.
    """
    async with outbox.waiting(database, batch) as waiting:
        by_account = waiting.by_account()
        slots = asyncio.Semaphore(AT_ONCE)

        async def deliver(account: str, facts: Sequence[Fact]) -> bool:
            async with slots:
                return await _deliver(client, task_queue, account, facts)

        taken = await asyncio.gather(*(deliver(account, facts) for account, facts in by_account.items()))
        told = {account for account, ok in zip(by_account, taken, strict=True) if ok}
        await waiting.delivered(told)
    delivered = sum(len(facts) for account, facts in by_account.items() if account in told)
    RELAYED.inc(delivered)
    OUTBOX_DEPTH.set(sum(map(len, by_account.values())) - delivered)
    return delivered, len(by_account) - len(told)


async def _deliver(client: Client, task_queue: str, account: str, facts: Sequence[Fact]) -> bool:
    try:
        for first in range(0, len(facts), PER_SIGNAL):
            await _signal(client, task_queue, account, facts[first : first + PER_SIGNAL])
    except (RPCError, TimeoutError, OSError) as error:
        log.warning("Temporal did not take a fact", account=account, error=str(error))
        return False
    return True


async def _signal(client: Client, task_queue: str, account: str, facts: Sequence[Fact]) -> None:
    """Start the lifecycle unless it runs, and tell it the facts, in one call."""
    await client.start_workflow(
        AccountLifecycle.run,
        LifecycleStart(account=account),
        id=workflow_id(account),
        task_queue=task_queue,
        start_signal="facts_recorded",
        start_signal_args=[FactsRecorded(facts=tuple(facts))],
        static_summary=_summary(account, facts),
        static_details=f"The life of account `{account}`: its facts, and the boundaries that pass by themselves. "
        "The current details show its standing in words; the ledger is the system of record.",
        rpc_timeout=CALL_TIMEOUT,
    )


def _summary(account: str, facts: Sequence[Fact]) -> str:
    """What the list of workflows shows: the name where it is known, else the identifier."""
    body = facts[0].body
    if isinstance(body, AccountRegistered):
        return f"{body.name} ({body.kind.value}, account {account})"
    return f"account {account}"
