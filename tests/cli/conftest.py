"""Fixtures of the command line on a new database."""

import asyncio
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
from cli.servers import fictional
from cli.terminal import console
from ledger import keys
from ledger.people import people
from ledger.store.database import Database
from models.roles import Role
from regulation import people as rules

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


@pytest.fixture
def standing(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `standing` with these arguments against a database of the test."""
    monkeypatch.setenv("STANDING_DATABASE_URL", database_url)
    monkeypatch.setenv("STANDING_HOLDER_KEY", "k" * 32)
    monkeypatch.setenv("STANDING_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(console.out, "_width", 100, raising=False)

    person_of(database_url, "anna", monkeypatch)

    def run(*words: str | Path) -> Any:
        return CliRunner().invoke(cli.app, [str(word) for word in words])

    return run


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
