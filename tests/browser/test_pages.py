"""Every page of the console with real data in it: accessible and without sideways scrolling in every look."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from models.roles import Role
from tests.browser.conftest import (
    NARROW,
    WIDE,
    Person,
    Product,
    Scheme,
    Screens,
    keep_picture,
    require_accessible,
    require_no_sideways_scrolling,
)

LOOKS: list[tuple[str, Scheme, int]] = [
    ("zh-CN", "light", WIDE),
    ("en", "dark", WIDE),
    ("zh-CN", "dark", NARROW),
    ("en", "light", NARROW),
]
PAGES = [
    "accounts",
    "account",
    "what-if",
    "case",
    "cluster-case",
    "campaigns",
    "rumours",
    "rumour",
    "coordination",
    "cluster",
    "networks",
    "network",
    "directives",
    "directive",
    "certifications",
    "exposures",
    "exposure",
    "reports",
    "statistics",
    "audit",
    "lexicon",
    "connections",
    "people",
]


@pytest.fixture(scope="module")
def everybody(product: Product) -> Person:
    """Somebody who may see every page."""
    return product.person("何静", Role.PLATFORM, Role.REVIEWER, Role.OPERATOR, Role.AUDITOR)


@pytest.fixture(scope="module")
def paths(product: Product, reviewer: Person, operator: Person) -> dict[str, str]:
    """Make one of everything; return the path of each page."""
    call, hour = product.call, datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    members = [product.account(f"速看快报{place}") for place in "甲乙丙丁"]
    call("POST", "/v1/networks", {"id": "donghai", "name": "东海传媒"})
    call("POST", "/v1/networks/donghai/roster", {"sign": members})
    suspended = {"measure": "suspend_profit", "duration": "P90D", "reason": "旗下账号多次传播同一谣言"}
    call("POST", "/v1/networks/donghai/sanctions", suspended)
    rumour = {
        "id": "water",
        "claim": "本市自来水已被污染，三天内不能饮用",
        "field": "livelihood",
        "contents": ["post-1"],
    }
    call("POST", "/v1/rumors", rumour | {"terms": ["自来水污染"]})
    seen = [
        {"seen": kind, "hour": (hour - timedelta(hours=ago)).isoformat(), "viewers": 100 * ago}
        for ago in range(1, 12)
        for kind in ("rumour", "debunking")
    ]
    call("POST", "/v1/rumors/water/exposures", {"hours": seen})
    links = [{"account": member, "kind": "payout", "value": "6222 0210 0111 6245"} for member in members]
    call("POST", "/v1/coordination/links", {"links": links})
    swept = product.up.command("coordination", "sweep")
    assert swept.returncode == 0, swept.stdout + swept.stderr
    (cluster, *_) = call("GET", "/v1/coordination/clusters")["clusters"]
    ordered = {"order": "label_content", "targets": ["c1"], "label_zh": "谣言", "label_en": "Rumour"}
    directive = call("POST", "/v1/directives", ordered)["id"]
    product.account("闵行医见", fields=["healthcare"])
    closed = product.case("海边杂货铺：操纵账号矩阵")
    for person in (reviewer, operator):
        call("POST", f"/v1/cases/{closed}/decision", {"outcome": "approved", "reason": "十一个账号同一内容"}, by=person)
    exposure = call("GET", f"/v1/exposures?case={closed}")["exposures"][0]["id"]
    banned = product.account("山野厨房")
    ban = {"category": "fabrication", "duration": "P7D", "reason": "编造传播虚假信息"}
    call("POST", f"/v1/accounts/{banned}/bans", ban)
    return {
        "account": f"accounts/{banned}",
        "what-if": f"accounts/{members[0]}/what-if?what=ban&category=fabrication&days=14",
        "cluster-case": f"cases/{cluster['case']}",
        "case": f"cases/{product.case('蹭热点的账号', account=product.account('热点速递'))}",
        "rumour": "rumours/water",
        "cluster": f"coordination/{cluster['id']}",
        "network": "networks/donghai",
        "directive": f"directives/{directive}",
        "exposure": f"exposures/{exposure}",
        "act": f"accounts/{members[0]}/act/ban",
        "list": "lists/actions",
    }


FORMS = ["act", "campaigns/new", "runs", "runs/new", "lists", "list", "search?q=海", "sessions", "queue"]
"""Pages beside them that have keys."""

NOTE_WHAT_A_KEY_DOES = """() => {
  window.hit = null;
  const note = (event) => { window.hit = event.target.closest("[data-key]")?.dataset.key || window.hit; };
  document.addEventListener("focusin", note);
  document.addEventListener("click", (event) => {
    note(event);
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { capture: true });
}"""
"""A click leads nowhere, and the element that a key reaches is kept."""


@dataclass(frozen=True)
class Keyed:
    """What a page has a key for."""

    key: str
    kbd: list[str]
    """Keys that are written on it, beside it, or on its label."""
    enabled: bool


KEYED = """elements => elements.filter((e) => e.getClientRects().length).map((e) => ({
  key: e.dataset.key,
  kbd: [e, e.labels?.[0], e.closest("label"), e.parentElement].filter(Boolean).flatMap(
    (near) => [...near.querySelectorAll("kbd")].map((kbd) => kbd.textContent)),
  enabled: !e.disabled,
}))"""


@pytest.mark.parametrize("page", [*PAGES, *FORMS])
def test_every_key_is_on_its_button_in_the_sheet_and_works(
    screens: Screens, everybody: Person, paths: dict[str, str], page: str
) -> None:
    """On every page: a key is shown where it works, `?` lists it with words, no two have the same, and it reaches what
    it stands on.
    """
    shown = screens.of(everybody, f"/console/{paths.get(page, page)}", language="en")
    shown.locator("h1").first.wait_for()
    found = [Keyed(**one) for one in shown.locator("[data-key]").evaluate_all(KEYED)]
    keys = [one.key for one in found]
    assert len(keys) == len(set(keys)), "two have one key"
    main = [Keyed(**one) for one in shown.locator("main [data-key]").evaluate_all(KEYED)]
    assert [one.key for one in main if one.key not in one.kbd] == [], "not written on it"
    shown.keyboard.press("?")
    sheet = shown.locator("#keys-list")
    rows = sheet.locator("dt").evaluate_all(
        "all => all.map((dt) => [[...dt.querySelectorAll('kbd')].map((k) => k.textContent).join(' '),"
        " dt.nextElementSibling.textContent.trim()])"
    )
    assert {key.replace("$mod", "Ctrl").replace("+", " ") for key in keys} | {"?"} == {
        key.replace("+", " ") for key, _ in rows
    }
    assert [key for key, said in rows if not said] == [], "said in words"
    shown.keyboard.press("Escape")
    shown.evaluate(NOTE_WHAT_A_KEY_DOES)
    for one in main:
        if not one.enabled:
            continue
        shown.evaluate("() => { window.hit = null; document.activeElement.blur(); }")
        shown.keyboard.press(one.key)
        assert shown.evaluate("window.hit") == one.key, f"{one.key} does nothing"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_accessible_and_fits_its_screen(
    screens: Screens, everybody: Person, paths: dict[str, str], page: str
) -> None:
    """axe finds nothing serious; nothing scrolls sideways at 390 px; the browser reports no error."""
    for language, scheme, width in LOOKS:
        path = f"/console/{paths.get(page, page)}"
        shown = screens.of(everybody, path, language=language, scheme=scheme, width=width)
        assert shown.locator(".failure").count() == 0, f"{path} shows a failure"
        require_accessible(shown)
        require_no_sideways_scrolling(shown)
        keep_picture(shown, f"{page}-{language}-{scheme}-{width}")
