"""Status links and the holder's status as data: what is issued, what is refused, and what is told of others."""

from io import StringIO
from typing import Any

import pytest

from api.holders import links
from api.holders.return_addresses import fault_of, is_allowed
from api.holders.status_links import PAGE
from api.state.app_state import AppState
from models.roles import Role
from tests.api.conftest import HOLDER_KEY, Api, Clock, opened, resident_id

ALLOWED = ("https://app.example.cn/account/", "exampleapp://account")


async def link(api: Api, account: str, **body: Any) -> Any:
    return await api[Role.PLATFORM].post(f"/v1/accounts/{account}/status-links", json=body)


async def token_of(api: Api, account: str, **body: Any) -> str:
    """Return the token of a new link."""
    answer = await link(api, account, **body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["url"]).partition(PAGE)[2]


async def admitted(api: Api, token: str) -> Any:
    app_state: AppState = api.app.state.app_state
    return await links.admit(app_state, token)


async def handed_over(api: Api, account: str) -> None:
    body = {"kind": "individual", "holder": {"resident_id": resident_id()}}
    answer = await api[Role.PLATFORM].post(f"/v1/accounts/{account}/holder-changes", json=body)
    assert answer.status_code == 200, answer.text


async def test_a_link_lasts_a_quarter_of_an_hour_or_as_asked(api: Api) -> None:
    """It opens its account's page until its end, in the language asked for."""
    account = await api.registered()
    answer = (await link(api, account)).json()
    assert answer.keys() == {"id", "account", "url", "language", "expires_at"}
    assert (answer["language"], answer["expires_at"]) == ("zh", "2026-03-10T17:15:00+08:00")
    assert answer["url"].startswith(f"http://standing.test{PAGE}")
    token = await token_of(api, account, language="en", expires_in="PT1H")
    found = await admitted(api, token)
    assert (found.link.account, found.link.language) == (account, "en")
    api.clock.pass_(hours=1, seconds=-1)
    assert await admitted(api, token) == found
    api.clock.pass_(seconds=1)
    assert await admitted(api, token) == "expired"


async def test_another_holder_ends_it(api: Api) -> None:
    """Also where the account comes back to the first holder only the first holder's links open it."""
    account = await api.registered()
    token = await token_of(api, account, expires_in="PT1H")
    await handed_over(api, account)
    assert await admitted(api, token) == "invalid"
    assert (await admitted(api, await token_of(api, account))).link.account == account


async def test_it_opens_no_other_account(api: Api) -> None:
    """The same holder's signature on another account's content is none."""
    one, other = await api.registered(), await api.registered()
    mine, theirs = await token_of(api, one), await token_of(api, other)
    content, signature = theirs.partition(".")[0], mine.partition(".")[2]
    assert await admitted(api, f"{content}.{signature}") == "invalid"


async def test_another_rotation_ends_all_links(module_url: str, api: Api) -> None:
    """The setting of the rotation is part of the key; processes with the same setting take each other's links."""
    account = await api.registered()
    token = await token_of(api, account)
    async with opened(module_url, Clock(), HOLDER_KEY, status_link_key="1") as same:
        assert (await admitted(same, token)).link.account == account
    async with opened(module_url, Clock(), HOLDER_KEY, status_link_key="2026-12") as later:
        assert await admitted(later, token) == "invalid"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"expires_in": "PT1H1S"}, "body.expires_in: must be at least PT1M and at most PT1H"),
        ({"expires_in": "PT59S"}, "body.expires_in: must be at least PT1M and at most PT1H"),
        ({"language": "fr"}, "body.language"),
        ({"return_url": "https://evil.example/"}, "body.return_url: lies under none of the addresses"),
        ({"return_url": "javascript://app.example.cn/%0aalert(1)"}, "body.return_url"),
        ({"return_url": "https://app.example.cn/account/\\evil"}, "body.return_url: must be an address such as"),
        ({"accounts": "other"}, "body.accounts"),
    ],
)
async def test_what_cannot_be_asked_for(api: Api, body: dict[str, Any], said: str) -> None:
    """Each refusal says what would be right."""
    answer = await link(api, await api.registered(), **body)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:standing:problem:invalid-request")
    assert said in answer.json()["detail"]


