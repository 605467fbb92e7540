"""Every key that the sheet (`?`) lists is pressed, and does what it says. A key without a row here fails."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from console.navigation import GROUPS
from models.roles import Role
from tests.browser.conftest import PATIENCE_MS, Person, Product, Screens, require_accessible

ROWS: Final = "#rows tbody tr"
Effect = Callable[[Page], None]


@dataclass(frozen=True)
class Key:
    """What a key does: `before` are keys pressed first, and the effect is waited for."""

    effect: Effect
    before: Sequence[str] = ()
    elsewhere: bool = False
    """Whether another page opens."""
    sends: str = ""
    """Part of the address to which a form is sent."""


def focused(selector: str) -> Effect:
    return lambda page: expect(page.locator(selector)).to_be_focused()


def leads_to(pattern: str) -> Effect:
    return lambda page: page.wait_for_url(re.compile(pattern))


def tells(words: str) -> Effect:
    return lambda page: expect(page.locator(".flash")).to_contain_text(words)


def checked(selector: str, count: int = 1) -> Effect:
    return lambda page: expect(page.locator(f"{selector}:checked")).to_have_count(count)


def opened(selector: str, focus: str) -> Effect:
    def effect(page: Page) -> None:
        expect(page.locator(f"details[open] > {selector}")).to_be_visible()
        expect(page.locator(focus).first).to_be_focused()

    return effect


def shows(selector: str) -> Effect:
    return lambda page: expect(page.locator(selector).first).to_be_visible()


QUEUE: Final = {
    "j": Key(focused(f"{ROWS}:first-child a.open")),
    "k": Key(focused(f"{ROWS}:last-child a.open")),
    "o": Key(leads_to(r"/console/cases/"), ["j"]),
    "x": Key(checked("input[name=case]"), ["j"]),
    "y": Key(checked("input[name=case]", 3), ["j"]),
    "m": Key(leads_to(r"/console/queue/together"), ["j"]),
    "c": Key(tells("Claimed: 1"), ["j"]),
    "r": Key(tells("Released: 1"), ["j", "c"]),
    "s": Key(tells("Skipped for an hour: 1"), ["j"]),
    "a": Key(opened("summary[data-key=a]", "#assign-to"), ["j"]),
    "t": Key(leads_to(r"/console/cases/")),
    # They are open, because the account is one of them: the key folds them, and opens them again.
    "f": Key(opened("summary[data-key=f]", "#q-due_within"), ["f"]),
    "w": Key(opened("summary[data-key=w]", ".save input[name=name]")),
    "]": Key(leads_to(r"/console/queue\?view=")),
    "/": Key(focused("#q-search")),
}
VIEW: Final = {
    **{key: QUEUE[key] for key in QUEUE if key != "]"},
    "[": Key(leads_to(r"/console/queue\?view=")),
    "b": Key(tells("The view is changed")),
}
CASE: Final = {
    "q": Key(leads_to(r"/console/queue")),
    "j": Key(leads_to(r"/console/cases/"), elsewhere=True),
    "c": Key(tells("The case is yours")),
    "1": Key(checked('input[name=outcome][value="approved"]')),
    "2": Key(checked('input[name=outcome][value="rejected"]')),
    "r": Key(focused("#f-reason")),
    "t": Key(opened("summary[data-key=t]", ".templates button")),
    "b": Key(opened("summary[data-key=b]", "#f-summary")),
    "d": Key(shows("#decide .problem")),
    "e": Key(shows("#decide .problem")),
    "p": Key(shows("#preview details"), sends="/decision"),
    "v": Key(opened("summary[data-key=v]", "#f-link")),
    "n": Key(focused("#f-text")),
    "a": Key(opened("summary[data-key=a]", "#assign select")),
    "m": Key(leads_to(r"/console/queue/together")),
}
CLAIMED: Final = {
    **{key: CASE[key] for key in CASE if key != "c"},
    "u": Key(tells("The claim is released")),
    "h": Key(opened("summary[data-key=h]", "#f-hand-over-to")),
}
DECIDED: Final = {
    "q": CASE["q"],
    "j": CASE["j"],
    "n": CASE["n"],
    "w": Key(shows("#correcting")),
}
PAGES: Final[dict[str, dict[str, Key]]] = {
    "queue": QUEUE,
    "view": VIEW,
    "case": CASE,
    "claimed": CLAIMED,
    "decided": DECIDED,
}
EVERYWHERE: Final = {
    **{
        f"g {entry.key}": Key(leads_to(re.escape(entry.path)))
        for group in GROUPS
        for entry in group.entries
        if entry.key
    },
    "Ctrl+k": Key(focused("#palette input")),
    "?": Key(shows("#keys-sheet")),
}
"""Keys of the frame, which each page has."""


@pytest.fixture(scope="module")
def everybody(product: Product) -> Person:
    """Somebody who sees every key."""
    return product.person("键位", *(role for role in Role if role is not Role.REGULATOR))


def prepared(product: Product, person: Person, page: str) -> str:
    """Make what a page shows: three cases of one account; return the path of the page."""
    account = product.account()
    cases = [product.case(f"键位{place}", account=account) for place in range(3)]
    if page == "queue":
        return f"/console/queue?account={account}"
    if page == "view":
        saved = {"name": f"键位 {account}", "filters": {"account": account}}
        return f"/console/queue?view={product.call('POST', '/v1/views', saved, by=person)['id']}"
    if page == "claimed":
        product.call("POST", f"/v1/cases/{cases[0]}/claim", {}, by=person)
    if page == "decided":
        no = {"outcome": "rejected", "reason": "不构成违规"}
        product.call("POST", f"/v1/cases/{cases[0]}/decision", no, by=person)
    return f"/console/cases/{cases[0]}?account={account}"


def press(page: Page, key: str) -> None:
    for one in key.replace("Ctrl", "Control").split(" "):
        page.keyboard.press(one)


def listed(page: Page) -> set[str]:
    """Open the sheet, and return the keys that it lists; it is read from its beginning, and closed."""
    press(page, "?")
    sheet = page.locator("#keys-sheet")
    expect(sheet).to_be_visible()
    assert sheet.evaluate("sheet => sheet.scrollTop") == 0, "the sheet opens at its beginning"
    expect(sheet.locator("h2")).to_be_in_viewport()
    keys = sheet.locator("dt").evaluate_all(
        "all => all.map((dt) => [...dt.querySelectorAll('kbd')].map((k) => k.textContent).join(' '))"
    )
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    return set(keys)


@pytest.mark.parametrize("name", PAGES)
def test_the_sheet_lists_the_keys_that_the_table_has(
    screens: Screens, product: Product, everybody: Person, name: str
) -> None:
    page = screens.of(everybody, prepared(product, everybody, name), language="en")
    page.locator("h1").wait_for()
    assert listed(page) == set(PAGES[name]) | set(EVERYWHERE)


@pytest.mark.parametrize(("name", "key"), [(name, key) for name, keys in PAGES.items() for key in keys])
def test_each_key_does_what_the_sheet_says(
    screens: Screens, product: Product, everybody: Person, name: str, key: str
) -> None:
    page = screens.of(everybody, prepared(product, everybody, name), language="en")
    wanted, begun = PAGES[name][key], page.url
    for before in wanted.before:
        press(page, before)
        if before == "c":
            tells("Claimed: 1")(page)
    if wanted.sends:
        with page.expect_response(lambda answer: wanted.sends in answer.url and answer.request.method == "POST"):
            press(page, key)
    else:
        press(page, key)
    if wanted.elsewhere:
        page.wait_for_url(lambda url: url != begun)
    wanted.effect(page)


@pytest.mark.parametrize("key", EVERYWHERE)
def test_each_key_of_the_frame_works_on_a_case(screens: Screens, product: Product, everybody: Person, key: str) -> None:
    page = screens.of(everybody, prepared(product, everybody, "case"), language="en")
    press(page, key)
    EVERYWHERE[key].effect(page)


def test_keys_are_dead_while_somebody_types_on_a_case(screens: Screens, product: Product, everybody: Person) -> None:
    """In the reason every letter of the table is a letter; Escape gives the keys back."""
    page = screens.of(everybody, prepared(product, everybody, "claimed"), language="en")
    address = page.url
    press(page, "r")
    letters = "".join(key for key in CLAIMED if len(key) == 1)
    page.keyboard.type(letters)
    expect(page.locator("#f-reason")).to_have_value(letters)
    expect(page.locator("#keys-sheet")).to_be_hidden()
    assert page.url == address
    page.keyboard.press("Escape")
    press(page, "n")
    expect(page.locator("#f-text")).to_be_focused()


def test_a_key_takes_what_is_new_on_a_case(screens: Screens, product: Product, everybody: Person) -> None:
    """`l` is there once another person has changed the case."""
    path = prepared(product, everybody, "case")
    page = screens.of(everybody, path, language="en")
    page.locator("#state").wait_for()
    product.call("POST", f"/v1{path.partition('?')[0].removeprefix('/console')}/notes", {"text": "来自他人的备注"})
    expect(page.locator("#newer")).to_be_visible(timeout=2 * PATIENCE_MS)
    press(page, "l")
    expect(page.locator("#history")).to_contain_text("来自他人的备注")
    require_accessible(page)
