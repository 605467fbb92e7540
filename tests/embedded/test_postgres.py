"""Embedded PostgreSQL: start, kill, restart and shared use of a real server."""

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from embedded import BinaryMissingError, EmbeddedPostgres, ServerFailedError, postgres, postmaster
from embedded.account import allow_traversal
from tests.standstill import standstill

# Script of a starter on the command line: prints when it is ready, and then sleeps.
STARTER = """
    import sys, time
    from pathlib import Path
    from embedded import EmbeddedPostgres
    server = EmbeddedPostgres(Path(sys.argv[1]))
    server.start()
    print(server.process.pid, flush=True)
    time.sleep(600)
"""

NOBODY = 65534

pytestmark = pytest.mark.long


def eventually(holds: Callable[[], bool], timeout_s: float = 15.0) -> bool:
    deadline = time.monotonic() + timeout_s
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def start_elsewhere(data_dir: Path) -> tuple[subprocess.Popen[str], int]:
    """Start a server on the folder by another process; return that process and the server's pid."""
    starter = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(STARTER), str(data_dir)], stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    pid = int(starter.stdout.readline())
    starter.stdout.close()
    return starter, pid


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("cluster"))
    yield server
    server.stop()


@pytest.fixture
def server(cluster: EmbeddedPostgres) -> EmbeddedPostgres:
    """Return the module's cluster, running."""
    cluster.start()
    return cluster


async def test_sqlalchemy_and_asyncpg_reach_it_through_the_socket(server: EmbeddedPostgres) -> None:
    """The returned addresses work, and the server's settings are durable."""
    server.create_database("standing")
    engine = create_async_engine(server.url("standing"))
    async with engine.connect() as connection:
        rows = await connection.execute(
            text("SELECT current_setting('synchronous_commit'), current_setting('fsync'), current_setting('jit')")
        )
        assert rows.one() == ("on", "on", "off")
    await engine.dispose()
    plain = await asyncpg.connect(server.dsn("standing"))
    assert await plain.fetchval("SELECT current_database()") == "standing"
    await plain.close()


async def test_it_listens_on_no_port(server: EmbeddedPostgres) -> None:
    """The server never conflicts with another, and is not reachable from the network."""
    assert server.sql("SHOW listen_addresses") == ""
    assert server.process is not None
    assert [c for c in server.process.net_connections(kind="tcp") if c.status == psutil.CONN_LISTEN] == []


def test_databases_are_created_once_copied_and_dropped(server: EmbeddedPostgres) -> None:
    """Tests copy a migrated database instead of migrating each time."""
    assert server.create_database("original")
    assert not server.create_database("original")
    server.sql("CREATE TABLE kept AS SELECT 7 AS n", database="original")
    assert server.create_database("copy", template="original")
    assert server.sql("SELECT n FROM kept", database="copy") == "7"
    server.drop_database("copy")
    server.drop_database("copy")
    assert server.sql("SELECT count(*) FROM pg_database WHERE datname = 'copy'") == "0"


@pytest.mark.parametrize("name", ["", "Standing", "1st", 'x"; DROP DATABASE y', "x" * 64])
def test_a_strange_database_name_is_refused(server: EmbeddedPostgres, name: str) -> None:
    """Names are inserted into statements unescaped."""
    with pytest.raises(ValueError, match="no database name"):
        server.create_database(name)


def test_a_refused_statement_says_why(server: EmbeddedPostgres) -> None:
    """PostgreSQL's own message reaches the reader."""
    with pytest.raises(ServerFailedError, match="syntax error"):
        server.sql("SELEC 1")


def test_what_was_committed_survives_kill_9(server: EmbeddedPostgres) -> None:
    """The ledger relies on this."""
    server.create_database("survivor")
    server.sql("CREATE TABLE fact AS SELECT 42 AS n", database="survivor")
    server.kill()
    assert server.process is None
    server.start()
    assert server.sql("SELECT n FROM fact", database="survivor") == "42"


