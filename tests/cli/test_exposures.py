"""Command `standing exposure`: notices of decided cases, withdrawn and published again."""

import asyncio
from datetime import UTC, datetime

import pytest

from ledger.accounts.commands import Request, execute
from ledger.cases import cases
from ledger.store.database import Database
from models.accounts.commands import Register
from models.cases.cases import CaseKind
from models.cases.subjects import ClosureAsked
from models.names import AccountKind
from models.words.violations import Category
from regulation.cases.cases import opening
from tests.cli.conftest import Run, person_of


async def opened(url: str) -> None:
    now = datetime.now(UTC)
    database = Database(url, pool_size=1, times_given=True)
    register = Register(kind=AccountKind.INDIVIDUAL, holder="h_1", name="山野厨房")
    await execute(database, Request(account="kitchen", command=register, actor="test", now=now))
    made = opening(
        CaseKind.CLOSURE, now, account="kitchen", subject=ClosureAsked(category=Category.MATRIX_MANIPULATION)
    )
    async with database.transaction() as connection:
        await cases.opened(connection, "c1", made, actor="test", now=now)
    await database.close()


def test_a_case_decided_by_two_is_told_taken_back_and_told_again(
    standing: Run, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(opened(database_url))
    yes = ("case", "decide", "c1", "approved", "--summary")
    assert "contains a mobile number" in standing(*yes, "拨打 13800138000").stderr
    for person in ("ann", "ben"):
        person_of(database_url, person, monkeypatch)
        assert standing(*yes, "同一内容").exit_code == 0
    listed = standing("exposure", "list").output
    number = listed.split()[0]
    assert all(said in listed for said in ("published  case c1, account kitchen", "某个人账号", "同一内容"))
    assert "is withdrawn" in standing("exposure", "withdraw", number, "--reason", "a village is named").output
    assert "No exposures." in standing("exposure", "list", "--status", "published").output
    assert "is published" in standing("exposure", "publish", number).output
    assert "withdrawn (reason a village is named) by ben" in standing("exposure", "show", number).output
    assert standing("exposure", "show", "none").exit_code == 1
