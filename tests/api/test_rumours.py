"""Rumours over HTTP: opened, ordered, answered, brought to an end at any moment; and who was accused."""

import asyncio
from typing import Any

import pytest

from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_problems import require_problem

CLAIM = "本市自来水已被污染，三天内不能饮用"
SO = {"text_zh": "自来水各项指标合格", "text_en": "Tap water is fine", "link": "https://www.piyao.org.cn/"}
KNOWN = {"terms": ["自来水污染"], "contents": ["c1", "c2"], "information": SO}


async def opened(api: Api, **more: Any) -> dict[str, Any]:
    """Open a rumour; the tests share their claim, so that it is another one than those that are open."""
    body = {"claim": CLAIM, "field": "livelihood", **more}
    answer = await api.operator.post("/v1/rumors", json=body)
    if answer.status_code == 409:
        others = require_problem(answer, "rumour-repeats-open")["others"]
        answer = await api.operator.post("/v1/rumors", json={**body, "other_than": others})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/rumors/{answer.json()['id']}"
    return dict(answer.json())


async def said(api: Api, rumour: str, path: str, **body: Any) -> dict[str, Any]:
    answer = await api.operator.post(f"/v1/rumors/{rumour}/{path}", json=body)
    if answer.status_code == 409 and path == "reopening":
        others = require_problem(answer, "rumour-repeats-open")["others"]
        answer = await api.operator.post(f"/v1/rumors/{rumour}/{path}", json={**body, "other_than": others})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def orders(api: Api, rumour: str, *, status: str | None = None) -> list[dict[str, Any]]:
    """The directives that the rumour gave, in their order."""
    entries = (await api.operator.get(f"/v1/rumors/{rumour}/entries?limit=500")).json()["entries"]
    given = [entry["body"]["directive"] for entry in entries if entry["body"]["type"] == "ordered"]
    found = [(await api.operator.get(f"/v1/directives/{one}")).json()["directive"] for one in given]
    return [one for one in found if status in {None, one["status"]}]


async def answered(api: Api, rumour: str, order: str, **body: Any) -> None:
    """The platform answers its open orders of a kind."""
    for one in await orders(api, rumour, status="open"):
        if one["terms"]["order"] == order:
            path = f"/v1/directives/{one['id']}/acknowledgement"
            answer = await api[Role.PLATFORM].post(path, json={"outcome": "done", **body})
            assert answer.status_code == 200, answer.text


def kinds(directives: list[dict[str, Any]]) -> list[str]:
    return [one["terms"]["order"] for one in directives]


async def steps(api: Api, rumour: str) -> dict[str, Any]:
    return dict((await api.operator.get(f"/v1/rumors/{rumour}")).json()["rumour"]["steps"])


async def test_what_is_known_is_ordered_at_once_and_answers_reach_the_rumour(api: Api) -> None:
    rumour = (await opened(api, **KNOWN))["id"]
    given = await orders(api, rumour)
    assert kinds(given) == ["label_content", "pin_information", "recommend_debunking"]
    label, pin, _ = (one["terms"] for one in given)
    assert (label["targets"], label["label_zh"]) == (["c1", "c2"], f"谣言：“{CLAIM}”。辟谣：自来水各项指标合格")
    assert label["label_en"] == f"Rumour: “{CLAIM}”. Debunked: Tap water is fine"
    assert (pin["targets"], pin["label_zh"], pin["link"]) == (["自来水污染"], label["label_zh"], SO["link"])
    assert all(one["terms"]["origin"] == {"type": "reference", "kind": "rumour", "id": rumour} for one in given)
    await answered(api, rumour, "label_content", counts={"done": 2})
    assert (await steps(api, rumour))["label"]["done"] == 2
    await answered(api, rumour, "recommend_debunking")
    assert kinds(await orders(api, rumour, status="open")) == ["pin_information", "report_reach"]
    view = (await api.operator.get(f"/v1/rumors/{rumour}")).json()
    assert any("label the content: done" in line for line in view["steps"])
    events = (await api.operator.get("/v1/events?types=rumour.*&limit=500")).json()["events"]
    told = [event["type"] for event in events if event["dossier"] == rumour]
    assert told == ["rumour.opened", "rumour.contents_found", *["rumour.ordered"] * 3, "rumour.answered",
                    "rumour.answered", "rumour.ordered"]  # fmt: skip


