"""What follows is seen before it is done: a network sanctioned, a directive withdrawn, in a real browser."""

from playwright.sync_api import expect

from models.roles import Role
from tests.browser.conftest import (
    NARROW,
    Product,
    Screens,
    require_accessible,
    require_no_sideways_scrolling,
)


def test_a_network_is_sanctioned_after_its_preview_alone(product: Product, screens: Screens) -> None:
    """The preview names the accounts; going back keeps what was typed; the confirmation carries it out."""
    members = [product.account(f"快报{place}号") for place in "子丑"]
    product.call("POST", "/v1/networks", {"id": "previewed", "name": "西海传媒"})
    product.call("POST", "/v1/networks/previewed/roster", {"sign": members})
    person = product.person("审核顾言", Role.REVIEWER)
    page = screens.of(person, "/console/networks/previewed", language="zh-CN", width=NARROW)
    page.get_by_label("理由").last.fill("旗下账号多次传播同一谣言")
    page.get_by_label("限制旗下账号").check()
    page.get_by_role("button", name="预览后果").click()
    expect(page.get_by_text("尚未记录任何内容。")).to_be_visible()
    for member in members:
        expect(page.locator("main")).to_contain_text(member)
    require_accessible(page)
    require_no_sideways_scrolling(page)
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("理由").last).to_have_value("旗下账号多次传播同一谣言")
    assert product.call("GET", "/v1/networks/previewed")["network"]["status"] == "active"
    page.get_by_role("button", name="预览后果").click()
    page.get_by_role("button", name="处置该机构").click()
    page.wait_for_url("**/console/networks/previewed")
    assert product.call("GET", "/v1/networks/previewed")["network"]["status"] == "sanctioned"


def test_a_directive_is_withdrawn_after_a_question(product: Product, screens: Screens) -> None:
    """The question says what follows; its other language leads to the page of the directive."""
    ordered = {"order": "label_content", "targets": ["c1"], "label_zh": "谣言", "label_en": "Rumour"}
    directive = product.call("POST", "/v1/directives", ordered)["id"]
    page = screens.of(product.person("审核沈言", Role.REVIEWER), f"/console/directives/{directive}", language="en")
    page.get_by_label("Reason").fill("no rumour")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("heading", name="Withdraw the directive?")).to_be_visible()
    require_accessible(page)
    page.get_by_role("button", name="Withdraw the directive").click()
    page.wait_for_url(f"**/console/directives/{directive}")
    expect(page.locator("main")).to_contain_text("no rumour")
    assert product.call("GET", f"/v1/directives/{directive}")["directive"]["status"] == "withdrawn"
