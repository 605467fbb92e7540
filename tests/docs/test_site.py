"""The documentation as a site: built from the pages, every link leads somewhere, nothing comes from elsewhere."""

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


@pytest.fixture(scope="module")
def site() -> ModuleType:
    """The program behind `make docs`."""
    found = importlib.util.spec_from_file_location("build_site", ROOT / "docs" / "build_site.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture
def moved(site: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The same, with folders of its own."""
    (tmp_path / "zensical.toml").write_text((ROOT / "zensical.toml").read_text(encoding="utf-8"), encoding="utf-8")
    for name, path in {"ROOT": tmp_path, "PAGES": tmp_path / "build/docs", "SITE": tmp_path / "build/site"}.items():
        monkeypatch.setattr(site, name, path)
    return site


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return create_app(settings_for("postgresql+asyncpg://nobody@nowhere/standing")).openapi()


def pages_of(nav: list[Any]) -> Iterator[str]:
    for entry in nav:
        for target in entry.values():
            yield from pages_of(target) if isinstance(target, list) else [target]


def test_the_site_is_whole(moved: ModuleType, description: dict[str, Any]) -> None:
    """Every page is in the navigation once, no link is broken, and nothing is loaded from another host."""
    moved.prepare(description)
    moved.build()
    assert list(moved.faults()) == []
    nav = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]["nav"]
    listed = list(pages_of(nav))
    pages = {path.relative_to(moved.PAGES).as_posix() for path in moved.PAGES.rglob("*.md")}
    assert sorted(listed) == sorted(page for page in pages if not page.startswith("decisions/0"))
    reference = (moved.PAGES / "api.md").read_text(encoding="utf-8")
    operations = [one["operationId"] for methods in description["paths"].values() for one in methods.values()]
    assert [name for name in operations if f"`{name}`" not in reference] == []


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
