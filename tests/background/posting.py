"""Helpers for tests of the relay: record facts of accounts and entries of notebooks, and relay them to Temporal."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, Interceptor, OutboundInterceptor, StartWorkflowInput, WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError, RPCStatusCode

from background import relay
from background.pacing import Pace
from background.stream_workflows import LIFECYCLE, StreamWorkflow
from ledger.accounts import reading
from ledger.accounts.commands import Request, execute
from ledger.store.database import Database
from ledger.streams import outbox, records
from ledger.streams.outbox import ACCOUNT, Depth, stream_name
from models.accounts.commands import ChangeName, Command, Register
from models.names import AccountKind
from tests.background.noting import Noting, NotingStart
from tests.ledger.notebook import Shut, Written, write
from tests.workflows.world import until
from workflows.account_lifecycle import AccountLifecycle, FactsRecorded

NOTEBOOK = "notebook"
WORKFLOWS = {
    ACCOUNT: LIFECYCLE,
    NOTEBOOK: StreamWorkflow(
        workflow=Noting,
        start=lambda notebook: NotingStart(notebook=notebook),
        summary=lambda notebook, changed: f"notebook {notebook}: {changed.state['lines'][0]}" + "长" * 200,
        details="Notes.",
    ),
}


class Post:
    """Ledger with its own accounts and notebooks, on a Temporal server shared with other tests."""

    def __init__(self, database: Database, client: Client) -> None:
        self.database, self.client = database, client
        self.queue = f"queue-{uuid4()}"
        self.prefix = uuid4().hex[:8]

    def name(self, stream: str) -> str:
        return f"{self.prefix}-{stream}"

    def account(self, account: str) -> str:
        """Return the name of an account's stream."""
        return stream_name(ACCOUNT, self.name(account))

    def notebook(self, notebook: str) -> str:
        """Return the name of a notebook's stream."""
        return stream_name(NOTEBOOK, self.name(notebook))

    async def record(self, account: str, *commands: Command) -> None:
        for command in commands:
            request = Request(account=self.name(account), command=command, actor="key_test", now=datetime.now(UTC))
            assert (await execute(self.database, request)).refusal is None

    async def register(self, *accounts: str, renamed: int = 0) -> None:
        for account in accounts:
            names = [ChangeName(name=f"name {number}") for number in range(renamed)]
            holder = f"h_{account}"
            await self.record(account, Register(kind=AccountKind.INDIVIDUAL, holder=holder, name="早报"), *names)

    async def write(self, notebook: str, *bodies: Written | Shut) -> None:
        await records.execute(self.database, write(self.name(notebook), *bodies))

    async def deliver(
        self,
        *,
        batch: int = 100,
        client: Client | None = None,
        workflows: dict[str, StreamWorkflow[Any]] = WORKFLOWS,
        **more: Any,
    ) -> relay.Round:
        return await relay.relay_once(
            self.database, client or self.client, task_queue=self.queue, batch=batch, workflows=workflows, **more
        )

    @asynccontextmanager
    async def relaying(
        self, *, poll_s: float = 0.02, batch: int, client: Client | None = None, database: Database | None = None
    ) -> AsyncIterator[None]:
        """Run a relay within the block; it ends by cancellation only."""
        running = asyncio.ensure_future(
            relay.relay_forever(
                database or self.database,
                client or self.client,
                task_queue=self.queue,
                poll_s=poll_s,
                batch=batch,
                pace=Pace(relay.AT_ONCE),
                workflows=WORKFLOWS,
            )
        )
        try:
            yield
            assert not running.done()
        finally:
            running.cancel()
            await asyncio.wait({running})

    async def depth(self) -> Depth:
        return await outbox.depth(self.database)

    async def empty(self) -> None:
        """Wait until Temporal has received everything."""
        await self.waits(Depth(0, 0))

    async def waits(self, wanted: Depth) -> None:
        """Wait until this many rows are left in the outbox."""

        async def left() -> bool:
            return await self.depth() == wanted

        await until(left, f"{wanted} waits")

    def handle(self, account: str) -> WorkflowHandle[Any, Any]:
        return self.client.get_workflow_handle(self.account(account))

    def noting(self, notebook: str) -> WorkflowHandle[Noting, int]:
        return self.client.get_workflow_handle_for(Noting.run, self.notebook(notebook))

    async def told(self, account: str) -> list[int]:
        """Return the numbers of the facts that the account's lifecycle received, in order of arrival."""
        history = await self.handle(account).fetch_history()
        numbers: list[int] = []
        for event in history.events:
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
                payloads = event.workflow_execution_signaled_event_attributes.input.payloads
                [news] = await pydantic_data_converter.decode(payloads, [FactsRecorded])
                numbers += [fact.seq for fact in news.facts]
        return numbers

    async def all_agree(self, *accounts: str) -> None:
        """Wait until every lifecycle has the ledger's standing."""
        for account in accounts:
            wanted = await reading.standing_of(self.database, self.name(account))

            async def agrees(account: str = account, wanted: object = wanted) -> bool:
                return await self.handle(account).query(AccountLifecycle.standing) == wanted

            await until(agrees, f"the lifecycle of {account} and the ledger agree")


class Intercepting(Interceptor):
    """Client interceptor through which a test sees the calls to Temporal, by name of the stream."""

    def __init__(self, client: Client, on_its_way: Callable[[str], Awaitable[None]]) -> None:
        self._on_its_way = on_its_way
        self.client = Client(**(client.config() | {"interceptors": [self]}))

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:  # noqa: A002
        on_its_way = self._on_its_way

        class Outbound(OutboundInterceptor):
            async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:  # noqa: A002
                await on_its_way(input.id)
                return await super().start_workflow(input)

        return Outbound(next)


class Refusing(Intercepting):
    """Client interceptor that makes Temporal refuse some streams."""

    def __init__(self, client: Client, *refused: str, status: RPCStatusCode = RPCStatusCode.INVALID_ARGUMENT) -> None:
        self.refused: Sequence[str] = refused

        async def refuse(stream: str) -> None:
            if stream in self.refused:
                raise RPCError("it has too many signals", status, b"")

        super().__init__(client, refuse)
