"""Runs and lists in a real browser: a file is sent, checked, started and watched to its end; looks of the pages."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cli.servers import fictional
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

LONG_MS = 120_000
MANY = 400


def registrations(first: int, count: int) -> list[dict[str, Any]]:
    return [
        {
            "ref": f"row-{place}",
            "account": f"run-{place}",
            "kind": "individual",
            "holder": {"resident_id": fictional.resident_id(50_000 + place)},
            "name": f"批次浏览器{place}号店",
        }
        for place in range(first, first + count)
    ]


def written(path: Path, rows: list[Any]) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.timeout(600)
def test_a_run_is_sent_started_and_watched_to_its_end(screens: Screens, operator: Person, tmp_path: Path) -> None:
    """Faults with their lines first, a typed note that stays, progress that moves by itself, outcomes, and the file."""
    rows = [*registrations(1, MANY), "{没有结尾", {**registrations(9_000, 1)[0], "kind": "company"}]
    page = screens.of(operator, "/console/runs")
    page.keyboard.press("c")
    page.wait_for_url("**/runs/new")
    page.locator("[value=register]").check()
    page.locator("[name=note]").fill("十一月首批")
    page.get_by_role("button", name="发送各行").click()
    expect(page.locator(".field-error")).to_have_text("或直接填写各行：请填写各行，或选择文件")
    assert page.locator("[name=note]").input_value() == "十一月首批"
    page.locator("[name=file]").set_input_files(written(tmp_path / "rows.ndjson", rows))
    page.get_by_role("button", name="发送各行").click()

    expect(page.get_by_role("heading", name="无法执行的行")).to_be_visible(timeout=LONG_MS)
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").nth(0)).to_contain_text(f"#{MANY + 1}")
    keep_picture(page, "run-checked")
    page.get_by_role("button", name=f"开始执行{MANY + 2}行").click()
    expect(page.locator("#run .head .badge")).to_have_text("已执行", timeout=LONG_MS)
    expect(page.locator("#run .figures dd").nth(0)).to_have_text(str(MANY))
    keep_picture(page, "run-ended")

    page.get_by_role("link", name="未能执行 2").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    with page.expect_download() as loading:
        page.get_by_role("link", name="下载 CSV").click()
    table = Path(loading.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in table[1:]] == [str(MANY + 1), str(MANY + 2)]
    page.goto("/console/accounts?q=批次浏览器7号店")
    expect(page.get_by_role("link", name="批次浏览器7号店")).to_be_visible()


@each_look
def test_the_pages_are_accessible_in_every_look(
    screens: Screens, operator: Person, product: Product, language: str, scheme: Scheme, width: int
) -> None:
    """axe finds nothing serious, and nothing scrolls sideways: runs, the search of accounts, lists."""
    account = product.account()
    product.call("POST", f"/v1/accounts/{account}/bans", {"category": "fabrication", "duration": "P7D"}, by=operator)
    run = product.call("POST", "/v1/runs", {"commands": "monetize", "note": "说明"}, by=operator)["id"]
    page = screens.of(operator, f"/console/runs/{run}", language=language, scheme=scheme, width=width)
    page.locator("[name=rows]").fill(f'{{"ref": "a", "account": "{account}", "methods": ["lottery"]}}\n[]')
    page.locator("form[action$=rows] button").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    look = f"{language}-{scheme}-{width}"
    for name, path in {
        "run": f"/console/runs/{run}",
        "run-cancel": f"/console/runs/{run}/cancellation",
        "run-new": "/console/runs/new",
        "runs": "/console/runs",
        "accounts": "/console/accounts?status=banned&registered_since=2026-01-01&by=status",
        "bans": "/console/lists/bans?state=standing&by=category",
        "appeals": "/console/lists/appeals",
    }.items():
        page.goto(path)
        require_accessible(page)
        require_no_sideways_scrolling(page)
        keep_picture(page, f"{name}-{look}")


def test_a_chip_takes_its_filter_off(screens: Screens, operator: Person) -> None:
    """By the keyboard, too; the other filter stays."""
    page = screens.of(operator, "/console/lists/bans?state=standing&category=fabrication")
    chips = page.locator(".chips .chip")
    expect(chips).to_have_count(2)
    chips.nth(0).locator("a").focus()
    page.keyboard.press("Enter")
    expect(chips).to_have_count(1)
    assert page.locator("#category").input_value() == "fabrication"
    assert page.locator("#state").input_value() == ""
