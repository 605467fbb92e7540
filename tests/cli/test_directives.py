"""Command `standing directive`: list, show and acknowledge orders."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from ledger.store.database import Database
from ledger.streams import records
from ledger.streams.records import Command
from models.directives import Order, Terms
from regulation.directives import DIRECTIVE, issue
from tests.cli.conftest import Run


@pytest.fixture
def order(database_url: str) -> str:
    """Return an order that was issued through the ledger."""

    async def made() -> None:
        database = Database(database_url, times_given=True)
        now = datetime.now(UTC)
        terms = Terms(
            order=Order.LABEL_CONTENT, article=6, due_at=now + timedelta(hours=2), targets=("c1", "c2"), label_zh="谣言"
        )
        await records.execute(database, Command(DIRECTIVE, "d1", issue(terms), actor="key_test", now=now))
        await database.close()

    asyncio.run(made())
    return "d1"


def test_an_order_is_listed_shown_and_answered(standing: Run, order: str) -> None:
    listed = standing("directive", "list", "--status", "open").output
    assert "label_content" in listed
    assert "2 targets" in listed
    answered = standing("directive", "acknowledge", order, "--done", "2")
    assert answered.output.strip() == "d1 is done.", answered.output
    shown = standing("directive", "show", order).output
    assert "d1  done  label content" in shown
    assert "c1, c2" in shown
    assert "acknowledged (done 2, left 0, outcome done) by anna (per_" in shown
    assert standing("directive", "list", "--status", "open").output.strip() == "No directives."


def test_what_cannot_be_is_said(standing: Run, order: str) -> None:
    assert "--failed needs a --reason" in standing("directive", "acknowledge", order, "--failed").stderr
    assert standing("directive", "withdraw", order, "--reason", "no rumour").exit_code == 0
    closed = standing("directive", "acknowledge", order)
    assert closed.exit_code == 1
    assert "d1 is withdrawn" in closed.stderr
    for command in (("show", "none"), ("withdraw", "none")):
        missing = standing("directive", *command)
        assert missing.exit_code == 1
        assert "no such directive" in missing.stderr or "there is no directive" in missing.stderr
