"""Supervisor of child processes: start in order, watch, restart, and stop in reverse order."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, Self

from rich.text import Text

import cli
from cli.terminal.console import out

if TYPE_CHECKING:
    from embedded import EmbeddedPostgres, EmbeddedTemporal


RESTARTS: Final = 5
WITHIN_S: Final = 600.0
"""A process that ends or does not start more than `RESTARTS` times within `WITHIN_S` seconds is given up."""

LOOK_S: Final = 0.5
LINE: Final = 300
_GRACE_MORE_S: Final = 5.0


class Process(Protocol):
    """Supervised process. All methods block."""

    name: str
    log: Path
    without_it: str | None
    """Description of what still works without it; None when nothing does."""

    def start(self) -> None:
        """Start it, and wait until it can be used.

        Raises:
            EmbeddedError: when it does not start.
        """
        ...

    def alive(self) -> bool:
        """Return whether it runs."""
        ...

    def stop(self) -> None:
        """Stop it gracefully; does nothing when it has ended already."""
        ...


@dataclass
class Server:
    """Supervised embedded server, as functions."""

    name: str
    log: Path
    start: Callable[[], None]
    stop: Callable[[], None]
    alive: Callable[[], bool]
    without_it: str | None = None

    @classmethod
    def postgres(cls, server: "EmbeddedPostgres") -> Self:
        """Return the embedded PostgreSQL; without it nothing works."""
        return cls("PostgreSQL", server.log, server.start, server.stop, lambda: server.process is not None)

    @classmethod
    def temporal(cls, server: "EmbeddedTemporal") -> Self:
        """Return the embedded Temporal with its UI."""
        without_it = "bans, verdicts and announcements go on; workflows wait until it is back"
        return cls("Temporal", server.log, server.start, server.stop, lambda: server.running, without_it)


@dataclass
class Command:
    """Child process that runs a command of this program. It does not receive the terminal's Ctrl-C, and ends with this
    process.
    """

    name: str
    words: Sequence[str]
    log: Path
    env: Mapping[str, str]
    grace_s: float
    without_it: str | None = None
    _child: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        """Start it, without waiting until it can be used."""
        from embedded.children import spawn

        argv = [sys.executable, "-m", "cli", *self.words]
        self._child = spawn(argv, log=self.log, env=self._environment(), death_signal=signal.SIGTERM)

    def alive(self) -> bool:
        """Return whether it runs."""
        return self._child is not None and self._child.poll() is None

    def stop(self) -> None:
        """Send SIGTERM, and SIGKILL after the grace period."""
        from embedded.children import stop

        if self._child is not None:
            stop(self._child, (signal.SIGTERM, self.grace_s + _GRACE_MORE_S))

    def exit_code(self) -> int | None:
        """Return its exit status; None while it runs."""
        return None if self._child is None else self._child.poll()

    def _environment(self) -> dict[str, str]:
        source = str(Path(cli.__file__).resolve().parent.parent)
        path = os.pathsep.join(entry for entry in (source, os.environ.get("PYTHONPATH", "")) if entry)
        return {**os.environ, **self.env, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}


class Supervisor:
    """Supervisor: restarts processes that end, and stops only the processes that it has started."""

    def __init__(self, on_given_up: Callable[[Process], None]) -> None:
        self._on_given_up = on_given_up
        self._running: list[Process] = []
        self._watches: list[asyncio.Task[None]] = []

    @property
    def anything(self) -> bool:
        """Whether there is something to stop."""
        return bool(self._running)

    async def start(self, process: Process) -> float:
        """Start a process; return the seconds that it took.

        Raises:
            EmbeddedError: when it does not start.
        """
        began = time.monotonic()
        # Added before it runs: if we are asked to stop meanwhile, it is stopped too.
        self._running.append(process)
        await asyncio.to_thread(process.start)
        return time.monotonic() - began

    def watch(self) -> None:
        """Begin to restart processes that end."""
        self._watches = [asyncio.create_task(self._keep_alive(process)) for process in self._running]

    async def stop(self) -> None:
        """Stop all processes, the last started first."""
        for watch in self._watches:
            watch.cancel()
        # Wait for a restart under way, or it would start what was just stopped.
        await asyncio.gather(*self._watches, return_exceptions=True)
        while self._running:
            process = self._running.pop()
            began = time.monotonic()
            await asyncio.to_thread(process.stop)
            done(f"{process.name} stopped", time.monotonic() - began)

    async def _keep_alive(self, process: Process) -> None:
        failures: list[float] = []
        while True:
            await asyncio.sleep(LOOK_S)
            if await asyncio.to_thread(process.alive):
                continue
            said: str | None = _how_it_ended(process)
            while said is not None:
                now = time.monotonic()
                failures = [*(at for at in failures if now - at < WITHIN_S), now]
                _tell_failure(process, said, len(failures))
                if len(failures) > RESTARTS:
                    self._on_given_up(process)
                    return
                await asyncio.sleep(min(2.0 ** (len(failures) - 2), 16.0) if len(failures) > 1 else 0)
                said = await self._restart(process)

    async def _restart(self, process: Process) -> str | None:
        """Restart a process; return why it did not start, None when it did."""
        from embedded import EmbeddedError

        began = time.monotonic()
        starting = asyncio.create_task(asyncio.to_thread(process.start))
        try:
            await asyncio.shield(starting)
        except asyncio.CancelledError:
            await asyncio.gather(starting, return_exceptions=True)
            raise
        except EmbeddedError as error:
            return f"{process.name} does not start: {error}"
        done(f"{process.name} runs again", time.monotonic() - began)
        return None


def tail(log: Path) -> str:
    """Return the last lines of a log for a message; a line with a whole traceback is cut."""
    from embedded.children import log_tail

    return "\n".join(line if len(line) <= LINE else f"{line[:LINE]} …" for line in log_tail(log).splitlines())


def done(what: str, took_s: float) -> None:
    """Print one line for a step that succeeded."""
    out.print(Text.assemble(("✓ ", "green"), what, (f"  {took_s:.1f} s", "dim")))


def failed(what: str) -> None:
    """Print one line for a step that failed."""
    out.print(Text.assemble(("✗ ", "red"), what), soft_wrap=True)


def _how_it_ended(process: Process) -> str:
    code = process.exit_code() if isinstance(process, Command) else None
    how = "" if code is None else f" (exit code {code})"
    if code is not None and code < 0:
        how = f" ({signal.Signals(-code).name})"
    return f"{process.name} ended by itself{how}; the end of {process.log}:\n{tail(process.log)}"


def _tell_failure(process: Process, said: str, failures: int) -> None:
    failed(said)
    if failures > RESTARTS:
        failed(f"{process.name} has failed {failures} times within {WITHIN_S / 60:.0f} minutes and is given up")
        return
    out.print(f"  starting it again ({failures} of {RESTARTS})")
    if process.without_it:
        out.print(f"  meanwhile {process.without_it}")
