"""State of a `standing up` in its data folder: lock and addresses."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cli.terminal.console import CliError

if TYPE_CHECKING:
    from settings import Settings

_LOCK: Final = "up.lock"
_STATE: Final = "up.json"


@dataclass(frozen=True)
class Running:
    """Running `standing up`."""

    pid: int
    api: str | None
    """Address of its API, once everything answers."""


@contextlib.contextmanager
def only_one(settings: "Settings") -> Iterator[None]:
    """Hold the lock of the data folder, so that only one run uses it. The operating system releases the lock when the
    process ends, however it ends.

    Raises:
        CliError: when another run holds the lock.
    """
    with (settings.data_dir / _LOCK).open("a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CliError(_already(settings)) from None
        yield


def running_on(settings: "Settings") -> Running | None:
    """Return the `standing up` that holds the lock of the data folder; None before it has written its state."""
    try:
        with (settings.data_dir / _LOCK).open("a", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                state = json.loads((settings.data_dir / _STATE).read_text(encoding="utf-8"))
                return Running(state["pid"], state["api"])
    except (OSError, ValueError, KeyError):
        pass
    return None


def remember(settings: "Settings", api: str | None = None) -> None:
    """Write which process runs on the data folder, and the API's address as soon as it answers."""
    state = settings.data_dir / _STATE
    unfinished = state.with_name(f"{_STATE}.new")
    unfinished.write_text(json.dumps({"pid": os.getpid(), "api": api}), encoding="utf-8")
    unfinished.replace(state)


def forget(settings: "Settings") -> None:
    """Delete the state after a normal end."""
    (settings.data_dir / _STATE).unlink(missing_ok=True)


def was_cut_short(settings: "Settings") -> bool:
    """Return whether the last run was killed, so that its children may still be ending."""
    return (settings.data_dir / _STATE).exists()


def _already(settings: "Settings") -> str:
    running = running_on(settings)
    who = "" if running is None else f" (pid {running.pid})"
    where = "" if running is None or running.api is None else f" and serves {running.api}"
    return (
        f"Standing runs already on {settings.data_dir}{who}{where}: use that one, stop it with Ctrl-C in its terminal, "
        "or choose another folder with STANDING_DATA_DIR and other ports"
    )