async def test_without_information_labels_go_out_and_the_rest_follows_when_it_comes(api: Api) -> None:
    rumour = (await opened(api, terms=["停水"], contents=["c1"]))["id"]
    assert kinds(await orders(api, rumour)) == ["label_content"]
    await said(api, rumour, "information", **SO)
    assert kinds(await orders(api, rumour)) == ["label_content", "pin_information", "recommend_debunking"]
    await said(api, rumour, "information", **{**SO, "text_zh": "水质达标，停水系检修"})
    again = await orders(api, rumour)
    assert [one["status"] for one in again[1:3]] == ["withdrawn", "withdrawn"]
    assert {one["terms"]["label_zh"] for one in again[3:]} == {f"谣言：“{CLAIM}”。辟谣：水质达标，停水系检修"}


async def test_content_that_is_found_later_is_labelled_and_only_once(api: Api) -> None:
    rumour = (await opened(api, contents=["c1"]))["id"]
    path = f"/v1/rumors/{rumour}/contents"
    answer = await api[Role.PLATFORM].post(path, json={"contents": ["c1", "c2", "c2"], "via": "matched"})
    assert answer.json()["contents"] == 2
    assert (await said(api, rumour, "contents", contents=["c2"]))["contents"] == 2
    await said(api, rumour, "closure")
    await said(api, rumour, "contents", contents=["c3"])
    given = await orders(api, rumour)
    assert [one["terms"]["targets"] for one in given] == [["c1"], ["c2"], ["c3"]]
    listed = (await api.operator.get(path)).json()["contents"]
    assert [(one["content"], one["via"], one["label_order"]) for one in listed] == [
        (f"c{place}", via, given[place - 1]["id"]) for place, via in ((1, "reported"), (2, "matched"), (3, "reported"))
    ]


async def test_a_corrected_rumour_takes_back_every_label_while_they_are_under_way(api: Api) -> None:
    """One label was carried out, another was not answered yet; both contents are named, and so is the search page."""
    rumour = (await opened(api, **KNOWN))["id"]
    await answered(api, rumour, "label_content")
    await said(api, rumour, "contents", contents=["c3"])
    await said(api, rumour, "correction", reason="水务集团已确认")
    given = await orders(api, rumour)
    assert {one["status"] for one in given if one["terms"]["order"] == "pin_information"} == {"withdrawn"}
    now = [one["terms"] for one in given if one["status"] == "open"]
    assert [(one["order"], one["targets"]) for one in now] == [
        ("unlabel_content", ["c1", "c2", "c3"]),
        ("unpin_information", ["自来水污染"]),
        ("recommend_debunking", []),
    ]
    assert all(one["label_zh"] == "此前标注为谣言的信息经核实属实，标签已撤销" for one in now)
    refused = await api.operator.post(f"/v1/rumors/{rumour}/contents", json={"contents": ["c4"]})
    require_problem(refused, "rumour-corrected")


async def test_reopened_while_labels_are_taken_back_they_are_set_again(api: Api) -> None:
    rumour = (await opened(api, **KNOWN))["id"]
    await answered(api, rumour, "label_content")
    await said(api, rumour, "correction", reason="确认属实")
    await said(api, rumour, "reopening", reason="确认有误")
    now = await orders(api, rumour, status="open")
    assert [(one["terms"]["order"], one["terms"]["targets"]) for one in now] == [
        ("label_content", ["c1", "c2"]),
        ("pin_information", ["自来水污染"]),
        ("recommend_debunking", []),
    ]
    require_problem(await api.operator.post(f"/v1/rumors/{rumour}/reopening", json={}), "rumour-open")


