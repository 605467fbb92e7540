"""Servers for a benchmark: real ones, in a temporary folder."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

from embedded.postgres import EmbeddedPostgres
from embedded.temporal import EmbeddedTemporal
from ledger.store.database import Database
from ledger.store.migrating import migrate


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Servers:
    """Running PostgreSQL, Temporal and worker process."""

    database: Database
    temporal_address: str


@contextmanager
def a_folder() -> Iterator[Path]:
    """Yield a temporary folder, deleted at the end."""
    with TemporaryDirectory(prefix="standing-bench-") as folder:
        yield Path(folder)


@asynccontextmanager
async def a_ledger(folder: Path) -> AsyncIterator[Database]:
    """Yield a migrated database on an embedded server with durable commits."""
    with EmbeddedPostgres(folder) as server:
        server.create_database("bench")
        database = Database(server.url("bench"))
        try:
            await migrate(database)
            yield database
        finally:
            await database.close()


@asynccontextmanager
async def a_process(*words: str, settings: Mapping[str, str] = MappingProxyType({})) -> AsyncIterator[int]:
    """Run one process of the product or of the benchmark with these settings; yield its process id. The process ends
    with the block.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        *words,
        start_new_session=True,
        env={**os.environ, "STANDING_HOLDER_KEY": "0" * 64, "STANDING_LOG_LEVEL": "warning", **settings},
    )
    try:
        yield process.pid
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def an_api(database: Database, **settings: str) -> AsyncIterator[int]:
    """Run one API process over the database; yield its port."""
    port = free_port()
    async with a_process(
        "cli",
        "api",
        settings={"STANDING_DATABASE_URL": plain(database.url), "STANDING_API_PORT": str(port), **settings},
    ):
        await listening(port)
        yield port


@asynccontextmanager
async def an_empty_api(*words: str) -> AsyncIterator[int]:
    """Run the endpoint that does nothing, or reads one row; yield its port."""
    port = free_port()
    async with a_process("bench.empty", str(port), *words):
        await listening(port)
        yield port


async def listening(port: int) -> None:
    """Wait until a server listens on the port."""
    for _ in range(300):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise RuntimeError(f"nothing listens on port {port} after half a minute")


@asynccontextmanager
async def all_servers(folder: Path, **settings: str) -> AsyncIterator[Servers]:
    """Run PostgreSQL, Temporal and a worker, each a process of its own, as `standing up` starts them."""
    async with a_ledger(folder) as database:
        with EmbeddedTemporal(folder, port=free_port(), ui_port=None) as temporal:
            async with a_process(
                "worker",
                settings={
                    "STANDING_DATABASE_URL": plain(database.url),
                    "STANDING_TEMPORAL_ADDRESS": temporal.address,
                    "STANDING_WORKER_METRICS_PORT": str(free_port()),
                    "STANDING_SDK_METRICS_PORT": str(free_port()),
                    **settings,
                },
            ):
                yield Servers(database, temporal.address)


def plain(url: str) -> str:
    """Return the address as settings have it, without SQLAlchemy's driver."""
    return url.replace("postgresql+asyncpg://", "postgresql://")
