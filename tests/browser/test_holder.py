"""The page under a status link in a real browser: looks, the way to an appeal, and links that have ended."""

import re

import pytest
from playwright.sync_api import expect

from models.roles import Role
from tests.browser.conftest import (
    NARROW,
    Product,
    Scheme,
    Screens,
    each_look,
    keep_picture,
    require_accessible,
    require_no_sideways_scrolling,
)


def banned(product: Product) -> str:
    """Return an account that is banned for a distortion."""
    account = product.account(fields=["healthcare"])
    body = {
        "id": "v-1",
        "category": "distortion",
        "reason": "断章取义：截取采访片段，略去受访者随后的否定",
        "evidence": ["https://files.example.cn/v-1/a-long-address-of-the-original-video?segment=00:12:40"],
    }
    product.call("POST", f"/v1/accounts/{account}/violations", body)
    return account


def link(product: Product, account: str, **body: str) -> str:
    """Return the path of a new status link."""
    url = str(product.call("POST", f"/v1/accounts/{account}/status-links", dict(body))["url"])
    assert url.startswith(product.address)
    return url.removeprefix(product.address)


@each_look
def test_the_page_is_accessible_in_every_look(
    screens: Screens, product: Product, language: str, scheme: Scheme, width: int
) -> None:
    """axe finds nothing serious, and nothing scrolls sideways; the page and its form."""
    path = link(product, banned(product), language="zh" if language == "zh-CN" else "en")
    page = screens.of(None, path, language=language, scheme=scheme, width=width)
    expect(page.get_by_text("目前不能" if language == "zh-CN" else "Not possible now")).to_be_visible()
    require_accessible(page)
    require_no_sideways_scrolling(page)
    keep_picture(page, f"holder-{language}-{scheme}-{width}")
    page.get_by_role("link", name="提出申诉" if language == "zh-CN" else "Appeal against this decision").click()
    page.get_by_role("button", name="下一步：核对" if language == "zh-CN" else "Check the appeal").click()
    expect(page.get_by_text("请填写申诉理由" if language == "zh-CN" else "Say why the decision")).to_be_visible()
    require_accessible(page)
    require_no_sideways_scrolling(page)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_holder_appeals_by_the_link(screens: Screens, product: Product, script: bool) -> None:
    """On a phone: reads why, types, corrects, confirms, sends; the reviewers have the appeal, and the page its end."""
    account = banned(product)
    path = link(product, account)
    page = screens.of(None, path, width=NARROW, script=script)
    expect(page.get_by_text("账号已被禁言：", exact=False).first).to_be_visible()
    expect(page.get_by_text("断章取义：截取采访片段", exact=False).first).to_be_visible()
    page.get_by_role("link", name="提出申诉").click()
    page.get_by_label("申诉理由").fill("视频第一秒即注明“2019年旧闻”。\n并附原报道。")
    page.get_by_label("证据链接").fill("www.example.cn/post/1")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_text("第1行不是以 https:// 或 http:// 开头的链接")).to_be_visible()
    expect(page.get_by_label("申诉理由")).to_have_value("视频第一秒即注明“2019年旧闻”。\n并附原报道。")
    page.get_by_label("证据链接").fill("https://www.example.cn/post/1")
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("证据链接")).to_have_value("https://www.example.cn/post/1")
    page.get_by_role("button", name="下一步：核对").click()
    if script:
        require_accessible(page)
    keep_picture(page, f"holder-confirm-{script}")
    page.get_by_role("button", name="提交申诉").click()
    expect(page.get_by_text("申诉已提交", exact=False)).to_be_visible()
    expect(page.get_by_text("申诉：复核中")).to_be_visible()
    expect(page).to_have_url(re.compile(r"appealed=v-1#decision-v-1$"))
    page.reload()
    expect(page.get_by_role("link", name="提出申诉")).to_have_count(0)

    stated = product.call("GET", f"/v1/accounts/{account}/actions/v-1")["appeal"]
    case = product.call("GET", f"/v1/cases/{stated['case']}")["case"]
    assert (case["opened_by"], case["opening"]["subject"]["says"].startswith("视频第一秒")) == ("holder-by-link", True)
    other = product.person("复核员", Role.REVIEWER)
    ruling = {"outcome": "overturned", "reason": "原视频确有注明"}
    product.call("POST", f"/v1/cases/{stated['case']}/decision", ruling, by=other)
    page.goto(path)
    expect(page.get_by_text("申诉：撤销", exact=True)).to_be_visible()
    expect(page.locator(".holder-head .badge")).to_have_text("正常")
    expect(page.get_by_text("复核员")).to_have_count(0)


def test_a_link_that_has_ended_says_what_to_do(screens: Screens, product: Product) -> None:
    """Tampered, or of an earlier holder: one plain page."""
    account = banned(product)
    path = link(product, account)
    page = screens.of(None, f"{path}x", width=NARROW)
    expect(page.get_by_role("heading", name="链接已失效")).to_be_visible()
    require_accessible(page)
    keep_picture(page, "holder-dead")
    assert account not in page.content()
