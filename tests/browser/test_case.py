"""The page of a case in a real browser: looks, the preview while typing, two people at one closure, and taking back."""

import re

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

PAPER = "人民日报"


def held(product: Product, name: str) -> str:
    """Register an account whose name is held; return its case."""
    account = product.account(name, evidence=[{"kind": "link", "link": "https://files.example.cn/authorisation.pdf"}])
    [case] = product.call("GET", f"/v1/cases?account={account}")["cases"]
    return str(case["id"])


def reason(page: Page, text: str) -> None:
    page.keyboard.press("r")
    page.keyboard.type(text)
    page.locator("#f-reason").blur()


@each_look
def test_a_case_is_accessible_in_every_look(
    screens: Screens, reviewer: Person, product: Product, language: str, scheme: Scheme, width: int
) -> None:
    case = held(product, f"{PAPER}{language}{scheme}{width}")
    page = screens.of(reviewer, f"/console/cases/{case}", language=language, scheme=scheme, width=width)
    expect(page.locator("mark").first).to_contain_text(PAPER)
    expect(page.locator("#preview")).to_contain_text("账号注册已通过审核。")
    require_accessible(page)
    require_no_sideways_scrolling(page)
    keep_picture(page, f"case-{language}-{scheme}-{width}")


def test_two_people_decide_one_closure(screens: Screens, reviewer: Person, operator: Person, product: Product) -> None:
    """The first proposes by keys and cannot confirm; the second reads the same statement and decides."""
    account = product.account("热点速递")
    case = product.case("十一个账号一分钟内发布同一内容", account=account)
    first = screens.of(reviewer, f"/console/cases/{case}", language="en")
    second = screens.of(operator, f"/console/cases/{case}", language="en")
    expect(second.locator("#state")).to_contain_text("open")

    first.keyboard.press("1")
    reason(first, "十一个账号，同一文本")
    expect(first.locator("#preview")).to_contain_text("The holder may not register again.")
    expect(first.locator("#preview .statement").first).to_contain_text("decided alike by two people")
    with first.expect_navigation():
        first.keyboard.press("e")
    expect(first.locator(".flash")).to_contain_text("a second person must decide")
    expect(first.locator('input[value="approved"]')).to_be_disabled()
    expect(first.locator("#decision")).to_contain_text("yourself")

    second.reload()
    expect(second.locator("#decision")).to_contain_text("You are the second person")
    expect(second.locator("#preview .statement").first).to_contain_text("十一个账号，同一文本")
    with second.expect_navigation():
        second.keyboard.press("e")
    expect(second.locator("#decided")).to_contain_text("安莉")
    assert product.call("GET", f"/v1/accounts/{account}")["status"] == "closed"


def test_a_template_and_its_preview_come_without_loading_the_page(
    screens: Screens, reviewer: Person, product: Product
) -> None:
    case = held(product, f"{PAPER}模板")
    page = screens.of(reviewer, f"/console/cases/{case}", language="en")
    page.keyboard.press("2")
    page.locator("summary", has_text="Templates").click()
    page.evaluate("window.stillHere = true")
    page.locator(".templates button").first.click()
    expect(page.locator("#f-reason")).to_have_value(re.compile(PAPER))
    expect(page.locator("#preview details[open] .statement").first).to_contain_text("rejected")
    assert page.evaluate("window.stillHere"), "the page was not loaded again"
    assert product.call("GET", f"/v1/cases/{case}")["case"]["status"] == "open"


def test_a_refused_form_keeps_what_was_typed(screens: Screens, reviewer: Person, product: Product) -> None:
    case = product.case("没有理由的决定")
    page = screens.of(reviewer, f"/console/cases/{case}", language="en")
    page.keyboard.press("2")
    page.keyboard.press("e")
    expect(page.locator("#decide .field-error")).to_contain_text("Reason")
    expect(page.locator('input[value="rejected"]')).to_be_checked()
    reason(page, "没有联动")
    with page.expect_navigation():
        page.keyboard.press("e")
    expect(page.locator("#decided")).to_contain_text("没有联动")


def test_without_a_script_everything_still_works(screens: Screens, reviewer: Person, product: Product) -> None:
    case = held(product, f"{PAPER}无脚本")
    page = screens.of(reviewer, f"/console/cases/{case}", language="en", script=False)
    page.locator('input[value="rejected"]').check()
    page.locator("#f-reason").fill("没有授权")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview details[open] .statement").first).to_contain_text("Reason: 没有授权")
    page.locator('button[value="stay"]').click()
    expect(page.locator("#decided")).to_contain_text("没有授权")


