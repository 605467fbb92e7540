"""Idempotency: the same key and body get the same answer, for ever; the same key with another body gets none."""

import asyncio

import pytest

from ledger.store.database import Database
from ledger.store.idempotency import KeyReusedError
from models.accounts.commands import ChangeName, Close, Receipt
from tests.ledger.doing import NOON, ban, count, days, do, everything, key, registration


def as_given(receipt: Receipt) -> Receipt:
    return receipt.model_copy(update={"replayed": False})


async def test_the_same_request_again_gets_the_same_answer_and_changes_nothing(database: Database) -> None:
    """Also long after, and after other commands have moved the account on."""
    first = await do(database, "a", registration(), key=key("k1", "register"))
    second = await do(database, "a", ban(), key=key("k2", "ban"))
    before = await everything(database)
    for original, command, name, body in (
        (first, registration(), "k1", "register"),
        (second, ban(), "k2", "ban"),
    ):
        again = await do(database, "a", command, at=NOON + days(400), key=key(name, body))
        assert again.replayed
        assert as_given(again) == original
    assert await everything(database) == before


async def test_a_refusal_is_an_answer_too(database: Database) -> None:
    """Repeated after the obstacle has gone it is still the refusal; a new key gets a new answer."""
    await do(database, "a", registration())
    refused = await do(database, "b", registration(), key=key("k", "register b"))
    await do(database, "a", Close(id="c1"))
    again = await do(database, "b", registration(), key=key("k", "register b"))
    assert refused.refusal is not None
    assert refused.refusal.code == "quota_exceeded"
    assert (again.replayed, as_given(again)) == (True, refused)
    assert (await do(database, "b", registration(), key=key("k2", "register b"))).outcome == "active"


async def test_a_key_that_stands_for_another_request_is_an_error(database: Database) -> None:
    await do(database, "a", registration(), key=key("k", "register a"))
    before = await everything(database)
    with pytest.raises(KeyReusedError):
        await do(database, "b", registration("h2"), key=key("k", "register b"))
    assert await everything(database) == before


async def test_two_callers_may_use_the_same_key(database: Database) -> None:
    await do(database, "a", registration("h1"), key=key("k", "x", caller="one"))
    receipt = await do(database, "b", registration("h2"), key=key("k", "y", caller="two"))
    assert (receipt.outcome, receipt.replayed) == ("active", False)
    for account, holder, body, caller in (("a", "h1", "x", "one"), ("b", "h2", "y", "two")):
        again = await do(database, account, registration(holder), key=key("k", body, caller=caller))
        assert (again.account, again.replayed) == (account, True)
    with pytest.raises(KeyReusedError):
        await do(database, "a", registration("h1"), key=key("k", "y", caller="one"))


async def test_of_twenty_equal_requests_at_once_one_is_carried_out(database: Database) -> None:
    """A client that repeats too soon: one fact, and everybody gets the one answer."""
    await do(database, "a", registration())
    receipts = await asyncio.gather(
        *(do(database, "a", ChangeName(name="城市厨房"), key=key("k", "rename")) for _ in range(20))
    )
    assert sum(not receipt.replayed for receipt in receipts) == 1
    assert len({as_given(receipt).model_dump_json() for receipt in receipts}) == 1
    assert await count(database, "facts") == 2


async def test_of_twenty_equal_registrations_at_once_one_is_carried_out(database: Database) -> None:
    """The account does not exist yet, so the key alone makes them wait for each other."""
    receipts = await asyncio.gather(*(do(database, "a", registration(), key=key("k", "x")) for _ in range(20)))
    assert {receipt.outcome for receipt in receipts} == {"active"}
    assert await count(database, "facts") == await count(database, "events") == await count(database, "outgoing") == 1


async def test_of_two_bodies_at_once_under_one_key_one_is_carried_out(database: Database) -> None:
    await do(database, "a", registration())
    results = await asyncio.gather(
        *(do(database, "a", ChangeName(name=f"名{n}"), key=key("k", f"{n}")) for n in range(2)), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results) == ["KeyReusedError", "Receipt"]
    assert await count(database, "facts") == 2
