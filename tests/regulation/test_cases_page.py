"""The page about cases says what the tables say."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.cases.cases import CaseStatus
from regulation.words.case_kinds import KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "cases.md").read_text(encoding="utf-8")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_every_kind_stands_in_the_table_with_what_is_usual_for_it() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    for kind, row in KINDS.items():
        due = row.due.at(NOON)
        said = f"{due // timedelta(hours=1)} hours" if due < timedelta(days=2) else f"{due.days} days"
        outcomes = ", ".join(
            f"{outcome} (two people)" if outcome in row.two_persons else outcome for outcome in row.outcomes
        )
        assert f"| `{kind}` | {row.words.en} | {row.article} | {said} | {row.priority} | {outcomes} |" in rows


def test_every_status_stands_in_the_table() -> None:
    assert all(f"`{status}`" in PAGE for status in CaseStatus)