async def test_of_an_unknown_account_there_is_neither(api: Api) -> None:
    """404 for the link and for the data."""
    assert (await link(api, "nobody")).status_code == 404
    assert (await api.operator.get("/v1/accounts/nobody/holder-status")).status_code == 404


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://app.example.cn/account/", True),
        ("https://app.example.cn/account/standing?tab=1#top", True),
        ("https://APP.example.cn/account/x", True),
        ("exampleapp://account", True),
        ("exampleapp://account/standing", True),
        ("https://app.example.cn/account", False),
        ("https://app.example.cn/accounts/", False),
        ("https://app.example.cn/", False),
        ("http://app.example.cn/account/", False),
        ("https://app.example.cn:8443/account/", False),
        ("https://app.example.cn.evil.example/account/", False),
        ("https://app.example.cn@evil.example/account/", False),
        ("https://user@app.example.cn/account/", False),
        ("https://app.example.cn/account/../other", False),
        ("https://app.example.cn/account/%2e%2E/other", False),
        ("https://app.example.cn/account/..%2fother", False),
        ("https://app.example.cn/account/..\\other", False),
        ("//app.example.cn/account/", False),
        ("exampleapp://accounts", False),
        ("exampleapp:account", False),
        ("javascript://account", False),
        ("https://app.example.cn:port/account/", False),
        ("https://app.example.cn/account/名", False),
        ("https://app.example.cn/account/ x", False),
    ],
)
def test_which_ways_back_are_allowed(address: str, right: bool) -> None:
    """Scheme, host, port and path decide; nothing that browsers read in two ways passes."""
    assert is_allowed(address, ALLOWED) is right


@pytest.mark.parametrize("address", ["javascript://x/", "data://x/", "https:///path", "https://u@x/", "https://x/../"])
def test_which_addresses_cannot_be_allowed_at_all(address: str) -> None:
    """The settings refuse them at start."""
    assert fault_of(address)


async def test_a_way_back_under_an_allowed_address(module_url: str, api: Api) -> None:
    """It travels in the link; the address of the page is that of the settings."""
    account = await api.registered()
    more = {"status_return_urls": ALLOWED, "status_address": "https://standing.example.cn"}
    async with opened(module_url, Clock(), HOLDER_KEY, **more) as other:
        answer = await link(other, account, return_url="exampleapp://account/standing")
        assert answer.json()["url"].startswith(f"https://standing.example.cn{PAGE}")
        token = answer.json()["url"].partition(PAGE)[2]
        assert (await admitted(other, token)).link.return_url == "exampleapp://account/standing"


async def test_a_link_is_in_no_log(api: Api, log: StringIO) -> None:
    """The log names a link by its identifier alone."""
    account = await api.registered()
    answer = (await link(api, account)).json()
    token = answer["url"].partition(PAGE)[2]
    await admitted(api, token)
    ours = "\n".join(line for line in log.getvalue().splitlines() if '"logger": "httpx2"' not in line)
    assert answer["id"] in ours
    assert token.partition(".")[2] not in ours
    assert token.partition(".")[0] not in ours


# --- the status as data ---------------------------------------------------------------------------------------------


async def status(api: Api, account: str) -> Any:
    answer = await api[Role.PLATFORM].get(f"/v1/accounts/{account}/holder-status")
    assert answer.status_code == 200, answer.text
    return answer.json()


def row(found: Any, privilege: str) -> Any:
    return next(one for one in found["privileges"] if privilege in one["privileges"])


async def found_guilty(api: Api, account: str, action: str = "v1", **more: Any) -> None:
    body = {"id": action, "category": "distortion", "reason": "断章取义，原视频另有结论", **more}
    answer = await api[Role.REVIEWER].post(f"/v1/accounts/{account}/violations", json=body)
    assert answer.status_code == 201, answer.text


async def test_a_ban_with_its_reasons_ends_and_remedies(api: Api) -> None:
    """What is closed says why, until when, and what would lift it, in both languages; what is open says so."""
    account = await api.registered(fields=["finance"])
    granted = {"methods": ["advertising", "ecommerce"]}
    await api.operator.post(f"/v1/accounts/{account}/monetization-applications", json=granted)
    await found_guilty(api, account)
    found = await status(api, account)

    assert (found["status"], found["status_zh"], found["status_en"]) == ("banned", "已被禁言", "banned")
    publish = row(found, "publish")
    assert (publish["open"], publish["until"], publish["zh"]) == (False, "2026-03-17T17:00:00+08:00", "发布")
    [why] = publish["reasons"]
    assert why["zh"] == "账号已被禁言：自2026年3月10日 17:00起，至2026年3月17日 17:00止（v1，第九条）"
    assert why["lifted_by_zh"] == "到期、缩短期限或撤销该禁言"
    assert why["lifted_by_en"] == "its end, a shortening, or overturning the ban"
    assert (why["statement"], why["of_earlier_holder"]) == ("v1", False)

    profit = row(found, "monetize.advertising")
    assert profit["privileges"] == ["monetize.advertising", "monetize.ecommerce"]
    assert (profit["zh"], profit["until"]) == ("广告分成营利、电商带货营利", "2026-03-24T17:00:00+08:00")
    field = row(found, "publish.finance")
    assert [one["kind"] for one in field["reasons"]] == ["ban", "withheld"]
    assert field["reasons"][1]["zh"] == "金融领域发布未开放：没有经核验的资质认证"
    assert field["reasons"][1]["lifted_by_zh"] == "经核验的该领域资质认证"
    assert not [one for one in found["privileges"] if "publish.healthcare" in one["privileges"]]

    [said] = found["statements"]
    assert said["id"] == "v1"
    assert "断章取义，原视频另有结论" in said["zh"]
    assert said["appeal"]["open"] is True


