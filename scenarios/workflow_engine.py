"""The ledger with the relay and the accounts' lifecycles, on a Temporal server whose clock skips from step to step.

Answers come from the lifecycle's own standing. After the last step it must equal the ledger's, and each boundary must
have been recorded by the lifecycle, unless a fact came before it could wake up.
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
from workflows.spreading import AT_MIDNIGHT, wake_at

T = TypeVar("T")

TASK_QUEUE: Final = "scenarios"
BATCH: Final = 1_000
DRIFT: Final = timedelta(seconds=2)
"""How far the server's clock, which also runs by itself, may be ahead of the step."""
PATIENCE_S: Final = 30.0
SILENCE_S: Final = 10.0
"""After which a server that does not answer is given up."""
PAUSE_S: Final = 0.01
QUERY_TIMEOUT: Final = timedelta(seconds=2)
LOST: Final = (
    RPCStatusCode.DEADLINE_EXCEEDED,
    RPCStatusCode.CANCELLED,
    RPCStatusCode.UNAVAILABLE,
    RPCStatusCode.INTERNAL,
    RPCStatusCode.UNKNOWN,
)
"""Answers that say something of the connection, not of what was asked: the test server sometimes drops one."""
AT_WORK: Final = frozenset(
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
"""The last event of a lifecycle that has not come to rest."""


class WorkflowEngine:
    """Lives through scenarios on a database of its own and a fresh Temporal server for each.

    The server's clock starts today and cannot be set back, so a scenario takes place a multiple of 28 years later.
    """

    def __init__(self, database: Database) -> None:
        """`database` is migrated, empty or left by this engine, and stays the caller's to close.

        Raises:
            EmbeddedError: when Temporal's test server is not installed.
        """
        from embedded import programs  # the rules' engine must do without this extra

        self._server = programs.temporal_test_server()
        self._database = database
        self._open = AsyncExitStack()
        self._years = 0
        self._inside: _Inside | None = None

    async def start(self, scenario: Scenario) -> None:
        """A fresh server, a worker, and the scenario moved to where its clock can go.

        Raises:
            MalformedError: when the scenario would reach beyond the end of the century.
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
        """Skip to the step's time, carry it out, tell the lifecycle.

        Raises:
            RecordsDifferError: when the lifecycle does not come to what the ledger has.
        """
        with _unless_lost():
            return await self._started().do(moved(step, self._years))

    async def ask(self, question: Question) -> Answer:
        """Skip to the question's time and ask the lifecycle; with `as_of` the ledger.

        Raises:
            RecordsDifferError: when the lifecycle does not come to what the ledger has.
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
    """In the server's time: a ledger engine whose boundaries are passed by lifecycles."""

    def __init__(self, database: Database, env: WorkflowEnvironment) -> None:
        super().__init__(database)
        self._env = env
        self._client: Client = env.client

    async def _arrive(self, at: datetime) -> None:
        """Whatever falls due on the way happens on the way."""

        async def arrive() -> None:
            ahead = at - await self._env.get_current_time()
            if ahead > timedelta(0):
                await self._env.sleep(ahead)

        await _again_when_lost(arrive)

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
            told = await relay.relay_once(
                self._database, self._client, task_queue=TASK_QUEUE, batch=BATCH, workflows={ACCOUNT: LIFECYCLE}
            )
            if not told.failed:
                return
            if monotonic() > deadline:
                raise RecordsDifferError(f"Temporal did not take the facts of {len(told.failed)} accounts")
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
                raise RecordsDifferError(f"account {account}: the lifecycle's standing is not the ledger's")
        await super()._finish(at)
        for account in self._accounts:
            await self._require_recorded_by_lifecycle(account, at)

    async def _settled(self, account: str, at: datetime) -> None:
        """Wait until nothing that was due at `at` is left to record. What is missing then is found out afterwards."""
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
        """The lifecycle's standing, once it knows this version."""
        deadline = monotonic() + PATIENCE_S
        while True:
            standing: Standing | None = await self._query(account, AccountLifecycle.standing)
            if standing is not None and standing.version >= version:
                return standing
            if monotonic() > deadline:
                raise RecordsDifferError(f"account {account}: the lifecycle did not come to version {version}")
            await asyncio.sleep(PAUSE_S)

    async def _query(self, account: str, query: Callable[..., Any], *args: Any) -> Any:
        """Ask the lifecycle when it has come to rest. The test server sometimes loses a question that reaches it while
        the lifecycle is at work, or takes no notice of what the lifecycle did then.
        """
        lifecycle = self._lifecycle(account)
        await self._at_rest(lifecycle)
        return await _again_when_lost(lambda: lifecycle.query(query, args=args, rpc_timeout=QUERY_TIMEOUT))

    async def _at_rest(self, lifecycle: WorkflowHandle[Any, Any]) -> None:
        deadline = monotonic() + SILENCE_S
        while monotonic() < deadline:
            history = await _again_when_lost(lifecycle.fetch_history)
            if history.events[-1].event_type not in AT_WORK:
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
            raise LostError(f"the test server does not answer any more: {error}") from error
        raise


async def _again_when_lost(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask until there is an answer. Only for what may be asked twice."""
    deadline = monotonic() + SILENCE_S
    while True:
        try:
            return await ask()
        except RPCError as error:
            if error.status not in LOST or monotonic() > deadline:
                raise
        await asyncio.sleep(PAUSE_S)
