"""Short identifiers: a unique beginning is taken for the whole, an ambiguous one for nothing."""

import asyncio
from datetime import UTC, datetime

import pytest

from ledger.cases import cases
from ledger.store.database import Database
from models.cases.cases import CaseKind
from models.cases.subjects import ClosureAsked
from models.roles import Role
from models.words.violations import Category
from regulation.cases.cases import opening
from tests.cli.conftest import Run, Write, person_of, row


@pytest.fixture
def three(standing: Run, accounts: Write, database_url: str) -> None:
    """Open three cases about one account."""
    assert standing("import", accounts(row(1))).exit_code == 0

    async def made() -> None:
        database = Database(database_url, times_given=True)
        now = datetime.now(UTC)
        asked = opening(
            CaseKind.CLOSURE, now, account="a1", subject=ClosureAsked(category=Category.MATRIX_MANIPULATION)
        )
        for name in ("close-ab12", "close-ab34", "close-ff00"):
            async with database.transaction() as connection:
                await cases.opened(connection, name, asked, actor="key_test", now=now)
        await database.close()

    asyncio.run(made())


@pytest.mark.usefixtures("three")
def test_a_unique_beginning_of_a_case_is_the_case(standing: Run) -> None:
    assert standing("case", "claim", "close-f").output.startswith("close-ff00 is yours")
    assert standing("case", "show", "close-ab12").exit_code == 0
    several = standing("case", "note", "close-ab", "seen")
    assert several.exit_code == 1
    assert "'close-ab' begins several: close-ab12, close-ab34" in several.stderr
    for none in ("clo", "none", "close-00"):
        assert f"there is no case '{none}'" in standing("case", "show", none).stderr


def test_persons_keys_and_actions_are_found_by_their_beginning(
    standing: Run, accounts: Write, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert standing("import", accounts(row(1))).exit_code == 0
    assert standing("violations", "record", "a1", "distortion", "--id", "finding-77").exit_code == 0
    assert "distortion" in standing("violations", "show", "a1", "find", "--json").output
    person = standing("people", "add", "博文", "--role", "auditor").output.split()[0]
    assert f"{person}  博文" in standing("people", "show", person[:10]).output
    assert standing("people", "show", "per_").exit_code == 1, "several begin so"
    made = standing("keys", "create", "--person", person[:10]).output.split()[0]
    assert f"{made} is revoked." in standing("keys", "revoke", made[:10]).output


@pytest.mark.usefixtures("three")
def test_whoever_may_not_list_may_not_look_for_beginnings(
    standing: Run, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_of(database_url, "feed", monkeypatch, [Role.PLATFORM])
    refused = standing("case", "show", "close-f")
    assert refused.exit_code == 1
    assert "close-ff00" not in refused.output
