"""Campaigns in a real browser: a bulk action of 2,000 accounts is previewed, carried out, and reversed as one."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import (
    Person,
    Product,
    Scheme,
    Screens,
    each_look,
    keep_picture,
    require_accessible,
    require_no_sideways_scrolling,
)

MANY = 2_000
LONG_MS = 600_000
"""Two thousand accounts and their workflows, on a machine that does other things, too."""


@pytest.fixture(scope="module")
def accounts(product: Product) -> list[str]:
    """Register two thousand accounts."""
    names = (f"批量浏览器{number}号店" for number in range(MANY))
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(product.account, names))


def filled(page: Page, *, reason: str) -> None:
    page.get_by_label(re.compile("^违规类别|^Category of the violation")).select_option("matrix_manipulation")
    page.get_by_label(re.compile("^禁言时长|^Length of the ban")).fill("7")
    page.locator("[name=reason]").fill(reason)


@each_look
def test_the_pages_are_accessible_in_every_look(
    screens: Screens, operator: Person, product: Product, language: str, scheme: Scheme, width: int
) -> None:
    """axe finds nothing serious, and nothing scrolls sideways: form, refused form, preview, campaign, reversal."""
    account = product.account()
    page = screens.of(operator, "/console/campaigns/new", language=language, scheme=scheme, width=width)
    filled(page, reason="一分钟内发布同一内容")
    page.locator("[name=accounts]").fill(f"{account}\n没有标识的一行\nnobody")
    page.locator("button[value=preview]").click()
    expect(page.locator(".bulk-bad")).to_be_visible()
    for name in ("new", "preview"):
        require_accessible(page)
        require_no_sideways_scrolling(page)
        keep_picture(page, f"bulk-{name}-{language}-{scheme}-{width}")
        if name == "new":
            page.locator("[name=skip]").check()
            page.locator("button[value=preview]").click()
            expect(page.locator(".bulk-groups > li")).to_have_count(2)
    page.locator("[data-key=s]").click()
    reverse = page.get_by_role("link", name=re.compile("整体撤销|Reverse it"))
    expect(reverse).to_be_visible(timeout=LONG_MS)
    require_accessible(page)
    require_no_sideways_scrolling(page)
    keep_picture(page, f"bulk-{language}-{scheme}-{width}")
    reverse.click()
    expect(page.locator("[name=reason]")).to_be_visible()
    require_accessible(page)
    require_no_sideways_scrolling(page)


@pytest.mark.timeout(1500)
def test_a_bulk_action_of_two_thousand_is_reversed(
    screens: Screens, operator: Person, product: Product, accounts: list[str], tmp_path: Path
) -> None:
    """A file with two accounts that do not exist and a line without one: previewed by outcome, started, followed live,
    downloaded, previewed again, and reversed on every account on which it was carried out.
    """
    lines = ["账号,名称", *(f"{account},某店" for account in accounts), "nobody-1,无", "nobody-2,无", "某店,无"]
    (tmp_path / "list.csv").write_text("\n".join(lines), encoding="gbk")
    page = screens.of(operator, "/console/campaigns")
    page.keyboard.press("n")
    page.wait_for_url("**/campaigns/new")
    filled(page, reason="一分钟内发布同一内容")
    page.locator("[name=file]").set_input_files(tmp_path / "list.csv")
    page.get_by_role("button", name="预览批量处置").click()
    expect(page.locator(".bulk-bad li")).to_have_text("某店,无")
    assert page.locator(".bulk-bad li").get_attribute("value") == str(len(lines))
    page.locator("[name=skip]").check()
    page.get_by_role("button", name="预览批量处置").click()
    start = page.get_by_role("button", name=re.compile(f"对{MANY + 2}个账号开始执行"))
    expect(start).to_be_visible(timeout=LONG_MS)
    groups = page.locator(".bulk-groups > li")
    expect(groups.nth(0)).to_contain_text("2,000")
    expect(groups.nth(1)).to_contain_text("unknown_account")
    keep_picture(page, "bulk-preview-2000")
    start.click()

    expect(page.locator("#bulk progress")).to_be_visible()
    reverse = page.get_by_role("link", name=re.compile("整体撤销"))
    expect(reverse).to_be_visible(timeout=LONG_MS)
    expect(page.locator(".figures dd").nth(0)).to_have_text("2,000")
    page.get_by_role("link", name="未能执行", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(2)
    with page.expect_download() as loading:
        page.get_by_role("link", name="下载 CSV").click()
    written = Path(loading.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[:3] for line in written[1:]] == [
        [name, "refused", "unknown_account"] for name in ("nobody-1", "nobody-2")
    ]
    assert product.call("GET", f"/v1/accounts/{accounts[0]}")["status"] == "banned"

    reverse.click()
    expect(page.get_by_role("heading", name="现在执行的结果")).to_be_visible(timeout=LONG_MS)
    expect(page.locator(".bulk-groups > li")).to_contain_text("2,000")
    page.locator("[name=reason]").fill("检测规则有误")
    page.get_by_role("button", name=re.compile(f"对{MANY}个账号撤销")).click()
    expect(page.locator("#bulk .head .badge")).to_have_text("已整体撤销", timeout=LONG_MS)
    expect(page.locator(".figures dd").nth(0)).to_have_text("2,000")
    keep_picture(page, "bulk-reversed-2000")
    for account in (accounts[0], accounts[MANY // 2], accounts[-1]):
        assert product.call("GET", f"/v1/accounts/{account}")["status"] == "active"
