"""The page about directives says what the tables say."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from models.directives import DirectiveStatus, Order
from regulation.directives import ORDERS

PAGE = (Path(__file__).parents[2] / "docs" / "directives.md").read_text(encoding="utf-8")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_every_order_stands_in_the_table_with_its_article_and_time() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| `")]
    for order, kind in ORDERS.items():
        [row] = [row for row in rows if f"`{order}`" in row]
        due = kind.due.at(NOON)
        said = f"{due // timedelta(hours=1)} hours" if due < timedelta(days=2) else f"{due.days} days"
        assert f"| {kind.article} | {said} |" in row


def test_every_status_stands_in_the_table() -> None:
    assert all(f"`{status}`" in PAGE for status in DirectiveStatus)
    assert all(f"`{order}`" in PAGE for order in Order)
