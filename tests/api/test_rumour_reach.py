"""Rumours and readers: matched, labelled at the gate, seen, and drawn."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from api.state.open_rumours import OpenRumours
from ledger.reports.facts import others_in
from ledger.rumours import reach
from models.roles import Role
from tests.api.conftest import MORNING, Api
from tests.api.test_problems import require_problem
from tests.api.test_rumours import CLAIM, SO, opened, said

TEXT = f"紧急！{CLAIM}，请转告家人"


@pytest.fixture
async def rumour(api: Api) -> Any:
    """One that is open for a test alone: a text would repeat those of the others too."""
    made = (await opened(api, terms=["自来水污染"]))["id"]
    yield made
    if (await api.operator.get(f"/v1/rumors/{made}")).json()["rumour"]["status"] == "open":
        await said(api, made, "closure")


async def asked(api: Api, account: str, text: str | None = TEXT, **more: Any) -> dict[str, Any]:
    body = {"account": account, "draft": {"text": text} if text else {}, **more}
    answer = await api.operator.post("/v1/decisions/publish", json=body)
    assert answer.status_code in {200, 201}, answer.text
    return {**answer.json(), "receipt": answer.headers.get("location")}


async def test_the_gate_labels_what_repeats_an_open_rumour_and_nothing_else(api: Api, rumour: str) -> None:
    account = await api.registered()
    answer = await asked(api, account)
    [label] = answer["labels"]
    assert (label["kind"], label["rumour"], label["text_zh"]) == ("rumour", rumour, f"谣言：“{CLAIM}”。请勿轻信和传播")
    assert (answer["answer"], answer["limits"][0]["article"]) == ("allowed_with_labels", 6)
    await said(api, rumour, "information", **SO)
    [label] = (await asked(api, account))["labels"]
    assert (label["text_zh"], label["link"]) == (f"谣言：“{CLAIM}”。辟谣：{SO['text_zh']}", SO["link"])
    assert (await asked(api, account, "今天天气很好"))["answer"] == "allowed"
    assert (await asked(api, account, None))["answer"] == "allowed"
    await said(api, rumour, "closure")
    assert (await asked(api, account))["answer"] == "allowed"


async def test_batches_and_streams_say_the_same(api: Api, rumour: str) -> None:
    """Also where the plain draft of the same account was answered from memory before and after."""
    account = await api.registered()
    items = [{"account": account, "draft": draft} for draft in ({}, {"text": TEXT}, {}, {"text": TEXT})]
    for _ in range(2):
        given = (await api.operator.post("/v1/decisions/batch", json={"items": items})).json()["answers"]
        assert [one["answer"] for one in given] == ["allowed", "allowed_with_labels"] * 2
    await said(api, rumour, "correction", reason="确认属实")
    given = (await api.operator.post("/v1/decisions/batch", json={"items": items})).json()["answers"]
    assert [one["answer"] for one in given] == ["allowed"] * 4


async def test_a_receipt_keeps_the_match_and_not_the_text(api: Api, rumour: str) -> None:
    """The rumour is closed later: the answer of then still follows."""
    answer = await asked(api, await api.registered(), record=True)
    await said(api, rumour, "closure")
    receipt = (await api.operator.get(answer["receipt"])).json()
    assert receipt["same"] is True, receipt
    assert TEXT not in str(receipt["question"])
    assert receipt["question"]["repeated"][0]["rumour"] == rumour


async def test_another_process_knows_once_it_has_looked(api: Api, rumour: str) -> None:
    other = OpenRumours(api.database)
    await other.ready()
    assert [one.rumour for one in other.matches(TEXT, MORNING)] == [rumour]
    await said(api, rumour, "closure")
    await other.look()
    assert other.matches(TEXT, MORNING) == ()


async def test_a_text_is_matched_with_score_and_explanation(api: Api, rumour: str) -> None:
    answer = await api[Role.PLATFORM].post("/v1/rumors/match", json={"text": TEXT})
    [match] = answer.json()["matches"]
    assert (match["rumour"], match["score"], match["repeats"]) == (rumour, 1.0, True)
    assert TEXT[match["passage"]["start"] : match["passage"]["end"]] == CLAIM
    answer = await api.operator.post("/v1/rumors/match", json={"text": f"辟谣：{CLAIM}的说法不实"})
    [match] = answer.json()["matches"]
    assert (match["denies"], match["repeats"], match["label_zh"], match["link"]) == (True, False, "", None)
    assert (await api.operator.post("/v1/rumors/match", json={"text": "早安"})).json()["matches"] == []
    require_problem(await api.operator.post("/v1/rumors/match", json={"text": ""}), "invalid-request")


def viewer(seen: str, name: str, hour: int) -> dict[str, Any]:
    return {"seen": seen, "viewer": name, "at": f"2026-03-10T{hour:02}:30:00+08:00"}


VIEWERS = [
    *(viewer("rumour", f"v{place}", 9) for place in range(4)),
    viewer("rumour", "v4", 11),
    viewer("debunking", "v0", 12),
    viewer("debunking", "v1", 12),
    viewer("debunking", "somebody", 12),
]
HOURS = [{"seen": "rumour", "hour": "2026-03-10T10:00:00+08:00", "viewers": 100}]


async def told(api: Api, rumour: str, **body: Any) -> None:
    answer = await api[Role.PLATFORM].post(f"/v1/rumors/{rumour}/exposures", json=body)
    assert answer.status_code == 200, answer.text


async def test_reach_is_told_in_bulk_as_often_as_one_likes(api: Api, rumour: str) -> None:
    for _ in range(2):
        await told(api, rumour, viewers=VIEWERS, hours=HOURS)
    await told(api, rumour, viewers=[viewer("rumour", "v0", 15)], hours=[{**HOURS[0], "viewers": 95}])
    found = (await api.operator.get(f"/v1/rumors/{rumour}/reach")).json()
    assert (found["exposed"], found["informed"], found["known_exposed"], found["reached"]) == (100, 3, 5, 2)
    assert found["share"] == 0.4
    points = [(point["hour"][11:13], point["rumour"], point["debunking"]) for point in found["points"]]
    assert points == [("09", 4, 0), ("10", 95, 0), ("11", 1, 0), ("12", 0, 3)]


async def test_a_period_is_counted(api: Api, rumour: str) -> None:
    day = timedelta(days=1)
    before = await reach.counted(api.database, MORNING - day, MORNING + day)
    await told(api, rumour, viewers=VIEWERS, hours=HOURS)
    await said(api, rumour, "contents", contents=["c1", "c2"])
    after = await reach.counted(api.database, MORNING - day, MORNING + day)
    news = {name: getattr(after, name) - getattr(before, name) for name in ("exposed", "informed", "reached", "orders")}
    assert news == {"exposed": 105, "informed": 3, "reached": 2, "orders": 1}
    assert after.contents_found - before.contents_found == 2
    nothing = await reach.counted(api.database, MORNING - 9 * day, MORNING - day)
    assert (nothing.opened, nothing.exposed, nothing.violations) == (0, 0, 0)


async def test_the_curve_is_a_drawing_that_any_viewer_can_read(api: Api, rumour: str) -> None:
    """Well-formed, with both curves ending at their totals; a claim cannot break out of its text."""
    hostile = (await opened(api, claim="</text><script>alert(1)</script> 停水"))["id"]
    await told(api, hostile, viewers=VIEWERS, hours=HOURS)
    answer = await api.operator.get(f"/v1/rumors/{hostile}/reach.svg")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    drawing = ET.fromstring(answer.text)
    space = {"s": "http://www.w3.org/2000/svg"}
    assert drawing.findall(".//s:script", space) == []
    curves = [path.get("d") or "" for path in drawing.findall("s:path", space) if path.get("stroke-width")]
    ends = [float(curve.rpartition(" ")[2]) for curve in curves]
    assert len(curves) == 2
    assert ends[0] < ends[1], "more saw the rumour"
    words = " ".join(element.text or "" for element in drawing.iter())
    assert "of 5 known to be exposed 40.0% were reached" in words
    await said(api, hostile, "closure")
    empty = await api.operator.get(f"/v1/rumors/{rumour}/reach.svg")
    assert "No exposures were reported yet." in empty.text


@pytest.mark.parametrize(
    ("body", "path", "hint"),
    [
        ({}, "body", "1 to 5000"),
        ({"viewers": [viewer("rumour", "two words", 9)]}, "body.viewers.0.viewer", "opaque token"),
        ({"viewers": [viewer("rumour", "v", 23)]}, "body.viewers.0.at", "lies in the future"),
        ({"hours": [{**HOURS[0], "hour": "2026-03-10T10:20:00+08:00"}]}, "body.hours.0.hour", "whole hour"),
        ({"hours": [{**HOURS[0], "viewers": -1}]}, "body.hours.0.viewers", "greater than or equal to 0"),
        ({"viewers": [{**VIEWERS[0], "seen": "both"}]}, "body.viewers.0.seen", "debunking"),
    ],
)
async def test_an_exposure_that_cannot_be_is_said_with_its_place(
    api: Api, rumour: str, body: dict[str, Any], path: str, hint: str
) -> None:
    answer = await api.operator.post(f"/v1/rumors/{rumour}/exposures", json=body)
    problem = require_problem(answer, "invalid-request")
    assert any(fault["path"] == path and hint in fault["message"] for fault in problem["errors"]), problem
    assert (await api.operator.get(f"/v1/rumors/{rumour}/reach")).json()["exposed"] == 0
    unknown = await api.operator.post("/v1/rumors/none/exposures", json={"hours": HOURS})
    require_problem(unknown, "unknown-rumour")


async def test_the_report_to_the_regulator_counts_reach_and_counts_it_alike_later(api: Api, rumour: str) -> None:
    """What is told after the cut-off belongs to the next period, also when it was seen before."""
    start = MORNING - timedelta(days=40)
    before = await others_in(api.database, start, MORNING + timedelta(hours=1))
    await told(api, rumour, viewers=VIEWERS[:6], hours=HOURS)
    until = MORNING + timedelta(hours=1)
    counted = await others_in(api.database, start, until)
    news = {name: getattr(counted, name) - getattr(before, name) for name in type(counted).model_fields}
    assert news["rumour_viewers"] == 105
    assert (news["debunking_viewers"], news["rumour_viewers_reached"]) == (1, 1)
    api.clock.pass_(hours=2)
    await told(api, rumour, viewers=VIEWERS, hours=[{**HOURS[0], "viewers": 90}])
    assert await others_in(api.database, start, until) == counted
    later = await others_in(api.database, until, until + timedelta(days=1))
    assert (later.rumour_viewers, later.debunking_viewers, later.rumour_viewers_reached) == (-10, 2, 1)


async def test_a_denial_is_neither_labelled_nor_limited_and_counts_as_debunking(api: Api, rumour: str) -> None:
    """Read from the text, or said by the platform; a receipt of it follows again."""
    account = await api.registered()
    denial = f"辟谣：{CLAIM}的说法不实"

    async def counted() -> float:
        lines = (await api.operator.get("/metrics")).text.splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith("standing_api_debunking_total"))

    before = await counted()
    answer = await asked(api, account, denial)
    assert await counted() == before + 1
    assert (answer["answer"], answer["limited"], answer["denies"]) == ("allowed", False, [rumour])
    answer = await asked(api, account)
    assert (answer["answer"], answer["limited"], answer["denies"]) == ("allowed_with_labels", True, None)
    wanted = {
        "denies": ("allowed", False, [rumour]),
        "asks": ("allowed_with_labels", False, None),
        "repeats": ("allowed_with_labels", True, None),
    }
    for stance, expected in wanted.items():
        for text in (TEXT, denial):
            body = {"account": account, "draft": {"text": text, "stance": stance}, "record": True}
            given = await api.operator.post("/v1/decisions/publish", json=body)
            answer = given.json()
            assert (answer["answer"], answer["limited"], answer["denies"]) == expected
            receipt = (await api.operator.get(given.headers["location"])).json()
            assert receipt["same"] is True, receipt
    body = {"account": account, "draft": {"text": TEXT, "stance": "doubts"}}
    problem = require_problem(await api.operator.post("/v1/decisions/publish", json=body), "invalid-request")
    assert problem["errors"][0]["path"] == "body.draft.stance"


async def test_a_search_page_is_told_what_to_pin_in_one_read(api: Api, rumour: str) -> None:
    """From the second at which it is verified to the one at which it is closed."""
    path = "/v1/rumors/search"

    async def pinned(query: str, **more: Any) -> list[dict[str, Any]]:
        answer = await api[Role.PLATFORM].get(path, params={"q": query, **more})
        assert answer.status_code == 200, answer.text
        return [one for one in answer.json()["pinned"] if one["rumour"] == rumour]

    assert await pinned("自来水污染") == []
    await said(api, rumour, "information", **SO)
    [one] = await pinned("自来水污染", limit=20)
    assert one == {
        "rumour": rumour,
        "claim": CLAIM,
        "information_zh": SO["text_zh"],
        "information_en": SO["text_en"],
        "link": SO["link"],
        "label_zh": f"谣言：“{CLAIM}”。辟谣：{SO['text_zh']}",
        "label_en": f"Rumour: “{CLAIM}”. Debunked: {SO['text_en']}",
        "score": 1.0,
        "why": "the query is the search term “自来水污染”",
    }
    assert await pinned("周末去哪儿玩") == []
    await said(api, rumour, "closure")
    assert await pinned("自来水污染") == []
    for params in ("", "q=", f"q={'水' * 201}", "q=水&limit=21", "q=水&limit=0"):
        require_problem(await api.operator.get(f"{path}?{params}"), "invalid-request")
    named = await api.operator.post("/v1/rumors", json={"id": "search", "claim": CLAIM, "field": "other"})
    assert "is a path of the API" in require_problem(named, "invalid-request")["detail"]
