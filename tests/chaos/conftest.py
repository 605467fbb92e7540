"""Servers that tests may kill, separate from those of other tests."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from embedded import EmbeddedPostgres, EmbeddedTemporal, free_port
from ledger.store.database import Database
from ledger.store.migrating import migrate
from tests.chaos.house import House

_numbers = count(1)


@pytest.fixture(scope="session")
async def mortal_postgres(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    """Yield a PostgreSQL with durable commits."""
    started = EmbeddedPostgres(tmp_path_factory.mktemp("pg"))
    await asyncio.to_thread(started.start)
    yield started
    await asyncio.to_thread(started.stop)


@pytest.fixture(scope="session")
async def mortal_temporal(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedTemporal]:
    """Yield a Temporal server with its state in a file."""
    started = EmbeddedTemporal(tmp_path_factory.mktemp("temporal"), port=free_port(), ui_port=None)
    await asyncio.to_thread(started.start)
    yield started
    await asyncio.to_thread(started.stop)


@pytest.fixture
async def house(
    mortal_postgres: EmbeddedPostgres, mortal_temporal: EmbeddedTemporal, tmp_path: Path
) -> AsyncIterator[House]:
    """Yield a ledger of this test alone; both servers run when a test begins."""
    await asyncio.to_thread(mortal_postgres.start)
    await asyncio.to_thread(mortal_temporal.start)
    name = f"chaos{next(_numbers)}"
    await asyncio.to_thread(mortal_postgres.create_database, name)
    migrating = Database(mortal_postgres.url(name))
    await migrate(migrating)
    await migrating.close()
    opened = House(mortal_postgres, mortal_temporal, name, tmp_path / "worker.log")
    yield opened
    await opened.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.long)
