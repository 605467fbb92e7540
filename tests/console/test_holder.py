"""The page under a status link: who may see it, what it shows and of whom, and the appeal by its form."""

import asyncio
import re
from collections.abc import AsyncIterator
from html import unescape
from io import StringIO
from typing import Any

import httpx2
import pytest

from api.holders import links
from api.holders.status_links import PAGE
from api.http.problems import ProblemError
from console.holder import pages
from console.holder.app import PATH, holder_app
from embedded import EmbeddedPostgres
from models.accounts.status_links import HOLDER_BY_LINK
from models.roles import Role
from models.words.sanctions import MOST_LINKS
from tests.api.conftest import HOLDER_KEY, MORNING, Api, Clock, opened, resident_id

EVIDENCE = "https://files.example.cn/v-1"
GROUNDS = "断章取义：截取采访片段，略去随后的否定"
SAYS = "视频第一秒即注明“2019年旧闻”，\n并附原报道 <链接>。"


@pytest.fixture(scope="module")
async def holder_url(postgres: EmbeddedPostgres, template: str, process_name: str) -> AsyncIterator[str]:
    name = f"holder_{process_name}"
    await asyncio.to_thread(postgres.create_database, name, template=template)
    yield postgres.url(name)
    await asyncio.to_thread(postgres.drop_database, name)


@pytest.fixture(scope="module")
async def shared_api(holder_url: str) -> AsyncIterator[Api]:
    ways_back = ("exampleapp://account",)
    # The limits have a test of their own; the others must not depend on how many of them run within a second.
    limits = dict.fromkeys(("rate_wrong_keys", "rate_strangers", "rate_status_pages"), "1000000/hour")
    more: Any = {"status_return_urls": ways_back, **limits}
    async with opened(holder_url, Clock(), mounts={PATH: holder_app}, **more) as api:
        yield api


@pytest.fixture
def api(shared_api: Api) -> Api:
    shared_api.clock.now = MORNING
    return shared_api


async def link(api: Api, account: str, **body: Any) -> str:
    """Return the path of a new link."""
    answer = await api[Role.PLATFORM].post(f"/v1/accounts/{account}/status-links", json=body)
    assert answer.status_code == 201, answer.text
    return f"{PAGE}{str(answer.json()['url']).partition(PAGE)[2]}"


async def read(api: Api, path: str, **headers: str) -> httpx2.Response:
    return await api[None].get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


async def send(api: Api, path: str, step: str, form: dict[str, str] | None = None, **headers: str) -> httpx2.Response:
    typed = {"reason": SAYS, "evidence": "https://example.cn/post/1\n\n", **(form or {})}
    named = {"Sec-Fetch-Site": "same-origin"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return await api[None].post(path, data={**typed, "step": step}, headers=named)


def text(answer: httpx2.Response) -> str:
    """Return what is read on the page: no tags, one space between words."""
    within_lines = re.sub(r"</?(?:time|strong)\b[^>]*>", "", answer.text)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", within_lines)).split())


async def banned(api: Api, **more: Any) -> str:
    account = await api.registered()
    body = {"id": "v1", "category": "distortion", "reason": GROUNDS, "evidence": [EVIDENCE], **more}
    answer = await api[Role.REVIEWER].post(f"/v1/accounts/{account}/violations", json=body)
    assert answer.status_code == 201, answer.text
    return account


async def handed_over(api: Api, account: str) -> None:
    body = {"kind": "individual", "holder": {"resident_id": resident_id()}}
    assert (await api[Role.PLATFORM].post(f"/v1/accounts/{account}/holder-changes", json=body)).status_code == 200


async def test_it_shows_what_is_closed_why_until_when_and_what_would_lift_it(api: Api) -> None:
    """In Chinese, with the whole statement of reasons and the way to appeal."""
    account = await banned(api)
    answer = await read(api, await link(api, account, return_url="exampleapp://account"))
    assert answer.status_code == 200
    said = text(answer)
    for words in (
        "已被禁言",
        "目前不能",
        "发布 至3月17日 17:00",
        "账号已被禁言：自2026年3月10日 17:00起，至2026年3月17日 17:00止（v1，第九条）",
        "解除条件：到期、缩短期限或撤销该禁言",
        GROUNDS,
        EVIDENCE,
        "违反第四条，依据第九条作出下列处置",
        "可申诉一次，截至4月9日 17:00",
        "时间均为北京时间。本页有效期至3月10日 17:15",
    ):
        assert words in said, words
    assert 'href="exampleapp://account"' in answer.text
    english = text(await read(api, f"{answer.request.url.path}?lang=en"))
    assert "Publishing is banned since 2026-03-10 17:00, until 2026-03-17 17:00 (v1, art. 9)" in english
    assert "What lifts it: its end, a shortening, or overturning the ban" in english


async def test_headers_keep_the_address_to_the_page(api: Api) -> None:
    """No referrer, no store, no index, no script; the style sheets come from below the page's own path."""
    answer = await read(api, await link(api, await banned(api)))
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"]
    policy = answer.headers.get_list("content-security-policy")
    assert policy == [
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ]
    assert "set-cookie" not in answer.headers
    for inline in ("<script", "<style", " style=", " onclick="):
        assert inline not in answer.text
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.text)
    assert len(sheets) == 2
    for sheet in sheets:
        assert sheet.startswith("/holder/static/")
        assert (await read(api, sheet)).headers["content-type"] == "text/css; charset=utf-8"
    assert (await read(api, sheets[0].replace("standing.css", "keys.js"))).status_code == 404


