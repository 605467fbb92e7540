"""Environment for tests of workflows: a Temporal server whose clock can be skipped, a ledger, a relay and a worker."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.api.testservice.v1 import LockTimeSkippingRequest, UnlockTimeSkippingRequest
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest, DescribeWorkflowExecutionResponse
from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from background import relay, temporal
from background.stream_workflows import WORKFLOWS, StreamWorkflow
from ledger.accounts import reading
from ledger.accounts.commands import Request, execute
from ledger.events import feed
from ledger.events.feed import RecordedTransition
from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.outbox import ACCOUNT, stream_name
from models.accounts.commands import Command, Receipt, Register
from models.accounts.facts import Fact
from models.accounts.standing import Standing
from models.accounts.verdicts import Verdict
from models.names import AccountKind
from models.records import B, S
from models.words.privileges import Field
from regulation.records import RecordType
from regulation.standing.boundaries import transitions_between
from regulation.standing.fold import apply
from workflows import search_attributes
from workflows.account_lifecycle import AccountLifecycle, FactsRecorded, LifecycleStart

TASK_QUEUE = "standing"
OF_ACCOUNTS = {ACCOUNT: WORKFLOWS[ACCOUNT]}
OF_RECORDS = {kind: workflow for kind, workflow in WORKFLOWS.items() if kind != ACCOUNT}
DEADLINE_S = 60.0
"""Deadline that only a failing test reaches."""

_AT_REST = {
    EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED,
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES,
    EventType.EVENT_TYPE_TIMER_STARTED,
    EventType.EVENT_TYPE_TIMER_CANCELED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
}
"""Last events of a history that waits; a history that ends with another event continues by itself."""


async def until(holds: Callable[[], Awaitable[bool]], what: str, *, deadline_s: float = DEADLINE_S) -> None:
    """Poll until the condition holds."""
    deadline = monotonic() + deadline_s
    while not await holds():
        if monotonic() > deadline:
            raise AssertionError(f"the condition did not hold within {deadline_s:g} s: {what}")
        await asyncio.sleep(0.02)


@dataclass
class World:
    """Operations of a test on accounts, and what it can observe of them."""

    env: WorkflowEnvironment
    database: Database
    worker_options: dict[str, Any] = field(default_factory=dict)
    _working: AsyncExitStack | None = None

    @property
    def client(self) -> Client:
        return self.env.client

    # --- time --------------------------------------------------------------------------------------------------------

    async def now(self) -> datetime:
        return await self.env.get_current_time()

    async def pass_time(self, length: timedelta) -> None:
        """Skip time ahead: everything that falls due meanwhile happens."""
        await self.env.sleep(length)

    async def pass_time_without_worker(self, account: str, length: timedelta) -> None:
        """Skip time ahead while no worker runs. This server stops its clock while a workflow task waits for a worker,
        so the clock must be advanced explicitly.
        """
        sleeping = asyncio.ensure_future(self.env.sleep(length))
        stuck = False
        while not sleeping.done():
            if not stuck and await self._last_event(account) == EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED:
                await self.client.test_service.unlock_time_skipping(UnlockTimeSkippingRequest())
                stuck = True
            await asyncio.sleep(0.01)
        await sleeping
        if stuck:
            await self.client.test_service.lock_time_skipping(LockTimeSkippingRequest())

    async def pass_until(self, at: datetime) -> None:
        await self.pass_time(at - await self.now())

    # --- the worker --------------------------------------------------------------------------------------------------

    async def start_working(self) -> None:
        self._working = AsyncExitStack()
        # Without a cache each activation replays the whole history, so that every test checks determinism too.
        options = {"max_cached_workflows": 0} | self.worker_options
        await self._working.enter_async_context(
            temporal.build_worker(self.client, self.database, TASK_QUEUE, **options)
        )

    async def stop_working(self) -> None:
        if self._working is not None:
            await self._working.aclose()
            self._working = None

    # --- what is done ------------------------------------------------------------------------------------------------

    async def register(
        self, account: str, *, kind: AccountKind = AccountKind.INDIVIDUAL, fields: tuple[Field, ...] = ()
    ) -> Receipt:
        return await self.do(account, Register(kind=kind, holder=f"h_{account}", name=f"早报 {account}", fields=fields))

    async def do(self, account: str, command: Command, *, effective_at: datetime | None = None) -> Receipt:
        """Execute a command, relay its facts to Temporal, and wait until the lifecycle has folded them."""
        receipt = await self.record(account, command, effective_at=effective_at)
        await self.relay()
        if self._working is not None:
            await self.caught_up(account)
        return receipt

    async def record(self, account: str, command: Command, *, effective_at: datetime | None = None) -> Receipt:
        """Execute a command in the ledger, without relaying it."""
        return await self.record_at(account, command, await self.now(), effective_at=effective_at)

    async def record_at(
        self, account: str, command: Command, now: datetime, *, effective_at: datetime | None = None
    ) -> Receipt:
        """Execute a command as a process whose clock shows another time."""
        return await execute(
            self.database,
            Request(account=account, command=command, actor="key_test", now=now, effective_at=effective_at),
        )

    async def enter(
        self,
        record_type: RecordType[B, S],
        record: str,
        decide: records.Decide[S, B],
        act: records.Act[B, S] | None = None,
        *,
        actor: str = "key_test",
        besides: object = None,
    ) -> records.Entered[B, S]:
        """Enter something in a record, relay it, and wait until the record's workflow knows it."""
        command = records.Command(record_type, record, decide, actor=actor, now=await self.now(), besides=besides)
        entered = await records.execute(self.database, command, act)
        assert entered.refusal is None
        await self.relay_records()
        await self.at_rest(stream_name(record_type.kind, record))
        return entered

    async def has_entries(self, record_type: RecordType[B, S], record: str, most: int) -> None:
        """Wait until a record has this many entries, and its workflow waits."""

        async def there() -> bool:
            return (await records.state_of(self.database, record_type, record)).version >= most

        await until(there, f"{record_type.kind} {record} has {most} entries")
        await self.at_rest(stream_name(record_type.kind, record))

    async def at_rest(self, workflow_id: str) -> None:
        """Wait until a workflow waits."""

        async def rests() -> bool:
            history = await self.client.get_workflow_handle(workflow_id).fetch_history()
            return history.events[-1].event_type in _AT_REST

        await until(rests, f"{workflow_id} rests")

    async def relay(self, batch: int = 100, workflows: Mapping[str, StreamWorkflow[Any]] = OF_ACCOUNTS) -> None:
        """Relay new facts of accounts to Temporal, without records."""
        told = await relay.relay_once(
            self.database, self.client, task_queue=TASK_QUEUE, batch=batch, workflows=workflows
        )
        assert not (told.taken and told.failed)

    async def relay_records(self) -> None:
        """Relay new entries of records to Temporal, without accounts."""
        await self.relay(workflows=OF_RECORDS)

    async def tell(self, account: str, *facts: Fact) -> None:
        """Send one signal with start past the relay: late, twice, in a wrong order, or with a gap."""
        await self.client.start_workflow(
            AccountLifecycle.run,
            LifecycleStart(account=account),
            id=stream_name(ACCOUNT, account),
            task_queue=TASK_QUEUE,
            start_signal="facts_recorded",
            start_signal_args=[FactsRecorded(facts=facts)],
        )

    # --- what can be seen --------------------------------------------------------------------------------------------

    def handle(self, account: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(stream_name(ACCOUNT, account))

    async def caught_up(self, account: str) -> None:
        """Wait until the lifecycle knows what the ledger knows, and waits."""
        await self.caught_up_with_version(account, (await self.in_ledger(account)).version)

    async def caught_up_with_version(self, account: str, version: int) -> None:
        """Wait until the lifecycle knows this version, and waits."""

        async def is_so() -> bool:
            if await self._last_event(account) not in _AT_REST:
                return False
            seen = await self.standing(account)
            return seen is not None and seen.version >= version

        await until(is_so, f"the lifecycle of {account} reached version {version}")

    async def standing(self, account: str) -> Standing | None:
        return await self.handle(account).query(AccountLifecycle.standing)

    async def explain(self, account: str, privilege: str, at: datetime | None = None) -> Verdict:
        at = at or await self.now()
        return await self.handle(account).query(AccountLifecycle.explain, args=[privilege, at])

    async def details(self, account: str) -> str:
        """Return the current details of an account's lifecycle, as the Temporal UI shows them."""
        return await self.details_of(stream_name(ACCOUNT, account))

    async def details_of(self, workflow_id: str) -> str:
        """Return the current details of any workflow."""
        handle = self.client.get_workflow_handle(workflow_id)
        metadata = await handle.query("__temporal_workflow_metadata", result_type=WorkflowMetadata)
        return str(metadata.current_details)

    async def _last_event(self, account: str) -> EventType.ValueType:
        return (await self.handle(account).fetch_history()).events[-1].event_type

    async def described(self, account: str) -> DescribeWorkflowExecutionResponse:
        """Return the server's own description: the SDK fails on an attribute that this server keeps as null."""
        return await self.client.workflow_service.describe_workflow_execution(
            DescribeWorkflowExecutionRequest(
                namespace=self.client.namespace,
                execution=WorkflowExecution(workflow_id=stream_name(ACCOUNT, account)),
            )
        )

    async def attributes(self, account: str) -> dict[str, Any]:
        """Return the search attributes by name."""
        payloads = (await self.described(account)).workflow_execution_info.search_attributes.indexed_fields
        return {name: json.loads(payload.data or b"null") for name, payload in payloads.items()}

    async def in_ledger(self, account: str) -> Standing:
        standing = await reading.standing_of(self.database, account)
        assert standing is not None
        return standing

    async def facts(self, account: str) -> list[Fact]:
        return [recorded.fact async for recorded in reading.every_fact(self.database, account)]

    async def transitions(self, account: str) -> list[RecordedTransition]:
        """Return every announcement of a boundary, in order of recording."""
        found = (await feed.page(self.database, account=account, most=10_000)).events
        return [event.transition for event in found if event.transition is not None]

    async def runs(self, account: str) -> list[WorkflowHistory]:
        """Return the histories of all runs of the lifecycle, oldest first."""
        return await self.runs_of(stream_name(ACCOUNT, account))

    async def runs_of(self, workflow_id: str) -> list[WorkflowHistory]:
        """Return the histories of all runs of any workflow, oldest first."""
        found = [await self.client.get_workflow_handle(workflow_id).fetch_history()]
        while previous := found[0].events[0].workflow_execution_started_event_attributes.continued_execution_run_id:
            earlier = self.client.get_workflow_handle(workflow_id, run_id=previous)
            found.insert(0, await earlier.fetch_history())
        return found

    async def activities(self, account: str) -> list[str]:
        """Return the names of the activities that the lifecycle called, over all runs."""
        return [
            event.activity_task_scheduled_event_attributes.activity_type.name
            for run in await self.runs(account)
            for event in run.events
            if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
        ]

    # --- what must hold ----------------------------------------------------------------------------------------------

    async def due(self, account: str) -> list[datetime]:
        """Return every boundary passed until now, from the facts alone: each fact's standing until the next fact."""
        facts = await self.facts(account)
        ends = [*(fact.recorded_at for fact in facts[1:]), await self.now()]
        boundaries: list[datetime] = []
        standing: Standing | None = None
        for fact, end in zip(facts, ends, strict=True):
            standing = apply(standing, fact)
            boundaries += [passed.at for passed in transitions_between(standing, fact.recorded_at, end)]
        return boundaries

    async def each_boundary_is_recorded_once(self, account: str) -> list[RecordedTransition]:
        """Wait for the last boundary, then compare: none is missing, none is doubled, each has its own time."""
        due = await self.due(account)

        async def all_there() -> bool:
            return len(await self.transitions(account)) >= len(due)

        await until(all_there, f"{len(due)} boundaries of {account} are recorded")
        recorded = await self.transitions(account)
        assert [transition.at for transition in recorded] == due
        return recorded


@asynccontextmanager
async def living(database: Database, **worker_options: Any) -> AsyncIterator[World]:
    """Yield a world with a running worker and a clock of its own."""
    server = Path(sys.executable).with_name("temporal-test-server")
    env = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(server), data_converter=pydantic_data_converter, identity="test"
    )
    async with env:
        await temporal.add_search_attributes(env.client, search_attributes.ALL)
        world = World(env, database, worker_options)
        await world.start_working()
        try:
            yield world
        finally:
            await world.stop_working()
