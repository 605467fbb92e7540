"""Command `standing case`: the queue and its decisions."""

import asyncio
import re
from datetime import UTC, datetime

import pytest

from ledger.accounts.commands import Request, execute
from ledger.cases import cases
from ledger.store.database import Database
from models.accounts.commands import ChangeHolder, Close, Register
from models.cases.cases import CaseKind
from models.cases.subjects import ClosureAsked
from models.names import AccountKind
from models.words.violations import Category
from regulation.cases.cases import opening
from tests.cli.conftest import Run, Write, row


@pytest.fixture
def case(database_url: str) -> str:
    """Return a case that was opened through the ledger."""

    async def made() -> None:
        database = Database(database_url, times_given=True)
        now = datetime.now(UTC)
        register = Register(kind=AccountKind.INDIVIDUAL, holder="h_a", name="山野厨房")
        await execute(database, Request(account="kitchen", command=register, actor="key_test", now=now))
        asked = opening(
            CaseKind.CLOSURE, now, account="kitchen", subject=ClosureAsked(category=Category.MATRIX_MANIPULATION)
        )
        async with database.transaction() as connection:
            await cases.opened(connection, "c1", asked, actor="key_test", now=now)
        await database.close()

    asyncio.run(made())
    return "c1"


def test_a_case_is_claimed_noted_on_and_decided_by_two(standing: Run, case: str) -> None:
    listed = standing("case", "list").output
    assert "closure" in listed
    assert "kitchen" in listed
    assert standing("case", "claim", case, "--by", "ann").output.startswith("c1 is yours, until ")
    assert "c1" in standing("case", "list", "--mine", "--by", "ann").output
    assert standing("case", "list", "--mine", "--by", "ben").output.strip() == "No cases."
    refused = standing("case", "decide", case, "approved", "--by", "ben")
    assert refused.exit_code == 1
    assert "command line (ann) works on case c1" in refused.stderr
    standing("case", "note", case, "seen the posts", "--by", "ann")
    added = standing("case", "evidence", case, "--kind", "link", "--link", "https://example.cn/x", "--by", "ann")
    assert added.output.strip() == "c1 has 1 pieces of evidence.", added.output
    proposed = standing("case", "decide", case, "approved", "--reason", "matrix", "--by", "ann")
    assert "c1 is proposed by command line (ann): a second person must confirm." in proposed.output
    decided = standing("case", "decide", case, "approved", "--by", "ben")
    assert decided.output.strip() == "c1 is decided: approved.", decided.output
    shown = standing("case", "show", case).output
    assert "category matrix_manipulation" in shown
    assert "noted (text seen the posts) by command line (ann)" in shown
    assert "decided (outcome approved, reason matrix" in shown
    assert standing("case", "list").output.strip() == "No cases."


def test_what_became_of_the_account_since_is_shown_as_the_api_shows_it(
    standing: Run, case: str, database_url: str
) -> None:
    """A change of holder and a closure by the new holder end nothing; the case shows both."""
    before = standing("case", "show", case).output
    assert "after the case was opened" not in before

    async def changed() -> None:
        database = Database(database_url)
        for command in (ChangeHolder(holder="h_b"), Close(id="own-wish")):
            request = Request(account="kitchen", command=command, actor="key_test", now=datetime.now(UTC))
            assert (await execute(database, request)).refusal is None
        await database.close()

    asyncio.run(changed())
    after = standing("case", "show", case).output
    assert re.search(r"holder +changed \d{4}-\d\d-\d\d \d\d:\d\d[:\d]*, after the case was opened", after), after
    assert re.search(r"closed +by the holder's own wish \d{4}-\d\d-\d\d \d\d:\d\d[:\d]*, after the case", after), after


def test_a_case_is_given_to_another(standing: Run, case: str) -> None:
    standing("case", "claim", case, "--by", "ann")
    assert standing("case", "release", case, "--by", "ben").output.strip() == "c1 is open."
    given = standing("case", "assign", case, "--to", "command line (chi)")
    assert given.output.strip() == "c1 is for command line (chi)."
    assert standing("case", "claim", case, "--by", "ann").exit_code == 1
    assert standing("case", "claim", case, "--by", "chi", "--minutes", "5").exit_code == 0


def test_what_cannot_be_is_said(standing: Run, case: str) -> None:
    for words, hint in (
        (("show", "none"), "there is no case 'none'"),
        (("claim", "none"), "there is no such case"),
        (("evidence", case), "give --text, --link or --digest"),
        (("evidence", case, "--link", "file:///etc"), "--link"),
        (("decide", case, "approved", "--valid-from", "2026-01-01"), "--valid-from and --valid-until together"),
        (("decide", case, "rejected"), "needs a reason"),
    ):
        said = standing("case", *words)
        assert said.exit_code in {1, 2}
        assert hint in said.stderr, words


def test_a_certification_is_applied_for_verified_and_listed_with_what_came_of_it(standing: Run, case: str) -> None:
    assert case == "c1"
    days = ("--valid-from", "2026-01-01", "--valid-until", "2099-12-31")
    wrong = standing("certification", "apply", "kitchen", "finance", *days, "--document", "file:///etc/passwd")
    assert "begins with http" in wrong.stderr
    said = standing("certification", "apply", "kitchen", "finance", *days, "--professional", "证券从业资格").output
    made = said.split()[1].strip(",")
    assert standing("certification", "apply", "kitchen", "finance", *days).exit_code == 1, "one at a time"
    assert standing("case", "decide", made, "rejected", "--reason", "not theirs", "--by", "ann").exit_code == 0
    listed = standing("certification", "list", "kitchen").output
    assert made in listed
    assert "not theirs" in listed


def test_who_is_due_to_be_certified_is_listed(standing: Run, accounts: Write) -> None:
    """The list has accounts that declared a field and are not certified, with time and reason; a full page says that
    there may be more.
    """
    assert standing("certification", "due").output.strip() == "No certifications are due."
    assert (
        standing("import", accounts(row(1, fields=["healthcare"]), row(2), row(3, fields=["justice"]))).exit_code == 0
    )
    lines = [line.split() for line in standing("certification", "due").output.splitlines()]
    assert [(line[0], line[2]) for line in lines[1:]] == [("a1", "healthcare"), ("a3", "justice")]
    assert "never certified" in standing("certification", "due", "--field", "justice").output
    assert "There may be more: --after a1" in standing("certification", "due", "--limit", "1").output
    assert "a1" not in standing("certification", "due", "--after", "a1").output
