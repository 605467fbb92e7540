"""Embedded PostgreSQL server from a wheel, reached by a socket in its own folder, without a TCP port."""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psutil

from embedded import account, children
from embedded.errors import EmbeddedError, ServerFailedError
from embedded.postmaster import PORT, SOCKET, SUPERUSER, Postmaster, clean_env, program

# The kernel's limit for the path of a socket is 108 bytes on Linux and 104 on macOS, the closing zero included.
SOCKET_PATH_LIMIT = 103

POLL_S = 0.02
START_TIMEOUT_S = 60.0  # recovery after a crash reads back up to max_wal_size
ANSWER_TIMEOUT_S = 10.0  # for a server that declares itself ready
STOP_GRACE_S = 30.0

# For one developer's machine; every setting that protects data keeps its safe default.
TUNING = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "synchronous_commit": "on",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    # Queries are short, so compiling them costs more time than it saves.
    "jit": "off",
    # Parallel workers share memory through /dev/shm, which containers limit to 64 MB.
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %d ",
    "log_min_duration_statement": "500ms",
    "log_checkpoints": "off",
}

_DATABASE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class EmbeddedPostgres:
    """PostgreSQL cluster in `data_dir/postgres`, with its log in `data_dir/log/postgres.log`.

    All methods block; from a coroutine call them through `asyncio.to_thread`. Usable as a context manager.
    """

    def __init__(self, data_dir: Path, *, tuning: dict[str, str] | None = None) -> None:
        """`tuning` overrides single settings of the server, by their PostgreSQL names."""
        self.data_dir = data_dir.expanduser().absolute()
        self.pgdata = self.data_dir / "postgres"
        self.log = self.data_dir / "log" / "postgres.log"
        self._postmaster = Postmaster(self.pgdata)
        self._tuning = TUNING | (tuning or {})
        self._child: subprocess.Popen[bytes] | None = None
        self._orphan: psutil.Process | None = None
        self._socket_dir: Path | None = None

    def start(self, timeout_s: float = START_TIMEOUT_S) -> None:
        """Start the server and wait until it accepts connections; create the cluster on first use.

        A server that already runs on the folder is used: `stop()` leaves it alone if the process that started it lives,
        and ends it otherwise.

        Raises:
            EmbeddedError: when the server cannot be started or does not become ready in time.
        """
        if self._socket_dir is not None and self.process is not None:
            return
        self.stop()  # clean up after a server that died
        program("postgres")  # fail before anything is created on disk
        try:
            # Other accounts may traverse the folder (one of them may own the cluster), but not list it.
            self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o711)
            self._start(time.monotonic() + timeout_s)
        except PermissionError as error:
            raise ServerFailedError(
                f"the data folder {self.data_dir} belongs to another account ({error}): start Standing under the "
                "account that made it, or choose another folder with STANDING_DATA_DIR"
            ) from error

    def stop(self) -> None:
        """Shut down a server that was started or taken over here; open transactions are rolled back."""
        if self._child is not None:
            # Fast shutdown; then an immediate one, from which the next start recovers.
            children.stop(self._child, (signal.SIGINT, STOP_GRACE_S), (signal.SIGQUIT, 5.0))
        elif self._orphan is not None:
            with contextlib.suppress(psutil.NoSuchProcess):
                self._orphan.send_signal(signal.SIGINT)
            with contextlib.suppress(psutil.Error):
                self._orphan.wait(STOP_GRACE_S)
        if self._socket_dir not in {None, self.pgdata}:
            with contextlib.suppress(OSError):  # not empty: a server of another process still uses it
                self._socket_folder().rmdir()
        self._forget()

    def kill(self) -> None:
        """Kill the server with SIGKILL, for tests of recovery; `start()` starts it again."""
        running = self.process
        if running is not None:
            running.kill()
            if self._child is not None:
                self._child.wait()
        self._forget()

    @property
    def process(self) -> psutil.Process | None:
        """Main process of the server; None while it is not running."""
        return self._postmaster.process

    def url(self, database: str) -> str:
        """Address of a database for SQLAlchemy with asyncpg."""
        return f"postgresql+asyncpg://{SUPERUSER}@/{database}?host={quote(self._require_socket())}&port={PORT}"

    def dsn(self, database: str) -> str:
        """Address of a database for psql and for asyncpg without SQLAlchemy."""
        return f"postgresql://{SUPERUSER}@/{database}?host={quote(self._require_socket())}&port={PORT}"

    def create_database(self, name: str, *, template: str | None = None) -> bool:
        """Create a database unless it exists, and return whether it was created.

        `template` names a database to copy, which must have no connections; this is much faster than a migration.
        """
        _require_database_name(name)
        if self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):  # noqa: S608 - checked above
            return False
        copied = f' TEMPLATE "{_require_database_name(template)}" STRATEGY file_copy' if template else ""
        self.sql(f'CREATE DATABASE "{name}"{copied}')
        return True

    def drop_database(self, name: str) -> None:
        """Drop a database if it exists, and close its connections."""
        self.sql(f'DROP DATABASE IF EXISTS "{_require_database_name(name)}" WITH (FORCE)')

    def sql(self, statement: str, *, database: str = SUPERUSER) -> str:
        """Run one statement as the superuser with psql, and return the rows as unaligned text."""
        argv: list[str | Path] = [
            program("psql"), "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1",
            f"--host={self._require_socket()}", f"--port={PORT}", f"--username={SUPERUSER}",
            f"--dbname={database}", f"--command={statement}",
        ]  # fmt: skip
        done = subprocess.run(argv, env=clean_env(), capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise ServerFailedError(f"PostgreSQL refused {statement!r}: {done.stderr.strip()}")
        return done.stdout.strip()

    def __enter__(self) -> "EmbeddedPostgres":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # --- starting ----------------------------------------------------------------------------------------------------

    def _start(self, deadline: float) -> None:
        with self._start_lock():
            running = self._running(deadline)
            if running is None:
                self._remove_stale_files(deadline)
                self._initialise()
                self._launch(deadline)
            else:
                self._adopt(running)

    def _initialise(self) -> None:
        """Create the cluster under another name, then rename it, so that `kill -9` leaves no partial one."""
        if (self.pgdata / "PG_VERSION").exists():
            return
        unfinished = self.data_dir / "postgres.unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        owner = account.for_cluster(unfinished)
        if owner is not None:
            account.allow_traversal(program("initdb"))
            account.allow_traversal(unfinished)
            os.chown(unfinished, owner.uid, owner.gid)
        argv: list[str | Path] = [
            program("initdb"), f"--pgdata={unfinished}", f"--username={SUPERUSER}",
            # Access is limited by the permissions of the socket's folder; TCP is rejected.
            "--auth-local=trust", "--auth-host=reject",
            # The built-in locale sorts text the same on every machine, independent of the C library.
            "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            "--no-instructions",
        ]  # fmt: skip
        child = self._spawn(argv, signal.SIGTERM, owner)
        if child.wait() != 0:
            raise self._failed("could not make its cluster")
        unfinished.replace(self.pgdata)

    def _launch(self, deadline: float) -> None:
        owner = account.for_cluster(self.pgdata)
        if owner is not None:
            account.allow_traversal(program("postgres"))
            account.allow_traversal(self.pgdata)
        socket_dir = self._make_socket_folder(owner)
        settings = [f"-c{name}={value}" for name, value in self._tuning.items()]
        argv: list[str | Path] = [program("postgres"), "-D", self.pgdata, "-k", socket_dir, "-p", str(PORT), *settings]
        # SIGINT is PostgreSQL's fast shutdown: it closes its files in order even if this process is killed.
        self._child = child = self._spawn(argv, signal.SIGINT, owner)
        try:
            while not self._postmaster.is_ready(child.pid):
                if child.poll() is not None:
                    raise self._failed(f"stopped at once (exit code {child.returncode})")
                if time.monotonic() > deadline:
                    raise self._failed("did not become ready in time")
                time.sleep(POLL_S)
        except BaseException:
            self.stop()
            raise
        self._owner_file.write_text(f"{os.getpid()} {psutil.Process().create_time()}\n", encoding="ascii")
        self._socket_dir = socket_dir

    def _spawn(
        self, argv: Sequence[str | Path], death_signal: signal.Signals, owner: children.Account | None
    ) -> subprocess.Popen[bytes]:
        try:
            return children.spawn(argv, log=self.log, env=clean_env(), death_signal=death_signal, account=owner)
        except OSError as error:
            who = f" under the account with uid {owner.uid} (it refuses to run as root)" if owner else ""
            raise ServerFailedError(f"the embedded PostgreSQL cannot be run{who}: {error}") from error

    def _socket_folder(self) -> Path:
        """Folder of the socket: the cluster's own, or a short one in the temporary folder if that path is too long."""
        if len(os.fsencode(self.pgdata / SOCKET)) <= SOCKET_PATH_LIMIT:
            return self.pgdata
        digest = hashlib.sha256(os.fsencode(self.pgdata.resolve())).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"standing-{digest}"

    def _make_socket_folder(self, owner: children.Account | None) -> Path:
        place = self._socket_folder()
        with contextlib.suppress(FileExistsError):
            place.mkdir(mode=0o700)
            if owner is not None:
                os.chown(place, owner.uid, owner.gid)
        # Names in the temporary folder can be guessed and everybody may write there, so another account might have
        # created this folder to take over the connections.
        found, expected = place.lstat(), owner.uid if owner else os.geteuid()
        if place.is_symlink() or found.st_uid != expected or found.st_mode & 0o077:
            raise ServerFailedError(
                f"{place} must be a folder of uid {expected} with mode 0700: remove it, or use a shorter data folder"
            )
        return place

    # --- a server that runs already ----------------------------------------------------------------------------------

    def _running(self, deadline: float) -> psutil.Process | None:
        """Running server on this folder, as soon as it answers; None if there is none."""
        silent_since: float | None = None
        while (running := self.process) is not None:
            if self._postmaster.is_ready(running.pid):
                silent_since = silent_since or time.monotonic()
                if self._postmaster.answers():
                    return running
                if time.monotonic() - silent_since > ANSWER_TIMEOUT_S:
                    raise ServerFailedError(
                        f"the embedded PostgreSQL (pid {running.pid}) runs but has not answered for "
                        f"{ANSWER_TIMEOUT_S:.0f} s: it is stopped or overloaded. Try again; if it was stopped, "
                        f"kill -CONT {running.pid} continues it; its log is {self.log}"
                    )
            if time.monotonic() > deadline:
                raise self._failed(f"(pid {running.pid}) is neither ready nor gone: look at its log, or kill it")
            time.sleep(POLL_S)
        return None

    def _adopt(self, running: psutil.Process) -> None:
        self._socket_dir = Path(self._postmaster.recorded()["socket_dir"])
        if not self._owner_lives():
            self._orphan = running
            self._owner_file.write_text(f"{os.getpid()} {psutil.Process().create_time()}\n", encoding="ascii")

    def _owner_lives(self) -> bool:
        """Whether the process that started the server still runs; its start time tells it from a reused number."""
        try:
            pid, created = self._owner_file.read_text(encoding="ascii").split()
            return psutil.Process(int(pid)).create_time() == float(created)
        except (OSError, ValueError, psutil.Error):
            return False

    def _remove_stale_files(self, deadline: float) -> None:
        """After a crash, wait for the last processes of the dead server, then remove its lock files.

        PostgreSQL removes stale lock files itself, unless another process has their process number now. The order
        matters, because two servers on one folder destroy it.
        """
        while remaining := self._postmaster.survivors():
            if time.monotonic() > deadline:
                pids = " ".join(str(process.pid) for process in remaining)
                raise self._failed(f"was killed, but some of its processes still run: kill {pids}")
            time.sleep(POLL_S)
        (self.pgdata / "postmaster.pid").unlink(missing_ok=True)
        for name in (SOCKET, f"{SOCKET}.lock"):
            (self._socket_folder() / name).unlink(missing_ok=True)

    # --- helpers -----------------------------------------------------------------------------------------------------

    @property
    def _owner_file(self) -> Path:
        return self.data_dir / "postgres.owner"

    @contextlib.contextmanager
    def _start_lock(self) -> Iterator[None]:
        """Lock against two processes that start a server at the same time; the second one finds the first one's."""
        with (self.data_dir / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _require_socket(self) -> str:
        if self._socket_dir is None:
            raise EmbeddedError("the embedded PostgreSQL is not running: call start() first")
        return str(self._socket_dir)

    def _forget(self) -> None:
        self._child = self._orphan = self._socket_dir = None

    def _failed(self, what: str) -> ServerFailedError:
        return ServerFailedError(
            f"the embedded PostgreSQL {what}; the end of {self.log}:\n{children.log_tail(self.log)}"
        )


def _require_database_name(name: str) -> str:
    if not _DATABASE_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no database name: at most 63 lower-case letters, digits and _, no digit first")
    return name
