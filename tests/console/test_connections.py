"""Webhooks and keys by oneself: made, shown once, revoked; webhooks with their log and another secret."""

import re
from typing import Any

from ledger.events import webhooks
from ledger.events.webhooks import Attempt
from ledger.streams import records
from models.roles import Role
from regulation.webhooks import SUBSCRIPTION
from tests.api.conftest import MORNING
from tests.console.conftest import Console


async def _made(console: Console, form: dict[str, Any]) -> str:
    answer = await console.reviewer.post("/console/connections/keys", form)
    assert answer.status_code == 200, answer.text
    (secret,) = re.findall(r"sk_[A-Za-z0-9_-]{43}", answer.text)
    return str(secret)


async def test_a_key_is_made_shown_once_works_and_is_revoked(console: Console) -> None:
    secret = await _made(console, {"name": "laptop", "_key": "a1"})
    headers = {"Authorization": f"Bearer {secret}"}
    me = await console.api[None].get("/v1/me", headers=headers)
    assert me.status_code == 200, me.text
    page = (await console.reviewer.get("/console/connections")).text
    assert "laptop" in page
    assert secret not in page
    listed = (await console.api[None].get("/v1/keys", headers=headers)).json()["keys"]
    (key,) = [one["id"] for one in listed if one["name"] == "laptop"]
    gone = await console.reviewer.confirmed(f"/console/connections/keys/{key}/revocation", {"_key": "a2"})
    assert gone.status_code == 303
    assert (await console.api[None].get("/v1/me", headers=headers)).status_code == 401


async def test_a_role_that_one_does_not_have_is_refused_in_the_form(console: Console) -> None:
    answer = await console.reviewer.post("/console/connections/keys", {"name": "x", "roles": "operator", "_key": "b1"})
    assert answer.status_code in {403, 422}
    assert 'value="x"' in answer.text


async def test_a_reviewer_sees_no_webhooks_and_an_operator_all_keys(console: Console) -> None:
    page = (await console.reviewer.get("/console/connections")).text
    assert "Add a webhook" not in page
    assert "Add a webhook" in (await console.operator.get("/console/connections")).text