async def test_links_that_do_not_open_it(api: Api) -> None:
    """Tampered, of another account, expired, after a change of holder: one plain page that says what to do."""
    account, other = await banned(api), await api.registered()
    path, elsewhere = await link(api, account), await link(api, other)
    content, signature = path.rpartition(".")[0], path.rpartition(".")[2]
    hostile = [
        f"{content}.{elsewhere.rpartition('.')[2]}",
        f"{elsewhere.rpartition('.')[0]}.{signature}",
        f"{path}x",
        path[:-1],
        f"{PAGE}x",
        f"{PAGE}%00",
        f"{path}%2e",
    ]
    for one in hostile:
        api.clock.pass_(seconds=1)
        answer = await read(api, one)
        assert answer.status_code == 403, one
        assert "链接已失效" in answer.text
        assert account not in answer.text
    await handed_over(api, account)
    assert (await read(api, path)).status_code == 403
    for late in (await link(api, other, expires_in="PT5M"),):
        api.clock.pass_(minutes=5)
        expired = await read(api, late, Accept_Language="en")
        assert expired.status_code == 403
        assert "Open your account's status in the app again." in text(expired)
        assert (await send(api, f"{late}/appeals/v1", "send")).status_code == 403
    assert (await read(api, "/holder/status/")).status_code == 404
    assert (await read(api, "/holder")).status_code == 404


async def test_another_rotation_ends_the_links(api: Api, holder_url: str) -> None:
    """A process with another identifier of the key opens none of the old ones."""
    path = await link(api, await banned(api))
    async with opened(holder_url, Clock(), HOLDER_KEY, mounts={PATH: holder_app}, status_link_key="2") as later:
        assert (await read(later, path)).status_code == 403
    assert (await read(api, path)).status_code == 200


async def test_an_appeal_is_typed_checked_confirmed_and_sent(api: Api) -> None:
    """What is sent is what was typed; it is the holder's act, and decided like every appeal, by somebody else."""
    account = await banned(api)
    path = await link(api, account)
    form = f"{path}/appeals/v1"
    assert "申诉理由" in text(await read(api, form))
    confirm = await send(api, form, "check")
    assert confirm.status_code == 200
    assert "每项决定只能申诉一次" in confirm.text
    assert "&lt;链接&gt;" in confirm.text
    assert (await api.operator.get(f"/v1/accounts/{account}/actions/v1")).json()["appeal"]["case"] is None

    sent = await send(api, form, "send")
    assert sent.status_code == 303
    assert sent.headers["location"] == f"{path}?appealed=v1#decision-v1"
    after = text(await read(api, sent.headers["location"].partition("#")[0]))
    assert "申诉已提交" in after
    assert "申诉：复核中" in after

    stated = (await api.operator.get(f"/v1/accounts/{account}/actions/v1")).json()["appeal"]
    case = (await api.operator.get(f"/v1/cases/{stated['case']}")).json()
    assert case["case"]["opened_by"] == HOLDER_BY_LINK
    assert case["case"]["opening"]["subject"]["says"] == SAYS
    assert [one["link"] for one in case["case"]["evidence"]] == [EVIDENCE, "https://example.cn/post/1"]
    ruling = {"outcome": "overturned", "reason": "原视频确有注明"}
    own = await api[Role.REVIEWER].post(f"/v1/cases/{stated['case']}/decision", json=ruling)
    assert own.json()["type"] == "urn:standing:problem:another-person-needed"
    assert (await api.operator.post(f"/v1/cases/{stated['case']}/decision", json=ruling)).status_code == 200
    decided = text(await read(api, path))
    for words in ("正常", "已撤销", "申诉：撤销", "原视频确有注明"):
        assert words in decided, words


