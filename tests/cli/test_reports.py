"""Command `standing report`: dry run, verification and filing."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ledger.store.database import Database
from models.reports.content import ReportDocument
from models.words.restrictions import ProfitRestriction
from regulation.reports import words
from regulation.words.languages import Words
from reports.verifying import VALUES, Check, as_recorded, made_with
from tests.cli.conftest import Run
from tests.reports.building_here import built_here
from tests.reports.ledgers import autumn


def an_autumn(database_url: str) -> None:
    async def made() -> None:
        database = Database(database_url, times_given=True)
        await autumn(database)
        await database.close()

    asyncio.run(made())


def test_a_dry_run_leaves_the_files_and_records_nothing(standing: Run, database_url: str, tmp_path: Path) -> None:
    an_autumn(database_url)
    done = standing("ledger", "build-report", "2024-10", "--to", tmp_path / "here")
    assert done.exit_code == 0, done.output
    assert "a second count over the ledger agrees" in done.output
    assert "7 accounts, 2 corrections of earlier reports" in done.output
    names = {path.name for path in (tmp_path / "here").iterdir()}
    assert names == {"report.json", "report.xlsx", "report.pdf", "restrictions.csv"}
    ReportDocument.model_validate_json((tmp_path / "here" / "report.json").read_bytes())


def test_what_is_no_period_or_not_over_is_said(standing: Run) -> None:
    for command in (("report", "run", "--dry-run", "--period"), ("ledger", "build-report")):
        wrong = standing(*command, "October")
        assert wrong.exit_code == 2
        assert "a month such as 2026-10" in wrong.stderr
    assert "2998-12 has not begun" in standing("report", "run", "--dry-run", "--period", "2998-12").stderr
    early = standing("ledger", "build-report", "2998-12")
    assert "2998-12 can be reported from 2999-01-01 00:15 on" in early.stderr


def test_the_schema_is_printed(standing: Run) -> None:
    assert json.loads(standing("report", "schema").output)["title"] == "ReportDocument"


def test_a_report_is_asked_for_shown_downloaded_verified_and_answered(
    standing: Run, database_url: str, tmp_path: Path
) -> None:
    an_autumn(database_url)
    assert standing("report", "list").output.startswith("No reports yet")
    assert standing("report", "run", "--period", "2024-10").output.strip() == "2024-10 is requested."
    assert "has no files yet" in standing("report", "download", "2024-10").stderr
    as_a_worker(database_url, "2024-10")
    assert standing("report", "list").output.splitlines()[1].split()[:5] == ["2024-10", "ready", "6", "4", "5"]
    shown = standing("report", "show", "2024-10").output
    assert "reconciled by regulator report" in shown
    assert "restrictions.csv" in shown
    fetched = standing("report", "download", "2024-10", "--to", tmp_path / "there")
    assert fetched.exit_code == 0, fetched.output
    ReportDocument.model_validate_json((tmp_path / "there" / "report.json").read_bytes())
    assert standing("report", "verify", "2024-10").output.count("same     kept") == 4
    verified = standing("ledger", "verify-report", "2024-10")
    assert verified.exit_code == 0, verified.output
    assert verified.output.count("rebuilt") == 4
    counted = standing("report", "run", "--period", "2024-10", "--dry-run").output
    assert "7 accounts; nothing was recorded or sent" in counted
    early = standing("report", "acknowledge", "2024-10", "--receipt", "R-1")
    assert early.exit_code == 1
    assert "needs a report that is delivered" in early.stderr
    assert "there is no report" in standing("report", "show", "2023-01").stderr


def test_a_report_with_earlier_labels_still_verifies(
    standing: Run, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Labels may be reworded after a report was filed: its files are unchanged, its values are rebuilt alike."""
    an_autumn(database_url)
    standing("report", "run", "--period", "2024-10")
    with monkeypatch.context() as earlier:
        earlier.setitem(words.MOVES, "in_force", Words("期末在处置中", "in force"))
        earlier.setitem(words.KIND, ProfitRestriction.FREEZE, Words("冻结", "frozen"))
        as_a_worker(database_url, "2024-10")
        assert standing("ledger", "verify-report", "2024-10").output.count("rebuilt") == 4
    verified = standing("ledger", "verify-report", "2024-10")

    assert verified.exit_code == 0, verified.output
    assert "same     rebuilt: report.json" in verified.output
    assert verified.output.count("reworded rebuilt") == 3
    assert verified.output.count("same     kept") == 4
    assert "all values are what was recorded; it was made with standing" in " ".join(verified.output.split())


def test_values_that_differ_are_a_fault_whatever_the_report_was_made_with() -> None:
    """Only forms with labels may have other bytes than recorded, and only with other words or programs."""
    changed, lost = Check(VALUES, "a", "b"), Check("report.pdf", "a", None)
    assert not as_recorded(changed, "earlier words")
    assert not as_recorded(lost, "earlier words")
    assert as_recorded(Check("report.pdf", "a", "b"), "earlier words")
    assert not as_recorded(Check("report.pdf", "a", "b"), made_with())


def test_past_periods_are_asked_for_one_by_one(standing: Run) -> None:
    done = standing("report", "backfill", "--from", "2023-11", "--to", "2024-02")
    assert done.output.split() == [
        word for month in ("2023-11", "2023-12", "2024-01", "2024-02") for word in (month, "is", "requested.")
    ]
    wrong = standing("report", "backfill", "--from", "2024-02", "--to", "2023-11")
    assert "the earlier one first" in wrong.stderr


def as_a_worker(database_url: str, report: str) -> None:
    async def made() -> None:
        database = Database(database_url, times_given=True)
        await built_here(database, report, datetime.now(UTC))
        await database.close()

    asyncio.run(made())
