"""Supervisor: a process that ends is restarted; one that does not start is counted for each attempt and given up."""

import asyncio
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cli.servers import supervising
from cli.servers.supervising import RESTARTS, Process, Supervisor
from cli.terminal.console import out
from embedded import EmbeddedError
from tests.workflows.world import until


@dataclass
class Sleeper:
    """Supervised operating system process whose next starts can be made to fail."""

    log: Path
    name: str = "sleeper"
    without_it: str | None = None
    failing: int = 0
    starts: int = 0
    child: "subprocess.Popen[bytes] | None" = field(default=None)

    def start(self) -> None:
        self.starts += 1
        if self.failing:
            self.failing -= 1
            raise EmbeddedError("no room")
        self.child = subprocess.Popen(["sleep", "600"])

    def alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def stop(self) -> None:
        if self.child is not None:
            self.child.kill()
            self.child.wait()

    async def killed(self) -> None:
        assert self.child is not None
        self.child.kill()
        await asyncio.to_thread(self.child.wait)


def _true(now: Callable[[], bool]) -> Callable[[], Awaitable[bool]]:
    async def asked() -> bool:
        return now()

    return asked


@pytest.fixture
def quick(monkeypatch):
    """Remove the pauses, whose length these tests do not concern."""
    rest = asyncio.sleep
    monkeypatch.setattr(supervising, "LOOK_S", 0.01)
    monkeypatch.setattr("cli.servers.supervising.asyncio.sleep", lambda delay: rest(min(delay, 0.01)))


async def test_a_failed_start_is_counted_and_told_once(tmp_path, quick):
    """One end and two failed starts are three failures, each reported once; then the process runs again."""
    given_up: list[Process] = []
    process = Sleeper(tmp_path / "log")
    supervisor = Supervisor(given_up.append)
    with out.capture() as said:
        await supervisor.start(process)
        supervisor.watch()
        process.failing = 2
        await process.killed()
        await until(_true(lambda: process.starts == 4 and process.alive()), "it runs again")
        await supervisor.stop()
    told = said.get()
    assert told.count("ended by itself") == 1
    assert told.count("does not start: no room") == 2
    assert told.count("runs again") == 1
    assert f"(3 of {RESTARTS})" in told
    assert given_up == []


async def test_what_never_starts_is_given_up_after_as_many_tries_as_are_said(tmp_path, quick):
    """The process is restarted `RESTARTS` times, and then no more."""
    given_up: list[Process] = []
    process = Sleeper(tmp_path / "log")
    supervisor = Supervisor(given_up.append)
    with out.capture() as said:
        await supervisor.start(process)
        supervisor.watch()
        process.failing = 100
        await process.killed()
        await until(_true(lambda: bool(given_up)), "it is given up")
        await supervisor.stop()
    assert process.starts == 1 + RESTARTS
    assert "is given up" in said.get()
