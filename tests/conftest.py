"""Order of the tests, and the servers that they share."""

import asyncio
import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

import pytest

from tests import examples

if TYPE_CHECKING:  # imported only here: a test of the rules alone must not wait for all imports
    from embedded import EmbeddedPostgres
    from ledger.store.database import Database

# Order of folders: fast and pure tests first, so that a broken rule fails early. Unnamed folders come in between.
FIRST = ("regulation", "models", "test_settings.py", "test_compose.py", "activities")
MIDDLE = ("ledger", "migrations", "workflows", "background", "api", "cli", "scenarios", "replay", "embedded")
LAST = (*MIDDLE, "e2e", "chaos")
LONGEST = ("test_engines.py", "test_openapi.py")
"""Files that take a minute each: started right after the fast tests, so that no process is left with them at the end.
"""

MEMORY = Path("/dev/shm")
ROOM_FOR_DATABASES = 4 * 2**30


examples.register()


def pytest_configure(config: pytest.Config) -> None:
    """Remove the user's own settings from the environment, and give the run a temporary folder of its own.

    pytest closes its usual folder to other users at each start, and root's PostgreSQL runs as another user. With
    --basetemp the named folder is used and kept. The databases lie in memory where there is room.
    """
    for name in [name for name in os.environ if name.startswith(("STANDING_", "TEMPORAL_", "PG"))]:
        del os.environ[name]
    if config.option.basetemp is None:
        config.option.basetemp = folder = mkdtemp(prefix="standing-tests-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        if _in_memory():
            in_memory = MEMORY / Path(folder).name
            in_memory.mkdir()
            config.add_cleanup(lambda: shutil.rmtree(in_memory, ignore_errors=True))


def _in_memory() -> bool:
    """Tell whether the machine has a file system in memory with room for the databases of a run."""
    return MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM_FOR_DATABASES


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for apart in {"browser", "clients"} & set(item.path.relative_to(Path(__file__).parent).parts[:1]):
            item.add_marker(apart)
    items.sort(key=lambda item: _rank(item.path))


def _rank(path: Path) -> int:
    inside = path.relative_to(Path(__file__).parent).parts[0]
    if path.name in LONGEST:
        return len(FIRST) + 1
    if inside in FIRST:
        return FIRST.index(inside)
    return len(FIRST) + 2 + LAST.index(inside) if inside in LAST else len(FIRST)


@pytest.fixture(scope="session")
def process_name(request: pytest.FixtureRequest) -> str:
    """Return the name of this process among those that run the tests, "main" when there is only one."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, process_name: str) -> Path:
    """Return a folder shared by all processes of this run, in memory if there is one: copying a database of hundreds of
    files takes a tenth of the time there.
    """
    own = tmp_path_factory.getbasetemp()
    run = own if process_name == "main" else own.parent
    in_memory = MEMORY / run.name
    folder = (in_memory if in_memory.is_dir() else run) / "shared"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def postgres(shared_folder: Path, request: pytest.FixtureRequest) -> "EmbeddedPostgres":
    """Return one real PostgreSQL for the whole run; create databases in it with `create_database`.

    The process that needs it first starts it and the others connect to it. The first one waits for the others before it
    stops the server: after its tests, so that no time limit of a test runs meanwhile.
    """
    from embedded import EmbeddedPostgres

    # These tests do not test durability, which would halve their speed.
    server = EmbeddedPostgres(shared_folder, tuning={"fsync": "off"})
    in_use = (shared_folder / "in-use").open("w")
    fcntl.flock(in_use, fcntl.LOCK_SH)

    def stop() -> None:
        with in_use:
            fcntl.flock(in_use, fcntl.LOCK_EX)
            server.stop()

    request.config.add_cleanup(stop)
    server.start()
    return server


_numbers = count(1)


@pytest.fixture(scope="session")
async def template(postgres: "EmbeddedPostgres", shared_folder: Path) -> str:
    """Return the name of a migrated database without connections: copying it takes a tenth of the time of migrating
    anew.
    """
    from ledger.store.database import Database
    from ledger.store.migrating import migrate

    name, made = "template_standing", shared_folder / "template-made"
    with _only_one(shared_folder / "template.lock"):
        if not made.exists():
            await asyncio.to_thread(postgres.create_database, name)
            migrated = Database(postgres.url(name))
            await migrate(migrated)
            await migrated.close()
            made.touch()
    return name


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Lock the path, so that one process of this run at a time is in the block."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture
async def database_url(postgres: "EmbeddedPostgres", template: str, process_name: str) -> AsyncIterator[str]:
    """Yield the address of a new, migrated database, for a test that opens it or passes it to another process."""
    name = f"test_{process_name}_{next(_numbers)}"
    await asyncio.to_thread(postgres.create_database, name, template=template)
    yield postgres.url(name)
    await asyncio.to_thread(postgres.drop_database, name)


@pytest.fixture
async def database(database_url: str) -> "AsyncIterator[Database]":
    """Yield a new, migrated database, open."""
    from ledger.store.database import Database

    opened = Database(database_url, times_given=True)
    yield opened
    await opened.close()