async def test_closed_it_keeps_its_labels_and_gives_the_search_page_back(api: Api) -> None:
    rumour = (await opened(api, **KNOWN))["id"]
    await said(api, rumour, "closure", reason="已无传播")
    assert kinds(await orders(api, rumour, status="open")) == ["label_content", "unpin_information"]
    closed = (await api.operator.get("/v1/rumors?status=closed&limit=500")).json()["rumours"]
    assert rumour in [one["id"] for one in closed]
    require_problem(await api.operator.post(f"/v1/rumors/{rumour}/terms", json={"terms": ["水质"]}), "rumour-closed")


async def test_a_platform_that_does_not_answer_makes_the_rumour_no_larger(api: Api) -> None:
    """Twenty orders are open; what is found meanwhile goes out together with the next answer."""
    rumour = (await opened(api))["id"]
    for place in range(25):
        await said(api, rumour, "contents", contents=[f"c{place:02}"])
    given = await orders(api, rumour, status="open")
    assert [len(one["terms"]["targets"]) for one in given] == [1] * 20
    path = f"/v1/directives/{given[0]['id']}/acknowledgement"
    await api[Role.PLATFORM].post(path, json={"outcome": "done"})
    assert (await orders(api, rumour))[-1]["terms"]["targets"] == [f"c{place}" for place in range(20, 25)]


async def test_an_order_that_failed_is_late_and_may_still_be_done(api: Api) -> None:
    rumour = (await opened(api, contents=["c1"]))["id"]
    [order] = await orders(api, rumour)
    path = f"/v1/directives/{order['id']}/acknowledgement"
    await api[Role.PLATFORM].post(path, json={"outcome": "failed", "reason": "no such content"})
    label = (await steps(api, rumour))["label"]
    assert (label["failed"], label["open"], label["late_since"]) == (1, [], "2026-03-10T17:00:00+08:00")
    await api[Role.PLATFORM].post(path, json={"outcome": "done"})
    label = (await steps(api, rumour))["label"]
    assert (label["failed"], label["late_since"], label["done_at"]) == (0, None, "2026-03-10T17:00:00+08:00")


