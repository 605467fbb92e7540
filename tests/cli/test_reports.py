"""`standing report`: a look at a period before it is filed."""

import asyncio
import json
from pathlib import Path

from ledger.database import Database
from models.report_content import ReportDocument
from tests.cli.conftest import Run
from tests.reports.ledgers import autumn


def an_autumn(database_url: str) -> None:
    async def made() -> None:
        database = Database(database_url)
        await autumn(database)
        await database.close()

    asyncio.run(made())


def test_a_dry_run_leaves_the_files_and_records_nothing(standing: Run, database_url: str, tmp_path: Path) -> None:
    an_autumn(database_url)
    done = standing("report", "run", "--period", "2026-10", "--dry-run", "--to", tmp_path / "here")
    assert done.exit_code == 0, done.output
    assert "a second count over the ledger agrees" in done.output
    assert "7 accounts, 2 corrections of earlier reports" in done.output
    names = {path.name for path in (tmp_path / "here").iterdir()}
    assert names == {"report.json", "report.xlsx", "report.pdf", "restrictions.csv"}
    ReportDocument.model_validate_json((tmp_path / "here" / "report.json").read_bytes())


def test_what_is_no_period_or_not_over_is_said(standing: Run) -> None:
    wrong = standing("report", "run", "--period", "October", "--dry-run")
    assert wrong.exit_code == 2
    assert "a month such as 2026-10" in wrong.stderr
    early = standing("report", "run", "--period", "2998-12", "--dry-run")
    assert "2998-12 can be reported from 2999-01-01 00:15 on" in early.stderr


def test_the_schema_is_printed(standing: Run) -> None:
    assert json.loads(standing("report", "schema").output)["title"] == "ReportDocument"
