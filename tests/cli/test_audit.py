"""Command `standing audit`: what the terminal does is in it, and so is reading it; a later change is found."""

import asyncio
import csv
import json
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from sqlalchemy import text

from ledger.store.database import Database
from models.roles import Role
from tests.cli.conftest import Run, person_of


@pytest.fixture
def key(standing: Run) -> str:
    """Return the identifier of a key that the terminal made."""
    made = standing("keys", "create", "--service", "moderation", "--role", "reviewer")
    assert made.exit_code == 0, made.output
    return str(made.stdout.split()[0])


def _until(found: Callable[[], list[dict[str, object]]]) -> list[dict[str, object]]:
    for _ in range(100):
        if rows := found():
            return rows
        time.sleep(0.1)
    return []


def _exported(standing: Run, *words: str) -> list[dict[str, object]]:
    done = standing("audit", "export", *words)
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_what_the_terminal_does_to_a_key_is_listed_with_who_did_it(standing: Run, key: str) -> None:
    assert standing("keys", "revoke", key).exit_code == 0
    listed = standing("audit", "list", "--object", f"key:{key}")
    assert listed.exit_code == 0, listed.output
    assert listed.stdout.index("key_revoked") < listed.stdout.index("key_created")
    revoked, created = _exported(standing, "--object", f"key:{key}")[::-1]
    me = json.loads(standing("profile", "show", "--json").stdout)["me"]
    assert (created["actor"], created["data"]["via"]) == (me["actor"], "api")  # type: ignore[index]
    assert revoked["type"] == "key_revoked"


def test_whoever_may_not_read_the_audit_is_told(
    standing: Run, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_of(database_url, "ben", monkeypatch, [Role.REVIEWER])
    for words in (["list"], ["export"], ["show", "1"]):
        refused = standing("audit", *words)
        assert refused.exit_code == 1
        assert "operator or auditor" in refused.stderr


def test_reading_and_exporting_are_events(standing: Run, key: str) -> None:
    standing("audit", "list", "--type", "key_created", "--from", "2020-01-01")
    # The API records it beside the answer, a moment later.
    read = _until(lambda: _exported(standing, "--type", "audit_read"))
    assert read[0]["object"] == "audit:type=key_created&from=2020-01-01T00:00:00+08:00"
    exported = _until(lambda: _exported(standing, "--type", "audit_exported"))
    assert exported[0]["object"] == "audit:type=audit_read"


def test_one_event_is_shown_with_its_hash(standing: Run, key: str) -> None:
    (created,) = _exported(standing, "--object", f"key:{key}")
    found = standing("audit", "show", str(created["seq"]))
    assert found.exit_code == 0, found.output
    assert "key_created" in found.stdout
    assert "moderation" in found.stdout
    missing = standing("audit", "show", "999")
    assert missing.exit_code == 1
    assert "standing audit list" in missing.stderr


def test_a_file_is_written_once(standing: Run, key: str, tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    assert standing("audit", "export", "--object", f"key:{key}", "--form", "csv", "--out", path).exit_code == 0
    (row,) = csv.DictReader(StringIO(path.read_text()))
    assert (row["type"], row["object"]) == ("key_created", f"key:{key}")
    again = standing("audit", "export", "--form", "csv", "--out", path)
    assert again.exit_code == 2
    assert "exists already" in again.stderr


def test_verification_finds_what_was_changed_and_a_chain_written_anew(
    standing: Run, key: str, database_url: str
) -> None:
    """The ledger's verification finds it, too; a head noted before finds even what was removed without a trace."""
    whole = standing("audit", "verify")
    assert whole.exit_code == 0, whole.output
    head = whole.stdout.split()[-1]
    assert standing("audit", "verify", "--head", head).exit_code == 0
    _tamper(database_url, "UPDATE audit_events SET actor = 'somebody'")
    for words in (("audit", "verify"), ("ledger", "verify")):
        changed = standing(*words)
        assert changed.exit_code == 1
        assert "audit, event 1: its content does not match its hash" in changed.stdout
    _tamper(database_url, "DELETE FROM audit_events", "UPDATE audit_head SET seq = 0, hash = ''")
    assert standing("audit", "verify").exit_code == 0
    gone = standing("audit", "verify", "--head", head)
    assert gone.exit_code == 1
    assert "the chain ends before it" in gone.stdout


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["list", "--type", "key_made"], "key_created"),
        (["list", "--from", "yesterday"], "RFC 3339"),
        (["export", "--form", "xml"], "ndjson or csv"),
        (["verify", "--head", "12"], "64 hex digits"),
    ],
)
def test_what_is_not_understood_is_said(standing: Run, words: list[str], hint: str) -> None:
    refused = standing("audit", *words)
    assert refused.exit_code == 2
    assert hint in refused.stderr


def _tamper(url: str, *statements: str) -> None:
    async def run() -> None:
        database = Database(url)
        async with database.transaction() as connection:
            await connection.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                await connection.execute(text(statement))
        await database.close()

    asyncio.run(run())
