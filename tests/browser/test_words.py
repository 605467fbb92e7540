"""A Chinese reader meets no English in the console, and an English reader no Chinese, but what people typed and what
bears a name: every page is read, also what opens on a click and what only a screen reader says.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import product as combinations
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from starlette.routing import Route

from console.pages.account_words import ACTS
from console.routes import ROUTERS
from models.roles import Role
from tests.browser.conftest import Person, Product, Screens, running
from tests.browser.whole_world import World, make
from tests.chinese import english_in
from tests.console.test_confirming import ASKED, FILLED

NOT_PAGES: Final = re.compile(
    r"/static/|/live$|/export$|/sign-in/|/terminals/|/evidence/|\.csv$|rows\.|/files/|/counts/|\.svg$|/emblems/"
)
"""Files, pictures, streams, and what is asked once."""
QUERIES: Final[Mapping[str, tuple[str, ...]]] = {
    "/console/queue": ("", "?status=decided", "?search=沿江"),
    "/console/accounts": ("", "?q=远山", "?status=banned&by=article", "?by=status"),
    "/console/lexicon": ("", "?search=新华", "?name=新华社山野分社&bio=官方"),
    "/console/sessions": ("", "?everybody=true"),
    "/console/search": ("?q=远山", "?q=查无此物"),
    "/console/accounts/{account}": ("", "?past=all"),
    "/console/accounts/{account}/act/{name}": ("?id=jinyan-7",),
    "/console/accounts/{account}/what-if": ("", "?what=ban&category=fabrication&days=14"),
    "/console/lists/{name}": ("", "?by=state"),
}
"""Queries with which a page is read; elsewhere it is read without."""
FORMS: Final = (
    *sorted(ASKED - {"/console/sessions/end"}),
    "/console/accounts/{account}/act/{name}",
    "/console/campaigns/new/preview",
    "/console/campaigns/{bulk}/draft/preview",
    "/console/campaigns/{bulk}/reversal/preview",
    "/console/networks/{network}/sanctions",
    "/console/queue/together/preview",
    "/console/runs",
    "/console/connections/webhooks",
    "/console/people",
)
"""Forms that show what would follow, or refuse what is missing: they are sent filled, and empty."""
READING: Final = """
  const texts = (page) => {
    const found = [page.title], apart = "code, kbd, pre, script, style, textarea, .person, .agent, [lang]:not(html)";
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement.closest(apart)) found.push(node.textContent);
    for (const name of ["aria-label", "aria-description", "title", "placeholder", "alt", "data-label", "content"])
      for (const one of page.querySelectorAll(`body [${name}]`))
        if (!one.closest(apart)) found.push(one.getAttribute(name));
    return found.map((text) => text.replace(/\\s+/g, " ").trim()).filter((text) => text);
  };
"""
"""Every text of a page. Identifiers and commands are code, another language is marked; people type into text areas."""
SHOWN: Final = f"() => {{ {READING} return texts(document); }}"
SENT: Final = f"""async ([path, form]) => {{
  {READING}
  const asked = form === null ? {{}} : {{method: "POST", body: new URLSearchParams(form)}};
  const answer = await fetch(path, asked);
  return [answer.status, texts(new DOMParser().parseFromString(await answer.text(), "text/html"))];
}}"""
"""Ask for a page as a link or a form of this page does, and read what the server has drawn."""
EXAMPLES: Final = ("央视", "中国人民银行", "中国", "中央", "国家", "全国", "人民曰报", "人民日报", "官方")
"""Protected names and words that rows of the lexicon give as examples, in Chinese for every reader."""
CHINESE: Final = re.compile("[\u3400-\u9fff\uff01-\uff5e]+")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Yield a product of these tests alone: what other tests have typed, in whatever language, stands on its pages."""
    yield from running(tmp_path_factory.mktemp("words"))


@pytest.fixture(scope="module")
def world(product: Product) -> World:
    made = make(product)
    found: dict[str, str] = {}
    for event in made.get("audit?limit=500")["events"]:
        found.setdefault(event["type"], event["seq"])
    return made.with_examples(
        **{
            "seq": list(found.values()),
            "key": [made.get("keys")["keys"][0]["id"]],
            "/console/accounts/{account}/act/{name} account": made.made["account"][:1],
            "/console/accounts/{account}/act/{name} name": list(ACTS),
            "/console/lists/{name} name": ["actions", "violations", "bans", "certifications", "appeals"],
        }
    )


