"""Command `standing receipt`: the recorded verdict, and the verdict that the same facts give today."""

import asyncio
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from ledger import receipts
from ledger.accounts.reading import standing_of
from ledger.store.database import Database
from models.gate.drafts import Draft
from models.gate.receipts import DecisionReceipt, PublishQuestion
from models.instants import SHANGHAI
from regulation.gate import decide_publish
from tests.cli.conftest import Run, Write, row
from tests.cli.test_commands import sql

__all__ = ["sql"]

AT = datetime(2025, 2, 3, 12, tzinfo=SHANGHAI)
DRAFT = Draft.model_validate({"topics": ["public_policy"], "source": "国务院公报"})


@pytest.fixture
def receipt(standing: Run, accounts: Write, database_url: str) -> DecisionReceipt:
    """Return the receipt of a draft that was refused during a ban."""
    ban = {"id": "b1", "category": "fabrication", "started_at": "2025-02-01T00:00:00+08:00", "duration": "P7D"}
    assert standing("import", accounts(row(1, bans=[ban]))).exit_code == 0

    async def keep() -> DecisionReceipt:
        database = Database(database_url, times_given=True)
        kept = await standing_of(database, "a1")
        assert kept is not None
        at = max(AT, kept.as_of)
        question = PublishQuestion(account="a1", draft=DRAFT)
        receipt = await receipts.keep(database, question, decide_publish(kept, DRAFT, at), caller="key_1", asked_at=AT)
        await database.close()
        return receipt

    return asyncio.run(keep())


def test_a_receipt_that_holds_is_printed_with_the_same_answer(standing: Run, receipt: DecisionReceipt) -> None:
    """The output has question, answer and facts, and the exit status is 0."""
    done = standing("receipt", receipt.id)
    assert done.exit_code == 0, done.output
    for said in (
        f"{receipt.id}  publish, asked 2025-02-03 12:00 by key_1",
        f"facts 1 to {receipt.version} of account a1",
        receipt.head,
        "draft.source.name  国务院公报",
        f"answer  {receipt.answer['answer']}",
        "the same",
    ):
        assert said in done.output, said


def test_a_receipt_that_was_changed_is_told_with_the_difference(
    standing: Run, receipt: DecisionReceipt, sql: Callable[[str], str]
) -> None:
    """The output has the old and the new answer, and the exit status is 1."""
    sql("UPDATE receipts SET answer = jsonb_set(answer, '{name}', '\"x\"')")
    done = standing("receipt", receipt.id)
    assert done.exit_code == 1
    assert "name: was 'x', is now '山野厨房1'" in done.output
    assert "changed after it was given" in done.output
    assert "the same" not in done.stdout
    assert "does not hold" in done.stderr


@pytest.mark.usefixtures("receipt")
def test_a_changed_fact_is_told_too(standing: Run, receipt: DecisionReceipt, sql: Callable[[str], str]) -> None:
    """A changed fact is reported although the answer would be the same."""
    sql("UPDATE facts SET actor = 'nobody' WHERE seq = 1")
    done = standing("receipt", receipt.id)
    assert done.exit_code == 1
    assert "fact 1 does not match its hash" in done.output


def test_an_unknown_receipt_is_told_in_words(standing: Run) -> None:
    """The output has no traceback; the exit status is 1."""
    done = standing("receipt", "rct_nothing")
    assert done.exit_code == 1
    assert "there is no receipt 'rct_nothing'" in done.stderr


def test_receipts_are_listed_by_account_and_by_content(standing: Run, receipt: DecisionReceipt, tmp_path: Path) -> None:
    """Those of questions in a batch, too: what `standing check` records is found by its content."""
    questions = [
        {"ref": "one", "account": "a1", "privilege": "publish", "content": "post-1", "record": True},
        {"ref": "two", "account": "a1", "privilege": "publish", "content": "post-2", "record": True},
        {"ref": "three", "account": "nobody", "privilege": "publish", "content": "post-1", "record": True},
    ]
    file = tmp_path / "questions.ndjson"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in questions), encoding="utf-8")
    done = standing("check", str(file))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["ref"] for one in answers] == ["one", "two", "three"]
    assert ["receipt" in one for one in answers] == [True, True, False]
    of_account = json.loads(standing("receipts", "--account", "a1", "--json").stdout)["receipts"]
    assert {one["id"] for one in of_account} == {receipt.id, *(one["receipt"]["id"] for one in answers[:2])}
    of_content = standing("receipts", "--content", "post-1")
    assert answers[0]["receipt"]["id"] in of_content.output
    assert answers[1]["receipt"]["id"] not in of_content.output
    assert standing("receipts", "--account", "a1", "--content", "post-3").output.strip() == "No receipts."
    assert standing("receipts", "--account", "a1", "--until", "2025-01-01").output.strip() == "No receipts."
    unsaid = standing("receipts")
    assert (unsaid.exit_code, "--account ID or --content ID" in unsaid.stderr) == (2, True)
    assert standing("receipt", answers[0]["receipt"]["id"]).exit_code == 0
