"""Embedded Temporal development server with its UI, from a wheel, with its state in one file."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from embedded import children, programs
from embedded.errors import ServerFailedError
from embedded.ports import LOOPBACK, require_free

POLL_S = 0.05
TRIES = 3
_PORT_TAKEN = "address already in use"
START_TIMEOUT_S = 60.0  # a start usually takes 1 to 4 seconds; the first one creates the schema
STOP_GRACE_S = 15.0

# Histories of finished workflows are kept for 30 days; the server's default is one day.
RETENTION = timedelta(hours=720)

# Three times the throughput of the default. A power cut may lose the last moments, a killed process nothing.
PRAGMAS = ("journal_mode=wal", "synchronous=normal")


class EmbeddedTemporal:
    """Development server on `data_dir/temporal.db`, with its log in `data_dir/log/temporal.log`.

    All methods block; from a coroutine call them through `asyncio.to_thread`. Usable as a context manager.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int = 7233,
        ui_port: int | None = 8233,
        namespace: str = "default",
        log_level: str = "warn",
        retention: timedelta = RETENTION,
        dynamic_config: Mapping[str, object] | None = None,
        extra_args: Sequence[str] = (),
    ) -> None:
        """Start nothing yet. Without `ui_port` there is no UI; `dynamic_config` has server settings as JSON values."""
        self.data_dir = data_dir.expanduser().absolute()
        self.database = self.data_dir / "temporal.db"
        self.log = self.data_dir / "log" / "temporal.log"
        self.port = port
        self.ui_port = ui_port
        self.namespace = namespace
        self._log_level = log_level
        self._retention = retention
        self._dynamic_config = dict(dynamic_config or {})
        self._extra_args = tuple(extra_args)
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Address for clients, as "host:port"."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def ui_url(self) -> str | None:
        """Address of the UI; None without one."""
        return f"http://{LOOPBACK}:{self.ui_port}" if self.ui_port is not None else None

    @property
    def running(self) -> bool:
        """Whether the server that was started here still runs."""
        return self._child is not None and self._child.poll() is None

    def start(self, timeout_s: float = START_TIMEOUT_S) -> None:
        """Start the server and wait until it serves the namespace.

        Raises:
            EmbeddedError: when it cannot be started or does not become ready in time.
        """
        if self.running:
            return
        binary = programs.temporal()
        self._end_orphan()
        require_free(self.port, "Temporal", "STANDING_TEMPORAL_PORT")
        if self.ui_port is not None:
            require_free(self.ui_port, "Temporal UI", "STANDING_TEMPORAL_UI_PORT")
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o711)
        deadline = time.monotonic() + timeout_s
        for tries_left in reversed(range(TRIES)):
            try:
                self._start_once(binary, deadline)
            except ServerFailedError as error:
                # The server also opens ports of its own choice, and another process may take one first.
                if not tries_left or _PORT_TAKEN not in str(error):
                    raise
            else:
                return

    def _start_once(self, binary: Path, deadline: float) -> None:
        self._child = children.spawn(self._argv(binary), log=self.log, env=_clean_env(), death_signal=signal.SIGTERM)
        self._remember(self._child.pid)
        try:
            self._await_ready(deadline)
            self._ensure_retention()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Shut down the server that was started here."""
        if self._child is not None:
            children.stop(self._child, (signal.SIGTERM, STOP_GRACE_S))
            self._child = None
        self._pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """Kill the server with SIGKILL, for tests of recovery; `start()` starts it on the same file and port."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._child = None

    def __enter__(self) -> "EmbeddedTemporal":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # --- starting ----------------------------------------------------------------------------------------------------

    def _argv(self, binary: Path) -> list[str]:
        ui = ["--headless"] if self.ui_port is None else ["--ui-port", str(self.ui_port), "--ui-disable-news-fetch"]
        return [
            str(binary), "server", "start-dev", *CONFIG_OFF,
            "--ip", LOOPBACK, "--port", str(self.port), *ui,
            "--db-filename", str(self.database),
            *(word for pragma in PRAGMAS for word in ("--sqlite-pragma", pragma)),
            "--namespace", self.namespace,
            "--log-level", self._log_level,
            *(
                word
                for key, value in self._dynamic_config.items()
                for word in ("--dynamic-config-value", f"{key}={json.dumps(value)}")
            ),
            *self._extra_args,
        ]  # fmt: skip

    def _await_ready(self, deadline: float) -> None:
        """Wait for the port and for the namespace, which is served later."""
        said = ""
        while True:
            if self._child is None or self._child.poll() is not None:
                raise self._failed("stopped at once")
            if _listens(self.port):
                described = self._namespace("describe", "--output", "json")
                if described.returncode == 0:
                    return
                said = described.stderr.strip()
            if time.monotonic() > deadline:
                raise self._failed(f"did not become ready in time ({said or 'its port stayed closed'})")
            time.sleep(POLL_S)

    def _ensure_retention(self) -> None:
        """Set the retention of the namespace, which the development server creates with one day."""
        described: Any = json.loads(self._namespace("describe", "--output", "json").stdout)
        found = described.get("config", {}).get("workflowExecutionRetentionTtl", "")
        wanted_s = int(self._retention.total_seconds())
        if found == f"{wanted_s}s":
            return
        updated = self._namespace("update", "--retention", f"{wanted_s}s")
        if updated.returncode != 0:
            raise self._failed(f"refused to keep histories for {self._retention}: {updated.stderr.strip()}")

    def _namespace(self, verb: str, *words: str) -> subprocess.CompletedProcess[str]:
        argv = [
            str(programs.temporal()), "operator", "namespace", verb, *CONFIG_OFF,
            "--address", self.address, "--namespace", self.namespace, "--command-timeout", "10s", *words,
        ]  # fmt: skip
        return subprocess.run(argv, env=_clean_env(), capture_output=True, text=True, check=False)

    # --- a server that was left behind -------------------------------------------------------------------------------

    @property
    def _pid_file(self) -> Path:
        return self.data_dir / "temporal.owner"

    def _remember(self, pid: int) -> None:
        """Record the server and its starter, each with its start time, because process numbers are reused."""
        known = [(number, psutil.Process(number).create_time()) for number in (pid, os.getpid())]
        self._pid_file.write_text(json.dumps(known), encoding="ascii")

    def _end_orphan(self) -> None:
        """End a server on this file whose starter is gone, which happens on systems without death signals."""
        try:
            (server, born), (owner, owner_born) = json.loads(self._pid_file.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return
        process = _same_process(server, born)
        if process is None or _same_process(owner, owner_born) is not None:
            return
        process.terminate()
        try:
            process.wait(STOP_GRACE_S)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait()

    def _failed(self, what: str) -> ServerFailedError:
        return ServerFailedError(
            f"the embedded Temporal server {what}; the end of {self.log}:\n{children.log_tail(self.log)}"
        )


# The user's own Temporal configuration is meant for other servers.
CONFIG_OFF = ("--disable-config-file", "--disable-config-env")


def _clean_env() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("TEMPORAL_")}


def _listens(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((LOOPBACK, port)) == 0


def _same_process(pid: int, created: float) -> psutil.Process | None:
    """Process with this number, if it started at `created` (seconds since 1970)."""
    try:
        process = psutil.Process(pid)
        alive = process.create_time() == created and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return None
    return process if alive else None