async def test_there_is_one_appeal_and_it_has_its_time(api: Api) -> None:
    """Sent twice, sent after an overturn, sent too late: refused in words, with the state below."""
    account = await banned(api)
    form = f"{await link(api, account, expires_in='PT1H')}/appeals/v1"
    first, second = await asyncio.gather(send(api, form, "send"), send(api, form, "send"))
    assert sorted((first.status_code, second.status_code)) == [303, 409]
    again = await send(api, form, "send", {"reason": "anders"})
    assert again.status_code == 409
    assert "该决定已提出过申诉" in again.text
    assert (await read(api, form)).status_code == 409

    overturned = await banned(api)
    await api[Role.REVIEWER].post(f"/v1/accounts/{overturned}/actions/v1/overturn", json={})
    gone = await send(api, f"{await link(api, overturned)}/appeals/v1", "send")
    assert (gone.status_code, "该决定已撤销，无需申诉" in gone.text) == (409, True)

    late = await banned(api)
    api.clock.pass_(days=30)
    too_late = await send(api, f"{await link(api, late)}/appeals/v1", "send")
    assert (too_late.status_code, "该决定的申诉期限已过" in too_late.text) == (409, True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": ""}, "请填写申诉理由"),
        ({"reason": " \n\t "}, "请填写申诉理由"),
        ({"reason": "\u200b\u3164"}, "含有无法显示的字符"),
        ({"reason": "好\u202e坏"}, "含有无法显示的字符"),
        ({"reason": "长" * 2001}, "不超过2000字，现为2001字"),
        ({"reason": "我的号码 11010519491231002X"}, "请删去身份证件号码"),
        ({"evidence": "https://example.cn/1\nexample.cn/2"}, "第2行不是以 https:// 或 http:// 开头的链接"),
        ({"evidence": "javascript:alert(1)"}, "第1行不是以 https:// 或 http:// 开头的链接"),
        ({"evidence": "https://example.cn/?id=11010519491231002X"}, "第1行含有身份证件号码"),
        ({"evidence": "\n".join(f"https://example.cn/{n}" for n in range(MOST_LINKS + 1))}, "最多20个链接，现为21个"),
    ],
)
@pytest.mark.parametrize("step", ["check", "send"])
async def test_a_refused_form_keeps_what_was_typed(api: Api, typed: dict[str, str], said: str, step: str) -> None:
    """Each field says what would be right; nothing is recorded, also where the confirmation is left out."""
    account = await banned(api)
    answer = await send(api, f"{await link(api, account)}/appeals/v1", step, typed)
    assert answer.status_code == 422
    assert said in text(answer)
    fields = [unescape(found) for found in re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)]
    reason, evidence = typed.get("reason", SAYS), typed.get("evidence", "https://example.cn/post/1\n\n")
    assert fields == [reason, evidence]
    assert (await api.operator.get(f"/v1/accounts/{account}/actions/v1")).json()["appeal"]["case"] is None


async def test_going_back_from_the_confirmation_keeps_everything(api: Api) -> None:
    """The form again, without complaints."""
    answer = await send(api, f"{await link(api, await banned(api))}/appeals/v1", "change", {"reason": ""})
    assert answer.status_code == 200
    assert "https://example.cn/post/1" in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://standing.test"}, 200),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://standing.test.evil.example"}, 403),
        ({"Origin": "null"}, 200),
        ({}, 200),
    ],
)
async def test_a_form_from_another_site_is_refused(api: Api, headers: dict[str, str], status: int) -> None:
    """By what browsers say of it; an old web view says nothing, and then the link alone is the proof."""
    path = f"{await link(api, await banned(api))}/appeals/v1"
    answer = await api[None].post(path, data={"reason": SAYS, "step": "check"}, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"step=check&reason=%ff%fe", pages.FORM, 400),
        (b"reason=x&step=publish", pages.FORM, 400),
        (b"&".join(b"a%d=1" % n for n in range(50)), pages.FORM, 400),
        (b"reason=" + b"x" * 70_000, pages.FORM, 413),
        (b"{}", "application/json", 415),
        (b"--x--", "multipart/form-data; boundary=x", 415),
    ],
)
async def test_a_form_that_cannot_be_read(api: Api, content: bytes, media_type: str, status: int) -> None:
    """It is a plain page, never an error of ours."""
    path = f"{await link(api, await banned(api))}/appeals/v1"
    answer = await api[None].post(path, content=content, headers={"Content-Type": media_type})
    assert answer.status_code in {status, 400}
    assert "无法读取表单" in answer.text


