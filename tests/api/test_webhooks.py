"""Webhooks over HTTP: made, tried, changed, rotated, replayed, deleted; refused with what would be right."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from standardwebhooks import Webhook

from ledger.events import webhooks
from ledger.events.webhooks import Attempt
from ledger.streams import records
from models.roles import Role
from regulation.webhooks import SUBSCRIPTION
from tests.activities.webhooks.receiver import Receiver, answering, receiving
from tests.api.conftest import MORNING, Api, Clock, opened
from tests.api.test_problems import require_problem

URL = "https://platform.example/hook"


@pytest.fixture
async def private(database_url: str) -> AsyncIterator[Api]:
    """A house where private addresses are allowed; its clock is a real one's, as the signatures' must be."""
    async with opened(database_url, Clock(datetime.now(UTC)), webhook_allow_private=True) as api:
        yield api


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as receiver:
        yield receiver


async def made(api: Api, **more: Any) -> dict[str, Any]:
    answer = await api[Role.PLATFORM].post("/v1/webhooks", json={"url": URL, **more})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/webhooks/{answer.json()['id']}"
    return dict(answer.json())


async def said(api: Api, webhook: str, what: str, **body: Any) -> dict[str, Any]:
    answer = await api[Role.PLATFORM].post(f"/v1/webhooks/{webhook}/{what}", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_webhook_is_made_read_changed_paused_resumed_and_deleted(api: Api) -> None:
    webhook = await made(api, types=["account.*", "directive.issued"], note="payout")
    id_, upto = webhook["id"], webhook["delivered_upto"]
    assert webhook["secret"].startswith("whsec_")
    assert (webhook["status"], webhook["behind"] >= 1) == ("active", True), "its own event is new since"
    path = f"/v1/webhooks/{id_}"
    read = (await api[Role.OPERATOR].get(path)).json()
    assert "secret" not in read, "it is shown once"
    assert read["delivered_upto"] == upto
    assert (await said(api, id_, "changes", url=f"{URL}/2"))["url"] == f"{URL}/2"
    paused = await said(api, id_, "pause", reason="maintenance")
    assert (paused["status"], paused["paused_because"], paused["reason"]) == ("paused", "command", "maintenance")
    assert (await said(api, id_, "resume"))["paused_because"] is None
    assert (await said(api, id_, "replay", after=0))["delivered_upto"] == 0
    assert (await said(api, id_, "deletion"))["status"] == "deleted"
    gone = await api[Role.PLATFORM].post(f"{path}/pause", json={})
    require_problem(gone, "webhook-deleted")
    listed = (await api[Role.PLATFORM].get("/v1/webhooks")).json()["webhooks"]
    assert id_ not in {one["id"] for one in listed}
    deleted = (await api[Role.PLATFORM].get("/v1/webhooks?status=deleted")).json()["webhooks"]
    assert id_ in {one["id"] for one in deleted}
    told = (await api.operator.get("/v1/events?types=subscription.*&limit=500")).json()["events"]
    mine = [event["type"].removeprefix("subscription.") for event in told if event["dossier"] == id_]
    assert mine == ["created", "changed", "paused", "resumed", "replay_asked", "deleted"]


async def test_a_secret_is_rotated_and_the_old_one_holds_for_a_day(api: Api) -> None:
    webhook = await made(api)
    rotated = await said(api, webhook["id"], "secret-rotation")
    assert rotated["secret"] != webhook["secret"]
    assert rotated["old_secret_until"] == "2026-03-11T17:00:00+08:00"


async def test_a_request_made_twice_is_one_webhook_with_one_secret(api: Api) -> None:
    headers = {"Idempotency-Key": f"hook-{api.numbers()}"}
    first = await api[Role.PLATFORM].post("/v1/webhooks", json={"url": URL}, headers=headers)
    again = await api[Role.PLATFORM].post("/v1/webhooks", json={"url": URL}, headers=headers)
    assert again.json() == first.json()
    assert again.headers["idempotent-replayed"] == "true"


async def test_a_test_event_is_signed_and_its_answer_is_told(private: Api, receiver: Receiver) -> None:
    webhook = await made(private, url=receiver.url)
    receiver.answer = lambda _: answering(202)
    answer = await said(private, webhook["id"], "test")
    assert (answer["taken"], answer["status"], answer["error"]) == (True, 202, None)
    [got] = receiver.got
    assert got.event["type"] == "webhook.test"
    Webhook(webhook["secret"]).verify(got.body, dict(got.headers))
    receiver.answer = lambda _: answering(500, b"no disk")
    failed = await said(private, webhook["id"], "test")
    assert (failed["taken"], failed["error"]) == (False, "answered 500: no disk")


async def test_what_was_answered_is_read_page_by_page(api: Api) -> None:
    webhook = await made(api, after=0)
    taken = [Attempt(event=number, at=MORNING, status=204, took_ms=3) for number in (1, 3)]
    refused = Attempt(event=2, at=MORNING, status=500, error="answered 500", took_ms=3)
    attempts = [taken[0], refused, taken[1]]
    state = (await records.state_of(api.database, SUBSCRIPTION, webhook["id"])).state
    assert state is not None
    await webhooks.move(api.database, state, 3, attempts, MORNING)
    path = f"/v1/webhooks/{webhook['id']}"
    assert (await api.operator.get(path)).json()["delivered_upto"] == 3
    first = (await api.operator.get(f"{path}/deliveries?limit=2")).json()
    rest = (await api.operator.get(f"{path}/deliveries?limit=2&before={first['next']}")).json()
    assert [one["event"] for one in (*first["deliveries"], *rest["deliveries"])] == [3, 2, 1]
    assert rest["next"] is None
    failed = (await api.operator.get(f"{path}/deliveries?failed=true")).json()["deliveries"]
    assert [(one["event"], one["error"]) for one in failed] == [(2, "answered 500")]


async def test_one_delivery_is_sent_again_by_hand(private: Api, receiver: Receiver) -> None:
    """Signed, with the same identifier, also while the webhook is paused; it moves no position and is in the log."""
    account = await private.registered()
    [told] = (await private.operator.get(f"/v1/events?account={account}")).json()["events"]
    webhook = await made(private, url=receiver.url, types=["account.*"], after=0)
    path = f"/v1/webhooks/{webhook['id']}"
    early = await private[Role.PLATFORM].post(f"{path}/deliveries/{told['id']}/resend", json={})
    require_problem(early, "delivery-awaited")
    state = (await records.state_of(private.database, SUBSCRIPTION, webhook["id"])).state
    assert state is not None
    await webhooks.move(private.database, state, told["id"], [], private.clock())
    await said(private, webhook["id"], "pause", reason="maintenance")
    for status in (500, 204):
        receiver.answer = lambda _, status=status: answering(status)  # type: ignore[misc]
        sent = await said(private, webhook["id"], f"deliveries/{told['id']}/resend")
        assert (sent["event"], sent["taken"], sent["status"]) == (told["id"], status == 204, status)
    assert [got.number for got in receiver.got] == [told["id"]] * 2
    assert receiver.got[0].event["data"] == receiver.got[1].event["data"]
    Webhook(webhook["secret"]).verify(receiver.got[1].body, dict(receiver.got[1].headers))
    log = (await private.operator.get(f"{path}/deliveries")).json()["deliveries"]
    assert [(one["event"], one["status"]) for one in log] == [(told["id"], 204), (told["id"], 500)]
    assert {one["resend"] for one in log} == {"possible"}
    assert (await private.operator.get(path)).json()["delivered_upto"] == told["id"]
    others = await private[Role.PLATFORM].post(f"{path}/deliveries/{told['id'] + 1}/resend", json={})
    require_problem(others, "unknown-delivery")
    await said(private, webhook["id"], "replay", after=told["id"] - 1)
    log = (await private.operator.get(f"{path}/deliveries")).json()["deliveries"]
    assert {one["resend"] for one in log} == {"awaited"}, "the ordered delivery comes to it again"
    await said(private, webhook["id"], "deletion")
    gone = await private[Role.PLATFORM].post(f"{path}/deliveries/{told['id']}/resend", json={})
    require_problem(gone, "webhook-deleted")
    log = (await private.operator.get(f"{path}/deliveries")).json()["deliveries"]
    assert {one["resend"] for one in log} == {"excluded"}


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("http://platform.example/hook", "https://"),
        ("https://127.0.0.1/hook", "not a public address"),
        ("https://[::ffff:10.0.0.1]/hook", "not a public address"),
        ("https://169.254.169.254/latest", "not a public address"),
        ("https://me:secret@platform.example/", "signed instead"),
    ],
)
async def test_an_address_inside_is_refused_when_it_is_given(api: Api, url: str, hint: str) -> None:
    problem = require_problem(await api.operator.post("/v1/webhooks", json={"url": url}), "webhook-address-refused")
    assert hint in problem["detail"]
    assert "secret@" not in problem["detail"]
    webhook = await made(api)
    changed = await api.operator.post(f"/v1/webhooks/{webhook['id']}/changes", json={"url": url})
    require_problem(changed, "webhook-address-refused")
    assert (await api.operator.get(f"/v1/webhooks/{webhook['id']}")).json()["url"] == URL


@pytest.mark.parametrize(
    ("body", "path", "hint"),
    [
        ({}, "body.url", "required"),
        ({"url": "ftp://platform.example"}, "body.url", ""),
        ({"url": URL, "types": ["account.nonsense"]}, "body.types.0", "did you mean"),
        ({"url": URL, "types": []}, "body.types", ""),
        ({"url": URL, "after": -1}, "body.after", ""),
        ({"url": URL, "secret": "mine"}, "body.secret", ""),
        ({"url": URL, "note": "ask 11010519491231002X"}, "body.note", "resident ID"),
    ],
)
async def test_a_webhook_that_is_not_understood_says_what_is_wrong(
    api: Api, body: dict[str, Any], path: str, hint: str
) -> None:
    problem = require_problem(await api.operator.post("/v1/webhooks", json=body), "invalid-request")
    assert any(fault["path"] == path and hint in fault["message"] for fault in problem["errors"]), problem


async def test_other_mistakes_are_said_too(api: Api) -> None:
    require_problem(await api.operator.get("/v1/webhooks/none"), "unknown-subscription")
    require_problem(await api.operator.post("/v1/webhooks/none/pause", json={}), "unknown-subscription")
    require_problem(await api.operator.post("/v1/webhooks/none/test", json={}), "unknown-subscription")
    require_problem(await api.operator.get("/v1/webhooks/none/deliveries"), "unknown-subscription")
    webhook = await made(api, id="mine-alone")
    require_problem(await api.operator.post("/v1/webhooks", json={"url": URL, "id": webhook["id"]}), "duplicate-id")
    stale = await api.operator.post(f"/v1/webhooks/{webhook['id']}/pause", json={}, headers={"If-Match": '"7"'})
    require_problem(stale, "version-mismatch")
    require_problem(await api[Role.AUDITOR].post("/v1/webhooks", json={"url": URL}), "forbidden")
