"""The order of the tests, and the servers they share."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from embedded import EmbeddedPostgres
from ledger.database import Database
from ledger.migrating import migrate

# What is quick and pure first: a broken rule should not have to wait for a database. Unnamed folders come in between.
FIRST = ("regulation", "models", "test_settings.py", "test_compose.py", "activities")
MIDDLE = ("ledger", "migrations", "workflows", "background", "api", "cli", "scenarios", "replay", "embedded")
LAST = (*MIDDLE, "simulation", "e2e", "chaos")


def pytest_configure() -> None:
    """What a person has set for their own Standing must not reach the tests."""
    for name in [name for name in os.environ if name.startswith(("STANDING_", "TEMPORAL_", "PG"))]:
        del os.environ[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _rank(item.path))


def _rank(path: Path) -> int:
    inside = path.relative_to(Path(__file__).parent).parts[0]
    if inside in FIRST:
        return FIRST.index(inside)
    return len(FIRST) + 1 + LAST.index(inside) if inside in LAST else len(FIRST)


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """A real PostgreSQL for the whole session; make databases in it with `create_database`."""
    # A folder of our own: pytest closes its own to other users each time it starts, and root's PostgreSQL is one.
    # Durability is not what these tests are about, and it halves their speed.
    with (
        TemporaryDirectory(prefix="standing-tests-") as folder,
        EmbeddedPostgres(Path(folder), tuning={"fsync": "off"}) as server,
    ):
        yield server


_numbers = count(1)


@pytest.fixture(scope="session")
async def template(postgres: EmbeddedPostgres) -> str:
    """The name of a migrated database that nobody is connected to: copying it takes a tenth of migrating anew."""
    name = "template_standing"
    await asyncio.to_thread(postgres.create_database, name)
    migrated = Database(postgres.url(name))
    await migrate(migrated)
    await migrated.close()
    return name


@pytest.fixture
async def database_url(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[str]:
    """The address of a fresh, migrated database, for a test that opens it itself or hands it to another process."""
    name = f"test_{next(_numbers)}"
    await asyncio.to_thread(postgres.create_database, name, template=template)
    yield postgres.url(name)
    await asyncio.to_thread(postgres.drop_database, name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A fresh, migrated database, open."""
    opened = Database(database_url, times_given=True)
    yield opened
    await opened.close()