def test_a_start_right_after_the_main_process_was_killed_from_outside(server: EmbeddedPostgres) -> None:
    """Processes of the killed server may still run for a moment: two generations on one folder would destroy it."""
    assert server.process is not None
    server.process.send_signal(signal.SIGKILL)
    again = EmbeddedPostgres(server.data_dir)
    again.start()
    assert again.sql("SELECT 1") == "1"
    again.stop()
    server.stop()


def test_start_brings_back_a_server_that_died(server: EmbeddedPostgres) -> None:
    """A second call of start() is enough; on a running server it does nothing."""
    first = server.process
    server.start()
    assert first is not None
    assert server.process == first
    first.kill()
    assert eventually(lambda: server.process is None)
    server.start()
    assert server.process != first


def test_a_stale_pid_file_whose_number_belongs_to_somebody_else(server: EmbeddedPostgres) -> None:
    """Process ids in a container are small and soon reused; PostgreSQL by itself would refuse to start."""
    server.kill()
    pid_file = server.pgdata / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    innocent = subprocess.Popen(["sleep", "600"], user=server.pgdata.stat().st_uid)
    pid_file.write_text("\n".join([str(innocent.pid), *lines[1:]]) + "\n")
    try:
        server.start()
        assert server.sql("SELECT 1") == "1"
        assert innocent.poll() is None
    finally:
        innocent.kill()
        innocent.wait()


def test_stop_and_start_again(server: EmbeddedPostgres) -> None:
    """A graceful stop leaves no process and no pid file; a second stop is harmless."""
    process = server.process
    assert process is not None
    server.stop()
    server.stop()
    assert not process.is_running()
    assert not (server.pgdata / "postmaster.pid").exists()
    server.start()
    assert server.sql("SELECT 1") == "1"


def test_ctrl_c_does_not_reach_it(server: EmbeddedPostgres) -> None:
    """The terminal sends SIGINT to our process group; the server must not be in it."""
    assert server.process is not None
    assert os.getpgid(server.process.pid) != os.getpgid(0)
    assert os.getsid(server.process.pid) != os.getsid(0)


async def test_a_start_from_a_worker_thread_outlives_the_thread(tmp_path: Path) -> None:
    """The kernel treats the thread that forked as the parent; the death signal must not come when it ends."""
    server = EmbeddedPostgres(tmp_path)

    def start_in_short_lived_loop() -> None:
        asyncio.run(asyncio.to_thread(server.start))

    await asyncio.to_thread(start_in_short_lived_loop)
    await asyncio.sleep(0.5)
    assert server.sql("SELECT 1") == "1"
    server.stop()


def test_a_running_server_of_another_process_is_shared_and_left_running(tmp_path: Path) -> None:
    """Only a server that we started is stopped."""
    starter, pid = start_elsewhere(tmp_path)
    try:
        guest = EmbeddedPostgres(tmp_path)
        guest.start()
        assert guest.process is not None
        assert guest.process.pid == pid
        assert guest.sql("SELECT 1") == "1"
        guest.stop()
        assert psutil.pid_exists(pid)
    finally:
        starter.kill()
        starter.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="death signals exist on Linux only")
def test_one_that_stands_still_is_told_as_such_and_used_again_when_it_goes_on(
    server: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "ANSWER_TIMEOUT_S", 1.0)
    other = EmbeddedPostgres(server.data_dir)
    with standstill(server), pytest.raises(ServerFailedError, match=r"has not answered for 1 s.*kill -CONT \d+"):
        other.start()
    other.start()
    assert other.sql("SELECT 1").strip() == "1"
    other.stop()
    assert "does not exist" not in server.log.read_text()


def test_it_goes_when_its_starter_is_killed(tmp_path: Path) -> None:
    """`kill -9` of Standing leaves no database behind, and the next start finds the data in order."""
    starter, pid = start_elsewhere(tmp_path)
    starter.kill()
    starter.wait()
    assert eventually(lambda: not psutil.pid_exists(pid))
    with EmbeddedPostgres(tmp_path) as server:
        assert server.sql("SELECT 1") == "1"
    assert "database system was not properly shut down" not in server.log.read_text()