async def test_of_another_holders_decision_there_is_no_statement_and_no_appeal(api: Api) -> None:
    """What binds the account is said, without reasons; the form does not exist, and the ledger refuses it, too."""
    account = await banned(api)
    await handed_over(api, account)
    path = await link(api, account)
    said = text(await read(api, path))
    assert "该限制源自对本账号此前主体的处置" in said
    assert GROUNDS not in said
    assert EVIDENCE not in said
    for action in ("v1", "nothing"):
        assert (await read(api, f"{path}/appeals/{action}")).status_code == 404
        assert (await send(api, f"{path}/appeals/{action}", "send")).status_code == 404


async def test_nothing_of_anyone_else_is_on_any_of_its_pages(api: Api) -> None:
    """The texts and names of everybody else are looked for in every page, in both languages."""
    account, neighbour = await banned(api), await banned(api, reason="别人的事：另一账号的理由")
    path = await link(api, account, expires_in="PT1H")
    await send(api, f"{path}/appeals/v1", "send")
    case = (await api.operator.get(f"/v1/accounts/{account}/actions/v1")).json()["appeal"]["case"]
    await api.operator.post(f"/v1/cases/{case}/notes", json={"text": "internal note: he knows the editor"})
    await api.operator.post(f"/v1/cases/{case}/claim", json={})
    read_pages = [await read(api, f"{path}{rest}") for rest in ("", "?lang=en", "/appeals/v1", "/appeals/v1?lang=en")]
    whole = "\n".join(answer.text for answer in read_pages)

    facts = (await api.operator.get(f"/v1/accounts/{account}/facts")).json()["facts"]
    entries = (await api.operator.get(f"/v1/cases/{case}")).json()["entries"]
    actors = {fact["actor"] for fact in facts} | {entry["actor"] for entry in entries}
    actors |= {name for one in (*facts, *entries) if (name := one.get("actor_name"))}
    assert len(actors) > 2
    mine = (await api.operator.get(f"/v1/accounts/{account}")).json()
    theirs = (await api.operator.get(f"/v1/accounts/{neighbour}")).json()
    texts = {"internal note", "claimed", neighbour, theirs["name"], theirs["holder"], mine["holder"], "另一账号的理由"}
    for secret in actors | texts:
        assert secret not in whole, secret
    assert mine["name"] in whole


async def test_the_link_is_in_no_log_and_in_no_table(api: Api, log: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither for pages that are shown nor for refused ones, nor when something goes wrong that nobody foresaw."""
    from tests.api.test_privacy import everything_in

    path = await link(api, await banned(api), expires_in="PT1H")
    token = path.removeprefix(PAGE)
    await read(api, path)
    await read(api, f"{path}/appeals/v1")
    await send(api, f"{path}/appeals/v1", "check")
    await send(api, f"{path}/appeals/v1", "send")
    await send(api, f"{path}/appeals/v1", "send")
    await read(api, f"{path}x")

    def broken(*_: Any) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(pages, "shown_in", broken)
    answer = await read(api, path, Accept_Language="en")
    assert (answer.status_code, "Something went wrong on our side" in answer.text) == (500, True)
    ours = "\n".join(line for line in log.getvalue().splitlines() if '"logger": "httpx2"' not in line)
    assert "nobody foresaw this" in ours
    assert '"appeal under a status link"' in ours
    content, _, signature = token.partition(".")
    tables = "\n".join((await everything_in(api.database)).values())
    for part in (content, signature):
        assert part not in ours
        assert part not in tables


async def test_requests_are_limited_by_link_and_by_address(api: Api, holder_url: str) -> None:
    """The page says to wait; another link is not concerned."""
    one, other = await link(api, await banned(api)), await link(api, await banned(api))
    async with opened(
        holder_url, Clock(), mounts={PATH: holder_app}, rate_status_pages="3/hour", rate_wrong_keys="2/hour"
    ) as few:
        assert [(await read(few, one)).status_code for _ in range(4)] == [200, 200, 200, 429]
        limited = await read(few, one)
        assert "访问过于频繁" in limited.text
        assert limited.headers["retry-after"]
        assert (await read(few, other)).status_code == 200
        assert [(await read(few, f"{other}x")).status_code for _ in range(3)] == [403, 403, 429]
    async with opened(holder_url, Clock(), mounts={PATH: holder_app}, rate_strangers="2/hour") as few:
        assert [(await read(few, one)).status_code for _ in range(3)] == [200, 200, 429]


async def test_while_the_database_is_away_the_page_says_so(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 in the reader's language, and nothing about the account."""
    path = await link(api, await banned(api))

    async def away(*_: Any) -> None:
        raise ProblemError("database-away", "the database cannot be reached")

    monkeypatch.setattr(links, "admit", away)
    answer = await read(api, path)
    assert (answer.status_code, "暂时无法读取账号状态" in answer.text) == (503, True)
