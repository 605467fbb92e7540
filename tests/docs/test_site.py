"""The documentation as a site: built from the pages, every link leads somewhere, nothing comes from elsewhere.

The Chinese pages are a site of their own, in Chinese throughout, and follow their English originals.
"""

import importlib.util
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from api.app import create_app
from tests.api.conftest import settings_for

ROOT = Path(__file__).parents[2]
CJK = range(0x4E00, 0x9FFF)
CONFIGURED = ("zensical.toml", "zensical.zh.toml")


@pytest.fixture(scope="module")
def site() -> ModuleType:
    """The program behind `make docs`."""
    return loaded("build_site")


def loaded(name: str) -> ModuleType:
    """Return a program of `docs`, which is no package."""
    found = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def moved(site: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The same, with folders of its own."""
    for name in CONFIGURED:
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    build = tmp_path / "build"
    own = {"ROOT": tmp_path, "PAGES": build / "docs", "CHINESE": build / "docs-zh", "SITE": build / "site"}
    for name, path in own.items():
        monkeypatch.setattr(site, name, path)
    return site


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return create_app(settings_for("postgresql+asyncpg://nobody@nowhere/standing")).openapi()


def pages_of(nav: list[Any]) -> Iterator[str]:
    for entry in nav:
        for target in [entry] if isinstance(entry, str) else entry.values():
            yield from pages_of(target) if isinstance(target, list) else [target]


def project_of(name: str) -> dict[str, Any]:
    return dict(tomllib.loads((ROOT / name).read_text(encoding="utf-8"))["project"])


def test_the_site_is_whole(moved: ModuleType, description: dict[str, Any]) -> None:
    """Every page is in the navigation once, no link is broken, and nothing is loaded from another host."""
    moved.prepare(description)
    moved.build()
    assert list(moved.faults()) == []
    for name, folder in zip(CONFIGURED, (moved.PAGES, moved.CHINESE), strict=True):
        listed = list(pages_of(project_of(name)["nav"]))
        pages = {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}
        assert sorted(listed) == sorted(page for page in pages if not page.startswith("decisions/0"))
    reference = (moved.PAGES / "api.md").read_text(encoding="utf-8")
    operations = [one["operationId"] for methods in description["paths"].values() for one in methods.values()]
    assert [name for name in operations if f"`{name}`" not in reference or f"](#{name})" not in reference] == []

    chinese = (moved.SITE / "zh" / "reviewers.html").read_text(encoding="utf-8")
    for english in (
        "Search",
        "On this page",
        "Table of contents",
        "Previous",
        "Next",
        "Back to top",
        "Skip to content",
    ):
        assert english not in chinese
    assert 'hreflang="en"' in chinese
    assert '<html lang="zh"' in chinese


def test_the_four_kinds_of_pages_are_the_navigation() -> None:
    """A tutorial teaches, a how-to page solves a task, a reference is looked up, an explanation says why."""
    kinds = [name for entry in project_of("zensical.toml")["nav"] for name in entry]
    assert kinds == ["Start", "Tutorial", "How-to pages", "Reference", "Explanation"]


def test_a_broken_link_is_found(moved: ModuleType) -> None:
    """A page, a place in a page, a script from elsewhere."""
    moved.SITE.mkdir(parents=True)
    (moved.SITE / "a.html").write_text(
        '<h1 id="here"></h1><a href="#here"></a><a href="#there"></a><a href="b.html"></a>'
        '<script src="https://cdn.example/x.js"></script><a href="https://example.org"></a>'
    )
    assert sorted(moved.faults()) == [
        "a.html: #there has no such place",
        "a.html: b.html does not exist",
        "a.html: loads https://cdn.example/x.js",
    ]


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "zh").glob("*.md")), ids=lambda page: page.name)
def test_chinese_pages_are_chinese(page: Path) -> None:
    """They say for whom they are, and every heading is Chinese."""
    lines = page.read_text(encoding="utf-8").splitlines()
    assert lines[2].startswith("适用于")
    headings = [line for line in lines if line.startswith("#")]
    assert all(any(ord(letter) in CJK for letter in heading) for heading in headings)


@pytest.mark.parametrize(
    "page",
    [page for page in sorted((ROOT / "docs" / "zh").glob("*.md")) if page.name != "index.md"],
    ids=lambda p: p.name,
)
def test_a_chinese_page_follows_its_originals(page: Path) -> None:
    """Sections that changed since the page was compared: read them, correct the page, run `docs/originals.py` on it."""
    originals = loaded("originals")
    noted = dict(originals.followed(page))
    assert noted
    assert [section for section, then in noted.items() if originals.hash_of(section) != then] == []


def test_a_changed_section_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its words count, its line breaks and code do not, nor does another section."""
    originals = loaded("originals")
    monkeypatch.setattr(originals, "DOCS", tmp_path)
    text = "# A\n\n## One\n\nSome words.\n\n```sh\n# One\n```\n\n### Below\n\n## Two\n\nOthers.\n"
    original, page = tmp_path / "a.md", tmp_path / "zh.md"
    original.write_text(text)
    page.write_text("# 页\n\n<!-- 原文\na.md#one\n-->\n")
    originals.note(page)
    [(section, noted)] = originals.followed(page)
    for same in (
        text,
        text.replace("Others", "Other"),
        text.replace("# One\n```", "# 1\n```"),
        text.replace("e words", "e\nwords"),
    ):
        original.write_text(same)
        assert originals.hash_of(section) == noted
    original.write_text(text.replace("Some words", "Some other words"))
    assert originals.hash_of(section) != noted
    with pytest.raises(LookupError, match="no section"):
        originals.hash_of("a.md#three")