async def test_an_account_without_any_restriction(api: Api) -> None:
    """Everything is open but what was never applied for, which is not shown."""
    found = await status(api, await api.registered())
    assert (found["status"], found["statements"]) == ("active", [])
    assert all(one["open"] for one in found["privileges"])
    assert [one["zh"] for one in found["privileges"]] == ["发布", "新增粉丝", "推荐", "申请开通营利"]


async def test_a_closed_account_says_so_once(api: Api) -> None:
    """The closure stands in one row; what nothing else closes is not repeated under it."""
    account = await api.registered()
    await found_guilty(api, account, category="reregistration")
    found = await status(api, account)
    assert found["status_zh"] == "已关闭"
    first = found["privileges"][0]
    assert (first["privileges"], first["until"]) == (["service"], "never")
    assert first["reasons"][0]["lifted_by_zh"] == "仅可对关闭决定申诉成功"


async def test_methods_that_were_cancelled(api: Api) -> None:
    """The Chinese sentence is about profit-making, not about a certification."""
    account = await api.registered()
    await api.operator.post(f"/v1/accounts/{account}/monetization-applications", json={"methods": ["advertising"]})
    await found_guilty(api, account, category="vulgar_persona")
    why = row(await status(api, account), "monetize.advertising")["reasons"]
    assert any("广告分成营利未开通：此前的营利权限已于2026年3月10日 17:00取消" in one["zh"] for one in why)


async def test_a_new_holder_reads_what_binds_and_not_why_it_came(api: Api) -> None:
    """The ban stays on the account; the statement about the earlier holder is the earlier holder's."""
    account = await api.registered()
    await found_guilty(api, account)
    await handed_over(api, account)
    found = await status(api, account)
    assert found["statements"] == []
    [why] = row(found, "publish")["reasons"]
    assert (why["statement"], why["of_earlier_holder"], why["article"]) == (None, True, 9)
    assert "断章取义" not in str(found)


async def test_nothing_of_anyone_else(api: Api) -> None:
    """Neither deciders nor notes nor another holder: all texts of others are looked for in all that is shown."""
    account = await api.registered()
    await found_guilty(api, account)
    await api[Role.REVIEWER].post(
        f"/v1/accounts/{account}/bans", json={"id": "b2", "category": "distortion", "duration": "P9D"}
    )
    appealed = await api[Role.PLATFORM].post(f"/v1/accounts/{account}/actions/v1/appeal", json={"reason": "已注明来源"})
    case = appealed.json()["id"]
    await api.operator.post(f"/v1/cases/{case}/notes", json={"text": "internal: he is a friend of the editor"})
    await api.operator.post(f"/v1/cases/{case}/claim", json={})
    found = await status(api, account)
    assert next(one for one in found["statements"] if one["id"] == "v1")["appeal"]["status"] == "open"

    whole = str(found)
    facts = (await api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
    actors = {fact["actor"] for fact in facts}
    entries = (await api.operator.get(f"/v1/cases/{case}")).json()["entries"]
    actors |= {entry["actor"] for entry in entries}
    assert len(actors) > 1
    holder = (await api.operator.get(f"/v1/accounts/{account}")).json()["holder"]
    for secret in (*actors, holder, "internal: he is", "claimed"):
        assert secret not in whole, secret


async def test_the_audit_names_whom_a_link_was_issued_to_and_not_the_link(api: Api) -> None:
    """With the account, the caller and the end; the link itself is not in it."""
    account = await api.registered()
    answer = (await link(api, account)).json()
    app_state: AppState = api.app.state.app_state
    await app_state.audit.flush()
    path = f"/v1/audit?type=status_link_issued&object=account:{account}"
    [event] = (await api[Role.AUDITOR].get(path)).json()["events"]
    assert (event["data"]["link"], event["data"]["ends_at"]) == (answer["id"], answer["expires_at"])
    assert event["actor"].startswith("key_")
    assert str(answer["url"]).rpartition(".")[2] not in str(event)


async def test_the_consoles_address_stands_in_for_the_pages(module_url: str, api: Api) -> None:
    """Where the status page has no address of its own."""
    account = await api.registered()
    async with opened(module_url, Clock(), HOLDER_KEY, public_address="https://console.example.cn") as other:
        assert (await link(other, account)).json()["url"].startswith(f"https://console.example.cn{PAGE}")
