"""A method for every operation, in both clients, and what the methods send and read."""

import asyncio
import inspect
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from client_making import description, operations
from standing_client import AsyncClient, Client, RefusedError, UnexpectedReplyError, models
from tests.api.conftest import name_of, resident_id
from tests.client_python.conftest import PATIENT, Server, banned, registered
from tests.client_python.unsteady import Answer, serving

OWN = {"request", "send", "close", "reply_to", "answer_to"}
"""Methods of the clients that are no operations."""


def public(client: type) -> set[str]:
    return {name for name, member in inspect.getmembers(client, callable) if not name.startswith("_")}


def test_every_operation_has_its_methods_and_there_are_no_others() -> None:
    described = description.description()
    schemas, found = described["components"]["schemas"], list(description.operations(described))
    wanted = [
        name
        for some in operations.methods(found, schemas).values()
        for method in some
        for name in operations.names(method, schemas)
    ]
    assert len(wanted) == len(set(wanted)), "no two methods have the same name"
    assert {one.name for one in found} <= set(wanted)
    assert public(Client) == public(AsyncClient) == {*wanted, *OWN}


def test_both_clients_take_the_same_arguments() -> None:
    for name in public(Client):
        assert str(inspect.signature(getattr(Client, name)).parameters) == str(
            inspect.signature(getattr(AsyncClient, name)).parameters
        ), name


def test_an_account_is_registered_banned_and_asked_about(client: Client) -> None:
    answer = client.register_account(
        account="kitchen", kind="individual", holder={"resident_id": resident_id()}, name=name_of("kitchen")
    )
    assert (answer.account, answer.version, answer.reply.status) == ("kitchen", 1, 201)
    foreseen = client.foresee_ban_account("kitchen", category="recycled_news", duration=timedelta(days=7))
    assert foreseen.dry_run is True
    ban = client.ban_account(
        "kitchen", category="recycled_news", duration=timedelta(days=7), id="b1", idempotency_key="once", if_match=1
    )
    again = client.ban_account(
        "kitchen", category="recycled_news", duration=timedelta(days=7), id="b1", idempotency_key="once", if_match=1
    )
    assert ban.version == again.version == 2
    assert again.reply.replayed
    assert not ban.reply.replayed
    verdict = client.ask_decision(account="kitchen", privilege="publish", at_least_version=ban.version)
    assert isinstance(verdict, models.Verdict)
    assert verdict.answer == "refused"
    assert isinstance(verdict.until, datetime)
    assert verdict.until - verdict.at > timedelta(days=6)
    draft = client.ask_publish_decision(account="kitchen", draft=models.Draft(fictional=True))
    assert [reason.article for reason in draft.reasons] == [9, 5]


def test_a_receipt_is_named_in_the_headers_of_the_reply(client: Client) -> None:
    account = registered(client)
    verdict = client.ask_decision(account=account, privilege="publish", record=True)
    receipt = client.read_receipt(verdict.reply.headers["Receipt"])
    assert receipt.id == verdict.reply.headers["Receipt"]


def test_what_was_not_given_is_not_sent_and_null_is() -> None:
    """Null clears a field that an omitted one leaves alone."""
    with serving(Answer(200, {"account": "a", "network": None})) as server, Client(server.url) as client:
        with pytest.raises(UnexpectedReplyError, match="CommandAnswer"):
            client.change_profile("a", bio="", name=None)
        with pytest.raises(UnexpectedReplyError):
            client.change_name("a/b?", name="山野")
    assert server.received[0].body == b'{"name":null,"bio":""}'
    assert server.received[1].target == "/v1/accounts/a%2Fb%3F/name-changes"


def test_lists_are_walked_to_their_end(client: Client) -> None:
    account = registered(client)
    for number in range(5):
        banned(client, account, f"w{number}")
        client.overturn_ban(account, f"w{number}", reason="mistaken")
    facts = list(client.iter_facts(account, limit=3))
    assert [fact.seq for fact in facts] == list(range(1, 12))
    events = list(client.iter_events(account=account, limit=2))
    assert [event.version for event in events] == list(range(1, 12))
    assert {type(event) for event in events[1:3]} == {
        models.AccountBanImposedAnnouncement,
        models.AccountOverturnedAnnouncement,
    }
    rare = list(client.iter_events(types="report.requested", limit=1))
    assert rare == []


def test_a_refusal_of_the_rules_names_its_article(client: Client) -> None:
    holder = {"resident_id": resident_id()}
    client.register_account(account="seat-1", kind="individual", holder=holder, name=name_of("seat-1"))
    with pytest.raises(RefusedError) as raised:
        client.register_account(account="seat-2", kind="individual", holder=holder, name=name_of("seat-2"))
    assert raised.value.article == 7
    assert (raised.value.code, raised.value.until) == ("quota-exceeded", None)
    assert raised.value.lifted_by == "closing an account of the holder, or an exemption"
    assert "seat-1" in raised.value.detail_zh
    client.close_account("seat-1", category="matrix_manipulation", reason="one of many")
    with pytest.raises(RefusedError) as raised:
        client.register_account(account="seat-2", kind="individual", holder=holder, name=name_of("seat-2"))
    assert (raised.value.code, raised.value.until) == ("holder-barred", "never")
    assert raised.value.lifted_by_zh == "对该关闭处置申诉成功"


async def test_the_asynchronous_client_does_the_same(server: Server, client: Client) -> None:
    account = await asyncio.to_thread(registered, client)
    async with AsyncClient(server.url, client._key, retries=PATIENT) as other:
        await other.ban_account(account, category="recycled_news", duration=timedelta(days=7), id="a1")
        verdicts = await asyncio.gather(*(other.ask_decision(account=account, privilege="publish") for _ in range(20)))
        assert {verdict.answer for verdict in verdicts} == {"refused"}
        facts = [fact.seq async for fact in other.iter_facts(account, limit=1)]
        assert facts == [1, 2]


def test_a_newer_servers_words_fields_and_kinds_are_read() -> None:
    event = {"id": 1, "type": "account.praised", "account": "a", "data": {"type": "praised", "stars": 5}}
    page: dict[str, Any] = {"events": [event], "next": 1, "added": True}
    with serving(Answer(200, page)) as server, Client(server.url) as client:
        found = client.list_events()
    assert isinstance(found.events[0], models.Other)
    assert found.events[0].model_extra == event
    at = datetime(2026, 3, 1, tzinfo=UTC).isoformat()
    newer = {"account": "a", "privilege": "publish.cooking", "at": at, "answer": "perhaps", "version": 3, "reasons": []}
    newer |= dict.fromkeys(("until", "valid_until", "stale_s"))
    with serving(Answer(200, newer)) as server, Client(server.url) as client:
        assert str(client.ask_decision(account="a", privilege="publish").answer) == "perhaps"
