"""Receipts: the answer that was kept follows from the same facts for ever, and what was changed shows."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from ledger import receipts
from ledger.accounts.reading import VersionNotReachedError, every_fact, standing_of
from ledger.store.chain import GENESIS, chained_all
from ledger.store.database import Database
from ledger.streams.appending import Page, append
from models.accounts import commands as c
from models.accounts.commands import Command
from models.accounts.facts import Fact
from models.accounts.standing import Standing
from models.accounts.verdicts import Verdict
from models.gate.drafts import Draft
from models.gate.publishing import PublishVerdict
from models.gate.receipts import DecisionReceipt, PrivilegeQuestion, PublishQuestion, Reevaluation
from models.words.privileges import ASKABLE
from models.words.restrictions import RestrictionKind
from regulation.gate import decide_publish
from regulation.standing.fold import fold
from regulation.standing.verdicts import verdict
from regulation.words.languages import Words
from regulation.words.restrictions import RESTRICTIONS
from tests.examples import examples
from tests.ledger.doing import NOON, ban, days, do, registration, rows, tamper
from tests.ledger.doing import count as rows_in
from tests.regulation.histories import Life, Move, histories
from tests.regulation.test_gate import drafts

LABELLED = {
    "topics": ["current_affairs"],
    "source": {"name": "新华社", "link": "https://example.com/a"},
    "media": [{"kind": "synthetic", "marked": True}],
    "old_event": {"time": "2019-07", "place": "大理"},
    "disputed": True,
}


async def standing_in(database: Database, account: str = "a1") -> Standing:
    found = await standing_of(database, account)
    assert found is not None
    return found


async def kept(database: Database, question: PrivilegeQuestion | PublishQuestion, after: float = 2) -> DecisionReceipt:
    """Ask so many days after the registration, and keep the answer."""
    at = NOON + days(after)
    standing = await standing_in(database, question.account)
    answer: Verdict | PublishVerdict
    if isinstance(question, PublishQuestion):
        answer = decide_publish(standing, question.draft, at)
    else:
        answer = verdict(standing, question.privilege, at)
    return await receipts.keep(database, question, answer, caller="key_1", asked_at=at)


async def facts_of(database: Database) -> list[Fact]:
    return [recorded.fact async for recorded in every_fact(database, "a1")]


def about(privilege: str = "publish") -> PrivilegeQuestion:
    return PrivilegeQuestion(account="a1", privilege=privilege)


def to_publish(written: dict[str, Any]) -> PublishQuestion:
    return PublishQuestion(account="a1", draft=Draft.model_validate(written))


async def read(database: Database, receipt: DecisionReceipt) -> Reevaluation:
    found = await receipts.find(database, receipt.id)
    assert found is not None
    return found[1]


@pytest.fixture
async def banned(database: Database) -> Database:
    """An account that was registered, and banned for seven days one day later."""
    await do(database, "a1", registration())
    await do(database, "a1", ban(), NOON + days(1))
    return database


LATER: dict[str, Sequence[Command]] = {
    "nothing": (),
    "another ban": (ban("b2", "P30D"),),
    "the ban overturned": (c.Overturn(id="b1"),),
    "the ban shortened": (c.ShortenBan(id="b1", duration=timedelta(hours=30)),),
    "another holder": (c.ChangeHolder(holder="h2"),),
    "another name": (c.ChangeName(name="另一个"),),
    "closed": (c.Close(id="x1"),),
    "all of it": (ban("b2", "P30D"), c.Overturn(id="b1"), c.ChangeHolder(holder="h2"), c.Close(id="x1")),
}


@pytest.mark.parametrize("commands", LATER.values(), ids=LATER)
async def test_what_happens_later_leaves_receipts_as_they_are(banned: Database, commands: Sequence[Command]) -> None:
    """A refusal, a permission and a labelled draft of that day are answered alike from the facts of that day."""
    given_then = [
        await kept(banned, about()),
        await kept(banned, to_publish(LABELLED)),
        await kept(banned, to_publish(LABELLED), after=20),
        await kept(banned, about("gain_followers"), after=20),
    ]
    for place, command in enumerate(commands):
        await do(banned, "a1", command, NOON + days(2.5 + place / 10))
    answers = [receipt.answer["answer"] for receipt in given_then]
    assert answers == ["refused", "refused", "allowed_with_labels", "allowed"]
    for receipt in given_then:
        found = await receipts.find(banned, receipt.id)
        assert found is not None
        assert found[0] == receipt
        assert (found[1].same, found[1].faults, found[1].differences) == (True, (), ())


async def test_a_question_about_the_past_is_answered_again_from_the_past(banned: Database) -> None:
    """An instant before the last fact takes the standing with its past, then and now."""
    at = NOON + days(0.5)
    standing = fold(await facts_of(banned), keep_past=True)
    assert standing is not None
    question = PrivilegeQuestion(account="a1", privilege="publish", at=at)
    answer = verdict(standing, "publish", at)
    receipt = await receipts.keep(banned, question, answer, caller="key_1", asked_at=NOON + days(3))
    again = await read(banned, receipt)
    assert again.same
    assert again.reevaluated == answer
    assert (answer.answer, answer.version) == ("allowed", 2)


RECEIPT = "UPDATE receipts SET {} WHERE id = :id"
CHANGED: dict[str, tuple[str, str, set[str]]] = {
    "the answer": (
        RECEIPT.format("answer = jsonb_set(answer, '{answer}', '\"allowed\"')"),
        "the receipt does not match its hash",
        {"answer"},
    ),
    "a reason": (
        RECEIPT.format("answer = jsonb_set(answer, '{reasons,0,until}', '\"never\"')"),
        "the receipt does not match its hash",
        {"reasons[0].until"},
    ),
    "a reason is missing": (
        RECEIPT.format("answer = answer #- '{reasons,0}'"),
        "the receipt does not match its hash",
        {"reasons"},
    ),
    "the question": (
        RECEIPT.format("question = jsonb_set(question, '{privilege}', '\"service\"')"),
        "the receipt does not match its hash",
        {"privilege", "answer", "reasons", "until", "valid_until"},
    ),
    "a question that nobody can read": (
        RECEIPT.format("question = '[]'"),
        "the receipt does not match its hash",
        set(),
    ),
    "the caller": (RECEIPT.format("caller = 'key_2'"), "the receipt does not match its hash", set()),
    "the time of asking": (
        RECEIPT.format("asked_at = asked_at + interval '1 s'"),
        "the receipt does not match its hash",
        set(),
    ),
    "the version": (RECEIPT.format("version = 1"), "fact 1 is not the one on which the answer was based", {"version"}),
    "the kind": (RECEIPT.format("kind = 'publish'"), "the receipt does not match its hash", set()),
    "the account": (RECEIPT.format("account = 'a2'"), "fact 1 is missing", set()),
    "a fact": (
        "UPDATE facts SET body = jsonb_set(body, '{duration}', '\"P1D\"') WHERE account = 'a1' AND seq = 2",
        "fact 2 does not match its hash",
        {"answer", "reasons", "until", "valid_until"},
    ),
    "a fact that changes no answer": (
        "UPDATE facts SET actor = 'nobody' WHERE account = 'a1' AND seq = 1",
        "fact 1 does not match its hash",
        set(),
    ),
    "a fact is missing": ("DELETE FROM facts WHERE account = 'a1' AND seq = 1", "fact 1 is missing", set()),
    "the last fact is missing": (
        "DELETE FROM facts WHERE account = 'a1' AND seq = 2",
        "fact 2 is missing",
        {"version"},
    ),
}


@pytest.mark.parametrize(("statement", "fault", "different"), CHANGED.values(), ids=CHANGED)
async def test_whatever_is_changed_behind_our_back_shows(
    banned: Database, statement: str, fault: str, different: set[str]
) -> None:
    """In a word (`same`), in a sentence, and, where the answer would be another, part by part."""
    receipt = await kept(banned, about())
    assert (await read(banned, receipt)).same
    await tamper(banned, statement, **({"id": receipt.id} if ":id" in statement else {}))
    again = await read(banned, receipt)
    assert not again.same
    assert any(said.startswith(fault) for said in again.faults), again.faults
    assert different <= {one.path for one in again.differences}


async def test_a_sentence_that_is_worded_otherwise_today_is_no_difference(
    banned: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence may be reworded later: the receipt keeps the words that were told, and still proves them."""
    ban = RestrictionKind.BAN
    with monkeypatch.context() as earlier:
        worded = replace(RESTRICTIONS[ban], closed=Words("{what}已被禁止", "{what} was forbidden"))
        earlier.setitem(RESTRICTIONS, ban, worded)
        receipt = await kept(banned, about())
    again = await read(banned, receipt)

    assert (again.same, again.differences, again.faults) == (True, (), ())
    reworded = {one.path: (one.stored, one.now) for one in again.reworded}
    assert "was forbidden since" in reworded["reasons[0].message"][0]
    assert "is banned since" in reworded["reasons[0].message"][1]
    assert "was forbidden since" in receipt.answer["reasons"][0]["message"]


