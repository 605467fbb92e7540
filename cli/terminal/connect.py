"""Connections to the servers: those that the settings name, else those of the data folder.

A command that needs the database and finds none running starts the embedded one for its own duration and stops it
afterwards. A running one is used and left running.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import SecretStr

from cli.terminal import clock
from cli.terminal.console import CliError

if TYPE_CHECKING:
    from embedded import EmbeddedPostgres
    from ledger.store.database import Database
    from settings import Settings

T = TypeVar("T")

DATABASE: Final = "standing"
"""Name of the database on the embedded server."""

_CONNECTIONS: Final = 4


@contextmanager
def servers(settings: "Settings", *, make: bool = True) -> "Iterator[Settings]":
    """Yield the settings with every address filled in, as the processes of Standing need them.

    With `make` a database is created in an empty data folder; without it that is an error, because a command that only
    reads has nothing to read there.

    Raises:
        CliError: when there is no database and `make` is false.
        EmbeddedError: when the embedded PostgreSQL does not start.
    """
    if not settings.database_is_embedded:
        yield settings
        return
    from embedded import EmbeddedPostgres

    postgres = EmbeddedPostgres(settings.data_dir)
    if not make and not is_there(settings):
        raise CliError(
            f"there is no database in {settings.data_dir} yet: start Standing once with `standing up`, "
            "or name another folder with STANDING_DATA_DIR, or a server with STANDING_DATABASE_URL"
        )
    postgres.start()
    try:
        postgres.create_database(DATABASE)
        yield filled_in(settings, postgres)
    finally:
        postgres.stop()


def is_there(settings: "Settings") -> bool:
    """Return whether there is a database: a named server, or an initialised embedded one."""
    if not settings.database_is_embedded:
        return True
    from embedded import EmbeddedPostgres

    return (EmbeddedPostgres(settings.data_dir).pgdata / "PG_VERSION").exists()


def filled_in(settings: "Settings", postgres: "EmbeddedPostgres") -> "Settings":
    """Return the settings with the addresses of the running embedded servers."""
    known: dict[str, object] = {
        "database_url": SecretStr(postgres.url(DATABASE)),
        "holder_key": SecretStr(settings.holder_key_bytes().decode()),
    }
    if settings.temporal_is_embedded:
        known["temporal_address"] = f"127.0.0.1:{settings.temporal_port}"
    return settings.model_copy(update=known)


@asynccontextmanager
async def database(settings: "Settings", *, make: bool = False) -> AsyncIterator["Database"]:
    """Yield the ledger's database; an embedded one is migrated first."""
    from ledger.audit.origin import Origin, coming_from
    from ledger.store.database import Database
    from ledger.store.migrating import migrate

    with servers(settings, make=make) as found:
        connected = Database(
            url_of(found),
            pool_size=_CONNECTIONS,
            deadlines=found.database_deadlines(),
            clock_refused_s=found.clock_refused_s,
        )
        try:
            if settings.database_is_embedded:
                await migrate(connected)
            await clock.compare(connected, settings)
            with coming_from(lambda: Origin("cli")):
                yield connected
        finally:
            await connected.close()


def url_of(settings: "Settings") -> str:
    """Return the database's address from settings with addresses filled in."""
    if settings.database_url is None:
        raise AssertionError("`servers` fills it in")
    return settings.database_url.get_secret_value()


def run(work: "Callable[[Database], Awaitable[T]]", *, make: bool = False) -> T:
    """Return the result of the work on the configured database; with `make` it may be a new one."""
    from settings import load_settings

    async def working() -> T:
        async with database(load_settings(), make=make) as found:
            return await work(found)

    return asyncio.run(working())
