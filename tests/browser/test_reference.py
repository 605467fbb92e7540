"""The reference of the API in a real browser: looks, keys, and examples that run with a key and with the session."""

import re

import pytest
from playwright.sync_api import Page, expect

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

PAGES = ("/docs", "/docs/ban_account", "/docs/ask_publish_decision", "/docs/list_events", "/docs/upload_evidence")


def ran(page: Page, status: int) -> str:
    """Run the example; return the answer, which has this status."""
    page.get_by_role("button", name=re.compile("^(Run it|运行)$")).click()
    expect(page.locator("[data-said]")).to_have_text(re.compile(rf"^{status} · "))
    return page.locator("[data-answer] code").inner_text()


@each_look
def test_the_pages_are_accessible_in_every_look(screens: Screens, language: str, scheme: Scheme, width: int) -> None:
    """Also with everything open; nothing scrolls sideways, nothing comes from elsewhere."""
    page = screens.of(None, "/docs", language=language, scheme=scheme, width=width)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for path in PAGES:
        page.goto(path)
        if path != "/docs":
            keep_picture(page, f"reference-{path.rpartition('/')[2]}-{language}-{scheme}-{width}")
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        require_accessible(page)
        require_no_sideways_scrolling(page)
    assert hosts == {screens.product.address.removeprefix("http://")}


def test_an_operation_is_found_and_its_example_runs_with_a_key(screens: Screens, product: Product) -> None:
    """By keys alone: the key that was typed is kept for the tab and sent as programs send it."""
    account = product.account()
    page = screens.of(None, "/docs", language="en")
    page.get_by_label("Find an operation").fill("decide one privilege")
    expect(page.locator("[data-found]")).to_have_text("1 operations")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.textContent") != "Decide one privilege (articles 2, 7, 8, 9 and 10)":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/docs/ask_decision")
    assert '"urn:standing:problem:unauthenticated"' in ran(page, 401)
    page.get_by_label("API key").fill(product.up.key)
    page.get_by_label("Body").fill(f'{{"account": "{account}", "privilege": "publish"}}')
    page.get_by_label("API key").press("Enter")
    expect(page.locator("[data-said]")).to_have_text(re.compile("^200 · application/json"))
    assert '"answer": "allowed"' in page.locator("[data-answer] code").inner_text()
    page.goto("/docs/read_me")
    assert '"operator"' in ran(page, 200)
    page.get_by_role("link", name="ask_decision").or_(page.get_by_role("link", name="All operations")).first.click()


def test_an_example_runs_with_the_session_on_a_record_of_the_platform(
    screens: Screens, product: Product, operator: Person
) -> None:
    """Foreseen first, then in earnest; the second time the record is there."""
    product.account()
    page = screens.of(operator, "/docs/ban_account")
    page.get_by_role("button", name="使用本平台的记录").click()
    account = page.get_by_label("account")
    expect(account).not_to_have_value("kitchen")
    assert '"facts"' in ran(page, 200)
    page.get_by_label("仅预演后果，不作记录").uncheck()
    page.get_by_label("请求体").fill('{"category": "rumour_making", "duration": "PT60S"}')
    assert '"version"' in ran(page, 201)
    name = account.input_value()
    page.goto("/docs/read_standing")
    page.get_by_label("account").fill(name)
    assert '"kind": "ban"' in ran(page, 200)


@pytest.mark.parametrize("path", ["/docs", "/docs/ban_account"])
def test_without_a_script_everything_can_be_read(screens: Screens, path: str) -> None:
    """The lines stand there, and what takes a script is not shown."""
    page = screens.of(None, path, language="en", script=False, width=NARROW)
    expect(page.locator("pre", has_text="curl ").first).to_be_visible()
    expect(page.get_by_role("button", name="Run it", exact=True)).to_have_count(0)
    require_no_sideways_scrolling(page)
