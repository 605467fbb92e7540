"""The order of the tests, and the servers they share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from embedded import EmbeddedPostgres

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
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A real PostgreSQL for the whole session; make databases in it with `create_database`."""
    # Durability is not what these tests are about, and it halves their speed.
    with EmbeddedPostgres(tmp_path_factory.mktemp("pg"), tuning={"fsync": "off"}) as server:
        yield server