def test_an_orphan_is_adopted_and_stopped_in_the_end(server: EmbeddedPostgres) -> None:
    """A server outlives its starter where there are no death signals; the next starter takes it over."""
    orphan = server.process
    assert orphan is not None
    (server.data_dir / "postgres.owner").write_text("1 12345.0\n")  # a starter that has ended
    heir = EmbeddedPostgres(server.data_dir)
    heir.start()
    assert heir.process == orphan
    heir.stop()
    assert eventually(lambda: not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE)
    server.stop()


def test_two_that_start_at_the_same_moment_share_one_server(tmp_path: Path) -> None:
    """The second waits for the first and finds its server."""
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(STARTER), str(tmp_path)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    try:
        pids = {starter.stdout.readline() for starter in starters if starter.stdout}
        assert len(pids) == 1
        assert "" not in pids
    finally:
        for starter in starters:
            starter.kill()
            starter.wait()
            if starter.stdout:
                starter.stdout.close()


def test_a_folder_too_deep_for_a_socket(tmp_path: Path) -> None:
    """A socket's path is limited to some hundred bytes; the data folder's path may be longer, with any characters."""
    deep = tmp_path / "数据 & more" / ("x" * 120)
    with EmbeddedPostgres(deep) as server:
        place = Path(server.dsn("postgres").partition("host=")[2].partition("&")[0])
        assert not server.url("postgres").count("x" * 120)
        server.create_database("standing")

        async def ask() -> int:
            engine = create_async_engine(server.url("standing"))
            async with engine.connect() as connection:
                answer = await connection.scalar(text("SELECT 1"))
            await engine.dispose()
            return int(answer or 0)

        assert asyncio.run(ask()) == 1
    assert not place.exists()


async def test_a_folder_with_odd_letters(tmp_path: Path) -> None:
    """The path has spaces, Chinese, and characters with a meaning in an address."""
    with EmbeddedPostgres(tmp_path / "数 & 据?#%") as server:
        engine = create_async_engine(server.url("postgres"))
        async with engine.connect() as connection:
            assert await connection.scalar(text("SELECT 1")) == 1
        await engine.dispose()


def test_a_setting_that_postgresql_refuses_is_told_with_the_log(tmp_path: Path) -> None:
    """The reason is in the message, not only in a file."""
    server = EmbeddedPostgres(tmp_path, tuning={"shared_buffers": "much"})
    with pytest.raises(ServerFailedError, match=r"stopped at once(.|\n)*invalid value for parameter"):
        server.start()
    assert server.process is None


def test_without_its_programs_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The failed start leaves nothing behind."""
    monkeypatch.setattr(postmaster, "find_spec", lambda _name: None)
    with pytest.raises(BinaryMissingError, match="make install"):
        EmbeddedPostgres(tmp_path / "data").start()
    assert not (tmp_path / "data").exists()


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_can_run_it(tmp_path: Path) -> None:
    """Developers are not root; their server runs under their own account."""
    allow_traversal(tmp_path / "data")
    tmp_path.chmod(0o777)
    # A fork: another account may not be allowed to execute root's Python.
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            with EmbeddedPostgres(tmp_path / "data") as server:
                assert server.process is not None
                assert server.process.uids().real == NOBODY
                code = 0 if server.sql("SELECT 1") == "1" else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_of_another_account_is_told_as_such(tmp_path: Path) -> None:
    """The folder was started as root once, and then as an ordinary user."""
    allow_traversal(tmp_path / "data")
    with EmbeddedPostgres(tmp_path / "data") as server:
        server.stop()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            EmbeddedPostgres(tmp_path / "data").start()
        except ServerFailedError as error:
            code = 0 if "belongs to another account" in str(error) else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