@pytest.fixture(scope="module")
def everybody(product: Product) -> Person:
    """Somebody who may see every page."""
    return product.person("任远", Role.PLATFORM, Role.REVIEWER, Role.OPERATOR, Role.AUDITOR)


def filled(path: str, world: World) -> Iterator[str]:
    """Yield the address with every example in place of its parameters."""
    names = re.findall(r"{(\w+)}", path)
    for values in combinations(*(world.made.get(f"{path} {name}") or world.made[name] for name in names)):
        address = path
        for name, value in zip(names, values, strict=True):
            address = address.replace(f"{{{name}}}", value)
        yield address


def pages() -> list[str]:
    """Return the paths of all pages, as the router has them."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, Route)]
    paths = dict.fromkeys(route.path for route in routes if "GET" in (route.methods or ()))
    return [path for path in paths if not NOT_PAGES.search(path)]


def other_language(texts: list[str], given: list[str], language: str) -> list[str]:
    """Return the texts that have words of the other language once what people typed is taken out."""
    found = []
    for text in texts:
        bare = text
        for typed in (*given, *EXAMPLES):
            bare = bare.replace(typed, " ")
        if english_in(bare) if language == "zh-CN" else len(text) > 1 and CHINESE.search(bare):
            found.append(text)
    return found


def read(page: Page, product: Product, language: str, path: str, form: Mapping[str, Any] | None = None) -> list[str]:
    """Return what a page or the answer to a form says in the other language."""
    product.gave(parse_qs(urlsplit(path).query))
    status, texts = page.evaluate(SENT, [path, form])
    assert status < 500, f"{path}: {status}"
    assert len(texts) > 1, f"{path} says nothing"
    return other_language(texts, product.typed(), language)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_page_has_words_of_the_other_language(
    screens: Screens, product: Product, everybody: Person, world: World, language: str
) -> None:
    """Every page of the router with all its examples; the sign-in page; the sheet of keys, which a script fills."""
    page = screens.of(everybody, "/console/queue", language=language)
    page.keyboard.press("?")
    expect(page.locator("#keys-list dd").first).to_be_visible()
    found = {"the sheet of keys": other_language(page.evaluate(SHOWN), product.typed(), language)}
    for path in pages():
        for address in filled(path, world):
            for query in QUERIES.get(path, ("",)):
                found[address + query] = read(page, product, language, address + query)
    nobody = screens.of(None, "/console/sign-in", language=language)
    found["sign-in"] = other_language(nobody.evaluate(SHOWN), product.typed(), language)
    assert {path: texts for path, texts in found.items() if texts} == {}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_answer_to_a_form_has_words_of_the_other_language(
    screens: Screens, product: Product, everybody: Person, world: World, language: str
) -> None:
    """What would follow, and what is wrong with a field."""
    page = screens.of(everybody, "/console/queue", language=language)
    found = dict[str, list[str]]()
    for path in FORMS:
        for address in filled(path, world):
            for form in (FILLED, {}):
                found[f"{address} {len(form)}"] = read(page, product, language, address, form)
    assert {path: texts for path, texts in found.items() if texts} == {}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_no_page_of_a_holder_has_words_of_the_other_language(
    screens: Screens, product: Product, world: World, language: str
) -> None:
    """What may be done, why not, statements, the form of an appeal and what it refuses."""
    account = world.made["account"][1]
    made = world.post(f"accounts/{account}/status-links", {"language": language[:2]})
    path = made["url"].removeprefix(product.address)
    page = screens.of(None, path, language=language)
    found = {"status": other_language(page.evaluate(SHOWN), product.typed(), language)}
    page.goto(f"{path}/appeals/chuzhi-0")
    found["appeal"] = other_language(page.evaluate(SHOWN), product.typed(), language)
    page.locator("form button").first.click()
    expect(page.locator(".field-error").first).to_be_visible()
    found["refused"] = other_language(page.evaluate(SHOWN), product.typed(), language)
    assert {name: texts for name, texts in found.items() if texts} == {}
