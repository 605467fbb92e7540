"""Command `standing scenario`: run scenarios against an engine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli.terminal.console import CliError, out
from scenarios.engines import EngineName

if TYPE_CHECKING:
    from scenarios.engine import Engine


SCRATCH: Final = "scenarios"


def scenario(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or folders of *.yaml.")],
    engine: Annotated[EngineName, typer.Option(help="The engine that answers.")] = EngineName.RULES,
) -> None:
    """Run scenarios and print one line for each.

    Exit status: 0 when all hold, 1 when an answer differs, 2 when a file is malformed.
    """
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise CliError(f"no such file or folder: {', '.join(missing)}")
    status = asyncio.run(_run(paths, engine))
    raise typer.Exit(status)


async def _run(paths: list[Path], name: EngineName) -> int:
    from scenarios import runner
    from scenarios.engine import Engine

    async with _engine(name) as engine:

        async def the_engine() -> Engine:
            return engine

        return await runner.run(paths, the_engine, out)


@asynccontextmanager
async def _engine(name: EngineName) -> "AsyncIterator[Engine]":
    """Yield the engine; an engine that needs a database gets a temporary PostgreSQL, deleted at the end."""
    from scenarios.engines import make_engine

    if name is EngineName.RULES:
        yield await make_engine(name)
        return
    from embedded import EmbeddedPostgres
    from ledger.store.database import Database
    from ledger.store.migrating import migrate

    with TemporaryDirectory(prefix="standing-scenarios-") as folder, EmbeddedPostgres(Path(folder)) as postgres:
        postgres.create_database(SCRATCH)
        database = Database(postgres.url(SCRATCH), times_given=True)
        try:
            await migrate(database)
            yield await make_engine(name, database)
        finally:
            await database.close()
