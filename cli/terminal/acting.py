"""Who acts at the terminal: the owner of the API key in `STANDING_API_KEY`, else of the key kept in the data folder.

What a command records has this actor, and takes the same roles as over HTTP (`api/http/permissions.py`). A name cannot
be claimed, only proved. The embedded mode has a key of its own, which belongs to the local person.
"""

import asyncio
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cli.terminal.console import FAULTS, CliError

if TYPE_CHECKING:
    from ledger.people.callers import Caller
    from ledger.store.database import Database

KEY_FILE: Final = "dev-api-key"
"""File of the key that belongs to the person who works on this machine, in the data folder."""


async def actor(database: "Database", operation: str) -> str:
    """Return what is recorded as actor of an operation.

    Raises:
        CliError: when there is no valid key, or none of its roles permits the operation.
    """
    return (await caller(database, operation)).actor


async def caller(database: "Database", operation: str) -> "Caller":
    """Return who acts, with the roles that the operation takes.

    Raises:
        CliError: when there is no valid key, or none of its roles permits the operation.
    """
    from api.http.authentication import require
    from api.http.permissions import ROLES_OF
    from api.http.problems import ProblemError

    found = await owner(database)
    try:
        require(found, ROLES_OF[operation])
    except ProblemError as problem:
        raise CliError(problem.detail, FAULTS) from None
    return found


async def owner(database: "Database") -> "Caller":
    """Return the owner of the key.

    Raises:
        CliError: when there is no valid key.
    """
    from ledger import keys
    from settings import load_settings

    settings = load_settings()
    if settings.api_key is not None:
        found = await keys.find(database, settings.api_key.get_secret_value())
        if found is None:
            raise CliError(
                "the key in STANDING_API_KEY is not known or was revoked: `standing keys create --person PERSON` makes "
                "one",
                FAULTS,
            )
        return found
    if settings.database_is_embedded:
        secret: str | None = await development_key(database, settings.data_dir)
    else:
        secret = await asyncio.to_thread(_kept, settings.data_dir / KEY_FILE)
    found = None if secret is None else await keys.find(database, secret)
    if found is None:
        raise CliError(
            "who are you? What this records has an actor, and that is the owner of a key: set STANDING_API_KEY to a "
            "key of yours (`standing keys create --person PERSON` makes one, `standing people list` shows the persons)",
            FAULTS,
        )
    return found


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
