"""Accounts in a real browser: every look, a bar that leads to its action, and a ban seen before it is imposed."""

from playwright.sync_api import expect

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

BAN = {"category": "fabrication", "duration": "P14D", "reason": "摆拍冒充真实事件"}


@each_look
def test_an_account_is_accessible_in_every_look(
    screens: Screens, reviewer: Person, product: Product, language: str, scheme: Scheme, width: int
) -> None:
    """axe finds nothing serious, and nothing scrolls sideways."""
    account = product.account("山野厨房")
    product.call("POST", f"/v1/accounts/{account}/bans", BAN)
    page = screens.of(reviewer, f"/console/accounts/{account}", language=language, scheme=scheme, width=width)
    expect(page.locator("#timeline-title")).to_be_visible()
    require_accessible(page)
    require_no_sideways_scrolling(page)
    keep_picture(page, f"account-{language}-{scheme}-{width}")


def test_a_bar_of_the_timeline_leads_to_its_action(screens: Screens, reviewer: Person, product: Product) -> None:
    account = product.account("海边夜话")
    product.call("POST", f"/v1/accounts/{account}/bans", {**BAN, "id": "b-1"})
    page = screens.of(reviewer, f"/console/accounts/{account}", language="en")
    page.locator('.lane a[href="#act-b-1"]').first.click()
    expect(page.locator("#act-b-1")).to_be_in_viewport()


def test_an_account_is_closed_by_two_from_its_own_form(
    screens: Screens, reviewer: Person, operator: Person, product: Product
) -> None:
    """The form says that two decide, opens the case with what was typed, and the second person ends the account."""
    account = product.account("海边杂谈")
    first = screens.of(reviewer, f"/console/accounts/{account}", language="en")
    second = screens.of(operator, f"/console/queue?account={account}", language="en")
    expect(second.locator(".empty")).to_be_visible()
    first.locator(f'a[href="/console/accounts/{account}/act/close"]').click()
    first.wait_for_url("**/act/close")
    first.locator("#f-category").select_option("matrix_manipulation")
    first.locator("#f-reason").fill("十一个账号一分钟内发布同一内容")
    first.get_by_role("button", name="Show what would follow").click()
    expect(first.get_by_text("Two people decide this")).to_be_visible()
    require_accessible(first)
    first.get_by_role("button", name="Open the case").click()
    first.wait_for_url("**/console/cases/**")
    expect(first.locator(".flash")).to_contain_text("two people decide it")
    expect(first.locator("#evidence")).to_contain_text("十一个账号一分钟内发布同一内容")
    first.keyboard.press("1")
    first.locator("#f-reason").fill("十一个账号，同一文本")
    first.locator("#f-reason").blur()
    expect(first.locator("#preview .statement").first).to_contain_text("十一个账号，同一文本")
    with first.expect_navigation():
        first.keyboard.press("e")
    expect(first.locator("#decision")).to_contain_text("yourself")
    assert product.call("GET", f"/v1/accounts/{account}")["status"] == "active"

    expect(second.locator("#rows tbody tr")).to_have_count(1)
    second.locator("#rows a.open").click()
    second.wait_for_url("**/console/cases/**")
    expect(second.locator("#decision")).to_contain_text("You are the second person")
    with second.expect_navigation():
        second.keyboard.press("e")
    expect(second.locator("#decided")).to_contain_text("安莉")
    assert product.call("GET", f"/v1/accounts/{account}")["status"] == "closed"
    second.goto(f"/console/accounts/{account}")
    expect(second.locator("main")).to_contain_text("closed")


def test_a_ban_is_seen_before_it_is_imposed(screens: Screens, reviewer: Person, product: Product) -> None:
    """What follows is shown beside the form without loading the page; a changed form is shown again first."""
    account = product.account("松下听雨")
    page = screens.of(reviewer, f"/console/accounts/{account}", language="en")
    page.keyboard.press("b")
    page.wait_for_url("**/act/ban")
    page.locator("#f-category").select_option("fabrication")
    page.locator("#f-duration").fill("14")
    page.locator("#f-reason").fill("摆拍冒充真实事件")
    page.get_by_role("button", name="Show what would follow").click()
    impose = page.get_by_role("button", name="Impose the ban")
    expect(impose).to_be_visible()
    require_accessible(page)
    page.locator("#f-duration").fill("30")
    impose.click()
    expect(page.get_by_text("has changed since")).to_be_visible()
    assert product.call("GET", f"/v1/accounts/{account}")["status"] == "active"
    page.get_by_role("button", name="Impose the ban").click()
    page.wait_for_url(f"**/console/accounts/{account}")
    expect(page.get_by_text("The ban is imposed")).to_be_visible()
    assert product.call("GET", f"/v1/accounts/{account}")["status"] == "banned"