async def test_a_chain_that_was_written_anew_is_not_the_one_the_receipt_names(banned: Database) -> None:
    """A fact changed with all hashes after it is still not the fact on which the answer was based."""
    receipt = await kept(banned, about())
    facts = await facts_of(banned)
    facts[1] = facts[1].model_copy(update={"actor": "somebody else"})
    for entry in chained_all(GENESIS, facts):
        await tamper(
            banned,
            "UPDATE facts SET actor = :actor, hash = :hash WHERE account = 'a1' AND seq = :seq",
            actor=entry.fact.actor,
            hash=entry.hash,
            seq=entry.fact.seq,
        )
    again = await read(banned, receipt)
    assert (again.same, again.differences) == (False, ())
    assert again.faults == ("fact 2 is not the one on which the answer was based",)


async def test_an_answer_from_before_an_outage_is_not_kept(banned: Database) -> None:
    """Nobody knew then whether it still held."""
    stale = verdict(await standing_in(banned), "publish", NOON + days(2)).model_copy(update={"stale_s": 0.0})
    with pytest.raises(ValueError, match="before an outage"):
        await receipts.keep(banned, about(), stale, caller="key_1", asked_at=NOON)
    assert await rows_in(banned, "receipts") == 0


async def test_an_answer_from_facts_that_the_ledger_does_not_hold_is_not_kept(banned: Database) -> None:
    """A process that remembers more than the database, after a restored backup, gives no receipt for it."""
    ahead = verdict(await standing_in(banned), "publish", NOON + days(2)).model_copy(update={"version": 3})
    with pytest.raises(VersionNotReachedError, match="at version 2, not yet at 3"):
        await receipts.keep(banned, about(), ahead, caller="key_1", asked_at=NOON)
    assert await rows_in(banned, "receipts") == 0


