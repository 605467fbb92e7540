"""Command `standing case`: the queue and its decisions."""

import asyncio
import os
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from ledger.accounts.commands import Request, execute
from ledger.cases import cases
from ledger.store.database import Database
from models.accounts.commands import ChangeHolder, Close, Register
from models.cases.cases import CaseKind
from models.cases.subjects import ClosureAsked
from models.names import AccountKind
from models.roles import Role
from models.words.violations import Category
from regulation.cases.cases import opening
from tests.cli.conftest import Run, Write, person_of, row


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


def test_a_case_is_claimed_noted_on_and_decided_by_two(
    standing: Run, case: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The actor is the owner of the key in the environment."""
    ann, anns = person_of(database_url, "ann", monkeypatch), os.environ["STANDING_API_KEY"]
    _, bens = person_of(database_url, "ben", monkeypatch), os.environ["STANDING_API_KEY"]

    def run(key: str, *words: str) -> Any:
        monkeypatch.setenv("STANDING_API_KEY", key)
        return standing("case", *words)

    listed = standing("case", "list").output
    assert "closure" in listed
    assert "kitchen" in listed
    assert run(anns, "claim", case).output.startswith("c1 is yours, until ")
    assert "c1" in run(anns, "list", "--mine").output
    assert run(bens, "list", "--mine").output.strip() == "No cases."
    refused = run(bens, "decide", case, "approved")
    assert refused.exit_code == 1
    assert f"ann ({ann}) works on case c1" in refused.stderr
    run(anns, "note", case, "seen the posts")
    added = run(anns, "evidence", case, "--kind", "link", "--link", "https://example.cn/x")
    assert added.output.strip() == "c1 has 1 piece of evidence.", added.output
    proposed = run(anns, "decide", case, "approved", "--reason", "matrix")
    assert f"c1 is proposed by ann ({ann}): a second person must confirm." in proposed.output
    alone = run(anns, "decide", case, "approved")
    assert alone.exit_code == 1
    assert "you proposed approved" in alone.stderr
    decided = run(bens, "decide", case, "approved")
    assert decided.output.strip() == "c1 is decided: approved.", decided.output
    shown = standing("case", "show", case).output
    assert "category matrix_manipulation" in shown
    assert "noted (text seen the posts) by ann (per_" in shown
    assert "decided (outcome approved, reason matrix" in shown
    assert standing("case", "list").output.strip() == "No cases."


def test_who_acts_is_proved_and_never_claimed(
    standing: Run, case: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a key, with an unknown one, and with one whose roles do not suffice, nothing is recorded."""
    assert standing("case", "claim", case, "--by", "ben").exit_code == 2, "there is no such option"
    monkeypatch.setenv("STANDING_API_KEY", f"sk_{'x' * 43}")
    assert "not known or was revoked" in standing("case", "claim", case).stderr
    monkeypatch.delenv("STANDING_API_KEY")
    nobody = standing("case", "claim", case)
    assert nobody.exit_code == 3
    assert "set STANDING_API_KEY to a key of yours" in nobody.stderr
    person_of(database_url, "auditor", monkeypatch, [Role.AUDITOR])
    refused = standing("case", "claim", case)
    assert refused.exit_code == 1
    assert "a key with the role reviewer or operator; yours has auditor" in refused.stderr
    assert "claimed" not in standing("case", "show", case).output


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


def test_a_case_is_given_to_another(
    standing: Run, case: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chi = person_of(database_url, "chi", monkeypatch, [Role.REVIEWER])
    chis = os.environ["STANDING_API_KEY"]
    person_of(database_url, "ann", monkeypatch)
    standing("case", "claim", case)
    person_of(database_url, "ben", monkeypatch, [Role.OPERATOR])
    assert standing("case", "release", case).output.strip() == "c1 is open."
    nobody = standing("case", "assign", case, "--to", "chi")
    assert nobody.exit_code == 1
    assert "who could be meant: ann (per_" in nobody.stderr
    assert f"chi ({chi})" in nobody.stderr
    given = standing("case", "assign", case, "--to", chi)
    assert given.output.strip() == f"c1 is for chi ({chi})."
    assert standing("case", "claim", case).exit_code == 1
    monkeypatch.setenv("STANDING_API_KEY", chis)
    assert standing("case", "claim", case, "--minutes", "5").exit_code == 0


def test_a_case_is_handed_over_by_its_claimant(
    standing: Run, case: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who could be meant is said where the name does not fit; the note is in the history of the case."""
    chi = person_of(database_url, "chi", monkeypatch, [Role.REVIEWER])
    chis = os.environ["STANDING_API_KEY"]
    person_of(database_url, "ann", monkeypatch, [Role.REVIEWER])
    unclaimed = standing("case", "hand-over", case, "--to", chi)
    assert unclaimed.exit_code == 1
    assert "claim it before you hand it over" in unclaimed.stderr
    standing("case", "claim", case)
    nobody = standing("case", "hand-over", case, "--to", "chi")
    assert nobody.exit_code == 1
    assert f"chi ({chi})" in nobody.stderr
    given = standing("case", "hand-over", case, "--to", chi, "--reason", "a relative of mine")
    assert given.output.strip() == f"c1 is for chi ({chi})."
    assert "a relative of mine" in standing("case", "show", case).output
    assert standing("case", "claim", case).exit_code == 1
    monkeypatch.setenv("STANDING_API_KEY", chis)
    assert standing("case", "claim", case).exit_code == 0


def test_a_decision_is_corrected_by_two_where_either_takes_two(
    standing: Run, case: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_of(database_url, "ann", monkeypatch)
    assert standing("case", "decide", case, "rejected", "--reason", "no matrix").exit_code == 0
    proposed = standing("case", "correct", case, "approved", "--reason", "eleven accounts").output
    assert "c1 is correcting by ann" in proposed
    assert "a second person must confirm" in proposed
    person_of(database_url, "ben", monkeypatch)
    assert standing("case", "correct", case, "approved", "--reason", "eleven accounts").exit_code == 0
    told = standing("case", "show", case).output
    assert "corrected" in told
    assert "no matrix" in told
    again = standing("case", "correct", case, "approved", "--reason", "eleven accounts")
    assert "decided as approved with these terms already" in again.stderr


def test_what_cannot_be_is_said(standing: Run, case: str) -> None:
    for words, hint in (
        (("show", "none"), "there is no case 'none'"),
        (("claim", "none"), "there is no case 'none'"),
        (("evidence", case), "give --text, --link or --digest"),
        (("evidence", case, "--link", "file:///etc"), "link: "),
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
    assert standing("case", "decide", made, "rejected", "--reason", "not theirs").exit_code == 0
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


def test_an_appeal_against_what_two_decided_is_won_when_two_others_say_so(
    standing: Run, case: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ann", "ben"):
        person_of(database_url, name, monkeypatch)
        assert standing("case", "decide", case, "approved", "--reason", "matrix").exit_code == 0
    assert "is open" in standing("appeals", "open", "kitchen", case, "不是同一团伙").output
    won = ("appeals", "decide", "kitchen", case, "overturned", "--reason", "r")
    assert "it takes another person" in standing(*won).stderr
    alone = standing("violations", "reopen", "kitchen", "--reason", "r")
    assert (alone.exit_code, "two people decided this on account kitchen" in alone.stderr) == (1, True)
    person_of(database_url, "cat", monkeypatch)
    assert "a second person must confirm" in standing(*won).output
    assert "proposed" in standing("appeals", "list").output
    person_of(database_url, "dan", monkeypatch)
    told = standing(*won).output
    assert "overturned" in told, told
    assert standing("appeals", "list").output.strip() == "No appeals."