async def test_those_involved_are_accused_in_one_action_each_with_its_own_outcome(api: Api) -> None:
    rumour = (await opened(api))["id"]
    maker, spreader = await api.registered(), await api.registered()
    body = {"making": [maker], "spreading": [spreader, "nobody", maker], "reason": "编造"}
    headers = {"Idempotency-Key": "accuse-1"}
    path = f"/v1/rumors/{rumour}/violations"
    answer = await api.operator.post(path, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    outcome = {one["account"]: (one["did"], one["outcome"], one["code"]) for one in answer.json()["accounts"]}
    assert outcome == {
        maker: ("making", "recorded", None),
        spreader: ("spreading", "recorded", None),
        "nobody": ("spreading", "refused", "unknown_account"),
    }
    assert (await api.operator.post(path, json=body, headers=headers)).json() == answer.json()
    again = (await api.operator.post(path, json={"making": [maker]})).json()
    assert (again["recorded"], again["accounts"][0]["code"]) == (0, "duplicate_id")
    facts = (await api.operator.get(f"/v1/accounts/{maker}/facts")).json()["facts"]
    assert facts[-1]["body"]["category"] == "rumour_making"
    assert (await api.operator.get(f"/v1/rumors/{rumour}")).json()["rumour"]["violations"] == 2


@pytest.mark.parametrize(
    ("body", "path", "hint"),
    [
        ({"claim": "  "}, "body.claim", "must say what is claimed"),
        ({"contents": ["two words"]}, "body.contents.0", "without spaces"),
        ({"contents": ["c1", ""]}, "body.contents.1", "1 to 200 characters"),
        ({"evidence": [{"link": "ftp://files.example.cn/a"}]}, "body.evidence.0.link", "http:// or https://"),
        ({"evidence": [{"link": "javascript:alert(1)"}]}, "body.evidence.0.link", "http:// or https://"),
        ({"terms": ["水 污染"]}, "body.terms.0", "without spaces"),
        ({"terms": ["11010519491231002X"]}, "body.terms.0", "resident ID"),
        ({"field": "sports"}, "body.field", "public_policy"),
        ({"information": {"text_zh": "", "link": "https://a.cn/"}}, "body.information.text_zh", "must not be empty"),
        ({"weather": "fine"}, "body.weather", "is not known"),
    ],
)
async def test_what_is_not_understood_is_said_with_its_place(
    api: Api, body: dict[str, Any], path: str, hint: str
) -> None:
    asked = {"claim": CLAIM, "field": "livelihood", **body}
    problem = require_problem(await api.operator.post("/v1/rumors", json=asked), "invalid-request")
    assert any(fault["path"] == path and hint in fault["message"] for fault in problem["errors"]), problem


async def test_other_mistakes_are_said_too(api: Api) -> None:
    taken = (await opened(api))["id"]
    twice = {"id": taken, "claim": CLAIM, "field": "other"}
    require_problem(await api.operator.post("/v1/rumors", json=twice), "duplicate-id")
    require_problem(await api.operator.get("/v1/rumors/none"), "unknown-rumour")
    require_problem(await api.operator.post("/v1/rumors/none/contents", json={"contents": ["c"]}), "unknown-rumour")
    require_problem(await api.operator.post("/v1/rumors/none/violations", json={"making": ["a"]}), "unknown-rumour")
    require_problem(await api.operator.post(f"/v1/rumors/{taken}/violations", json={}), "invalid-request")
    require_problem(await api.operator.post(f"/v1/rumors/{taken}/correction", json={}), "invalid-request")
    path, terms = f"/v1/rumors/{taken}/terms", [f"词{number}" for number in range(120)]
    assert (await api.operator.post(path, json={"terms": terms[:80]})).status_code == 200
    too_many = await api.operator.post(path, json={"terms": terms[60:]})
    assert "has 80" in require_problem(too_many, "too-many-terms")["detail"]


async def test_what_follows_from_an_accusation_is_the_catalogues_and_ends_with_a_correction(api: Api) -> None:
    """A maker is banned for thirty days; the second time, closing is left to two people. The claim turns out true."""
    first, second = (await opened(api))["id"], (await opened(api))["id"]
    maker = await api.registered()
    answers = [
        (await api.operator.post(f"/v1/rumors/{rumour}/violations", json={"making": [maker]})).json()
        for rumour in (first, second)
    ]
    followed = [answer["accounts"][0]["consequences"] for answer in answers]
    assert (followed[0]["ban"], followed[0]["close"], followed[1]["close"]) == ("P30D", False, True)
    cases = (await api.operator.get(f"/v1/cases?kind=closure&account={maker}")).json()["cases"]
    assert [case["status"] for case in cases] == ["open"]
    asked = {"account": maker, "privilege": "publish"}
    assert (await api.operator.post("/v1/decisions", json=asked)).json()["answer"] == "refused"
    for rumour in (first, second):
        await said(api, rumour, "correction", reason="确认属实")
    assert (await api.operator.post("/v1/decisions", json=asked)).json()["answer"] == "allowed"
    assert (await api.operator.get(f"/v1/cases?kind=closure&account={maker}")).json()["cases"] == []
    entries = (await api.operator.get(f"/v1/rumors/{first}/entries")).json()["entries"]
    assert entries[-1]["body"]["accounts"][0]["outcome"] == "overturned"
    assert (await api.operator.get(f"/v1/rumors/{first}")).json()["rumour"]["violations"] == 0
    await said(api, first, "reopening", reason="确认有误")
    again = (await api.operator.post(f"/v1/rumors/{first}/violations", json={"making": [maker]})).json()
    assert (again["recorded"], again["accounts"][0]["consequences"]["ban"]) == (1, "P30D")


async def test_a_rumour_that_is_true_takes_back_alone_what_one_decided_and_asks_two_for_the_rest(api: Api) -> None:
    """The second accusation led to a closure by two people: it stands, and a case asks for those who take it back."""
    first, second = (await opened(api))["id"], (await opened(api))["id"]
    maker = await api.registered()
    for rumour in (first, second):
        await api.operator.post(f"/v1/rumors/{rumour}/violations", json={"making": [maker]})
    [closure] = (await api.operator.get(f"/v1/cases?kind=closure&account={maker}")).json()["cases"]
    for role in (Role.REVIEWER, Role.OPERATOR):
        body = {"outcome": "approved", "reason": "再次编造"}
        assert (await api[role].post(f"/v1/cases/{closure['id']}/decision", json=body)).status_code == 200
    for rumour in (first, second):
        await said(api, rumour, "correction", reason="确认属实")
    cleared = [
        (await api.operator.get(f"/v1/rumors/{rumour}/entries")).json()["entries"][-1]["body"]["accounts"][0]
        for rumour in (first, second)
    ]
    assert [one["outcome"] for one in cleared] == ["overturned", "refused"]
    assert cleared[1]["code"] == "second_person_needed"
    assert (await api.operator.get(f"/v1/accounts/{maker}")).json()["status"] == "closed"
    waiting = (await api.operator.get("/v1/cases?kind=rumour&limit=500")).json()["cases"]
    asked = [one for one in waiting if maker in one["title"]]
    assert len(asked) == 1
    [evidence] = (await api.operator.get(f"/v1/cases/{asked[0]['id']}")).json()["case"]["evidence"]
    assert f"/v1/cases/{closure['id']}/correction" in evidence["text"]


async def test_an_opening_that_repeats_an_open_rumour_is_told_of_it(api: Api) -> None:
    """In the same words or in others; unless the caller names it, and once it is closed no more (row 3.4)."""
    body = {"claim": "城东的鹤鸣湖漂来三百只毒天鹅，摸一下就会瘫痪", "field": "emergency"}
    first = (await api.operator.post("/v1/rumors", json=body)).json()["id"]
    again = {"claim": "鹤鸣湖漂来300只有毒的天鹅，摸一下就瘫痪", "field": "other"}
    for asked in (body, again):
        problem = require_problem(await api.operator.post("/v1/rumors", json=asked), "rumour-repeats-open")
        assert (problem["status"], problem["others"], problem["article"]) == (409, [first], 6)
        assert first in problem["detail"]
        assert "other_than" in problem["detail"]
    denial = {**body, "claim": "鹤鸣湖没有漂来毒天鹅，摸一下不会瘫痪"}
    assert (await api.operator.post("/v1/rumors", json=denial)).status_code == 201
    second = await api.operator.post("/v1/rumors", json={**again, "other_than": [first]})
    assert second.status_code == 201, second.text
    await said(api, first, "closure")
    refused = await api.operator.post(f"/v1/rumors/{first}/reopening", json={})
    other = second.json()["id"]
    assert require_problem(refused, "rumour-repeats-open")["others"] == [other]
    await said(api, first, "reopening", other_than=[other])
    await said(api, first, "closure")
    await said(api, other, "closure")
    assert (await api.operator.post("/v1/rumors", json=body)).status_code == 201


async def test_of_openings_at_the_same_time_one_is_the_first(api: Api) -> None:
    """Eight at once, through as many connections of the database: seven are told of the one."""
    body = {"claim": "云岭隧道昨夜塌方，两辆大巴被埋，死了九十人", "field": "emergency"}
    given = await asyncio.gather(*(api.operator.post("/v1/rumors", json=body) for _ in range(8)))
    opened_ids = [answer.json()["id"] for answer in given if answer.status_code == 201]
    told = [answer.json()["others"] for answer in given if answer.status_code == 409]
    assert (len(opened_ids), told) == (1, [opened_ids] * 7)
