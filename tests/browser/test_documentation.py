"""The documentation as a site, in a real browser: in two languages, with search, and from nowhere else."""

import importlib.util
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from api.app import create_app
from tests.api.conftest import settings_for
from tests.browser.conftest import NARROW, SCHEMES, Scheme

ROOT = Path(__file__).parents[2]
SHOWN = (
    "index",
    "project",
    "tutorial",
    "api",
    "cases",
    "events",
    "zh/index",
    "zh/reviewers",
    "zh/compliance",
    "zh/holders",
)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of the site, built anew."""
    found = importlib.util.spec_from_file_location("build_site", ROOT / "docs" / "build_site.py")
    assert found is not None
    assert found.loader is not None
    site = importlib.util.module_from_spec(found)
    found.loader.exec_module(site)
    folder = tmp_path_factory.mktemp("site")
    for name in ("zensical.toml", "zensical.zh.toml"):
        (folder / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    build = folder / "build"
    own = {"ROOT": folder, "PAGES": build / "docs", "CHINESE": build / "docs-zh", "SITE": build / "site"}
    with pytest.MonkeyPatch.context() as patch:
        for name, path in own.items():
            patch.setattr(site, name, path)
        site.prepare(create_app(settings_for("postgresql+asyncpg://nobody@nowhere/standing")).openapi())
        site.build()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(build / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [NARROW, 1280])
def test_every_page_fits_and_loads_nothing_from_elsewhere(
    browser: Browser, address: str, scheme: Scheme, width: int
) -> None:
    """No error in a script, no address that fails, no sideways scrolling."""
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    faults: list[str] = []
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("response", lambda answer: faults.append(answer.url) if answer.status >= 400 else None)
    for name in SHOWN:
        page.goto(f"{name}.html")
        expect(page.locator("h1").first).to_be_visible()
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{name} scrolls sideways")
    context.close()
    assert faults == []
    assert hosts - {""} == {urlsplit(address).netloc}


def open_search(page: Page) -> None:
    """Press the key of the search until it opens: the script that listens is loaded after the page."""
    field = page.get_by_role("combobox")
    for _ in range(15):
        page.keyboard.press("Control+k")
        with suppress(PlaywrightTimeoutError):
            field.wait_for(state="visible", timeout=2000)
            return
    expect(field).to_be_visible()


def test_the_chinese_site_is_found_and_searched_in_chinese(browser: Browser, address: str) -> None:
    """From English to Chinese and back; a word within a sentence is found; the words around are Chinese."""
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.goto("index.html")
    page.locator(".md-select button").hover()
    page.get_by_role("link", name="中文", exact=True).click()
    expect(page).to_have_url(f"{address}zh/index.html")
    open_search(page)
    expect(page.get_by_placeholder("搜索")).to_be_visible()
    page.get_by_role("combobox").fill("封禁")
    expect(page.get_by_role("status").filter(has_text="个结果")).to_be_visible()
    expect(page.get_by_role("option").first).to_contain_text("封禁")
    page.get_by_role("combobox").fill("xyzzy")
    expect(page.get_by_text("没有找到结果")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto("zh/reviewers.html")
    for english in ("Search", "On this page", "Previous", "Next", "Table of contents"):
        expect(page.get_by_text(english, exact=True)).to_have_count(0)
    page.locator(".md-select button").hover()
    page.get_by_role("link", name="English", exact=True).click()
    expect(page).to_have_url(f"{address}index.html")
    open_search(page)
    page.get_by_role("combobox").fill("closure")
    expect(page.get_by_role("option").first).to_be_visible()
    context.close()
