"""Processes of the product: PostgreSQL, Temporal and workers, each of which can be killed and started again."""

import asyncio
import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import IO
from uuid import uuid4

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

import worker
from embedded import EmbeddedPostgres, EmbeddedTemporal, free_port
from ledger.accounts import reading
from ledger.accounts.commands import Request, execute
from ledger.accounts.verification import verify
from ledger.events import feed
from ledger.store.database import Database
from ledger.streams import outbox
from models.accounts.commands import ChangeName, Command, ImposeBan, Receipt, Register
from models.accounts.facts import BanImposed
from models.accounts.standing import Ban
from models.accounts.verdicts import Verdict
from models.names import AccountKind
from models.words.violations import Category
from regulation.standing.verdicts import verdict
from tests.workflows.world import until
from workflows.account_lifecycle import AccountLifecycle

ROOT = Path(worker.__file__).parent
DEADLINE_S = 90.0
SHORT = (1.0, 2.0, 3.0)
"""Durations of bans in these tests, in seconds; profit is suspended for twice as long."""


@dataclass
class House:
    """Ledger on servers that can be killed."""

    postgres: EmbeddedPostgres
    temporal: EmbeddedTemporal
    name: str
    log: Path
    queue: str = field(default_factory=lambda: f"queue-{uuid4()}")
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    _logs: list[IO[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log.touch()
        self.database = Database(self.postgres.url(self.name))

    async def kill_postgres(self) -> None:
        """Kill PostgreSQL after closing the test's own connections: only the worker's connections shall break."""
        await self.database.close()
        await asyncio.to_thread(self.postgres.kill)

    # --- processes ---------------------------------------------------------------------------------------------------

    def start_worker(self, module: str = "worker", *words: str, **more: str) -> subprocess.Popen[bytes]:
        """Start a worker in a process of its own, as in production, with `more` in its environment. Other modules start
        alike.
        """
        surroundings = {
            "STANDING_DATABASE_URL": self.postgres.url(self.name),
            "STANDING_HOLDER_KEY": "k" * 32,
            "STANDING_TEMPORAL_ADDRESS": self.temporal.address,
            "STANDING_TASK_QUEUE": self.queue,
            "STANDING_WORKER_METRICS_PORT": str(free_port()),
            "STANDING_SDK_METRICS_PORT": str(free_port()),
            "STANDING_RELAY_POLL_S": "0.05",
            "STANDING_SHUTDOWN_GRACE_S": "5",
        }
        output = self.log.open("ab")
        self._logs.append(output)
        started = subprocess.Popen(
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env=os.environ | surroundings | more,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        self.workers.append(started)
        return started

    async def ended(self, process: subprocess.Popen[bytes], *, within_s: float = DEADLINE_S) -> int:
        """Wait until the process ends; return its exit status."""
        deadline = monotonic() + within_s
        while (status := process.poll()) is None:
            if monotonic() > deadline:
                raise AssertionError(f"the worker did not end within {within_s} s:\n{self.said()}")
            await asyncio.sleep(0.02)
        return status

    def said(self, since: int = 0) -> str:
        """Return the output of the workers from position `since` on."""
        return self.log.read_bytes()[since:].decode(errors="replace")

    async def says(self, words: str, since: int = 0) -> None:
        """Wait until a worker has written these words."""

        async def written() -> bool:
            return words in self.said(since)

        await until(written, f"a worker says {words!r}", deadline_s=DEADLINE_S)

    async def close(self) -> None:
        for process in self.workers:
            process.kill()
            process.wait()
        for output in self._logs:
            output.close()
        await self.database.close()

    # --- what is done ------------------------------------------------------------------------------------------------

    async def do(self, account: str, command: Command) -> Receipt:
        request = Request(account=account, command=command, actor="key_test", now=datetime.now(UTC))
        receipt = await execute(self.database, request)
        assert receipt.refusal is None
        return receipt

    async def register(self, *names: str) -> list[str]:
        """Register accounts with names unique on the Temporal server; return their identifiers."""
        accounts = [f"{self.name}-{name}" for name in names]
        for account in accounts:
            await self.do(account, Register(kind=AccountKind.INDIVIDUAL, holder=f"h_{account}", name="早报"))
        self.accounts += accounts
        return accounts

    async def ban(self, account: str, seconds: float) -> datetime:
        """Ban the account; return the instant of the decision."""
        ban = ImposeBan(id=f"b-{uuid4().hex[:8]}", category=Category.FABRICATION, duration=timedelta(seconds=seconds))
        return (await self.do(account, ban)).facts[0].recorded_at

    async def rename(self, account: str, name: str) -> None:
        await self.do(account, ChangeName(name=name))

    async def verdict(self, account: str, privilege: str, at: datetime) -> Verdict:
        standing = await reading.standing_of(self.database, account)
        assert standing is not None
        return verdict(standing, privilege, at)

    # --- what must hold at the end -----------------------------------------------------------------------------------

    async def due(self, account: str) -> list[datetime]:
        """Return the ends of its bans and of their suspensions, computed from the facts alone."""
        found: list[datetime] = []
        async for recorded in reading.every_fact(self.database, account):
            body = recorded.fact.body
            if isinstance(body, BanImposed):
                start = recorded.fact.effective_at
                ban = Ban(id=body.id, start=start, duration=body.duration, factor=body.factor)
                found += [start + ban.duration, start + ban.suspension]
        return sorted(found)

    async def recorded(self, account: str) -> list[tuple[datetime, str]]:
        """Return every announcement of a boundary: its instant, and the recorder."""
        events = (await feed.page(self.database, account=account, most=10_000)).events
        return sorted((e.transition.at, e.transition.recorded_by) for e in events if e.transition is not None)

    async def every_boundary_is_recorded_once(self) -> None:
        """Require that no announcement is missing and none is doubled."""
        for account in self.accounts:
            due = await self.due(account)

            async def there(account: str = account, wanted: int = len(due)) -> bool:
                return len(await self.recorded(account)) >= wanted

            await until(there, f"{len(due)} boundaries of {account} are recorded", deadline_s=DEADLINE_S)
            assert [at for at, _ in await self.recorded(account)] == due

    async def nothing_waits(self) -> None:
        """Wait until the outbox is empty."""

        async def empty() -> bool:
            depth = await outbox.depth(self.database)
            return depth.facts == depth.entries == 0

        await until(empty, "the outbox is empty", deadline_s=DEADLINE_S)

    async def every_lifecycle_agrees(self) -> None:
        """Require that every workflow's standing equals the ledger's."""
        client = await Client.connect(self.temporal.address, data_converter=pydantic_data_converter)
        for account in self.accounts:
            workflow_id = outbox.stream_name(outbox.ACCOUNT, account)
            wanted = await reading.standing_of(self.database, account)

            async def agrees(workflow_id: str = workflow_id, wanted: object = wanted) -> bool:
                return await client.get_workflow_handle(workflow_id).query(AccountLifecycle.standing) == wanted

            await until(agrees, f"the lifecycle of {account} agrees with the ledger", deadline_s=DEADLINE_S)

    async def all_is_well(self) -> None:
        """Require every invariant at the end of a test."""
        await self.every_boundary_is_recorded_once()
        await self.nothing_waits()
        await self.every_lifecycle_agrees()
        assert [fault async for fault in verify(self.database)] == []
