"""The queue in a real browser: cleared by keyboard alone, live on two screens, and usable in every look."""

import re

from playwright.sync_api import Page, expect

from models.roles import Role
from tests.browser.conftest import (
    NARROW,
    Person,
    Product,
    Scheme,
    Screens,
    each_look,
    keep_picture,
    require_accessible,
    require_no_sideways_scrolling,
)


@each_look
def test_the_queue_is_usable_in_every_look(
    screens: Screens, product: Product, reviewer: Person, language: str, scheme: Scheme, width: int
) -> None:
    """Views, filters, rows of several states: axe finds nothing serious and nothing scrolls sideways."""
    claimed = product.case("十一个账号，同一文案", priority="high")
    product.call("POST", f"/v1/cases/{claimed}/claim", {}, by=reviewer)
    product.case("冒用机构名称", priority="urgent")
    page = screens.of(reviewer, "/console/queue?view=waiting", language=language, scheme=scheme, width=width)
    expect(page.locator("#rows tbody tr").first).to_be_visible()
    require_accessible(page)
    require_no_sideways_scrolling(page)
    keep_picture(page, f"queue-list-{language}-{scheme}-{width}")
    page.locator(".queue-filters summary").click()
    require_accessible(page)
    require_no_sideways_scrolling(page)
    keep_picture(page, f"queue-filters-{language}-{scheme}-{width}")


def test_a_reviewer_clears_a_queue_of_twenty_by_keyboard_alone(screens: Screens, product: Product) -> None:
    """Twenty closures: taken, rejected with a reason, and the next one comes by itself; the pointer is never used."""
    reviewer = product.person("键盘", Role.REVIEWER)
    account = product.account()
    cases = {product.case(f"第{number}件", account=account, priority="urgent") for number in range(20)}
    view = product.call(
        "POST", "/v1/views", {"name": "二十件", "filters": {"account": account, "decidable": True}}, by=reviewer
    )["id"]
    page = screens.of(reviewer, f"/console/queue?view={view}")
    expect(page.locator("#rows tbody tr")).to_have_count(20)
    page.keyboard.press("j")
    page.keyboard.press("o")
    for number in range(20):
        page.wait_for_url(re.compile(rf"/console/cases/[^/?]+\?view={view}"))
        decide(page)
        page.wait_for_url(
            re.compile(rf"/console/queue\?view={view}") if number == 19 else re.compile(r"/console/cases/")
        )
    expect(page.locator(".empty")).to_be_visible()
    for case in cases:
        assert product.call("GET", f"/v1/cases/{case}")["case"]["status"] == "decided"


def decide(page: Page) -> None:
    """Reject the case on the page with a reason, by keys, and wait until another page is there."""
    shown = page.url
    page.keyboard.press("2")
    expect(page.locator('input[name="outcome"][value="rejected"]')).to_be_checked()
    page.keyboard.press("r")
    expect(page.locator("#f-reason")).to_be_focused()
    page.keyboard.type("核实后不构成违规")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.wait_for_url(lambda address: address != shown)


def test_two_people_see_each_other_and_a_claimed_case_leaves_the_other_screen(
    screens: Screens, product: Product
) -> None:
    """Presence, claims and decisions of one person are on the other's screen without a reload, and the place of the
    cursor and the choice stay.
    """
    ann, ben = product.person("安", Role.REVIEWER), product.person("本", Role.REVIEWER)
    account = product.account()
    first, second, third = (product.case(f"{number}号", account=account, priority="urgent") for number in "一二三")
    saved = {"name": "两人", "filters": {"account": account, "decidable": True}, "shared": True}
    view = product.call("POST", "/v1/views", saved, by=ann)["id"]
    left, right = screens.of(ann, f"/console/queue?view={view}"), screens.of(ben, f"/console/queue?view={view}")
    expect(right.locator("#rows tbody tr")).to_have_count(3)
    right.keyboard.press("j")
    right.keyboard.press("j")
    right.keyboard.press("x")
    expect(right.locator(f'tr[data-case="{second}"] input')).to_be_checked()
    left.locator(f'tr[data-case="{first}"] a.open').click()
    left.wait_for_url("**/console/cases/**")
    expect(right.locator(f'tr[data-case="{first}"] .looking')).to_contain_text("安")
    product.call("POST", f"/v1/cases/{first}/claim", {}, by=ann)
    expect(right.locator(f'tr[data-case="{first}"]')).to_have_count(0)
    expect(right.locator(f'tr[data-case="{second}"] input')).to_be_checked()
    expect(right.locator(f'tr[data-case="{second}"] a.open')).to_be_focused()
    decision = {"outcome": "rejected", "reason": "不构成违规"}
    product.call("POST", f"/v1/cases/{second}/decision", decision, by=ann)
    expect(right.locator("#rows tbody tr")).to_have_count(1)
    expect(right.locator(f'tr[data-case="{third}"] a.open')).to_be_focused()
    expect(right.locator("#chosen")).to_have_text("")


def test_keys_act_on_the_row_under_the_cursor_and_are_dead_while_typing(screens: Screens, product: Product) -> None:
    reviewer = product.person("按键", Role.REVIEWER)
    account = product.account()
    first, second = product.case("甲", account=account, priority="urgent"), product.case("乙", account=account)
    page = screens.of(reviewer, f"/console/queue?account={account}", language="en")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.locator(".flash")).to_have_text("Claimed: 1")
    expect(page.locator(f'tr[data-case="{second}"]')).to_contain_text("claimed")
    expect(page.locator(f'tr[data-case="{second}"] a.open')).to_be_focused()
    page.keyboard.press("r")
    expect(page.locator(".flash")).to_have_text("Released: 1")
    page.keyboard.press("/")
    page.keyboard.type("jcx")
    expect(page.locator("#q-search")).to_have_value("jcx")
    expect(page.locator(".flash")).to_have_text("Released: 1")
    page.locator("#q-search").fill("")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("r")  # the rumours, not "put back"
    page.wait_for_url("**/console/rumours")
    page.goto(f"/console/queue?account={account}")
    page.keyboard.press("k")
    page.keyboard.press("s")
    expect(page.locator(".flash")).to_contain_text("Skipped for an hour")
    assert first


def test_without_script_the_queue_works_by_check_boxes_and_buttons(screens: Screens, product: Product) -> None:
    reviewer = product.person("无脚本", Role.REVIEWER)
    account = product.account()
    case = product.case("丙", account=account)
    page = screens.of(reviewer, "/console/queue", script=False, width=NARROW)
    page.locator("#q-search").fill(case)
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.locator(f'tr[data-case="{case}"] input').check()
    page.get_by_role("button", name=re.compile("^认领(?!下一个)")).click()
    expect(page.locator(".flash")).to_have_text("已认领1项")
    page.get_by_role("button", name=re.compile("认领下一个")).click()
    page.wait_for_url("**/console/cases/**")