def test_two_people_see_each_other_on_one_case(
    screens: Screens, reviewer: Person, operator: Person, product: Product
) -> None:
    """Claims, proposals, decisions and corrections of one person are on the other's screen without a reload, also when
    several come within a second; what is being typed stays, and the page says that there is something new.
    """
    account = product.account("两人同看")
    case = product.case("两人同看一件", account=account, id=f"seen.{account}")
    path = f"/v1/cases/{case}"
    left = screens.of(reviewer, f"/console/cases/{case}", language="en")
    right = screens.of(operator, f"/console/cases/{case}", language="en")
    expect(right.locator("#looking")).to_contain_text("安莉")
    right.locator("#f-reason").fill("我正在写的理由")

    with left.expect_navigation():
        left.keyboard.press("c")
    expect(right.locator("#state")).to_contain_text("Claimed by 安莉")
    expect(right.locator("#newer")).to_be_visible()
    expect(right.locator("#f-reason")).to_have_value("我正在写的理由")
    product.call("POST", f"{path}/release", {}, by=reviewer)
    for _ in range(3):
        product.call("POST", f"{path}/claim", {}, by=reviewer)
        product.call("POST", f"{path}/release", {}, by=reviewer)
    product.call("POST", f"{path}/decision", {"outcome": "rejected", "reason": "不构成违规"}, by=reviewer)
    for page in (left, right):
        expect(page.locator("#state")).to_contain_text("decided")
        expect(page.locator("#state")).not_to_contain_text("Claimed by")
    expect(right.locator("#f-reason")).to_have_value("我正在写的理由")
    right.locator("#newer").click()
    expect(right.locator("#decided")).to_contain_text("不构成违规")
    again = {"outcome": "approved", "reason": "确有联动"}
    product.call("POST", f"{path}/correction", again, by=reviewer)
    expect(right.locator("#state")).to_contain_text("correction proposed")
    right.locator("#newer").click()
    expect(right.locator("#correction")).to_contain_text("确有联动")
    expect(right.locator("#correcting")).to_contain_text("You are the second person")


def test_a_case_is_handed_over_and_appears_with_the_other_person(
    screens: Screens, reviewer: Person, operator: Person, product: Product
) -> None:
    """By keys, with a note; the other person's queue has it at once."""
    account = product.account("移交测试")
    case = product.case("由亲属提交", account=account)
    theirs = screens.of(operator, f"/console/queue?account={account}&mine=true", language="en")
    expect(theirs.locator(".empty")).to_be_visible()
    page = screens.of(reviewer, f"/console/cases/{case}", language="en")
    with page.expect_navigation():
        page.keyboard.press("c")
    page.keyboard.press("h")
    expect(page.locator("#f-hand-over-to")).to_be_focused()
    require_accessible(page)
    page.locator("#f-hand-over-to").select_option(operator.id)
    page.locator("#f-hand-over-why").fill("申请人是我的亲属")
    with page.expect_navigation():
        page.locator("#hand-over button").click()
    expect(page.locator("#state")).to_contain_text("Assigned to 周远")
    expect(page.locator("#history")).to_contain_text("申请人是我的亲属")
    expect(page.locator("#hand-over")).to_have_count(0)
    expect(theirs.locator(f'tr[data-case="{case}"]')).to_be_visible()


def test_a_wrong_decision_is_corrected_on_its_page(screens: Screens, reviewer: Person, product: Product) -> None:
    """What is undone, what follows instead and both answers are previewed; afterwards the page shows both decisions."""
    case = held(product, f"{PAPER}更正")
    product.call("POST", f"/v1/cases/{case}/decision", {"outcome": "rejected", "reason": "无授权"}, by=reviewer)
    page = screens.of(reviewer, f"/console/cases/{case}", language="en")
    with page.expect_navigation():
        page.keyboard.press("w")
    page.keyboard.press("1")
    reason(page, "授权书此前未被看到")
    preview = page.locator("#preview details[open]")
    expect(preview).to_contain_text("Taken back:")
    expect(preview).to_contain_text("is there again")
    expect(preview.locator(".statement").first).to_contain_text("it was withdrawn at")
    require_accessible(page)
    with page.expect_navigation():
        page.keyboard.press("e")
    expect(page.locator("#decided")).to_contain_text("授权书此前未被看到")
    expect(page.locator("#corrected")).to_contain_text("无授权")
    expect(page.locator("#history")).to_contain_text("Corrected")
    require_accessible(page)
