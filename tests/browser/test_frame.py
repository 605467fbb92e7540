"""The frame of the console in a real browser: looks, keys, live updates, and the same without script."""

import re

from playwright.sync_api import expect

from console.http.headers import HEADERS
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
from tests.console.sheet import sheet


@each_look
def test_the_queue_is_accessible_in_every_look(
    screens: Screens, reviewer: Person, product: Product, language: str, scheme: Scheme, width: int
) -> None:
    """axe finds nothing serious, and nothing scrolls sideways, in Chinese and English, light and dark, at 390 px."""
    product.case("山野厨房：疑似操纵账号矩阵", priority="urgent")
    page = screens.of(reviewer, language=language, scheme=scheme, width=width)
    expect(page.locator("h1")).to_have_text("待办队列" if language == "zh-CN" else "Queue")
    require_accessible(page)
    require_no_sideways_scrolling(page)
    keep_picture(page, f"queue-{language}-{scheme}-{width}")


def test_a_case_appears_on_an_open_screen(screens: Screens, reviewer: Person, product: Product) -> None:
    """Without loading the page again."""
    page = screens.of(reviewer, "/console/queue")
    page.locator("#rows").wait_for()
    case = product.case("刚刚出现的事项")
    expect(page.locator(f'a[href^="/console/cases/{case}"]')).to_be_visible()
    expect(page.locator("#rows")).to_have_count(1)


def test_keys_act_and_are_dead_while_typing(screens: Screens, reviewer: Person) -> None:
    """`?` lists them; `g q` opens the queue; in a field a letter is a letter."""
    page = screens.of(reviewer, "/console/nowhere", language="en")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/console/queue")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_be_visible()
    expect(sheet.locator("dd").filter(has_text="Queue")).to_be_visible()
    require_accessible(page)
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    page.evaluate("document.querySelector('.filters').insertAdjacentHTML('beforeend', '<input id=typed>')")
    page.locator("#typed").press_sequentially("gq?")
    expect(page.locator("#typed")).to_have_value("gq?")
    expect(sheet).to_be_hidden()


def test_the_theme_and_the_language_stay(screens: Screens, reviewer: Person) -> None:
    """Chosen once, they hold on the next page."""
    page = screens.of(reviewer, "/console/queue?kind=closure", language="en")
    page.get_by_role("button", name="Dark").click()
    expect(page).to_have_url(re.compile(r"/console/queue\?kind=closure$"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("link", name="中文").click()
    page.goto("/console/queue")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans-CN")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_pages_work_without_script(screens: Screens, reviewer: Person, product: Product) -> None:
    """Links, filters, the menu on a narrow screen."""
    product.case("无脚本也能看到")
    page = screens.of(reviewer, width=NARROW, script=False)
    expect(page.get_by_text("无脚本也能看到").first).to_be_visible()
    page.get_by_role("link", name="菜单").click()
    expect(page.get_by_role("link", name="待办队列")).to_be_visible()
    page.get_by_role("link", name="关闭菜单").click()
    page.locator("#q-search").fill("没有这样的事项")
    page.locator(".queue-filters").get_by_role("button").first.click()
    expect(page).to_have_url(re.compile("search="))
    expect(page.get_by_text("无脚本也能看到")).to_have_count(0)
    page.get_by_role("link", name="菜单").click()
    page.get_by_role("link", name="待办队列").click()
    expect(page.get_by_text("无脚本也能看到").first).to_be_visible()


def test_the_first_tab_leads_to_the_content(screens: Screens, reviewer: Person) -> None:
    """The skip link shows itself when it has the focus."""
    page = screens.of(reviewer, "/console/queue", language="en")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@each_look
def test_the_components_are_accessible_in_every_look(
    screens: Screens, reviewer: Person, language: str, scheme: Scheme, width: int
) -> None:
    """The sheet of all components, with the product's own stylesheet and policy: contrast, names, targets, widths."""
    page = screens.of(reviewer, "/console/queue", language=language, scheme=scheme, width=width)
    body = sheet("zh" if language == "zh-CN" else "en", scheme)
    page.route(
        "**/console/sheet",
        lambda route: route.fulfill(body=body, headers={**HEADERS, "Content-Type": "text/html; charset=utf-8"}),
    )
    page.goto("/console/sheet")
    keep_picture(page, f"sheet-{language}-{scheme}-{width}")
    require_accessible(page)
    require_no_sideways_scrolling(page)
    small = page.evaluate(
        "[...document.querySelectorAll('a.button, button, nav a, input:not([type=hidden]), select')]"
        ".filter((e) => e.getClientRects().length)"
        ".map((e) => [e.outerHTML.slice(0, 80), (e.closest('label') || e).getBoundingClientRect()])"
        ".filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"
    )
    assert small == [], "targets smaller than 24 by 24 (WCAG 2.2, 2.5.8)"


def test_the_palette_opens_what_is_looked_for(screens: Screens, reviewer: Person, product: Product) -> None:
    """Ctrl+K, a few letters, Enter; the same as a page without script."""
    case = product.case("面板里找到的事项")
    page = screens.of(reviewer, "/console/queue", language="en")
    expect(page.locator(".count span").first).to_have_text(re.compile(r"^\d"))
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Search")
    expect(palette.get_by_role("link", name="Queue")).to_be_visible()
    require_accessible(page)
    keep_picture(page, "palette")
    page.keyboard.insert_text(case)
    expect(palette.get_by_role("link", name="面板里找到的事项")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/console/cases/{case}")
    plain = screens.of(reviewer, "/console/queue", language="en", script=False)
    plain.locator(".side-search").click()
    plain.locator("#sought").fill(case)
    plain.locator("main").get_by_role("button", name="Search").click()
    expect(plain.locator("main").get_by_role("link", name="面板里找到的事项")).to_be_visible()
