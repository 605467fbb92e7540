"""Statements of reasons and appeals, from outside: what the account reads, what the reviewers decide, what follows."""

from typing import Any

import pytest

from models.roles import Role
from tests.api.conftest import Api

LINK = "https://files.example.cn/v-1"


async def banned(api: Api, category: str = "distortion") -> str:
    """An account with grants, an older ban, and a finding whose catalogue step is a ban of seven days."""
    account = await api.registered()
    await api.operator.post(f"/v1/accounts/{account}/monetization-applications", json={"methods": ["advertising"]})
    body = {"id": "v1", "category": category, "evidence": [LINK], "automated": False}
    answer = await api[Role.REVIEWER].post(f"/v1/accounts/{account}/violations", json={**body, "reason": "断章取义"})
    assert answer.status_code == 201
    return account


async def appealed(api: Api, account: str, action: str = "v1", **more: Any) -> Any:
    body = {"reason": "已注明时间和地点", "evidence": ["https://files.example.cn/a-1"], **more}
    return await api[Role.PLATFORM].post(f"/v1/accounts/{account}/actions/{action}/appeal", json=body)


async def decided(api: Api, case: str, outcome: str, role: Role = Role.OPERATOR, **more: Any) -> Any:
    body = {"outcome": outcome, "reason": "复核", **more}
    return await api[role].post(f"/v1/cases/{case}/decision", json=body)


async def statement(api: Api, account: str, action: str = "v1") -> Any:
    return (await api[Role.PLATFORM].get(f"/v1/accounts/{account}/actions/{action}")).json()


async def test_the_statement_says_everything_in_two_languages(api: Api) -> None:
    """Facts, article, rule version, who found it, measures with their ends, evidence, and how to appeal."""
    account = await banned(api)
    said = await statement(api, account)

    assert (said["article"], said["rules"], said["automated"], said["nth"]) == (4, "notice (2023-07-10)", False, 1)
    assert [(m["measure"], m["until"]) for m in said["measures"]] == [
        ("ban", "2026-03-17T17:00:00+08:00"),
        ("suspension", "2026-03-24T17:00:00+08:00"),
    ]
    for words in (
        "distortion, number 1 within the record: 断章取义",
        "article 4",
        "found by a person",
        LINK,
        "once, until 2026-04-09 17:00",
    ):
        assert words in said["en"]
    for words in (
        "事实：断章取义、歪曲事实（近12个月内同类违规第1次）：断章取义",
        "违反第四条，依据第九条作出下列处置",
        "处置标准：《关于加强“自媒体”管理的通知》（2023年7月10日）",
        "由人工认定",
        "禁言7日，至2026年3月17日 17:00止",
        "可于2026年4月9日 17:00前通过平台申诉一次",
    ):
        assert words in said["zh"]
    listed = (await api[Role.AUDITOR].get(f"/v1/accounts/{account}/actions")).json()
    assert listed == {"actions": [said], "next": None}
    missing = await api[Role.PLATFORM].get(f"/v1/accounts/{account}/actions/v9")
    assert (missing.status_code, missing.json()["type"]) == (404, "urn:standing:problem:unknown-action")


async def test_an_overturned_appeal_undoes_all_of_it_in_the_decisions_transaction(api: Api) -> None:
    """The reviewer who decided may not review; the other's decision opens everything, and the statement says so."""
    account = await banned(api)
    opened = await appealed(api, account)
    assert (opened.status_code, opened.json()["kind"], opened.json()["status"]) == (201, "appeal", "open")
    case = opened.json()["id"]
    assert opened.headers["Location"] == f"/v1/cases/{case}/status"
    own = await decided(api, case, "overturned", Role.REVIEWER)
    assert (own.status_code, own.json()["type"]) == (409, "urn:standing:problem:another-person-needed")

    assert (await decided(api, case, "overturned")).status_code == 200
    standing = (await api.operator.get(f"/v1/accounts/{account}/standing")).json()
    assert (standing["status"], standing["restrictions"]) == ("active", [])
    said = await statement(api, account)
    assert said["appeal"]["outcome"] == "overturned"
    assert "撤销，自始不计入违规记录。" in said["zh"]
    again = await appealed(api, account)
    assert (again.status_code, again.json()["type"]) == (409, "urn:standing:problem:appealed-already")


@pytest.mark.parametrize(
    ("outcome", "more", "status", "until"),
    [
        ("upheld", {}, 200, "2026-03-17T17:00:00+08:00"),
        ("reduced", {"terms": {"duration": "P2D"}}, 200, "2026-03-12T17:00:00+08:00"),
        ("reduced", {"terms": {"duration": "P9D"}}, 422, "2026-03-17T17:00:00+08:00"),
        ("reduced", {}, 422, "2026-03-17T17:00:00+08:00"),
        ("reduced", {"terms": {"duration": "P2D", "of": "warning"}}, 422, "2026-03-17T17:00:00+08:00"),
    ],
    ids=["upheld", "reduced", "longer", "without a length", "of what cannot be shorter"],
)
async def test_what_an_appeal_comes_to(api: Api, outcome: str, more: dict[str, Any], status: int, until: str) -> None:
    """Upheld changes nothing, reduced shortens, and a decision that cannot be carried out is none."""
    account = await banned(api)
    case = (await appealed(api, account)).json()["id"]
    answer = await decided(api, case, outcome, **more)
    assert answer.status_code == status, answer.text
    asked = await api.operator.post("/v1/decisions", json={"account": account, "privilege": "publish"})
    assert asked.json()["until"] == until
    status_now = (await api[Role.PLATFORM].get(f"/v1/cases/{case}/status")).json()["status"]
    assert status_now == ("decided" if status == 200 else "open")


async def test_a_closure_that_is_overturned_on_appeal(api: Api) -> None:
    """The account that was closed at the first coming back of its holder is open again, with its grant."""
    account = await banned(api, "reregistration")
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "closed"
    case = (await appealed(api, account)).json()["id"]
    assert (await decided(api, case, "overturned")).status_code == 200
    asked = await api.operator.post("/v1/decisions", json={"account": account, "privilege": "monetize.advertising"})
    assert asked.json()["answer"] == "allowed"


async def test_when_it_is_too_late_and_when_there_is_nothing(api: Api) -> None:
    """Thirty days after the decision the window is closed; what was overturned, or never was, cannot be appealed."""
    account = await banned(api)
    api.clock.pass_(days=30, seconds=-1)
    assert (await statement(api, account))["appeal"]["open"] is True
    api.clock.pass_(seconds=1)
    assert (await statement(api, account))["appeal"]["open"] is False
    late = await appealed(api, account)
    assert (late.status_code, late.json()["type"]) == (409, "urn:standing:problem:appeal-too-late")
    silent = await appealed(api, account, reason="")
    assert "body.reason: must not be empty" in silent.text
    none = await appealed(api, account, "v9")
    assert (none.status_code, none.json()["type"]) == (404, "urn:standing:problem:unknown-id")


async def test_an_overturn_by_hand_settles_the_appeal(api: Api) -> None:
    """Nobody has to decide about what is undone already."""
    account = await banned(api)
    case = (await appealed(api, account)).json()["id"]
    await api[Role.REVIEWER].post(f"/v1/accounts/{account}/actions/v1/overturn", json={})
    assert (await api[Role.PLATFORM].get(f"/v1/cases/{case}/status")).json()["status"] == "withdrawn"
