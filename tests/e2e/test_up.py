"""Process `standing up` as a user runs it: a real process, real servers, real Ctrl-C."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import psutil
import pytest

from cli.servers import fictional
from embedded import free_port

READY = "Ctrl-C stops everything"
PORTS = ("API_PORT", "TEMPORAL_PORT", "TEMPORAL_UI_PORT", "WORKER_METRICS_PORT", "SDK_METRICS_PORT")


class Up:
    """Running `standing up` on ports and in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.data_dir = folder / "data"
        self.said = folder / "said.txt"
        ports: set[int] = set()
        while len(ports) < len(PORTS):
            ports.add(free_port())
        self.ports = dict(zip(PORTS, sorted(ports), strict=True))
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("STANDING_")},
            **{f"STANDING_{name}": str(port) for name, port in self.ports.items()},
            "STANDING_DATA_DIR": str(self.data_dir),
            "COLUMNS": "100",
        }
        self.process: psutil.Popen | None = None

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        argv = [sys.executable, "-m", "cli", *words]
        return subprocess.run(argv, env=self.env, capture_output=True, text=True, check=False)

    def start(self) -> psutil.Popen:
        with self.said.open("w") as said:
            argv = [sys.executable, "-m", "cli", "up"]
            self.process = psutil.Popen(
                argv, env=self.env, stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
            )
        self.until(lambda: READY in self.said.read_text())
        return self.process

    def until(self, happened: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 120
        while not happened():
            assert self.process is not None
            assert self.process.poll() is None, f"it ended: {self.said.read_text()}"
            assert time.monotonic() < deadline, self.said.read_text()
            time.sleep(0.1)

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return int(self.process.wait(90))

    def child(self, word: str) -> psutil.Process:
        assert self.process is not None
        return next(p for p in self.process.children() if word in " ".join(p.cmdline()))

    @property
    def key(self) -> str:
        return (self.data_dir / "dev-api-key").read_text().strip()

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> httpx2.Response:
        address = f"http://127.0.0.1:{self.ports['API_PORT']}/v1/{path}"
        return httpx2.request(
            method, address, json=body, headers={"Authorization": f"Bearer {self.key}"}, timeout=30, trust_env=False
        )

    def register(self, place: int) -> httpx2.Response:
        holder = {"resident_id": fictional.resident_id(place)}
        body = {"account": f"a{place}", "kind": "individual", "name": "山野厨房", "holder": holder}
        return self.call("POST", "accounts", body)


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    run = Up(tmp_path)
    yield run
    if run.process is not None and run.process.poll() is None:
        left = run.process.children(recursive=True)
        run.stop()
        psutil.wait_procs(left, timeout=30)


def test_one_command_starts_everything_and_ctrl_c_ends_it(up: Up) -> None:
    """The address answers, the key is accepted, no process is left; the next run finds the data and the key."""
    process = up.start()
    assert up.register(1).status_code == 201
    key = up.key
    assert stat.S_IMODE((up.data_dir / "dev-api-key").stat().st_mode) == 0o600
    assert key in up.said.read_text()
    children = process.children(recursive=True)
    assert len(children) >= 4
    assert up.stop() == 0
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    said = up.said.read_text()
    ended = [said.index(f"{part} stopped") for part in ("API", "worker", "Temporal", "PostgreSQL")]
    assert ended == sorted(ended)
    assert "the data is kept" in said
    up.start()
    assert up.key == key
    assert up.call("GET", "accounts/a1").status_code == 200
    assert up.stop(signal.SIGTERM) == 0


@pytest.mark.long
def test_the_commands_it_prints_do_what_they_say(up: Up) -> None:
    """The printed commands register, ban, and show that publishing is refused under article 9."""
    up.start()
    lines = [line.strip() for line in up.said.read_text().splitlines() if line.strip().startswith("curl")]
    answers = [json.loads(subprocess.check_output(["sh", "-c", line])) for line in lines]
    assert [answer.get("outcome") for answer in answers] == ["active", "done", None]
    assert answers[2]["answer"] == "refused"
    assert answers[2]["reasons"][0]["article"] == 9


@pytest.mark.long
def test_other_commands_use_what_runs_and_leave_it_running(up: Up) -> None:
    """Other commands find the database of the data folder; a second `up` on it is told which process runs."""
    up.start()
    up.register(1)
    drawn = up.command("timeline", "a1")
    assert drawn.returncode == 0, drawn.stderr
    assert "publish" in drawn.stdout
    assert up.command("ledger", "verify").returncode == 0
    second = up.command("up")
    assert second.returncode == 2
    assert f"pid {up.process.pid}" in second.stderr if up.process else False
    assert up.call("GET", "accounts/a1").status_code == 200


@pytest.mark.long
def test_bans_and_verdicts_go_on_while_what_died_is_started_again(up: Up) -> None:
    """Temporal, the worker and the API are killed; each is restarted, and only the API's end interrupts verdicts."""
    up.start()
    up.register(1)
    up.child("start-dev").kill()
    ban = {"id": "b1", "category": "recycled_news", "duration": "PT1S"}
    assert up.call("POST", "accounts/a1/bans", ban).status_code == 201
    assert up.call("POST", "decisions", {"account": "a1", "privilege": "publish"}).json()["answer"] == "refused"
    up.until(lambda: "Temporal runs again" in up.said.read_text())
    up.child("cli worker").kill()
    up.until(lambda: "worker runs again" in up.said.read_text())
    up.until(lambda: _lived_through(up))
    up.child("cli api").kill()
    up.until(lambda: "API runs again" in up.said.read_text())
    up.until(lambda: _answers(up))
    assert "SIGKILL" in up.said.read_text()


def _lived_through(up: Up) -> bool:
    """Return whether the end of the ban was announced."""
    passed = up.call("GET", "events?account=a1&types=account.boundary_passed").json()["events"]
    return bool(passed)


def _answers(up: Up) -> bool:
    try:
        return up.call("GET", "accounts/a1").status_code == 200
    except httpx2.HTTPError:
        return False


@pytest.mark.long
def test_kill_9_leaves_nothing_behind_that_stops_the_next_run(up: Up) -> None:
    """The kernel ends the children; the next run waits for them and finds the data."""
    process = up.start()
    up.register(1)
    children = process.children(recursive=True)
    process.kill()
    process.wait(10)
    up.start()
    assert up.call("GET", "accounts/a1").status_code == 200
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]


def test_a_taken_port_is_named_before_anything_starts(up: Up) -> None:
    """The message names the process on the port and the variable to set; exit status 2, no traceback, no database."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", up.ports["API_PORT"]))
        taken.listen()
        done = up.command("up")
    assert done.returncode == 2
    assert f"port {up.ports['API_PORT']} (API)" in done.stderr
    assert "STANDING_API_PORT=" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (up.data_dir / "postgres").exists()


@pytest.mark.long
def test_the_demonstration_ends_by_itself_with_everybody_restored(up: Up) -> None:
    """The demonstration on a running Standing imports, imposes bans of seconds, and prints a checked summary."""
    up.start()
    done = up.command("demo")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "bans ended by themselves" in done.stdout
    shown = re.search(r"standing timeline (\S+)", done.stdout)
    assert shown is not None
    assert up.command("timeline", shown[1]).returncode == 0
    assert up.command("ledger", "verify").returncode == 0


def test_a_worker_without_temporal_says_what_to_start(up: Up) -> None:
    """A single command without running servers prints no traceback, and says what to start."""
    done = up.command("worker")
    assert done.returncode == 2
    assert "standing up" in done.stderr
    assert "STANDING_TEMPORAL_ADDRESS" in done.stderr
