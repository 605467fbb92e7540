"""Servers for a benchmark: real ones, in a folder of their own, gone afterwards."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from embedded.postgres import EmbeddedPostgres
from embedded.temporal import EmbeddedTemporal
from ledger.database import Database
from ledger.migrating import migrate


def free_port() -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Servers:
    """A running house: PostgreSQL, Temporal and a worker process."""

    database: Database
    temporal_address: str


@contextmanager
def a_folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with TemporaryDirectory(prefix="standing-bench-") as folder:
        yield Path(folder)


@asynccontextmanager
async def a_ledger(folder: Path) -> AsyncIterator[Database]:
    """A migrated database on an embedded server with durable commits."""
    with EmbeddedPostgres(folder) as server:
        server.create_database("bench")
        database = Database(server.url("bench"))
        try:
            await migrate(database)
            yield database
        finally:
            await database.close()


@asynccontextmanager
async def a_house(folder: Path) -> AsyncIterator[Servers]:
    """PostgreSQL, Temporal and a worker, each a process of its own, as `standing up` starts them."""
    async with a_ledger(folder) as database:
        port = free_port()
        with EmbeddedTemporal(folder, port=port, ui_port=None) as temporal:
            worker = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "worker",
                env={
                    **os.environ,
                    "STANDING_DATABASE_URL": database.url,
                    "STANDING_HOLDER_KEY": "0" * 64,
                    "STANDING_TEMPORAL_ADDRESS": temporal.address,
                    "STANDING_WORKER_METRICS_PORT": str(free_port()),
                    "STANDING_SDK_METRICS_PORT": str(free_port()),
                    "STANDING_LOG_LEVEL": "warning",
                },
            )
            try:
                yield Servers(database, temporal.address)
            finally:
                worker.terminate()
                await worker.wait()
