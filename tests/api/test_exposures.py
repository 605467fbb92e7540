"""Handled cases as everybody reads them: without a key, without a name, and gone when they do not hold any more."""

from typing import Any
from xml.etree import ElementTree as ET

from models.roles import Role
from tests.api.conftest import Api
from tests.api.test_cases import opened, reviewer
from tests.api.test_problems import require_problem

ATOM = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}
PUBLIC = "/v1/public/exposures"


async def closed(api: Api, account: str, **more: Any) -> str:
    """By two people; the number under which the public reads of it."""
    case = await opened(api, account)
    body = {"outcome": "approved", "reason": "张三 runs eleven of them", **more}
    first = await api[Role.REVIEWER].post(f"{case}/decision", json=body)
    assert first.status_code == 200, first.text
    async with await reviewer(api) as another:
        second = await another.post(f"{case}/decision", json=body)
    assert second.json()["status"] == "decided", second.text
    found = (await api[Role.AUDITOR].get(f"/v1/exposures?case={case.rpartition('/')[2]}")).json()["exposures"]
    return str(found[0]["id"])


async def test_everybody_reads_of_a_closed_case_and_nobody_of_whom_it_is_about(api: Api) -> None:
    account = await api.registered(name="海边杂货铺")
    number = await closed(api, account, exposure={"summary": "十一个账号一分钟内发布同一内容"})
    page, feed = await api[None].get(PUBLIC), await api[None].get(f"{PUBLIC}.atom")
    one = (await api[None].get(f"{PUBLIC}/{number}")).json()
    assert page.json()["exposures"][0] == one
    assert one["notice"]["zh"] == (
        "2026年3月10日，某个人账号因操纵账号矩阵发布传播违法和不良信息，依据《关于加强“自媒体”管理的通知》第十二条被关闭。"
    )
    assert one["notice"]["summary"] == "十一个账号一分钟内发布同一内容"
    within = (await api[Role.AUDITOR].get(f"/v1/exposures/{number}")).json()["exposure"]
    assert within["account"] == account
    for text in (page.text, feed.text):
        assert all(personal not in text for personal in (account, "海边杂货铺", "张三", within["case"], "key_"))
    assert feed.headers["content-type"].startswith("application/atom+xml")
    entry = ET.fromstring(feed.text).find("a:entry", ATOM)
    assert entry is not None
    assert entry.findtext("a:id", namespaces=ATOM) == f"urn:standing:exposure:{number}"
    assert entry.findtext("a:title", namespaces=ATOM) == one["notice"]["zh"]
    again = await api[None].get(PUBLIC, headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "public, max-age=60")


async def test_a_successful_appeal_takes_it_back_from_the_public(api: Api) -> None:
    account = await api.registered()
    number = await closed(api, account)
    action = (await api.operator.get(f"/v1/exposures/{number}")).json()["exposure"]["cause"]
    appeal = await api[Role.PLATFORM].post(
        f"/v1/accounts/{account}/actions/{action}/appeal", json={"reason": "these are not our accounts"}
    )
    assert appeal.status_code == 201, appeal.text
    api.clock.pass_(minutes=1)
    verdict = {"outcome": "overturned", "reason": "the link was wrong"}
    path = f"/v1/cases/{appeal.json()['id']}/decision"
    assert (await api.operator.post(path, json=verdict)).json()["status"] == "proposed", "two had closed it"
    async with await reviewer(api) as another:
        upset = await another.post(path, json=verdict)
    assert upset.json()["status"] == "decided", upset.text
    assert (await api.operator.get(f"/v1/accounts/{account}")).json()["status"] == "active"
    one = (await api[None].get(f"{PUBLIC}/{number}")).json()
    assert (one["status"], one["notice"]) == ("overturned", None)
    feed = ET.fromstring((await api[None].get(f"{PUBLIC}.atom?limit=1")).text)
    gone = feed.find("at:deleted-entry", ATOM)
    assert gone is not None, "the latest change comes first"
    assert gone.get("ref") == f"urn:standing:exposure:{number}"
    refused = await api.operator.post(f"/v1/exposures/{number}/publication", json={})
    assert "an overturned decision is not published" in require_problem(refused, "exposure-not-open")["detail"]


async def test_an_enterprise_is_named_on_purpose_and_a_person_never(api: Api) -> None:
    shop = await api.registered(
        kind="enterprise", name="高原贸易", holder={"unified_social_credit_code": "91350100M000100Y43"}
    )
    number = await closed(api, shop, exposure={"named": True})
    assert (await api[None].get(f"{PUBLIC}/{number}")).json()["notice"]["name"] == "高原贸易"
    case = await opened(api, await api.registered(name="海边小馆"))
    for exposure, said in (
        ({"named": True}, "only enterprises"),
        ({"summary": "致电 010-62770334"}, "a landline number"),
        ({"summary": "致电 138\u200b0013\u200b8000"}, "a mobile number"),
        ({"summary": "致电 (138)00138000"}, "a mobile number"),
        ({"summary": "加vx：abcde12345"}, "a messenger account"),
        ({"summary": "就是“海 边 小 馆”"}, "the account's name or identifier"),
    ):
        body = {"outcome": "approved", "exposure": exposure}
        answer = await api[Role.REVIEWER].post(f"{case}/decision", json=body)
        assert said in require_problem(answer, "personal-data")["detail"]
    assert (await api.operator.get(case)).json()["case"]["status"] == "open"


async def test_an_operator_takes_one_back_and_publishes_what_was_withheld(api: Api) -> None:
    number = await closed(api, await api.registered(), exposure={"withheld": "a minor is concerned"})
    require_problem(await api[None].get(f"{PUBLIC}/{number}"), "unknown-exposure")
    assert number not in (await api[None].get(PUBLIC)).text
    assert (await api.operator.post(f"/v1/exposures/{number}/publication", json={})).json()["status"] == "published"
    assert (await api[None].get(f"{PUBLIC}/{number}")).json()["notice"] is not None
    api.clock.pass_(hours=1)
    back = await api.operator.post(f"/v1/exposures/{number}/withdrawal", json={"reason": "a village is named"})
    assert back.json()["status"] == "withdrawn"
    page = await api[None].get(f"{PUBLIC}?limit=1")
    assert (page.json()["exposures"][0]["status"], "village" in page.text) == ("withdrawn", False)
    pages, query = list[str](), "?limit=2"
    while query:
        several = (await api[None].get(f"{PUBLIC}{query}")).json()
        pages += [one["number"] for one in several["exposures"]]
        query = f"?limit=2&after={several['next']}" if several["next"] else ""
    assert len(pages) == len(set(pages)) > 2
    require_problem(await api[None].get(f"{PUBLIC}?account=kitchen"), "invalid-request")
    require_problem(await api[None].get(f"{PUBLIC}/{number}?account=kitchen"), "invalid-request")
