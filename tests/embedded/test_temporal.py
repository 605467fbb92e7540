"""Embedded Temporal: a real development server is started, killed, and restarted with its state."""

import json
import os
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client, WorkflowExecutionStatus

from embedded import BinaryMissingError, EmbeddedTemporal, PortInUseError, ServerFailedError, free_port

pytestmark = pytest.mark.long

STARTER = """
    import sys, time
    from pathlib import Path
    from embedded import EmbeddedTemporal
    server = EmbeddedTemporal(Path(sys.argv[1]), port=int(sys.argv[2]), ui_port=None)
    server.start()
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedTemporal]:
    with EmbeddedTemporal(
        tmp_path_factory.mktemp("temporal"), port=free_port(), ui_port=free_port(), namespace="standing"
    ) as server:
        yield server


async def test_it_serves_our_namespace_and_keeps_histories_for_a_month(server: EmbeddedTemporal) -> None:
    """A started server is ready: a client may connect at once."""
    client = await Client.connect(server.address, namespace="standing")
    described = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace="standing"))
    assert described.config.workflow_execution_retention_ttl.ToTimedelta() == timedelta(hours=720)


def test_people_find_the_ui(server: EmbeddedTemporal) -> None:
    """The printed address answers."""
    assert server.ui_url is not None
    with socket.create_connection(("127.0.0.1", server.ui_port or 0), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert connection.recv(12).endswith(b"200")


async def test_what_was_started_survives_kill_9(server: EmbeddedTemporal) -> None:
    """Open workflows are found again on the same file and port."""
    client = await Client.connect(server.address, namespace="standing")
    await client.start_workflow("AccountLifecycle", id="account:1", task_queue="nobody")
    server.kill()
    assert not server.running
    server.start()
    client = await Client.connect(server.address, namespace="standing")
    described = await client.get_workflow_handle("account:1").describe()
    assert described.status == WorkflowExecutionStatus.RUNNING


def test_the_file_is_kept_in_the_quick_mode(server: EmbeddedTemporal) -> None:
    """Write-ahead logging is three times as fast; its file is beside the database."""
    assert server.database.with_name("temporal.db-wal").exists()


def test_ctrl_c_does_not_reach_it(server: EmbeddedTemporal) -> None:
    """The terminal sends SIGINT to our process group; the server must not be in it."""
    pid = json.loads((server.data_dir / "temporal.owner").read_text())[0][0]
    assert os.getsid(pid) != os.getsid(0)


def test_a_taken_port_is_told_before_anything_starts(server: EmbeddedTemporal, tmp_path: Path) -> None:
    """The message names the holder and the variable to set."""
    second = EmbeddedTemporal(tmp_path, port=server.port, ui_port=None)
    with pytest.raises(PortInUseError, match=rf"port {server.port} \(Temporal\) is already used by process 'temporal'"):
        second.start()
    assert not second.running


def test_a_refused_option_is_told_with_the_log(tmp_path: Path) -> None:
    """The reason is in the message, not only in a file."""
    server = EmbeddedTemporal(tmp_path, port=free_port(), ui_port=None, extra_args=["--nonsense"])
    with pytest.raises(ServerFailedError, match=r"stopped at once(.|\n)*unknown flag: --nonsense"):
        server.start()
    assert not server.running


def test_a_persons_own_configuration_does_not_redirect_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """TEMPORAL_* variables and temporal.toml are for other servers."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", "elsewhere.invalid:7233")
    monkeypatch.setenv("TEMPORAL_TLS", "true")
    with EmbeddedTemporal(tmp_path, port=free_port(), ui_port=None) as server:
        assert server.running
        assert server.ui_url is None


@pytest.mark.skipif(sys.platform != "linux", reason="death signals exist on Linux only")
def test_it_goes_when_its_starter_is_killed(tmp_path: Path) -> None:
    """`kill -9` of Standing leaves no server behind, and the next start gets port and file."""
    port = free_port()
    starter = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(STARTER), str(tmp_path), str(port)], stdout=subprocess.PIPE
    )
    assert starter.stdout is not None
    assert starter.stdout.readline() == b"ready\n"
    starter.stdout.close()
    pid = json.loads((tmp_path / "temporal.owner").read_text())[0][0]
    starter.kill()
    starter.wait()
    deadline = time.monotonic() + 15
    while psutil.pid_exists(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    with EmbeddedTemporal(tmp_path, port=port, ui_port=None) as server:
        assert server.running


def test_an_orphan_is_ended_first(tmp_path: Path) -> None:
    """A server outlives its starter where there are no death signals, and would hold port and file."""
    server = EmbeddedTemporal(tmp_path, port=free_port(), ui_port=None)
    server.start()
    owner = tmp_path / "temporal.owner"
    (pid, created), _ = json.loads(owner.read_text())
    owner.write_text(json.dumps([[pid, created], [1, 12345.0]]))  # a starter that has ended
    with EmbeddedTemporal(tmp_path, port=server.port, ui_port=None) as heir:
        assert heir.running
        assert not server.running


def test_without_its_program_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The failed start leaves nothing behind."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BinaryMissingError, match="make install"):
        EmbeddedTemporal(tmp_path / "data").start()
    assert not (tmp_path / "data").exists()
