"""The publishing gate through the API: what a draft lacks, what is shown beside it, and how bad drafts fail."""

from typing import Any

import pytest

from tests.api.conftest import Api
from tests.api.test_problems import require_problem

SHOT = {"kind": "self_shot", "shot_at": "2026-03-08T10:00:00+08:00", "place": "昆明"}
SOURCE = {"name": "国务院公报", "link": "https://www.gov.cn/gongbao/"}


async def asked(api: Api, account: str, draft: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = await api.operator.post("/v1/decisions/publish", json={"account": account, "draft": draft, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_empty_draft_of_a_free_account_is_allowed_under_its_name(api: Api) -> None:
    """Nothing is demanded, nothing is shown but the name, and the version stands in body and header."""
    account = await api.registered(name="高原财经")
    answer = await api.operator.post("/v1/decisions/publish", json={"account": account, "draft": {}})
    found = answer.json()
    assert (found["answer"], found["name"], found["labels"], found["reasons"]) == ("allowed", "高原财经", [], [])
    assert (found["version"], answer.headers["etag"], found["stale_s"]) == (1, '"1"', None)


async def test_everything_a_draft_lacks_is_named_with_its_place(api: Api) -> None:
    """One refusal lists all faults, each with article, path in the draft and both languages."""
    account = await api.registered()
    draft = {
        "fields": ["finance"],
        "topics": ["public_policy"],
        "media": [SHOT, {"kind": "self_shot"}, {"kind": "synthetic"}],
        "old_event": {},
        "fictional": True,
    }
    found = await asked(api, account, draft)
    assert (found["answer"], found["until"], found["labels"]) == ("refused", "never", [])
    assert [(reason["article"], reason["where"]) for reason in found["reasons"]] == [
        (2, "fields[0]"),
        (3, "source"),
        (3, "media[1].shot_at"),
        (3, "media[1].place"),
        (3, "media[2].marked"),
        (3, "old_event.time"),
        (3, "old_event.place"),
        (5, "fiction_label"),
    ]
    assert all(reason["message"] and reason["message_zh"] and reason["lifted_by_zh"] for reason in found["reasons"])


async def test_labels_are_given_in_both_languages(api: Api) -> None:
    """Source with its link, shooting, synthesis, certification and fiction: each belongs to its part of the draft."""
    account = await api.registered()
    certified = {"id": "c1", "field": "finance", "valid_from": "2026-03-01", "valid_until": "2027-02-28"}
    shown = {"materials": {"service_qualification": "基金销售业务资格"}}
    await api.operator.post(f"/v1/accounts/{account}/certifications", json={**certified, **shown})
    draft = {
        "fields": ["finance"],
        "topics": ["public_policy"],
        "source": SOURCE,
        "media": [SHOT, {"kind": "synthetic", "marked": True}],
        "fictional": True,
        "fiction_label": True,
    }
    found = await asked(api, account, draft)
    assert found["answer"] == "allowed_with_labels"
    labels = {label["where"]: label for label in found["labels"]}
    assert {where: label["kind"] for where, label in labels.items()} == {
        "fields[0]": "field",
        "source": "source",
        "media[0]": "shot_info",
        "media[1]": "synthetic",
        "fictional": "fiction",
    }
    assert (labels["fields[0]"]["certification"], labels["source"]["link"]) == ("c1", SOURCE["link"])
    assert "昆明" in labels["media[0]"]["text_zh"]
    assert all(label["text_zh"] != label["text_en"] for label in found["labels"])


async def test_a_disputed_draft_goes_out_but_is_not_spread(api: Api) -> None:
    """The limit names its article and the privilege that is closed to the piece (article 5)."""
    found = await asked(api, await api.registered(), {"disputed": True})
    assert (found["answer"], found["limited"]) == ("allowed_with_labels", True)
    assert [(one["article"], one["privilege"]) for one in found["limits"]] == [(5, "be_recommended")]


async def test_a_ban_stands_before_what_the_draft_lacks(api: Api) -> None:
    """The account's own reasons come first, with their cause; version and `until` are those of the ban."""
    account = await api.registered()
    ban = {"id": "b1", "category": "rumour_making", "duration": "P7D"}
    banned = await api.operator.post(f"/v1/accounts/{account}/bans", json=ban)
    version = banned.json()["version"]
    found = await asked(api, account, {"topics": ["social_event"]}, at_least_version=version)
    assert [(one["article"], one["cause"], one["where"]) for one in found["reasons"]] == [
        (9, "b1", ""),
        (3, None, "source"),
    ]
    assert (found["version"], found["until"]) == (version, "never")
    plain = await asked(api, account, {}, at_least_version=version)
    assert (plain["answer"], plain["until"]) == ("refused", "2026-03-17T17:00:00+08:00")
    later = await asked(api, account, {}, at="2026-03-17T17:00:00+08:00")
    assert later["answer"] == "allowed"


async def test_an_unknown_account_is_404_and_a_version_to_come_409(api: Api) -> None:
    """Asked for one draft these are errors; a batch answers them item by item."""
    ask = {"account": "nobody-knows", "draft": {}}
    require_problem(await api.operator.post("/v1/decisions/publish", json=ask), "unknown-account")
    ahead = {"account": await api.registered(), "draft": {}, "at_least_version": 9}
    require_problem(await api.operator.post("/v1/decisions/publish", json=ahead), "version-not-reached")


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({"account": "a"}, ["body.draft"]),
        ({"account": "a", "draft": []}, ["body.draft"]),
        ({"account": "a", "draft": {"topic": []}}, ["body.draft.topic"]),
        ({"account": "a", "draft": {"topics": ["weather"]}}, ["body.draft.topics.0"]),
        ({"account": "a", "draft": {"source": {"name": " "}}}, ["body.draft.source.name"]),
        ({"account": "a", "draft": {"source": {"name": "x", "link": "nowhere"}}}, ["body.draft.source.link"]),
        (
            {"account": "a", "draft": {"media": [{}, {"kind": "self_shot", "shot_at": "2026-03-08T10:00:00"}]}},
            ["body.draft.media.0.kind", "body.draft.media.1.shot_at"],
        ),
        ({"account": "a", "draft": {"media": [{"kind": "quoted"}] * 201}}, ["body.draft.media"]),
        ({"account": "a", "draft": {"old_event": {"time": "long ago"}}}, ["body.draft.old_event.time"]),
        ({"account": "a", "draft": {"old_event": {"time": "2019-07-01T10:00:00"}}}, ["body.draft.old_event.time"]),
        ({"account": "a", "draft": {}, "at": "2026-03-08T10:00:00"}, ["body.at"]),
        ({"account": "", "draft": {}, "at_least_version": "1"}, ["body.account", "body.at_least_version"]),
    ],
)
async def test_a_malformed_draft_is_422_with_the_path_of_each_fault(
    api: Api, body: dict[str, Any], paths: list[str]
) -> None:
    """All faults at once, each where it stands; a time without an offset is one of them."""
    problem = require_problem(await api.operator.post("/v1/decisions/publish", json=body), "invalid-request")
    assert [fault["path"] for fault in problem["errors"]] == paths


@pytest.mark.parametrize("sent", [b"{", b"\xff", b'{"account": "a", "draft": {}} x'])
async def test_a_body_that_is_not_json_is_400(api: Api, sent: bytes) -> None:
    """Whatever is wrong with it, nothing of it is repeated."""
    headers = {"Content-Type": "application/json"}
    answer = await api.operator.post("/v1/decisions/publish", content=sent, headers=headers)
    require_problem(answer, "malformed-body")


@pytest.mark.parametrize("path", ["/v1/decisions/publish", "/v1/decisions", "/v1/decisions/batch", "/v1/accounts"])
async def test_a_body_that_is_not_there_is_422_as_everywhere(api: Api, path: str) -> None:
    """With the form of a body, and without."""
    for headers in ({"Content-Type": "application/json"}, {}):
        problem = require_problem(await api.operator.post(path, headers=headers), "invalid-request")
        assert problem["detail"] == "body: is required"


@pytest.mark.parametrize(
    ("draft", "text_zh"),
    [
        (
            {"media": [{**SHOT, "shot_at": "1985-05-01T09:00:00+08:00"}]},
            "拍摄时间：1985年5月1日 09:00（UTC+08:00）；拍摄地点：昆明",
        ),
        ({"media": [{**SHOT, "shot_at": "1985-05"}]}, "拍摄时间：1985年5月；拍摄地点：昆明"),
        ({"media": [{**SHOT, "shot_at": "1985"}]}, "拍摄时间：1985年；拍摄地点：昆明"),
        (
            {"old_event": {"time": "1976-07-28T03:42:53+08:00", "place": "唐山"}},
            "旧闻：事件发生于 1976年7月28日 03:42:53（UTC+08:00），唐山",
        ),
    ],
)
async def test_times_are_as_coarse_or_as_old_as_life_has_them(api: Api, draft: dict[str, Any], text_zh: str) -> None:
    """Footage of 1985 and an event of 1976 are taken, to the second or to the year, and shown no more exactly."""
    found = await asked(api, await api.registered(), draft)
    assert (found["answer"], found["labels"][0]["text_zh"]) == ("allowed_with_labels", text_zh)


@pytest.mark.parametrize("name", ["网络", "来源网络", "来源：网络", "图源网络", "Internet", "微信群", "高原财经"])
async def test_a_name_that_is_no_source_is_refused_as_a_missing_one(api: Api, name: str) -> None:
    """The net, a chat group, or the account itself for somebody else's news: article 3 asks for more."""
    account = await api.registered(name="高原财经")
    found = await asked(api, account, {"topics": ["social_event"], "source": {"name": name}})
    (reason,) = found["reasons"]
    assert (found["answer"], reason["article"], reason["code"]) == ("refused", 3, "missing_source")
    assert name in reason["message_zh"]
    own = await asked(api, account, {"topics": ["social_event"], "source": "高原财经", "first_hand": True})
    assert own["labels"][0]["text_zh"] == "来源：高原财经"
