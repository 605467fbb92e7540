"""Engine of the ledger with relay and lifecycle workflows, on a Temporal test server that skips time between steps.

Answers come from the standing in the lifecycle workflow. After the last step it must equal the ledger's, and each
boundary must have been recorded by the lifecycle, unless a fact was recorded before its timer could fire.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final, TypeVar

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import WorkflowEnvironment

from background import relay, temporal
from background.stream_workflows import LIFECYCLE
from ledger.accounts import reading
from ledger.store.database import Database
from ledger.streams.outbox import ACCOUNT, stream_name
from models.accounts.commands import Receipt
from models.accounts.standing import Standing
from regulation.standing.boundaries import next_boundary
from scenarios.engine import Answer, Done, LostError, answer_of, unknown_account
from scenarios.ledger_engine import LedgerEngine, RecordsDifferError
from scenarios.rules_engine import about_of, answer_from
from scenarios.shifting import moved, shifted, shifted_back, years_to_shift
from scenarios.steps import Action, AskAccount, AskPrivilege, Happening, Question, Scenario
from workflows import search_attributes
from workflows.account_lifecycle import AccountLifecycle
from workflows.jitter import AT_MIDNIGHT, wake_at

T = TypeVar("T")

TASK_QUEUE: Final = "scenarios"
BATCH: Final = 1_000
DRIFT: Final = timedelta(seconds=2)
"""Most time by which the server's clock, which also runs by itself, may be ahead of the step."""
PATIENCE_S: Final = 30.0
SILENCE_S: Final = 10.0
"""Seconds without an answer after which the server counts as lost."""
PAUSE_S: Final = 0.01
QUERY_TIMEOUT: Final = timedelta(seconds=2)
LOST: Final = (
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.INTERNAL,
    RPCStatusCode.UNKNOWN,
)
"""Statuses of a lost connection, which the test server sometimes causes; they say nothing about the request."""
BUSY: Final = frozenset(
    {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
        EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED,
        EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED,
        EventType.EVENT_TYPE_TIMER_FIRED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED,
        EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED,
    }
)
"""Types of a history's last event while the workflow is busy."""


class WorkflowEngine:
    """Engine on a database of its own and a new Temporal server for each scenario.

    The server's clock starts today and cannot be set back, so a scenario is shifted by a multiple of 28 years.
    """

    def __init__(self, database: Database) -> None:
        """Use a migrated `database` that is empty or was used by this engine only; the caller closes it.

        Raises:
            EmbeddedError: when Temporal's test server is not installed.
        """
        from embedded import programs  # imported here, because other engines run without this extra

        self._server = programs.temporal_test_server()
        self._database = database
        self._open = AsyncExitStack()
        self._years = 0
        self._inside: _Inside | None = None

    async def start(self, scenario: Scenario) -> None:
        """Start a server and a worker, and shift the scenario after the server's time.

        Raises:
            MalformedError: when the shifted scenario would reach the year 2100.
        """
        await self.close()
        env = await self._open.enter_async_context(
            await WorkflowEnvironment.start_time_skipping(
                test_server_existing_path=str(self._server),
                data_converter=pydantic_data_converter,
            )
        )
        self._years = years_to_shift(scenario, await env.get_current_time())
        await temporal.add_search_attributes(env.client, search_attributes.ALL)
        await self._open.enter_async_context(temporal.build_worker(env.client, self._database, TASK_QUEUE))
        self._inside = _Inside(self._database, env)
        await self._inside.start(shifted(scenario, self._years))

    async def do(self, step: Happening) -> Done:
        """Skip to the step's time, carry it out and relay its facts to the lifecycle.

        Raises:
            RecordsDifferError: when the lifecycle does not reach the ledger's version.
        """
        with _unless_lost():
            return await self._started().do(moved(step, self._years))

    async def ask(self, question: Question) -> Answer:
        """Skip to the question's time and query the lifecycle, or with `as_of` the ledger.

        Raises:
            RecordsDifferError: when the lifecycle does not reach the ledger's version.
        """
        with _unless_lost():
            return shifted_back(await self._started().ask(moved(question, self._years)), self._years)

    async def close(self) -> None:
        """Stop worker and server."""
        await self._open.aclose()
        self._inside = None

    def _started(self) -> "_Inside":
        if self._inside is None:
            raise RuntimeError("start a scenario first")
        return self._inside