async def test_a_webhook_is_added_paused_resumed_replayed_and_given_another_secret(console: Console) -> None:
    form = {"url": "https://platform.example/hooks", "types": "case.*", "note": "for the app", "_key": "c1"}
    answer = await console.operator.post("/console/connections/webhooks", form)
    assert answer.status_code == 200, answer.text
    (first,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", answer.text)
    hook = (await console.api.operator.get("/v1/webhooks")).json()["webhooks"][0]["id"]
    base = f"/console/connections/webhooks/{hook}"
    assert (await console.operator.confirmed(f"{base}/pause", {"reason": "noon", "_key": "c2"})).status_code == 303
    paused = (await console.operator.get(base)).text
    assert "noon" in paused
    assert "Go on" in paused
    assert (await console.operator.post(f"{base}/resume", {"_key": "c3"})).status_code == 303
    rotated = await console.operator.confirmed(f"{base}/secret-rotation", {"_key": "c4"})
    (second,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", rotated.text)
    assert second != first
    wrong = await console.operator.post(f"{base}/replay", {"after": "soon", "_key": "c5"})
    assert (wrong.status_code, "Write the number of an event" in wrong.text) == (422, True)
    assert (await console.operator.confirmed(f"{base}/replay", {"after": "0", "_key": "c6"})).status_code == 303


async def test_a_delivery_has_a_button_that_sends_it_again(console: Console) -> None:
    """The address answers nothing here: the page says so, and the attempt stands in the log."""
    api = console.api
    await api.registered()
    body = {"url": "https://hooks.invalid/x", "types": ["*"], "after": 0}
    hook = (await api[Role.PLATFORM].post("/v1/webhooks", json=body)).json()["id"]
    state = (await records.state_of(api.database, SUBSCRIPTION, hook)).state
    assert state is not None
    sent = Attempt(event=1, at=MORNING, status=500, error="answered 500", took_ms=3)
    await webhooks.move(api.database, state, 1, [sent], MORNING)
    base = f"/console/connections/webhooks/{hook}"
    assert f'action="{base}/deliveries/1/resend"' in (await console.operator.get(base)).text
    again = await console.operator.post(f"{base}/deliveries/1/resend", {})
    assert "The address did not take event 1:" in again.text
    assert again.text.count(f'action="{base}/deliveries/1/resend"') == 2


async def test_sending_again_is_offered_where_it_works_alone(console: Console) -> None:
    """An event that is still to be delivered, and one whose type is no longer delivered, have a word instead."""
    api = console.api
    account = await api.registered()
    [told] = (await api.operator.get(f"/v1/events?account={account}")).json()["events"]
    number = told["id"]
    body = {"url": "https://hooks.invalid/y", "types": ["*"], "after": 0}
    hook = (await api[Role.PLATFORM].post("/v1/webhooks", json=body)).json()["id"]
    state = (await records.state_of(api.database, SUBSCRIPTION, hook)).state
    assert state is not None
    failed = Attempt(event=number, at=MORNING, status=500, error="answered 500", took_ms=3)
    await webhooks.move(api.database, state, number - 1, [failed], MORNING)
    base = f"/console/connections/webhooks/{hook}"
    waiting = (await console.operator.get(base)).text
    assert "is sent by itself, in its turn" in waiting
    assert "/resend" not in waiting
    early = await console.operator.post(f"{base}/deliveries/{number}/resend", {}, Accept_Language="zh-CN")
    assert early.status_code == 409
    assert f"第 {number} 号事件尚待按顺序推送" in early.text
    await webhooks.move(api.database, state, number, [], MORNING)
    assert f"{base}/deliveries/{number}/resend" in (await console.operator.get(base)).text
    changed = await api[Role.PLATFORM].post(f"/v1/webhooks/{hook}/changes", json={"types": ["case.*"]})
    assert changed.status_code == 200, changed.text
    excluded = (await console.operator.get(base)).text
    assert "its type is no longer delivered" in excluded
    assert "/resend" not in excluded
    late = await console.operator.post(f"{base}/deliveries/{number}/resend", {})
    assert (late.status_code, "its types are case." in late.text) == (404, True)


async def test_what_was_typed_survives_the_question(console: Console) -> None:
    """Whoever goes back finds the reason that was typed; nothing has happened."""
    body = {"url": "https://hooks.invalid/z", "types": ["*"]}
    hook = (await console.api[Role.PLATFORM].post("/v1/webhooks", json=body)).json()["id"]
    base = f"/console/connections/webhooks/{hook}"
    asked = await console.operator.post(f"{base}/pause", {"reason": "<noon>", "_key": "p1"})
    assert "From now on nothing is delivered to this address" in asked.text
    assert "&lt;noon&gt;" in asked.text
    assert 'name="_key" value="p1"' in asked.text, "the confirmation is the same form: sent twice it counts once"
    back = await console.operator.post(f"{base}/pause", {"reason": "<noon>", "_key": "p1", "step": "change"})
    assert (back.status_code, 'value="&lt;noon&gt;"' in back.text) == (200, True)
    assert (await console.api.operator.get(f"/v1/webhooks/{hook}")).json()["status"] == "active"


async def test_a_wrong_address_is_said_and_kept(console: Console) -> None:
    form = {"url": "platform.example", "types": "*", "note": "", "_key": "d1"}
    answer = await console.operator.post("/console/connections/webhooks", form)
    assert answer.status_code == 422
    assert 'value="platform.example"' in answer.text


async def test_a_wrong_type_of_event_is_said_beside_the_types(console: Console) -> None:
    """In the reader's language, with the types that there are."""
    form = {"url": "https://platform.example/hooks", "types": "zzz", "note": "", "_key": "d2"}
    answer = await console.operator.post("/console/connections/webhooks", form, Accept_Language="zh-CN")
    assert answer.status_code == 422
    assert "含有不存在的事件类型；事件类型有`account." in answer.text
    assert "body.types" not in answer.text


async def test_words_are_chinese_for_a_chinese_reader(console: Console) -> None:
    page = (await console.operator.get("/console/connections", Accept_Language="zh-CN")).text
    for words in ("接口密钥", "事件推送", "创建密钥", "归属"):
        assert words in page, words


async def test_the_regulators_page_has_no_link_to_it(console: Console) -> None:
    assert 'href="/console/connections"' not in (await console[Role.REGULATOR].get("/console/reports")).text
