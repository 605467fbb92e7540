"""Fixtures of the command line on a new database."""

import asyncio
import io
import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
import uvicorn
from typer.testing import CliRunner

import cli
from api.app import create_app
from api.http import logs
from cli.servers import fictional
from cli.servers.processes import mounts
from cli.terminal import asking, console
from embedded import free_port
from ledger import keys
from ledger.people import people
from ledger.store.database import Database
from models.roles import Role
from regulation import people as rules
from settings import Settings
from tests.api.conftest import settings_for

Run = Callable[..., Any]
Write = Callable[..., Path]


def row(place: int, **more: Any) -> dict[str, Any]:
    return {
        "account": f"a{place}",
        "kind": "individual",
        "holder": {"resident_id": fictional.resident_id(place)},
        "name": f"山野厨房{place}",
        "registered_at": "2025-01-01T09:00:00+08:00",
        **more,
    }


class Served:
    """The API and the console on a port of this machine, over the database of a test."""

    def __init__(self, settings: Settings) -> None:
        self.address = f"http://127.0.0.1:{settings.api_port}"
        self._app = create_app(settings, mounts=mounts(settings))
        config = uvicorn.Config(self._app, port=settings.api_port, log_config=None, lifespan="on", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        logs.configure("info", "json", io.StringIO())  # else it would be in the output of a command
        self._thread.start()
        deadline = time.monotonic() + 60
        while not self._server.started:
            assert self._thread.is_alive()
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(60)
        structlog.reset_defaults()


@pytest.fixture
def extra_settings() -> dict[str, Any]:
    """Return further settings of the API; a test module may have its own."""
    return {}


@pytest.fixture
def served(database_url: str, extra_settings: dict[str, Any]) -> Iterator[Served]:
    """Yield a running API over the database of the test."""
    settings = settings_for(database_url, "k" * 32, api_port=free_port(), **extra_settings)
    running = Served(settings)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def standing(served: Served, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Yield a function that runs `standing` with these arguments against a running API and the database behind it."""
    monkeypatch.setenv("STANDING_API", served.address)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("STANDING_DATABASE_URL", database_url)
    monkeypatch.setenv("STANDING_HOLDER_KEY", "k" * 32)
    monkeypatch.setenv("STANDING_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(console.out, "_width", 100, raising=False)

    person_of(database_url, "anna", monkeypatch)

    def run(*words: str | Path, given: str | None = None) -> Any:
        return CliRunner().invoke(cli.app, [str(word) for word in words], input=given)

    yield run
    asking.close()


def person_of(database_url: str, name: str, monkeypatch: pytest.MonkeyPatch, roles: Iterable[Role] = Role) -> str:
    """Add a person, whose key the terminal uses from now on; return the identifier."""
    given = tuple(roles)

    async def made() -> tuple[str, str]:
        database = Database(database_url)
        now, person = datetime.now(UTC), people.fresh_id()
        await people.execute(database, person, rules.add(name, given), actor="test", now=now)
        _, secret = await keys.create(database, name, given, now, person=person)
        await database.close()
        return person, secret

    person, secret = asyncio.run(made())
    monkeypatch.setenv("STANDING_API_KEY", secret)
    return person


@pytest.fixture
def accounts(tmp_path: Path) -> Write:
    """Return a function that writes a file of accounts in JSON lines."""

    def write(*rows: dict[str, Any]) -> Path:
        path = tmp_path / "accounts.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path

    return write
