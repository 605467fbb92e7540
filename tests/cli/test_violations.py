"""Commands `standing violations`, `appeals` and `catalogue`: from a finding to its reversal."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ledger.accounts.commands import Request, execute
from ledger.store.database import Database
from models.accounts.commands import Register
from models.names import AccountKind
from tests.cli.conftest import Run, person_of

OWN = "version: v2\nsince: 2024-01-01\ncategories:\n  distortion:\n    - {ban: P1D, factor: 3}\n"
LINK = "https://files.example.cn/v-1"


@pytest.fixture
def account(database_url: str) -> str:
    """Return an account without findings."""

    async def made() -> None:
        database = Database(database_url, times_given=True)
        yesterday = datetime.now(UTC) - timedelta(days=1)
        register = Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="山野厨房")
        await execute(database, Request(account="kitchen", command=register, actor="key_test", now=yesterday))
        await database.close()

    asyncio.run(made())
    return "kitchen"


def test_a_violation_is_foreseen_recorded_explained_and_reduced(
    standing: Run, account: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dry run writes nothing; the decider may not decide the appeal; another person shortens the ban."""
    finding = ("violations", "record", account, "distortion", "--id", "v1", "--evidence", LINK)
    foreseen = standing(*finding, "--dry-run").output
    assert "Would follow: a ban of 7 days (profit suspended 2 times as long)." in foreseen
    assert "kitchen would be banned, version 2." in foreseen
    assert standing("violations", "list", account).output.strip() == "Nothing was decided about it."
    recorded = standing(*finding).output
    assert "v1: distortion, number 1 within the record. Followed: a ban of 7 days" in recorded, recorded
    assert LINK in standing("violations", "show", account, "v1").output
    assert "禁言7日" in standing("violations", "show", account, "v1", "--chinese").output

    assert "is open, to be decided until" in standing("appeals", "open", account, "v1", "已注明出处").output
    assert "已注明出处" in standing("appeals", "list").output
    own = standing("appeals", "decide", account, "v1", "overturned", "--reason", "r")
    assert (own.exit_code, "it takes another person" in own.stderr) == (1, True)
    reduced = ("appeals", "decide", account, "v1", "reduced", "--duration", "P2D", "--reason", "出处已注明")
    person_of(database_url, "ben", monkeypatch)
    decided = standing(*reduced)
    assert "publishing is banned for 2 days" in decided.output, decided.stderr
    assert standing("appeals", "list").output.strip() == "No appeals."
    assert "decided: reduced" in standing("appeals", "list", "--all", "--account", account).output


def test_a_closure_is_undone_and_a_measure_imposed(standing: Run, account: str) -> None:
    standing("violations", "record", account, "reregistration", "--id", "v1")
    assert "kitchen is active" in standing("violations", "reopen", account, "--reason", "wrong holder").output
    assert "overturned" in standing("violations", "list", account).output
    again = standing("violations", "overturn", account, "v1")
    assert (again.exit_code, "overturned already" in again.stderr) == (1, True)
    limited = standing("violations", "measure", account, "limit_recommendation", "distortion", "--duration", "P3D")
    assert "kitchen is limited" in limited.output, limited.stderr


def test_what_is_wrong_is_said(standing: Run, account: str) -> None:
    for words, status, said in (
        (("violations", "record", "nobody", "distortion"), 1, "there is no account nobody"),
        (("violations", "record", account, "distortion", "--evidence", "ftp://x"), 2, "https"),
        (("violations", "measure", account, "freeze_growth", "distortion", "--duration", "3"), 2, "duration: "),
        (("violations", "measure", account, "warning", "distortion", "--duration", "P3D"), 1, "leave duration out"),
        (("violations", "list", "nobody"), 1, "there is no account nobody"),
        (("violations", "show", account, "v9"), 1, "there is no action 'v9'"),
        (("appeals", "open", account, "v9", "why"), 1, "there is no action 'v9'"),
        (("appeals", "open", account, "v9", " "), 2, "the grounds are empty"),
        (("appeals", "decide", account, "v9", "denied"), 2, "upheld, reduced, overturned"),
        (("appeals", "decide", account, "v9", "upheld"), 1, "there is no action 'v9'"),
    ):
        found = standing(*words)
        assert (found.exit_code, said in found.stderr) == (status, True), (words, found.stderr)


def test_a_platforms_own_catalogue_is_checked(standing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue file is checked with file and line, and the servers refuse to start with a wrong one."""
    file = tmp_path / "own.yaml"
    file.write_text(OWN.replace("3}", "5}"))
    wrong = standing("catalogue", file)
    assert (wrong.exit_code, f"{file}:5: factor 5 is outside [2, 3]" in wrong.stderr) == (2, True)
    monkeypatch.setenv("STANDING_CATALOGUE", str(file))
    for part in ("api", "up"):
        started = standing(part)
        said = f"error: STANDING_CATALOGUE cannot be used:\n{file}:5: factor 5 is outside [2, 3]"
        assert (started.exit_code, started.stderr.startswith(said)) == (2, True), started.stderr
    file.write_text(OWN)
    assert "v2 (2024-01-01)" in standing("catalogue", file, "--category", "distortion").output


class TestWithAnOwnCatalogue:
    """Once configured, violations have the consequences of the platform's own catalogue."""

    @pytest.fixture
    def extra_settings(self, tmp_path: Path) -> dict[str, Any]:
        file = tmp_path / "own.yaml"
        file.write_text(OWN)
        return {"catalogue": file}

    def test_a_violation_has_its_consequences(self, standing: Run, account: str) -> None:
        assert "v2 (2024-01-01)" in standing("catalogue", "--category", "distortion").output
        recorded = standing("violations", "record", account, "distortion", "--id", "v1").output
        assert "a ban of 1 day (profit suspended 3 times as long)" in recorded
        assert "consequences from v2 (2024-01-01)" in standing("violations", "show", account, "v1").output
