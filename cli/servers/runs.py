"""State of a `standing up` in its data folder: lock, addresses, and a development key."""

import asyncio
import contextlib
import fcntl
import getpass
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cli.terminal.console import CliError

if TYPE_CHECKING:
    from ledger.store.database import Database
    from settings import Settings

KEY_FILE: Final = "dev-api-key"
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


async def development_key(database: "Database", data_dir: Path) -> str:
    """Return the secret kept in the data folder while its key is valid, else a new one. It belongs to the person who
    works on this machine; a key from before there were persons is given to the person.

    Raises:
        CliError: when that person may have no such key.
    """
    from ledger import keys
    from ledger.people import people
    from ledger.store.host_clock import time_of

    now = await time_of(database)
    person = await people.local(database, _user(), now)
    kept = await asyncio.to_thread(_kept, data_dir / KEY_FILE)
    caller = None if kept is None else await keys.find(database, kept)
    try:
        if kept is not None and caller is not None:
            if caller.person is None:
                await keys.assign(database, caller.id, person.id, now, actor=people.STARTED)
            return kept
        made = keys.create(database, "development", person.roles, now, person=person.id, actor=people.STARTED)
        _, secret = await made
    except keys.KeyRefusedError as error:
        raise CliError(error.refusal.message) from None
    await asyncio.to_thread(_keep, data_dir / KEY_FILE, secret)
    return secret


def _user() -> str:
    """Return the name of whoever works on this machine, for colleagues to read."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"


def _kept(path: Path) -> str | None:
    return path.read_text(encoding="ascii", errors="replace").strip() if path.exists() else None


def _keep(path: Path, secret: str) -> None:
    """Write the secret to a file that only this user can read, from the first byte on."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(f"{secret}\n", encoding="ascii")
    unfinished.replace(path)


def _already(settings: "Settings") -> str:
    running = running_on(settings)
    who = "" if running is None else f" (pid {running.pid})"
    where = "" if running is None or running.api is None else f" and serves {running.api}"
    return (
        f"Standing runs already on {settings.data_dir}{who}{where}: use that one, stop it with Ctrl-C in its terminal, "
        "or choose another folder with STANDING_DATA_DIR and other ports"
    )
