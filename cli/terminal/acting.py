"""Key of the person who works on this machine: `standing up` keeps it in the data folder, for commands to use."""

import asyncio
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cli.terminal.console import CliError

if TYPE_CHECKING:
    from ledger.store.database import Database

KEY_FILE: Final = "dev-api-key"
"""File of the key that belongs to the person who works on this machine, in the data folder."""


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
    person = await people.local(database, user(), now)
    kept = await asyncio.to_thread(_kept, data_dir / KEY_FILE)
    found = None if kept is None else await keys.find(database, kept)
    try:
        if kept is not None and found is not None:
            if found.person is None:
                await keys.assign(database, found.id, person.id, now, actor=people.STARTED)
            return kept
        made = keys.create(database, "development", person.roles, now, person=person.id, actor=people.STARTED)
        _, secret = await made
    except keys.KeyRefusedError as error:
        raise CliError(error.refusal.message) from None
    await asyncio.to_thread(_keep, data_dir / KEY_FILE, secret)
    return secret


def user() -> str:
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