class _Inside(LedgerEngine):
    """Ledger engine in the server's time, whose boundaries are recorded by lifecycles."""

    def __init__(self, database: Database, env: WorkflowEnvironment) -> None:
        super().__init__(database)
        self._env = env
        self._client: Client = env.client

    async def _arrive(self, at: datetime) -> None:
        """Skip the server's clock to `at`; timers that are due before fire on the way."""

        async def arrive() -> None:
            ahead = at - await self._env.get_current_time()
            if ahead > timedelta(0):
                await self._env.sleep(ahead)

        await _retried(arrive)

    async def _command(self, step: Action) -> Receipt:
        receipt = await super()._command(step)
        if receipt.facts:
            await self._recorded(receipt)
        return receipt

    async def _recorded(self, receipt: Receipt) -> None:
        await self._relay()
        await self._standing(receipt.account, receipt.version)

    async def _relay(self) -> None:
        deadline = monotonic() + PATIENCE_S
        while True:
            result = await relay.relay_once(
                self._database, self._client, task_queue=TASK_QUEUE, batch=BATCH, workflows={ACCOUNT: LIFECYCLE}
            )
            if not result.failed:
                return
            if monotonic() > deadline:
                raise RecordsDifferError(f"Temporal did not accept the facts of {len(result.failed)} accounts")
            await asyncio.sleep(PAUSE_S)

    async def _answer(self, question: AskAccount) -> Answer:
        account = self._named(question.account)
        if question.as_of is not None or about_of(question) != question.at:
            return await super()._answer(question)
        if account not in self._accounts:
            return unknown_account(question)
        if isinstance(question, AskPrivilege):
            asked = [question.privilege, question.at]
            return self._in_its_names(answer_of(await self._query(account, AccountLifecycle.explain, *asked)))
        return answer_from(await self._standing(account, 0), question, await self._repeated(question))

    async def _finish(self, at: datetime) -> None:
        """Let the last timers fire, then compare the lifecycles with the ledger."""
        await self._arrive(at + AT_MIDNIGHT + DRIFT)
        for account in self._accounts:
            await self._settled(account, at)
            known = await reading.standing_of(self._database, account)
            if known is None or await self._standing(account, known.version) != known:
                raise RecordsDifferError(f"account {account}: the lifecycle's standing differs from the ledger's")
        await super()._finish(at)
        for account in self._accounts:
            await self._require_recorded_by_lifecycle(account, at)

    async def _settled(self, account: str, at: datetime) -> None:
        """Wait until no boundary up to `at` is left to record, or for `PATIENCE_S`; the caller checks the records."""
        deadline = monotonic() + PATIENCE_S
        while monotonic() < deadline and await self._is_due(account, at):  # noqa: ASYNC110 - the other side is a server
            await asyncio.sleep(PAUSE_S)

    async def _is_due(self, account: str, at: datetime) -> bool:
        found = await reading.settled_standing_of(self._database, account)
        boundary = None if found is None else next_boundary(*found)
        return boundary is not None and boundary <= at

    async def _require_recorded_by_lifecycle(self, account: str, at: datetime) -> None:
        facts = await self._facts(account)
        for passed in await self._transitions(account, at):
            following = next((fact.recorded_at for fact in facts if fact.recorded_at >= passed.at), None)
            in_time = following is None or wake_at(account, passed.at) + DRIFT < following
            if in_time and passed.recorded_by != "lifecycle":
                raise RecordsDifferError(
                    f"account {account}: the boundary {passed.at} was recorded by {passed.recorded_by}"
                )

    async def _standing(self, account: str, version: int) -> Standing:
        """Standing of the lifecycle, as soon as it has this version."""
        deadline = monotonic() + PATIENCE_S
        while True:
            standing: Standing | None = await self._query(account, AccountLifecycle.standing)
            if standing is not None and standing.version >= version:
                return standing
            if monotonic() > deadline:
                raise RecordsDifferError(f"account {account}: the lifecycle did not reach version {version}")
            await asyncio.sleep(PAUSE_S)

    async def _query(self, account: str, query: Callable[..., Any], *args: Any) -> Any:
        """Query the lifecycle when it is idle.

        The test server sometimes loses a query that arrives while the workflow is busy, or the workflow's next
        commands.
        """
        lifecycle = self._lifecycle(account)
        await self._until_idle(lifecycle)
        return await _retried(lambda: lifecycle.query(query, args=args, rpc_timeout=QUERY_TIMEOUT))

    async def _until_idle(self, lifecycle: WorkflowHandle[Any, Any]) -> None:
        deadline = monotonic() + SILENCE_S
        while monotonic() < deadline:
            history = await _retried(lifecycle.fetch_history)
            if history.events[-1].event_type not in BUSY:
                return
            await asyncio.sleep(PAUSE_S)

    def _lifecycle(self, account: str) -> WorkflowHandle[Any, Any]:
        return self._client.get_workflow_handle(stream_name(ACCOUNT, account))


@contextmanager
def _unless_lost() -> Iterator[None]:
    try:
        yield
    except RPCError as error:
        if error.status in LOST:
            raise LostError(f"the test server no longer answers: {error}") from error
        raise


async def _retried(ask: Callable[[], Awaitable[T]]) -> T:
    """Result of `ask`, repeated on a lost connection for `SILENCE_S`; the request must be idempotent."""
    deadline = monotonic() + SILENCE_S
    while True:
        try:
            return await ask()
        except RPCError as error:
            if error.status not in LOST or monotonic() > deadline:
                raise
        await asyncio.sleep(PAUSE_S)