async def test_a_receipt_names_the_hash_of_its_last_fact(banned: Database) -> None:
    """The one in the ledger, so that receipt and chain can be compared by anybody."""
    receipt = await kept(banned, about())
    ((head,),) = await rows(banned, "SELECT encode(hash, 'hex') FROM facts WHERE account = 'a1' AND seq = 2")
    assert (receipt.version, receipt.head) == (2, head)


async def test_nobody_knows_an_unknown_receipt(database: Database) -> None:
    assert await receipts.find(database, "rct_unknown") is None


# --- random lives and drafts -----------------------------------------------------------------------------------------


@pytest.mark.hypothesis
def test_on_random_lives_every_receipt_is_answered_alike(database_url: str) -> None:
    """Some facts, a question and its receipt, then the rest of the facts: the receipt holds, for drafts and privileges,
    asked about the past, now or the future.
    """
    places = count(1)
    with asyncio.Runner() as loop:
        database = Database(database_url, pool_size=1, times_given=True)

        async def live(facts: list[Fact], cut: int, written: dict[str, Any], privilege: str, after: int) -> None:
            account = f"a{next(places)}"
            facts = [fact.model_copy(update={"account": account}) for fact in facts]
            known = max(1, len(facts) * cut // 100)
            at = facts[0].effective_at + days(after)
            entries = chained_all(GENESIS, facts)
            before = fold(facts[:known])
            assert before is not None
            standing = fold(facts[:known], keep_past=at < before.as_of)
            assert standing is not None
            async with database.transaction() as connection:
                await append(connection, [Page(entries[:known], before, before.as_of)])
            asked: list[tuple[PrivilegeQuestion | PublishQuestion, Verdict | PublishVerdict]] = [
                (PrivilegeQuestion(account=account, privilege=privilege, at=at), verdict(standing, privilege, at))
            ]
            draft = Draft.model_validate(written)
            asked.append((PublishQuestion(account=account, draft=draft), decide_publish(standing, draft, at)))
            given_then = [
                await receipts.keep(database, question, answer, caller="key_1", asked_at=at)
                for question, answer in asked
            ]
            if known < len(facts):
                after_all = fold(facts)
                assert after_all is not None
                async with database.transaction() as connection:
                    await append(connection, [Page(entries[known:], after_all, after_all.as_of)])
            for receipt, (_, answer) in zip(given_then, asked, strict=True):
                again = await read(database, receipt)
                assert (again.faults, again.differences) == ((), ())
                assert again.same
                assert again.reevaluated == answer

        @seed(20260310)
        @settings(
            max_examples=examples(40),
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(histories, st.integers(0, 100), drafts, st.sampled_from(ASKABLE), st.integers(0, 400))
        def run(moves: list[Move], cut: int, written: dict[str, Any], privilege: str, after: int) -> None:
            life = Life()
            for move in moves:
                life.make(move)
            loop.run(live(life.account.facts, cut, written, privilege, after))

        try:
            run()
        finally:
            loop.run(database.close())
        assert next(places) > 25
